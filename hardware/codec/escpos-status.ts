/**
 * What ticket printers say. Three kinds of answers share one line and are told apart by their first byte
 * (Epson ESC/POS reference, "Status transmission", download4.epson.biz/sec_pubs/pos/reference_en/escpos/):
 * real-time replies `(b & 93) == 12`, automatic status `(b & 93) == 10`, block data `37 …`.
 * A real-time reply is sent by an interrupt and can fall between the bytes of an automatic status, and so can
 * XON and XOFF (Citizen CBM1000 manual, appendix 3): none of their values can stand inside one, so they are
 * taken out and the status goes on behind them.
 */

/** `1`–`4`: DLE EOT n. `full`: Custom's `10 04 14`. */
export type StatusQuestion = 1 | 2 | 3 | 4 | 'full';

/** Bytes that ask; real-time, so a printer answers even while its buffer is full. */
export function statusQuestionBytes(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question === 'full' ? 0x14 : question);
}

export type PaperState = 'ok' | 'near-end' | 'out';

/** What one answer tells; a field that the answer says nothing about is absent. */
export interface PrinterFlags {
  readonly offline?: boolean;
  readonly coverOpen?: boolean;
  readonly paper?: PaperState;
  /** Printing stopped because the paper ended. */
  readonly paperEndStop?: boolean;
  readonly cutterFault?: boolean;
  readonly unrecoverable?: boolean;
  readonly recoverable?: boolean;
  readonly errorStop?: boolean;
  readonly paperJam?: boolean;
  /** A ticket hangs in the presenter and was not taken. */
  readonly ticketInOutput?: boolean;
  /** The paper motor runs. */
  readonly moving?: boolean;
}

export type StatusEvent =
  /** Answer to the one open question; only its position says to which. */
  | { readonly kind: 'reply'; readonly byte: number }
  | { readonly kind: 'full'; readonly flags: PrinterFlags }
  | { readonly kind: 'automatic'; readonly flags: PrinterFlags }
  | { readonly kind: 'completed'; readonly id: string }
  /** A byte that fits nothing; the parser goes on with the next one. */
  | { readonly kind: 'dropped'; readonly byte: number };

export interface StatusParserOptions {
  /** Custom kiosk printers answer `10 0F` + 4 bytes, which would also pass as automatic status. */
  readonly family: 'epson' | 'custom';
}

export interface StatusParser {
  feed(bytes: Uint8Array): StatusEvent[];
  /** Forgets a half-received answer, e.g. when the line was opened again. */
  reset(): void;
}

const COMPLETION_LENGTH = 7;
const AUTOMATIC_LENGTH = 4;
const FULL_LENGTH = 6;

