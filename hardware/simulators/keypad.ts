import type { Duplex } from 'node:stream';
import type { SimulatorAddress, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

/**
 * - `bounce`: each press is sent twice at once, as from worn contacts.
 * - `held`: each press is sent again and again, as from a key under a bag.
 * - `garbage`: noise before each press.
 * - `split`: every byte comes alone.
 * - `silent`: nothing is sent.
 */
export type KeypadFault = 'bounce' | 'held' | 'garbage' | 'split' | 'silent';

export interface KeypadSimulator {
  readonly address: SimulatorAddress;
  readonly lines: SimulatorLines;
  /** Names of its keys, in order. */
  readonly keys: readonly string[];
  /** Sends what the key sends, on every open line. Throws for a key that it does not have. */
  press(key: string): void;
  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void;
  setFault(fault: KeypadFault | null): void;
  /** Serves one more line, e.g. a PTY. */
  attach(line: Duplex): void;
  /** Cuts the lines as a pulled cable does; drivers may connect again. */
  cut(): void;
  close(): Promise<void>;
}

/** Keys `5` (very satisfied) to `1`, each sends its ASCII digit. Invented: it stands for no product. */
export const DIGIT_KEYS: Readonly<Record<string, Uint8Array>> = {
  '5': Uint8Array.of(0x35),
  '4': Uint8Array.of(0x34),
  '3': Uint8Array.of(0x33),
  '2': Uint8Array.of(0x32),
  '1': Uint8Array.of(0x31),
};

/** How often a held key repeats here. */
const HELD_TIMES = 20;

/** A keypad that only ever sends. */
export async function startKeypadSimulator(
  options: {
    readonly host?: string;
    readonly port?: number;
    /** What each key sends, by name. Default {@link DIGIT_KEYS}. */
    readonly keys?: Readonly<Record<string, Uint8Array>>;
    /** Sent after each press, e.g. the report of a released key. */
    readonly release?: Uint8Array;
  } = {},
): Promise<KeypadSimulator> {
  const keys = new Map(Object.entries(options.keys ?? DIGIT_KEYS));
  let fault: KeypadFault | null = null;
  const port = await startSimulatorPort({
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine: () => () => undefined,
  });

  const send = (bytes: Uint8Array): void => {
    const times = fault === 'bounce' ? 2 : fault === 'held' ? HELD_TIMES : fault === 'silent' ? 0 : 1;
    if (fault === 'garbage') port.broadcast(Uint8Array.of(0x00, 0xff, 0x7f));
    for (let time = 0; time < times; time += 1) {
      if (fault !== 'split') port.broadcast(bytes);
      else for (const byte of bytes) setImmediate(() => port.broadcast(Uint8Array.of(byte)));
    }
  };
  return {
    address: port.address,
    lines: port.lines,
    keys: [...keys.keys()],
    press(key) {
      const bytes = keys.get(key);
      if (bytes === undefined) throw new RangeError(`no key ${key}`);
      send(bytes);
      if (options.release !== undefined) send(options.release);
    },
    send,
    setFault(kind) {
      fault = kind;
    },
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}
