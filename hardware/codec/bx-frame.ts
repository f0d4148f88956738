/**
 * Frames of Onbon's BX-5K and BX-6K panel controllers (RS-232, RS-485, TCP 5005).
 *
 * `A5 …`, escaped (header 14, data, CRC-16), `5A`. Lengths and CRC are taken before escaping; numbers are little
 * endian. Source: Onbon's published protocol of the K series (onbonlab.github.io, onbon-docs, k/potocol).
 */
const START = 0xa5;
const END = 0x5a;

/** A sender's run of A5; a receiver accepts any. */
const START_RUN = 8;

/** Byte in the frame → what is sent for it. */
const ESCAPES: Readonly<Record<number, readonly [number, number]>> = {
  165: [0xa6, 0x02],
  166: [0xa6, 0x01],
  90: [0x5b, 0x02],
  91: [0x5b, 0x01],
};

/** dst 2, src 2, reserved 3, barcode 1, check mode 1, display mode 1, device 1, version 1, data length 2. */
const HEADER_BYTES = 14;
const CRC_BYTES = 2;
const DEVICE = 0xfe;
const VERSION = 0x02;

/** Eight areas of 1024 bytes with their heads fit well; anything longer is a lost end mark. */
const LONGEST_FRAME_BYTES = 10_240;

/** The host's own address. */
export const BX_HOST = 0x8000;
/** Any panel on the line; it answers. */
export const BX_ANY = 0xfffe;
/** All panels; none answers. */
export const BX_BROADCAST = 0xffff;

export interface BxFrame {
  readonly dst: number;
  readonly src: number;
  readonly data: Uint8Array;
}

export type BxDropReason =
  /** Bytes outside of a frame. */
  | 'noise'
  /** Less than a header and a CRC between A5 and 5A. */
  | 'short'
  /** A new A5 came before the end mark. */
  | 'unfinished'
  /** No end mark within the longest frame. */
  | 'long'
  /** A6 or 5B followed by neither 01 nor 02. */
  | 'escape'
  | 'crc'
  /** The length in the header is not that of the data. */
  | 'length'
  /** A device or version byte of something else. */
  | 'header';

export type BxDecoded =
  | { readonly kind: 'frame'; readonly frame: BxFrame; readonly raw: Uint8Array }
  | { readonly kind: 'dropped'; readonly reason: BxDropReason; readonly bytes: number };

/** CRC-16/ARC: 0xA001 reflected, initial value 0. */
export function crc16Arc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

export function encodeBxFrame({ dst, src, data }: BxFrame): Uint8Array {
  const plain = new Uint8Array(HEADER_BYTES + data.length + CRC_BYTES);
  const view = new DataView(plain.buffer);
  view.setUint16(0, dst, true);
  view.setUint16(2, src, true);
  plain[10] = DEVICE;
  plain[11] = VERSION;
  view.setUint16(12, data.length, true);
  plain.set(data, HEADER_BYTES);
  view.setUint16(HEADER_BYTES + data.length, crc16Arc(plain.subarray(0, -CRC_BYTES)), true);
  const sent: number[] = new Array(START_RUN).fill(START);
  for (const byte of plain) sent.push(...(ESCAPES[byte] ?? [byte]));
  sent.push(END);
  return Uint8Array.from(sent);
}

export interface BxDecoder {
  /** Takes bytes as they come. `raw` of a frame holds its bytes as received, from the last A5 run to 5A. */
  feed(bytes: Uint8Array): BxDecoded[];
  reset(): void;
}

/** A5 and 5A never occur inside a frame, so each A5 begins anew whatever came before. */
export function createBxDecoder(): BxDecoder {
  let raw: number[] = [];
  let inside = false;
  let noise = 0;
  const decoded: BxDecoded[] = [];

  const drop = (reason: BxDropReason, bytes: number): void => {
    if (bytes > 0) decoded.push({ kind: 'dropped', reason, bytes });
  };
  const leave = (): void => {
    raw = [];
    inside = false;
  };
  const take = (byte: number): void => {
    if (byte === START) {
      if (!inside) drop('noise', noise);
      noise = 0;
      const startRun = raw.every((held) => held === START);
      if (inside && !startRun) {
        drop('unfinished', raw.length);
        raw = [];
      }
      inside = true;
      // A line at rest may send A5 for ever: more than the sender's run says nothing new.
      if (raw.length < START_RUN) raw.push(START);
      return;
    }
    if (!inside) {
      noise += 1;
      return;
    }
    raw.push(byte);
    if (byte === END) {
      decoded.push(unwrap(Uint8Array.from(raw)));
      leave();
    } else if (raw.length > LONGEST_FRAME_BYTES) {
      drop('long', raw.length);
      leave();
    }
  };

  return {
    feed(bytes) {
      for (const byte of bytes) take(byte);
      drop('noise', noise);
      noise = 0;
      return decoded.splice(0);
    },
    reset() {
      leave();
      noise = 0;
    },
  };
}

/** @param raw from A5 to 5A. */
function unwrap(raw: Uint8Array): BxDecoded {
  const dropped = (reason: BxDropReason): BxDecoded => ({ kind: 'dropped', reason, bytes: raw.length });
  const escaped = raw.subarray(raw.lastIndexOf(START) + 1, raw.length - 1);
  const plain = unescaped(escaped);
  if (plain === undefined) return dropped('escape');
  if (plain.length < HEADER_BYTES + CRC_BYTES) return dropped('short');
  const view = new DataView(plain.buffer);
  const end = plain.length - CRC_BYTES;
  if (view.getUint16(end, true) !== crc16Arc(plain.subarray(0, end))) return dropped('crc');
  if (view.getUint16(12, true) !== end - HEADER_BYTES) return dropped('length');
  if (plain[10] !== DEVICE || plain[11] !== VERSION) return dropped('header');
  const frame = {
    dst: view.getUint16(0, true),
    src: view.getUint16(2, true),
    data: plain.slice(HEADER_BYTES, end),
  };
  return { kind: 'frame', frame, raw };
}

function unescaped(escaped: Uint8Array): Uint8Array | undefined {
  const plain: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const byte = escaped[at]!;
    if (byte !== 0xa6 && byte !== 0x5b) {
      plain.push(byte);
      continue;
    }
    at += 1;
    const second = escaped[at];
    if (second === 0x01) plain.push(byte);
    else if (second === 0x02) plain.push(byte === 0xa6 ? START : END);
    else return undefined;
  }
  return Uint8Array.from(plain);
}