export function isRealtimeReply(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/** Answer of `GS r` (Epson ESC/POS reference: bits 4 and 7 are off); among dropped bytes, it has no other mark. */
export function isPaperSensorAnswer(byte: number): boolean {
  return (byte & 0x90) === 0;
}

/** Splits a stream at any boundary; on a mismatch one byte is dropped and the rest is looked at again. */
export function createStatusParser(options: StatusParserOptions): StatusParser {
  let pending: number[] = [];
  const take = (count: number): number[] => pending.splice(0, count);

  /** One event, or undefined when more bytes are needed. */
  function next(): StatusEvent | undefined {
    const first = pending[0];
    if (first === undefined) return undefined;
    const wanted = frameOf(first, options.family);
    if (wanted === undefined) return { kind: 'dropped', byte: take(1)[0]! };
    for (let i = 1; i < Math.min(wanted.length, pending.length); i += 1) {
      const byte = pending[i]!;
      if (wanted.fits(byte, i)) continue;
      if (!wanted.mayBeInterrupted || !interrupts(byte)) return { kind: 'dropped', byte: take(1)[0]! };
      pending.splice(i, 1);
      return isRealtimeReply(byte) ? { kind: 'reply', byte } : { kind: 'dropped', byte };
    }
    if (pending.length < wanted.length) return undefined;
    return wanted.read(take(wanted.length));
  }

  return {
    feed(bytes) {
      for (const byte of bytes) pending.push(byte);
      const events: StatusEvent[] = [];
      for (let event = next(); event !== undefined; event = next()) events.push(event);
      return events;
    },
    reset() {
      pending = [];
    },
  };
}

/** Flow control of a serial line (ASCII DC1, DC3). */
const XON = 0x11;
const XOFF = 0x13;

/** A byte that comes between others without ending them. */
function interrupts(byte: number): boolean {
  return isRealtimeReply(byte) || byte === XON || byte === XOFF;
}

interface Frame {
  readonly length: number;
  /** No byte of this answer can be mistaken for one that interrupts it. */
  readonly mayBeInterrupted: boolean;
  fits(byte: number, index: number): boolean;
  read(bytes: readonly number[]): StatusEvent;
}

const REPLY: Frame = {
  length: 1,
  mayBeInterrupted: false,
  fits: () => true,
  read: (bytes) => ({ kind: 'reply', byte: bytes[0]! }),
};

const AUTOMATIC: Frame = {
  length: AUTOMATIC_LENGTH,
  mayBeInterrupted: true,
  fits: (byte) => (byte & 0x90) === 0,
  read: (bytes) => ({ kind: 'automatic', flags: automaticFlags(bytes) }),
};

const COMPLETION: Frame = {
  length: COMPLETION_LENGTH,
  mayBeInterrupted: false,
  fits: (byte, index) => {
    if (index === 1) return byte === 0x22;
    return index === COMPLETION_LENGTH - 1 ? byte === 0 : byte >= 0x20 && byte <= 0x7e;
  },
  read: (bytes) => ({ kind: 'completed', id: String.fromCharCode(...bytes.slice(2, 6)) }),
};

const FULL: Frame = {
  length: FULL_LENGTH,
  mayBeInterrupted: false,
  fits: (byte, index) => index !== 1 || byte === 0x0f,
  read: (bytes) => ({ kind: 'full', flags: fullFlags(bytes.slice(2)) }),
};

function frameOf(first: number, family: StatusParserOptions['family']): Frame | undefined {
  if (family === 'custom' && first === 0x10) return FULL;
  if (isRealtimeReply(first)) return REPLY;
  if (first === 0x37) return COMPLETION;
  if ((first & 0x93) === 0x10 && family === 'epson') return AUTOMATIC;
  return undefined;
}

/** Meaning of a DLE EOT reply, by the question that was asked. */
export function replyFlags(question: 1 | 2 | 3 | 4, byte: number): PrinterFlags {
  const has = (bits: number): boolean => (byte & bits) !== 0;
  switch (question) {
    case 1:
      return { offline: has(0x08) };
    case 2:
      return { coverOpen: has(0x04), paperEndStop: has(0x20), errorStop: has(0x40) };
    case 3:
      return { cutterFault: has(0x08), unrecoverable: has(0x20), recoverable: has(0x40) };
    case 4:
      return { paper: has(0x60) ? 'out' : has(0x0c) ? 'near-end' : 'ok' };
  }
}

/** Automatic status (GS a): four bytes b1–b4. */
function automaticFlags(bytes: readonly number[]): PrinterFlags {
  const [b1 = 0, b2 = 0, b3 = 0] = bytes;
  return {
    offline: (b1 & 0x08) !== 0,
    coverOpen: (b1 & 0x20) !== 0,
    cutterFault: (b2 & 0x08) !== 0,
    unrecoverable: (b2 & 0x20) !== 0,
    recoverable: (b2 & 0x40) !== 0,
    paper: (b3 & 0x0c) !== 0 ? 'out' : (b3 & 0x03) !== 0 ? 'near-end' : 'ok',
  };
}

/**
 * Full status of the Custom family (KPM210/216 manual, page 36; KPM300 manual, page 113; the same table at
 * escpos.readthedocs.io, "Real Time Status"), without its first two bytes. What says nothing of the paper is
 * left out: a communication error (02), a command that was not acknowledged (20), a notch that was not found
 * (80), a virtual paper end (40 of the paper byte, a counter that the user sets), and keys.
 */
const FULL_STATUS = {
  paper: { out: 0x01, nearEnd: 0x04, ticketInOutput: 0x20 },
  /** Head up and cover are one door on most models. */
  user: { coverOpen: 0x03, motorOn: 0x08 },
  /** Head temperature and supply voltage pass by themselves. */
  recoverable: { headOrVoltage: 0x09, paperJam: 0x40 },
  unrecoverable: { cutter: 0x01, cutterCoverOpen: 0x02, memory: 0x0c },
} as const;

function fullFlags(bytes: readonly number[]): PrinterFlags {
  const [paper = 0, user = 0, recoverable = 0, unrecoverable = 0] = bytes;
  const bits = FULL_STATUS;
  const has = (byte: number, mask: number): boolean => (byte & mask) !== 0;
  return {
    paper: has(paper, bits.paper.out) ? 'out' : has(paper, bits.paper.nearEnd) ? 'near-end' : 'ok',
    ticketInOutput: has(paper, bits.paper.ticketInOutput),
    moving: has(user, bits.user.motorOn),
    coverOpen: has(user, bits.user.coverOpen) || has(unrecoverable, bits.unrecoverable.cutterCoverOpen),
    cutterFault: has(unrecoverable, bits.unrecoverable.cutter),
    paperJam: has(recoverable, bits.recoverable.paperJam),
    recoverable: has(recoverable, bits.recoverable.headOrVoltage),
    unrecoverable: has(unrecoverable, bits.unrecoverable.memory),
  };
}
