import { gunzipSync, inflateRawSync, inflateSync, constants as zlib } from 'node:zlib';
import { findAny } from '@hall/queue-server/hall/vault/testing';

/**
 * Looks for secrets in bytes however they may have got there: as UTF-8, UTF-16 (both orders), hex, base64 and
 * base64url (at each of the three alignments), as JSON or URL escapes, and all of these inside zlib, gzip and
 * zip streams, also nested ones.
 */
export class CanaryScan {
  readonly #needles = new Map<string, Buffer>();

  constructor(canaries: readonly string[]) {
    for (const canary of canaries) {
      for (const [form, bytes] of formsOf(canary)) {
        this.#needles.set(`${canary} as ${form}`, bytes);
      }
    }
  }

  /** What was found, such as `… as base64+1 in a zlib stream`. */
  find(bytes: Buffer, depth = 0): string[] {
    const found = [...findAny(bytes, this.#needles)];
    if (depth < MAX_DEPTH) {
      for (const [kind, unpacked] of streamsIn(bytes)) {
        found.push(...this.find(unpacked, depth + 1).map((what) => `${what} in a ${kind} stream`));
      }
    }
    return found;
  }
}

/** A page in a document in an archive. */
const MAX_DEPTH = 3;
const MAX_UNPACKED = 64 * 1024 * 1024;

export function formsOf(text: string): [string, Buffer][] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16le = Buffer.from(text, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const escaped = [...utf16be.toString('hex').matchAll(/.{4}/g)].map(([unit]) => `\\u${unit}`).join('');
  const forms: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16le],
    ['UTF-16BE', utf16be],
    ['JSON escapes', Buffer.from(escaped)],
    ['URL escapes', Buffer.from(encodeURIComponent(text))],
  ];
  for (const [name, bytes] of [
    ['', utf8],
    [' of UTF-16LE', utf16le],
  ] as const) {
    forms.push([`hex${name}`, Buffer.from(bytes.toString('hex'))]);
    forms.push([`HEX${name}`, Buffer.from(bytes.toString('hex').toUpperCase())]);
    for (const before of [0, 1, 2]) {
      const piece = base64Piece(bytes, before);
      forms.push([`base64+${before}${name}`, Buffer.from(piece)]);
      forms.push([
        `base64url+${before}${name}`,
        Buffer.from(piece.replaceAll('+', '-').replaceAll('/', '_')),
      ]);
    }
  }
  return forms;
}

/** The characters that these bytes alone decide where `before` bytes stand before them in their group of three. */
function base64Piece(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(first, end);
}

type Unpack = (bytes: Buffer) => Buffer;

// A file may end within a stream; what there is of it is looked at.
const OPTIONS = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: MAX_UNPACKED };
const gunzip: Unpack = (bytes) => gunzipSync(bytes, OPTIONS);
const inflate: Unpack = (bytes) => inflateSync(bytes, OPTIONS);
const inflateRaw: Unpack = (bytes) => inflateRawSync(bytes, OPTIONS);

/** Compressed streams that begin anywhere in these bytes, as far as they can be unpacked. */
function* streamsIn(bytes: Buffer): Generator<[string, Buffer]> {
  for (let i = 0; i + 2 < bytes.length; i += 1) {
    const first = bytes[i];
    const second = bytes[i + 1] as number;
    const rest = bytes.subarray(i);
    let found: [string, Buffer | null] | null = null;
    if (first === 0x1f && second === 0x8b) found = ['gzip', unpacked(rest, gunzip)];
    // Method 8, no dictionary, and the check bits of the header fit.
    else if (first === 0x78 && ((first << 8) | second) % 31 === 0 && (second & 0x20) === 0)
      found = ['zlib', unpacked(rest, inflate)];
    else if (rest.length >= 30 && rest.readUInt32LE(0) === 0x04034b50) {
      const start = 30 + rest.readUInt16LE(26) + rest.readUInt16LE(28);
      found = ['zip', unpacked(rest.subarray(start), inflateRaw)];
    }
    if (found?.[1] && found[1].length > 0) yield [found[0], found[1]];
  }
}

/** Bytes that are damaged after this many are no stream at all. */
const LEAST_STREAM = 32;

/** What a stream unpacks to, up to where it is damaged; null where it is none. */
function unpacked(bytes: Buffer, unpack: Unpack): Buffer | null {
  const whole = tried(bytes, unpack);
  if (whole) return whole;
  let good = Math.min(LEAST_STREAM, bytes.length);
  let best = tried(bytes.subarray(0, good), unpack);
  if (!best) return null;
  for (let bad = bytes.length; bad - good > 1; ) {
    const middle = (good + bad) >> 1;
    const found = tried(bytes.subarray(0, middle), unpack);
    if (found) [good, best] = [middle, found];
    else bad = middle;
  }
  return best;
}

function tried(bytes: Buffer, unpack: Unpack): Buffer | null {
  try {
    return unpack(bytes);
  } catch {
    return null;
  }
}
