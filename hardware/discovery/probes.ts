import type { Clock } from '../clock.ts';
import { encodeBxCommand, parseBxAnswer } from '../codec/bx-command.ts';
import { BX_ANY, BX_HOST, createBxDecoder, encodeBxFrame } from '../codec/bx-frame.ts';
import { isRealtimeReply, statusQuestionBytes } from '../codec/escpos-status.ts';
import { encodeSdtCommand, parseSdtReply } from '../codec/sdt-command.ts';
import { createSdtDecoder } from '../codec/sdt-frame.ts';
import type { ByteTransport } from '../transport/transport.ts';

/**
 * Gentle questions: none of them prints, cuts, formats, wipes or changes a setting of the device that it is for.
 * To a device that it is not for it is noise, so the three bytes of the printers' question come first, and
 * nothing else is sent once somebody answered: text that another device ignores would wait in a printer's
 * buffer for the next ticket.
 */
export type ProbeName = 'escpos' | 'custom-kpm' | 'sdt' | 'bx';

/**
 * Every one of these devices answers its status question within some ten milliseconds; the published limit of
 * the slowest (SDT, 1 s) is for searching a card. `test` waits the full time.
 */
export const PROBE_ANSWER_MS = 400;
/** What speaks unasked shows within this: a keypad with a heartbeat, a scanner in a person's hand. */
export const PROBE_LISTEN_MS = 100;
/**
 * The longest answer of any probe has some ten bytes, in front of which noise may stand. What a device sends beyond is
 * not looked at: one that never stops must not keep the probe busy.
 */
const MOST_ANSWER_BYTES = 1_024;
/** A printer that answers with more than this is none: noise, or another device's answer. */
const LONGEST_PRINTER_ANSWER = 6;

export interface Probe {
  readonly name: ProbeName;
  readonly question: Uint8Array;
  /** Speeds that these devices are delivered with, the usual first; TCP has none. */
  readonly baudRates: readonly number[];
  /** Whether these bytes, all since the question, are the device's answer. */
  answered(bytes: Uint8Array): boolean;
  /** Asked after an answer that noise at a wrong speed could also give; must be answered in the same way. */
  readonly confirm?: Uint8Array;
}

export const PROBES: Readonly<Record<ProbeName, Probe>> = {
  /** DLE EOT 1: `(b & 93) == 12`, one byte (Epson ESC/POS reference, DLE EOT). */
  escpos: {
    name: 'escpos',
    question: statusQuestionBytes(1),
    // Epson and Xprinter are delivered with 9600 to 115200.
    baudRates: [9_600, 19_200, 38_400, 115_200],
    // An echo of the question holds 10 and 04, which are no status.
    answered: (bytes) => bytes.length >= 1 && bytes.length <= 2 && bytes.every(isRealtimeReply),
    confirm: statusQuestionBytes(4),
  },
  /** DLE EOT 14h: `10 0F` and four bytes (Custom, full status). */
  'custom-kpm': {
    name: 'custom-kpm',
    question: statusQuestionBytes('full'),
    baudRates: [19_200, 9_600, 115_200],
    answered: (bytes) => bytes.length === LONGEST_PRINTER_ANSWER && bytes[0] === 0x10 && bytes[1] === 0x0f,
  },
  /** Status of the SAM. */
  sdt: {
    name: 'sdt',
    question: encodeSdtCommand('status'),
    baudRates: [115_200],
    answered: (bytes) =>
      createSdtDecoder('reply')
        .feed(bytes)
        .some((decoded) => decoded.kind === 'frame' && parseSdtReply(decoded.body).data.length === 0),
  },
  /** Ping of whichever panel is on the line. */
  bx: {
    name: 'bx',
    question: encodeBxFrame({ dst: BX_ANY, src: BX_HOST, data: encodeBxCommand({ do: 'ping' }) }),
    baudRates: [9_600, 57_600],
    answered: (bytes) =>
      createBxDecoder()
        .feed(bytes)
        .some((decoded) => decoded.kind === 'frame' && parseBxAnswer(decoded.frame.data) !== undefined),
  },
};

/** Asked in this order, over all speeds of the first before the second. */
export const PROBE_ORDER: readonly ProbeName[] = ['escpos', 'custom-kpm', 'sdt', 'bx'];

export interface ProbeAnswer {
  readonly answered: boolean;
  /** All that came, also what is no answer. */
  readonly bytes: Uint8Array;
}

/** Asks one question and waits until it is answered or {@link PROBE_ANSWER_MS} are over. */
export function askOnce(
  port: ByteTransport,
  probe: Pick<Probe, 'question' | 'answered'>,
  clock: Clock,
  waitMs = PROBE_ANSWER_MS,
): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    let heard: Uint8Array = new Uint8Array(0);
    const settle = (answered: boolean): void => {
      cancel();
      port.onData(() => {});
      resolve({ answered, bytes: heard });
    };
    const cancel = clock.after(waitMs, () => settle(false));
    port.onData((bytes) => {
      if (heard.length >= MOST_ANSWER_BYTES) return;
      heard = Buffer.concat([heard, bytes.subarray(0, MOST_ANSWER_BYTES - heard.length)]);
      if (probe.answered(heard)) settle(true);
    });
    port.onClose(() => settle(false));
    // Not awaited: a line that takes no bytes ends in the same wait.
    void port.write(probe.question);
  });
}

/** What comes without a question. */
export function listen(port: ByteTransport, clock: Clock, listenMs = PROBE_LISTEN_MS): Promise<Uint8Array> {
  return new Promise((resolve) => {
    let heard: Uint8Array = new Uint8Array(0);
    port.onData((bytes) => {
      heard = Buffer.concat([heard, bytes.subarray(0, MOST_ANSWER_BYTES - heard.length)]);
    });
    clock.after(listenMs, () => {
      port.onData(() => {});
      resolve(heard);
    });
  });
}
