import type { KeyMeaning, KeyPattern, KeypadMap } from './keypad-map.ts';
import { agreeing, LONGEST_KEY_BYTES } from './keypad-map.ts';

const CR = 0x0d;
const LF = 0x0a;

export type KeypadDecoded =
  | { readonly kind: 'key'; readonly means: KeyMeaning }
  /**
   * - `unknown`: what the map does not know.
   * - `unfinished`: the beginning of a key whose end did not come.
   * - `too-long`: a line that no key has.
   */
  | {
      readonly kind: 'dropped';
      readonly reason: 'unknown' | 'unfinished' | 'too-long';
      readonly bytes: Uint8Array;
    };

export interface KeypadDecoder {
  /** Takes a chunk (for reports: exactly one report) and returns what became certain, in order. */
  feed(chunk: Uint8Array): KeypadDecoded[];
  /** The beginning of a key is there, and its end is awaited. */
  readonly pending: boolean;
  /** No more will come: gives up what is pending, and finds the keys inside it. */
  idle(): KeypadDecoded[];
  reset(): void;
}

/** Turns what a keypad sends into meanings. Anything it does not know is dropped and said; it never throws. */
export function createKeypadDecoder(map: KeypadMap): KeypadDecoder {
  switch (map.from) {
    case 'bytes':
      return runDecoder(map.keys);
    case 'reports':
      return reportDecoder(map.keys);
    case 'lines':
      return lineDecoder(new Map(map.keys.map(({ line, means }) => [line, means])));
  }
}

/** After a byte that fits nothing, one byte is given up and the search goes on behind it: no good key is skipped. */
function runDecoder(keys: readonly KeyPattern[]): KeypadDecoder {
  let kept = new Uint8Array(0);
  const run = (final: boolean): KeypadDecoded[] => {
    const decoded: KeypadDecoded[] = [];
    let at = 0;
    while (at < kept.length) {
      const found = keys.find((key) => agreeing(key, kept, at) === key.bytes.length);
      if (found !== undefined) {
        decoded.push({ kind: 'key', means: found.means });
        at += found.bytes.length;
        continue;
      }
      const begun = keys.some((key) => at + agreeing(key, kept, at) === kept.length);
      if (begun && !final) break;
      append(decoded, begun ? 'unfinished' : 'unknown', kept.subarray(at, at + 1));
      at += 1;
    }
    kept = kept.slice(at);
    return decoded;
  };
  return {
    feed(chunk) {
      kept = joined(kept, chunk);
      return run(false);
    },
    get pending() {
      return kept.length > 0;
    },
    idle: () => run(true),
    reset() {
      kept = new Uint8Array(0);
    },
  };
}

function reportDecoder(keys: readonly KeyPattern[]): KeypadDecoder {
  return {
    feed(report) {
      const found = keys.find((key) => agreeing(key, report) === key.bytes.length);
      if (found !== undefined) return [{ kind: 'key', means: found.means }];
      return [{ kind: 'dropped', reason: 'unknown', bytes: report.slice(0, LONGEST_KEY_BYTES) }];
    },
    pending: false,
    idle: () => [],
    reset: () => undefined,
  };
}

function lineDecoder(keys: ReadonlyMap<string, KeyMeaning>): KeypadDecoder {
  let kept: number[] = [];
  /** The rest of a line that is too long. */
  let skipping = false;
  const end = (): KeypadDecoded[] => {
    const bytes = Uint8Array.from(kept);
    const skipped = skipping;
    kept = [];
    skipping = false;
    if (skipped || bytes.length === 0) return [];
    const means = keys.get(Buffer.from(bytes).toString('latin1').trim());
    return [means === undefined ? { kind: 'dropped', reason: 'unknown', bytes } : { kind: 'key', means }];
  };
  return {
    feed(chunk) {
      const decoded: KeypadDecoded[] = [];
      for (const byte of chunk) {
        if (byte === CR || byte === LF) {
          decoded.push(...end());
        } else if (!skipping) {
          kept.push(byte);
          if (kept.length <= LONGEST_KEY_BYTES) continue;
          decoded.push({ kind: 'dropped', reason: 'too-long', bytes: Uint8Array.from(kept) });
          kept = [];
          skipping = true;
        }
      }
      return decoded;
    },
    get pending() {
      return kept.length > 0 || skipping;
    },
    idle() {
      const bytes = Uint8Array.from(kept);
      kept = [];
      skipping = false;
      return bytes.length === 0 ? [] : [{ kind: 'dropped', reason: 'unfinished', bytes }];
    },
    reset() {
      kept = [];
      skipping = false;
    },
  };
}

/** One report for bytes that were dropped in a row, but none longer than a key: noise may have no end. */
function append(decoded: KeypadDecoded[], reason: 'unknown' | 'unfinished', bytes: Uint8Array): void {
  const last = decoded.at(-1);
  if (last?.kind === 'dropped' && last.reason === reason && last.bytes.length < LONGEST_KEY_BYTES) {
    decoded[decoded.length - 1] = { ...last, bytes: joined(last.bytes, bytes) };
    return;
  }
  decoded.push({ kind: 'dropped', reason, bytes: bytes.slice() });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
