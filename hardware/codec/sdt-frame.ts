/**
 * Frames of the SDT / SAM_V serial protocol that Chinese ID-card readers share.
 *
 * `AA AA AA 96 69 | LenHi LenLo | body | CHK`. Len counts body and CHK; CHK is the XOR of Len and body. A
 * request's body is `CMD PARA data`, a reply's is `SW1 SW2 SW3 data`.
 * Source: eastcoms.com service/downdrive/508; yzsam.com CNvfzM.
 */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;

/**
 * What is looked for on receive. One AA less than the preamble, because readers in the field were seen to
 * answer `AA 00 AA AA 96 69`.
 */
const SYNC = [0xaa, 0xaa, 0x96, 0x69] as const;

const LENGTH_BYTES = 2;

/** The longest published frame: text, photo and two fingerprints, 2321 bytes in all. */
const LONGEST_LENGTH = 2321 - PREAMBLE.length - LENGTH_BYTES;

/** CMD PARA CHK, and SW1 SW2 SW3 CHK. */
export const SHORTEST_LENGTH = { request: 3, reply: 4 } as const;

export type SdtDropReason =
  /** Bytes before a synchronisation mark. */
  | 'noise'
  /** A Len that no frame of this direction has. */
  | 'length'
  /** A whole frame whose CHK is wrong. */
  | 'checksum'
  /** A frame whose end never came; see {@link SdtDecoder.abandon}. */
  | 'unfinished';

export type SdtDecoded =
  | { readonly kind: 'frame'; readonly body: Uint8Array }
  | { readonly kind: 'dropped'; readonly reason: SdtDropReason; readonly bytes: number };

export function encodeSdtFrame(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = body.length + 1;
  if (length > LONGEST_LENGTH) throw new RangeError(`SDT body of ${body.length} bytes`);
  const frame = new Uint8Array(PREAMBLE.length + LENGTH_BYTES + length);
  frame.set(PREAMBLE, 0);
  frame[PREAMBLE.length] = length >> 8;
  frame[PREAMBLE.length + 1] = length & 0xff;
  frame.set(body, PREAMBLE.length + LENGTH_BYTES);
  frame[frame.length - 1] = xor(frame, PREAMBLE.length, frame.length - 1);
  return frame;
}

export interface SdtDecoder {
  /** Takes bytes as they come and returns what became certain, in order. The bytes are copied. */
  feed(bytes: Uint8Array): SdtDecoded[];
  /** A frame has begun and its end is awaited. */
  readonly inFrame: boolean;
  /**
   * Stops waiting for the end of a begun frame and looks for frames inside what was kept: what a broken Len
   * had swallowed is found. To be called when a time-out says that no more will come.
   */
  abandon(): SdtDecoded[];
  /** Overwrites what is kept with zeros. */
  wipe(): void;
}

/** After anything wrong, one byte is given up and the search goes on behind it: no good frame is skipped. */
export function createSdtDecoder(direction: keyof typeof SHORTEST_LENGTH): SdtDecoder {
  const shortest = SHORTEST_LENGTH[direction];
  const kept = new Uint8Array(2 * (LONGEST_LENGTH + PREAMBLE.length + LENGTH_BYTES));
  let used = 0;
  let synchronised = false;

  const consume = (count: number): void => {
    kept.copyWithin(0, count, used);
    kept.fill(0, used - count, used);
    used -= count;
    synchronised = false;
  };
  const step = (final: boolean): SdtDecoded[] | undefined => {
    if (!synchronised) {
      const at = findSync(kept, used);
      const before = at.found || !final ? at.index : used;
      if (before > 0) {
        // The first AA of a regular preamble is no noise; everything else before the mark is.
        const noise = at.found && kept[before - 1] === SYNC[0] ? before - 1 : before;
        consume(before);
        synchronised = at.found;
        return noise === 0 ? [] : [{ kind: 'dropped', reason: 'noise', bytes: noise }];
      }
      if (!at.found) return undefined;
      synchronised = true;
    }
    const header = SYNC.length + LENGTH_BYTES;
    const unfinished = (): SdtDecoded[] | undefined => {
      if (!final) return undefined;
      consume(1);
      return [{ kind: 'dropped', reason: 'unfinished', bytes: 1 }];
    };
    if (used < header) return unfinished();
    const length = (kept[SYNC.length]! << 8) | kept[SYNC.length + 1]!;
    if (length < shortest || length > LONGEST_LENGTH) {
      consume(1);
      return [{ kind: 'dropped', reason: 'length', bytes: 1 }];
    }
    if (used < header + length) return unfinished();
    if (xor(kept, SYNC.length, header + length - 1) !== kept[header + length - 1]) {
      consume(1);
      return [{ kind: 'dropped', reason: 'checksum', bytes: 1 }];
    }
    const body = kept.slice(header, header + length - 1);
    consume(header + length);
    return [{ kind: 'frame', body }];
  };
  const run = (final: boolean): SdtDecoded[] => {
    const decoded: SdtDecoded[] = [];
    for (let found = step(final); found !== undefined; found = step(final)) {
      for (const one of found) append(decoded, one);
      if (used === 0) break;
    }
    return decoded;
  };

  return {
    feed(bytes) {
      const decoded: SdtDecoded[] = [];
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + kept.length - used);
        kept.set(part, used);
        used += part.length;
        at += part.length;
        for (const one of run(false)) append(decoded, one);
      }
      return decoded;
    },
    get inFrame() {
      return synchronised;
    },
    abandon: () => run(true),
    wipe() {
      kept.fill(0);
      used = 0;
      synchronised = false;
    },
  };
}

/** One report for a stretch of noise, however many steps it took; the other reasons keep their count. */
function append(decoded: SdtDecoded[], next: SdtDecoded): void {
  const last = decoded.at(-1);
  if (next.kind === 'dropped' && next.reason === 'noise' && last?.kind === 'dropped') {
    decoded[decoded.length - 1] = { ...last, bytes: last.bytes + next.bytes };
    return;
  }
  decoded.push(next);
}

/** Where the mark starts, or from where on a preamble could still start when more bytes come. */
function findSync(bytes: Uint8Array, used: number): { readonly found: boolean; readonly index: number } {
  for (let index = 0; index < used; index += 1) {
    if (bytes[index] !== SYNC[0]) continue;
    const reached = matchLength(bytes, index, used, SYNC);
    if (reached === SYNC.length) return { found: true, index };
    if (index + reached === used || index + matchLength(bytes, index, used, PREAMBLE) === used) {
      return { found: false, index };
    }
  }
  return { found: false, index: used };
}

function matchLength(bytes: Uint8Array, index: number, used: number, pattern: readonly number[]): number {
  let matched = 0;
  while (matched < pattern.length && index + matched < used && bytes[index + matched] === pattern[matched]) {
    matched += 1;
  }
  return matched;
}

function xor(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum ^= bytes[at]!;
  return sum;
}
