import { err, fault, ok } from '@hall/shared/contracts/result';
import iconv from 'iconv-lite';
import type { ByteTransport, OpenTransport } from '../transport/transport.ts';

export interface HidScannerSimulatorOptions {
  /** Whose report layout it speaks. */
  readonly maker: keyof typeof MAKERS;
  /** Default `utf-8`. */
  readonly encoding?: 'utf-8' | 'gb18030';
}

/**
 * - `silent`: the code is read but nothing is sent.
 * - `lost-last`: the last report of a code that needs several does not come; a code of one report is untouched.
 * - `lost-middle`: the second report of a code that needs three or more does not come.
 * - `wrong-length`: the first report says that it holds more than fits.
 * - `other-report`: a report with another number comes between those of a code.
 * - `refuses-feature`: feature reports are refused.
 */
export type HidScannerFault =
  | 'silent'
  | 'lost-last'
  | 'lost-middle'
  | 'wrong-length'
  | 'other-report'
  | 'refuses-feature';

/** A HID POS scanner without USB: it stands where the HID transport stands and gives whole reports. */
export interface HidScannerSimulator {
  readonly open: OpenTransport;
  /** A person holds a code under the scanner. */
  scan(text: string): void;
  setFault(fault: HidScannerFault | null): void;
  /** Feature and output reports that the host sent, in order. */
  received(): readonly { readonly kind: 'feature' | 'output'; readonly report: Uint8Array }[];
  unplug(): void;
  plug(): void;
}

const REPORT_BYTES = 64;
const DATA_BYTES = 56;
const IN_REPORT = 0x02;

/**
 * Honeywell HID POS: number, length, AIM identifier, data from 5, symbology at 61, "more" at 63. Newland: number,
 * length, data from 2 (ended with CR), symbology at 62, "more" at 63. `s` and `]Q0` are a QR code.
 */
const MAKERS = {
  honeywell: { dataAt: 5, aim: ']Q0', symbologyAt: 61, ending: '' },
  newland: { dataAt: 2, aim: '', symbologyAt: 62, ending: '\r' },
} as const;
const QR_SYMBOLOGY = 0x73;

/** Newland: "start one reading" as output report 04, and its answer (newlandaidc.com, wiki 435). */
const TRIGGER = Buffer.from('04097E000801000201', 'hex');
const TRIGGER_ANSWER = Buffer.from('020702000001003331', 'hex');

export function startHidScannerSimulator(options: HidScannerSimulatorOptions): HidScannerSimulator {
  const maker = MAKERS[options.maker];
  const received: { kind: 'feature' | 'output'; report: Uint8Array }[] = [];
  const ports = new Set<{ send(report: Uint8Array): void; end(reason: string): void }>();
  let plugged = true;
  let trouble: HidScannerFault | null = null;

  const send = (report: Uint8Array): void => {
    for (const port of ports) port.send(report);
  };

  function reportsOf(text: string): Uint8Array[] {
    const data = iconv.encode(text + maker.ending, options.encoding ?? 'utf-8');
    const reports: Uint8Array[] = [];
    for (let at = 0; at < data.length; at += DATA_BYTES) {
      const report = Buffer.alloc(REPORT_BYTES);
      const part = data.subarray(at, at + DATA_BYTES);
      report[0] = IN_REPORT;
      report[1] = part.length;
      report.write(maker.aim, 2, 'latin1');
      part.copy(report, maker.dataAt);
      report[maker.symbologyAt] = QR_SYMBOLOGY;
      report[REPORT_BYTES - 1] = at + DATA_BYTES < data.length ? 1 : 0;
      reports.push(report);
    }
    return reports;
  }

  function port(): ByteTransport {
    let dataListener: ((bytes: Uint8Array) => void) | undefined;
    let closeListener: ((reason: string) => void) | undefined;
    let closed: string | undefined;
    const line = {
      send: (report: Uint8Array) => dataListener?.(Uint8Array.from(report)),
      end(reason: string) {
        if (closed !== undefined) return;
        closed = reason;
        ports.delete(line);
        closeListener?.(reason);
      },
    };
    ports.add(line);
    const take = (kind: 'feature' | 'output', report: Uint8Array) => {
      if (closed !== undefined) return err(fault('TRANSPORT_CLOSED' as const, `simulated hid: ${closed}`));
      if (kind === 'feature' && trouble === 'refuses-feature') {
        return err(fault('TRANSPORT_WRITE' as const, 'simulated hid: the device stalled the request'));
      }
      received.push({ kind, report: Uint8Array.from(report) });
      return ok(undefined);
    };
    return {
      name: 'hid simulated',
      async write(bytes) {
        const taken = take('output', bytes);
        if (taken.ok && TRIGGER.every((byte, at) => bytes[at] === byte)) {
          const answer = Buffer.alloc(REPORT_BYTES);
          TRIGGER_ANSWER.copy(answer);
          setImmediate(() => line.send(answer));
        }
        return taken;
      },
      sendFeature: async (report) => take('feature', report),
      onData(listener) {
        dataListener = listener;
      },
      onClose(listener) {
        closeListener = listener;
        const reason = closed;
        if (reason !== undefined) queueMicrotask(() => listener(reason));
      },
      async close() {
        line.end('closed');
      },
    };
  }

  return {
    open: async () => (plugged ? ok(port()) : err(fault('TRANSPORT_OPEN', 'simulated hid: not plugged in'))),
    scan(text) {
      if (trouble === 'silent') return;
      const reports = reportsOf(text);
      if (trouble === 'lost-last' && reports.length > 1) reports.pop();
      if (trouble === 'lost-middle' && reports.length > 2) reports.splice(1, 1);
      if (trouble === 'wrong-length') reports[0]![1] = DATA_BYTES + 1;
      if (trouble === 'other-report') reports.splice(1, 0, Buffer.alloc(REPORT_BYTES, 0x05));
      for (const report of reports) send(report);
    },
    setFault(next) {
      trouble = next;
    },
    received: () => received,
    unplug() {
      plugged = false;
      for (const line of [...ports]) line.end('the device went away: unplugged');
    },
    plug() {
      plugged = true;
    },
  };
}
