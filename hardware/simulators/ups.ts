import type { Duplex } from 'node:stream';
import { splitNutLine } from '../codec/nut.ts';
import type { SimulatorAddress, SimulatorLine, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

export interface UpsSimulatorOptions {
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `ups`. */
  readonly name?: string;
  /** Default: every name and password is taken. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Beside or in place of those of {@link FULL}. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * - `stale`: the server lost the device; `driver-away`: its driver does not run. Both are answers of a healthy upsd.
 * - `silent`: questions are taken and never answered. `half-list`: a list stops in its middle.
 * - `split`: every byte comes alone. `garbage`: noise before each answer.
 */
export type UpsFault = 'stale' | 'driver-away' | 'silent' | 'half-list' | 'split' | 'garbage';

/** What a hand sees of it. */
export interface UpsSimulatorState {
  readonly mains: boolean;
  readonly chargePercent: number;
  /** As in `ups.status`. */
  readonly status: string;
  readonly logins: number;
  readonly fault: UpsFault | null;
}

export interface UpsSimulator {
  readonly address: SimulatorAddress;
  /** Faults of the cable and the plug. */
  readonly lines: SimulatorLines;
  readonly state: UpsSimulatorState;
  /** Changes variables; an empty text takes one away. */
  set(variables: Readonly<Record<string, string>>): void;
  /** The mains fail (`OB DISCHRG`), or are back (`OL CHRG`). */
  mains(on: boolean): void;
  /** 0 to 100; at 20 and below the device says LB, as it does by its own `battery.charge.low`. */
  charge(percent: number): void;
  /** What upsd's `FSD` command does: a latch that only a new device, or this, takes away. */
  forceShutdown(on: boolean): void;
  /** How many connections are logged in to the device. */
  logins(): number;
  setFault(fault: UpsFault | null): void;
  /** Uses any open stream as one more connection. */
  attach(line: Duplex): void;
  /** Cuts every connection; the server goes on listening. */
  cut(): void;
  close(): Promise<void>;
}

const LOW_PERCENT = 20;
const FULL: Readonly<Record<string, string>> = {
  'battery.charge': '100',
  'battery.charge.low': String(LOW_PERCENT),
  'battery.runtime': '1800',
  'device.mfr': 'Hall',
  'device.model': 'Simulated 1500',
  'ups.load': '18',
};
/** Seconds that a full simulated battery lasts. */
const FULL_RUNTIME_S = 1_800;

interface Client {
  username: string | null;
  password: string | null;
  loggedIn: boolean;
}

/** A NUT server with one device behind it. */
export async function startUpsSimulator(options: UpsSimulatorOptions = {}): Promise<UpsSimulator> {
  const name = options.name ?? 'ups';
  const variables = new Map<string, string>(Object.entries({ ...FULL, ...options.variables }));
  const clients = new Map<SimulatorLine, Client>();
  let onMains = true;
  let forced = false;
  let fault: UpsFault | null = null;

  const status = (): string => {
    const low = Number(variables.get('battery.charge')) <= LOW_PERCENT ? ' LB' : '';
    return `${forced ? 'FSD ' : ''}${onMains ? 'OL CHRG' : 'OB DISCHRG'}${low}`;
  };
  const all = (): [string, string][] =>
    [
      ...variables,
      ...(variables.has('ups.status') ? [] : [['ups.status', status()] as [string, string]]),
    ].sort(([a], [b]) => (a < b ? -1 : 1));

  function answer(words: readonly string[], client: Client): readonly string[] {
    const [command, what, device, variable] = words;
    switch (command) {
      case 'LIST':
        if (what === 'UPS') return ['BEGIN LIST UPS', `UPS ${name} ${quoted('Simulated')}`, 'END LIST UPS'];
        if (what !== 'VAR') return ['ERR INVALID-ARGUMENT'];
        return (
          refused(device) ?? [
            `BEGIN LIST VAR ${name}`,
            ...all().map(([key, value]) => `VAR ${name} ${key} ${quoted(value)}`),
            `END LIST VAR ${name}`,
          ]
        );
      case 'GET': {
        if (what !== 'VAR' && what !== 'NUMLOGINS') return ['ERR INVALID-ARGUMENT'];
        const no = refused(device);
        if (no !== null) return no;
        if (what === 'NUMLOGINS') return [`NUMLOGINS ${name} ${logins()}`];
        const found = all().find(([key]) => key === variable);
        return [found ? `VAR ${name} ${found[0]} ${quoted(found[1])}` : 'ERR VAR-NOT-SUPPORTED'];
      }
      case 'USERNAME':
        if (what === undefined) return ['ERR INVALID-ARGUMENT'];
        if (client.username !== null) return ['ERR ALREADY-SET-USERNAME'];
        client.username = what;
        return ['OK'];
      case 'PASSWORD':
        if (what === undefined) return ['ERR INVALID-ARGUMENT'];
        if (client.password !== null) return ['ERR ALREADY-SET-PASSWORD'];
        client.password = what;
        return ['OK'];
      case 'LOGIN': {
        if (client.username === null) return ['ERR USERNAME-REQUIRED'];
        if (client.password === null) return ['ERR PASSWORD-REQUIRED'];
        if (what !== name) return ['ERR UNKNOWN-UPS'];
        const { user } = options;
        if (user !== undefined && (user.name !== client.username || user.password !== client.password)) {
          return ['ERR ACCESS-DENIED'];
        }
        if (client.loggedIn) return ['ERR ALREADY-LOGGED-IN'];
        client.loggedIn = true;
        return ['OK'];
      }
      case 'LOGOUT':
        client.loggedIn = false;
        return ['OK Goodbye'];
      case 'VER':
        return ['Network UPS Tools upsd (simulated)'];
      case 'NETVER':
        return ['1.3'];
      default:
        return ['ERR UNKNOWN-COMMAND'];
    }
  }

  function refused(device: string | undefined): readonly string[] | null {
    if (device === undefined) return ['ERR INVALID-ARGUMENT'];
    if (device !== name) return ['ERR UNKNOWN-UPS'];
    if (fault === 'driver-away') return ['ERR DRIVER-NOT-CONNECTED'];
    return fault === 'stale' ? ['ERR DATA-STALE'] : null;
  }

  function say(line: SimulatorLine, lines: readonly string[]): void {
    if (fault === 'silent') return;
    const said = fault === 'half-list' && lines.length > 2 ? lines.slice(0, 2) : lines;
    const bytes = Buffer.from(said.map((one) => `${one}\n`).join(''));
    if (fault === 'garbage') line.write(Uint8Array.of(0x00, 0xff, 0x22, 0x0a));
    if (fault !== 'split') line.write(bytes);
    else for (const byte of bytes) setImmediate(() => line.write(Uint8Array.of(byte)));
  }

  const logins = (): number => [...clients.values()].filter(({ loggedIn }) => loggedIn).length;
  const port = await startSimulatorPort({
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine(line) {
      const client: Client = { username: null, password: null, loggedIn: false };
      clients.set(line, client);
      let held = '';
      return (bytes) => {
        held += Buffer.from(bytes).toString('utf8');
        const lines = held.split('\n');
        held = lines.pop() ?? '';
        for (const one of lines) {
          const words = splitNutLine(one.replace(/\r$/, ''));
          if (words === undefined || words.length === 0) continue;
          say(line, answer(words, client));
        }
      };
    },
    onLineClosed: (line) => clients.delete(line),
  });

  return {
    address: port.address,
    lines: port.lines,
    get state() {
      const chargePercent = Number(variables.get('battery.charge') ?? 0);
      const said = variables.get('ups.status') ?? status();
      return { mains: onMains, chargePercent, status: said, logins: logins(), fault };
    },
    set(changed) {
      for (const [key, value] of Object.entries(changed)) {
        if (value === '') variables.delete(key);
        else variables.set(key, value);
      }
    },
    mains(on) {
      onMains = on;
    },
    charge(percent) {
      variables.set('battery.charge', String(percent));
      variables.set('battery.runtime', String(Math.round((FULL_RUNTIME_S * percent) / 100)));
    },
    forceShutdown(on) {
      forced = on;
    },
    logins,
    setFault(next) {
      fault = next;
    },
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}

/** upsd quotes every value, also one without blanks. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, (char) => `\\${char}`)}"`;
}
