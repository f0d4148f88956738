import path from 'node:path';
import { parseArgs } from 'node:util';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** First of a block of ports, below 32768 so that no outgoing connection takes one. */
const DEFAULT_PORT = 8600;

export interface StartOptions {
  readonly port: number;
  readonly data: string;
  readonly readyFile: string | null;
  /** Simulated residents who are in the hall at a time; 0 for none. */
  readonly crowd: number;
  readonly demoHours: 'always' | 'office';
}

export interface Ports {
  readonly hall: number;
  readonly mqtt: number;
  readonly platform: number;
  readonly kiosk: number;
  readonly windowHost: number;
  readonly dock: number;
  readonly reader: number;
  readonly scanner: number;
  readonly printer: number;
  readonly led: number;
  readonly ipp: number;
  readonly https: number;
  readonly mqtts: number;
}

const ORDER = [
  'hall',
  'mqtt',
  'platform',
  'kiosk',
  'windowHost',
  'dock',
  'reader',
  'scanner',
  'printer',
  'led',
  'ipp',
  'https',
  'mqtts',
] as const satisfies readonly (keyof Ports)[];

export function portsFrom(first: number): Ports {
  return Object.fromEntries(ORDER.map((name, i) => [name, first + i])) as unknown as Ports;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        data: { type: 'string', default: path.join(ROOT, '.data', 'demo') },
        'ready-file': { type: 'string' },
        crowd: { type: 'string', default: '0' },
        'demo-hours': { type: 'string', default: 'always' },
      },
    }).values;
  } catch (error) {
    throw new Error(
      `${(error as Error).message}. npm start -- takes --port N, --data FOLDER, --ready-file FILE, --crowd N and --demo-hours always|office.`,
    );
  }
}

/** Throws an Error whose message is the sentence to show. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const values = parse(argv);
  const port = Number(values.port);
  const last = port + ORDER.length - 1;
  if (!Number.isInteger(port) || port < 1024 || last > 32767) {
    throw new Error(
      `--port ${values.port} does not fit: choose a number from 1024 to ${32767 - ORDER.length + 1}.`,
    );
  }
  const crowd = Number(values.crowd);
  if (!Number.isInteger(crowd) || crowd < 0 || crowd > 2000) {
    throw new Error('--crowd takes the number of residents in the hall at a time, from 0 to 2000.');
  }
  const demoHours = values['demo-hours'];
  if (demoHours !== 'always' && demoHours !== 'office')
    throw new Error('--demo-hours is "always" or "office".');
  return {
    port,
    data: path.resolve(values.data),
    readyFile: values['ready-file'] === undefined ? null : path.resolve(values['ready-file']),
    crowd,
    demoHours,
  };
}
