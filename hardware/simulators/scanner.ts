import type { Duplex } from 'node:stream';
import iconv from 'iconv-lite';
import type { SimulatorAddress, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

export interface ScannerSimulatorOptions {
  readonly host?: string;
  readonly port?: number;
  /** What follows a code; `none` for scanners that leave it to the idle time. Default `crlf`. */
  readonly terminator?: keyof typeof TERMINATORS;
  /** Default `utf-8`. */
  readonly encoding?: 'utf-8' | 'gb18030';
}

/**
 * - `split`: every byte of a code comes alone.
 * - `garbage`: bytes of a broken line before the code, ended like a code.
 * - `silent`: the code is read but nothing is sent.
 */
export type ScannerFault = 'split' | 'garbage' | 'silent';

export interface ScannerSimulator {
  readonly address: SimulatorAddress;
  /** A person holds a code under the scanner. */
  scan(text: string): void;
  /** Faults of the cable and the plug. */
  readonly lines: SimulatorLines;
  setFault(fault: ScannerFault | null): void;
  attach(line: Duplex): void;
  cut(): void;
  close(): Promise<void>;
}

const TERMINATORS = { crlf: '\r\n', cr: '\r', lf: '\n', tab: '\t', none: '' } as const;

/** GM65's command and its answer, which is not checked against a module (see the driver's GM65_TRIGGER). */
const TRIGGER = Buffer.from('7E000801000201ABCD', 'hex');
const TRIGGER_ANSWER = Buffer.from('02000001003331', 'hex');

export async function startScannerSimulator(
  options: ScannerSimulatorOptions = {},
): Promise<ScannerSimulator> {
  const ending = TERMINATORS[options.terminator ?? 'crlf'];
  const encoding = options.encoding ?? 'utf-8';
  let fault: ScannerFault | null = null;
  const port = await startSimulatorPort({
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine(line) {
      let held = Buffer.alloc(0);
      return (bytes) => {
        held = Buffer.concat([held, bytes]);
        for (let at = held.indexOf(TRIGGER); at >= 0; at = held.indexOf(TRIGGER)) {
          held = held.subarray(at + TRIGGER.length);
          line.write(TRIGGER_ANSWER);
        }
        held = held.subarray(Math.max(0, held.length - TRIGGER.length + 1));
      };
    },
  });
  return {
    address: port.address,
    lines: port.lines,
    scan(text) {
      const bytes = iconv.encode(text + ending, encoding);
      if (fault === 'silent') return;
      if (fault === 'garbage') port.broadcast(Uint8Array.of(0x00, 0xff, 0x81, 0x0d));
      if (fault !== 'split') {
        port.broadcast(bytes);
        return;
      }
      for (const byte of bytes) setImmediate(() => port.broadcast(Uint8Array.of(byte)));
    },
    setFault(next) {
      fault = next;
    },
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}
