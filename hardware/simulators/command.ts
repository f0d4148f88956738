import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { type DockPorts, PortBusy } from './dock-devices.ts';
import type { OptionalPorts } from './dock-optional.ts';
import { parseDockScript, runDockScript, type ScriptRun, type ScriptStep } from './dock-script.ts';
import { type Dock, startDock } from './dock-server.ts';
import { hasSocat, type PtyBridge, SOCAT_PACKAGE, startPtyBridge } from './pty-bridge.ts';

/** From here on the system hands out ports for outgoing connections (Linux ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768;

export const SIMULATE_USAGE = `Simulated devices of one kiosk and one window, with a page to handle them.

  npm run hardware -- simulate [options]      (or: node hardware/simulators/main.ts [options])

  --port N           page and API (8790)
  --reader-port N    ID-card reader (8791)
  --scanner-port N   code scanner (8792)
  --printer-port N   ticket printer, ESC/POS (9100)
  --led-port N       window LED (5005)
  --ipp-port N       A4 printer, IPP (8631)
  --keypad-port N    evaluation keypad, only where it is named
  --bus-port N       three LED panels on one line, likewise
  --ups-port N       UPS behind a NUT server, likewise
  --all              these three too, at 8793, 5006 and 3493
  --pty              serial ports (pseudo-terminals made by socat) for all but the A4 printer
  --pty-dir DIR      where they are linked (a new folder in the system's temporary one)
  --script FILE      steps by time, e.g. {"at": 0.5, "do": "reader/lay", "with": {"person": "elder"}}
  --until-script     stop after the script's last step; exit code 1 when a step could not be done
  --ready-file F     written when everything listens
  --instant          paper comes out at once instead of at 100 mm/s

All on 127.0.0.1. Port 0 takes any free one.`;

const OPTIONS = {
  port: { type: 'string', default: '8790' },
  'reader-port': { type: 'string', default: '8791' },
  'scanner-port': { type: 'string', default: '8792' },
  'printer-port': { type: 'string', default: '9100' },
  'led-port': { type: 'string', default: '5005' },
  'ipp-port': { type: 'string', default: '8631' },
  'keypad-port': { type: 'string' },
  'bus-port': { type: 'string' },
  'ups-port': { type: 'string' },
  all: { type: 'boolean', default: false },
  pty: { type: 'boolean', default: false },
  'pty-dir': { type: 'string' },
  script: { type: 'string' },
  'until-script': { type: 'boolean', default: false },
  'ready-file': { type: 'string' },
  instant: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Devices that hang on a serial line in a real hall. */
const SERIAL_DEVICES = [
  'reader',
  'scanner',
  'printer',
  'led',
  'keypad',
  'bus',
] as const satisfies readonly (keyof DockPorts)[];
/** With `--all`: beside those of the devices that are always there; 3493 is IANA's port of NUT. */
const OPTIONAL_PORTS = { keypad: '8793', bus: '5006', ups: '3493' } as const;

function options(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (problem) {
    return fail(`${(problem as Error).message}. --help lists the options.`);
  }
}

function portOf(text: string, option: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port >= FIRST_EPHEMERAL_PORT) {
    fail(`--${option} must be a number from 0 to ${FIRST_EPHEMERAL_PORT - 1}, not "${text}".`);
  }
  return port;
}

function optionalPorts(values: ReturnType<typeof options>): OptionalPorts {
  const named = (['keypad', 'bus', 'ups'] as const).flatMap((device) => {
    const text = values[`${device}-port`] ?? (values.all ? OPTIONAL_PORTS[device] : undefined);
    return text === undefined ? [] : [[device, portOf(text, `${device}-port`)] as const];
  });
  return Object.fromEntries(named);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function readScript(file: string): readonly ScriptStep[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    return fail(`The script ${file} cannot be read (${(problem as NodeJS.ErrnoException).code}).`);
  }
  const steps = parseDockScript(text);
  return steps.ok ? steps.value : fail(`The script ${file} is not right:\n${steps.error.message}`);
}

/** Starts the simulators and keeps them until SIGTERM, SIGINT or, with `--until-script`, the script's end. */
export async function runSimulators(args: readonly string[]): Promise<void> {
  const values = options(args);
  if (values.help) {
    console.log(SIMULATE_USAGE);
    return;
  }
  if (values.pty && !hasSocat()) {
    fail(`--pty needs the program socat, which is not installed: apt install ${SOCAT_PACKAGE}.`);
  }
  if (values['until-script'] && values.script === undefined) fail('--until-script needs --script FILE.');
  const steps = values.script === undefined ? [] : readScript(values.script);
  const readyFile = values['ready-file'];
  const dock = await startDock({
    port: portOf(values.port, 'port'),
    ports: {
      reader: portOf(values['reader-port'], 'reader-port'),
      scanner: portOf(values['scanner-port'], 'scanner-port'),
      printer: portOf(values['printer-port'], 'printer-port'),
      led: portOf(values['led-port'], 'led-port'),
      ipp: portOf(values['ipp-port'], 'ipp-port'),
      ...optionalPorts(values),
    },
    instant: values.instant,
  }).catch((failure: unknown) => {
    if (!(failure instanceof PortBusy)) throw failure;
    const option = failure.device === 'dock' ? '--port' : `--${failure.device}-port`;
    return fail(
      `Port ${failure.port} is in use by another program: stop it, or choose another port with ${option}.`,
    );
  });
  const terminals = values.pty ? await startTerminals(dock, values['pty-dir']) : undefined;
  const line = JSON.stringify({
    ready: true,
    url: `http://127.0.0.1:${dock.port}/`,
    ports: { dock: dock.port, ...dock.devices.ports },
    ipp: dock.devices.pages.uri,
    ...(terminals === undefined ? {} : { pty: terminals.paths }),
  });

  let script: ScriptRun | undefined;
  let stopping = false;
  const stop = (code: number): void => {
    if (stopping) return;
    stopping = true;
    if (readyFile !== undefined) rmSync(readyFile, { force: true });
    script?.stop();
    void Promise.all([terminals?.close(), dock.close()]).then(() => process.exit(code));
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  if (readyFile !== undefined) {
    // Whoever waits for the file must never read half of it.
    writeFileSync(`${readyFile}.part`, `${line}\n`);
    renameSync(`${readyFile}.part`, readyFile);
  }
  console.log(line);
  if (values.script === undefined) return;
  script = runDockScript(dock.devices, steps, systemClock, (step, problem) => {
    if (problem !== null) console.error(`line ${step.line}, ${step.action}: ${problem}`);
  });
  const problems = await script.ended;
  if (values['until-script']) stop(problems.length > 0 ? 1 : 0);
}

interface Terminals {
  readonly paths: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

async function startTerminals(dock: Dock, wanted: string | undefined): Promise<Terminals> {
  const folder = wanted ?? mkdtempSync(path.join(tmpdir(), 'yichuang-devices-'));
  const bridges: [string, PtyBridge][] = [];
  for (const device of SERIAL_DEVICES) {
    const port = dock.devices.ports[device];
    if (port === undefined) continue;
    bridges.push([device, await startPtyBridge(path.join(folder, device), port)]);
  }
  return {
    paths: Object.fromEntries(bridges.map(([device, bridge]) => [device, bridge.path])),
    async close() {
      await Promise.all(bridges.map(([, bridge]) => bridge.close()));
      if (wanted === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
