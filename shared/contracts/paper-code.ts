import { z } from 'zod';
import { BusinessDay, TicketNumber } from './identifiers.ts';

/**
 * What the QR code of a ticket's paper says, signed by the machine that printed it: which number of which day this
 * is, and which paper of that number. Staff's pages and the hall check it; a phone opens the ticket's progress with
 * it. No personal data.
 *
 * `YC`, then Base32 (RFC 4648, without padding) of 97 bytes: capital letters and digits only, so that a scanner that
 * types survives Caps Lock and most foreign keyboard settings, and QR codes take 5.5 bits a character.
 *
 * | bytes | what |
 * |---|---|
 * | 0 | layout (high half: 1), flags: bit 0 given without a server, bit 1 the day is a guess |
 * | 1–2 | business day: days since 2020-01-01 |
 * | 3 | ordinal: which paper of this number |
 * | 4–19 | the ticket's progress token |
 * | 20–23 | hall, 24–27 signing key: first bytes of SHA-256 of {@link hallTagText}, {@link keyTagText} |
 * | 28–29 | prefix (second byte 0 where it is one letter), 30–31 counter, 32 its digits |
 * | 33–96 | Ed25519 over {@link signedBytes} |
 *
 * Numbers of more than one byte have the highest byte first.
 */

export const PaperCodeFields = z.strictObject({
  number: TicketNumber,
  day: BusinessDay,
  ordinal: z.number().int().min(1).max(255),
  progressToken: z.string().regex(/^[0-9a-f]{32}$/),
  /** Given by a kiosk without a server: the hall may not know the number yet. */
  offline: z.boolean(),
  /** False: the kiosk's clock was lost, and the day is a guess. */
  daySure: z.boolean(),
});
export type PaperCodeFields = z.infer<typeof PaperCodeFields>;

/** First four bytes of a SHA-256, lower-case hex. */
type Tag = string;

export interface PaperCode extends PaperCodeFields {
  readonly hallTag: Tag;
  readonly keyTag: Tag;
}
export interface ReadPaperCode extends PaperCode {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/**
 * Ed25519 public key, 32 bytes, base64url. 43 characters hold two bits more than that; they are zero, so that a key has
 * one way to be written and no machine can tell that of another as its own.
 */
export const PaperKeyText = z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/);

const MARK = 'YC';
const LAYOUT = 1;
const BODY_BYTES = 33;
const SIGNATURE_BYTES = 64;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CHARACTERS = Math.ceil(((BODY_BYTES + SIGNATURE_BYTES) * 8) / 5);
const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
const OFFLINE = 1;
const DAY_GUESSED = 2;
/** Keeps these signatures apart from whatever else the same key might ever sign. */
const CONTEXT = 'yichuang paper 1\n';

const CODE = new RegExp(`${MARK}([A-Z2-7]{${CHARACTERS}})(?![A-Z0-9])`, 'i');
/** Of a machine from before signed papers: the ticket's progress, and not which paper it is. */
const PLAIN = /(?:^|\/)([0-9a-f]{32})$/i;

export function hallTagText(hall: string): string {
  return `yichuang hall\n${hall}`;
}

export function keyTagText(key: string): string {
  return `yichuang paper key\n${key}`;
}

export async function tagOf(text: string): Promise<Tag> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return hexOf(new Uint8Array(digest, 0, 4));
}

/** The fields as bytes, without a signature. Throws where they are none of a paper: a bug of whoever asks. */
export function paperCodeBody(code: PaperCode): Uint8Array<ArrayBuffer> {
  const { number, day, ordinal, progressToken, offline, daySure } = PaperCodeFields.parse({
    number: code.number,
    day: code.day,
    ordinal: code.ordinal,
    progressToken: code.progressToken,
    offline: code.offline,
    daySure: code.daySure,
  });
  const [, prefix = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(number) ?? [];
  const bytes = new Uint8Array(BODY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, (LAYOUT << 4) | (offline ? OFFLINE : 0) | (daySure ? 0 : DAY_GUESSED));
  view.setUint16(1, (Date.parse(`${day}T00:00:00Z`) - FIRST_DAY) / DAY_MS);
  view.setUint8(3, ordinal);
  bytes.set(bytesOfHex(progressToken), 4);
  bytes.set(bytesOfHex(code.hallTag), 20);
  bytes.set(bytesOfHex(code.keyTag), 24);
  view.setUint8(28, prefix.charCodeAt(0));
  view.setUint8(29, prefix.length > 1 ? prefix.charCodeAt(1) : 0);
  view.setUint16(30, Number(digits));
  view.setUint8(32, digits.length);
  return bytes;
}

/** What the machine signs. */
export function signedBytes(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const context = new TextEncoder().encode(CONTEXT);
  const bytes = new Uint8Array(context.length + body.length);
  bytes.set(context);
  bytes.set(body, context.length);
  return bytes;
}

export function paperCodeText(body: Uint8Array, signature: Uint8Array): string {
  if (body.length !== BODY_BYTES || signature.length !== SIGNATURE_BYTES) throw new Error('not a paper code');
  let text = MARK;
  let kept = 0;
  let bits = 0;
  for (const byte of [...body, ...signature]) {
    kept = (kept << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(kept >> (bits - 5)) & 31];
    kept &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(kept << (5 - bits)) & 31];
}

/** The code within what was scanned, a whole address as well; null where there is none. Not checked yet. */
export function readPaperCode(scanned: string): ReadPaperCode | null {
  const text = CODE.exec(scanned.trim())?.[1]?.toUpperCase();
  const bytes = text === undefined ? null : bytesOfText(text);
  if (bytes === null) return null;
  const body = bytes.slice(0, BODY_BYTES);
  const view = new DataView(body.buffer);
  const head = view.getUint8(0);
  const letters = String.fromCharCode(view.getUint8(28), view.getUint8(29)).replace('\0', '');
  const fields = PaperCodeFields.safeParse({
    number: `${letters}${String(view.getUint16(30)).padStart(view.getUint8(32), '0')}`,
    day: new Date(FIRST_DAY + view.getUint16(1) * DAY_MS).toISOString().slice(0, 10),
    ordinal: view.getUint8(3),
    progressToken: hexOf(body.subarray(4, 20)),
    offline: (head & OFFLINE) !== 0,
    daySure: (head & DAY_GUESSED) === 0,
  });
  if (!fields.success || head >> 4 !== LAYOUT) return null;
  const code = {
    ...fields.data,
    hallTag: hexOf(body.subarray(20, 24)),
    keyTag: hexOf(body.subarray(24, 28)),
  };
  // One paper has one way to be written.
  if (!same(paperCodeBody(code), body)) return null;
  return { ...code, body, signature: bytes.slice(BODY_BYTES) };
}

/** The progress token of a code without a signature; null where it is something else. */
export function readPlainCode(scanned: string): string | null {
  return PLAIN.exec(scanned.trim())?.[1]?.toLowerCase() ?? null;
}

/** The progress token in a scan of a ticket's paper, signed or not; null where there is none. Nothing is checked. */
export function progressTokenIn(scanned: string): string | null {
  return readPaperCode(scanned)?.progressToken ?? readPlainCode(scanned);
}

/** Whether a scan is meant as a ticket's paper, also where it cannot be read. */
export function isPaperScan(scanned: string): boolean {
  return CODE.test(scanned.trim()) || readPlainCode(scanned) !== null;
}

/** Which of these public keys signed it; null: none of them. Only the key that the paper names is tried. */
export async function isSignedPaper(code: ReadPaperCode, keys: readonly string[]): Promise<string | null> {
  const signed = signedBytes(code.body);
  for (const key of keys) {
    try {
      if (code.keyTag !== (await tagOf(keyTagText(key)))) continue;
      const raw = bytesOfBase64url(key);
      const imported = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
      if (await crypto.subtle.verify('Ed25519', imported, code.signature, signed)) return key;
    } catch {
      // No key of this kind: it has signed nothing.
    }
  }
  return null;
}

function bytesOfText(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(BODY_BYTES + SIGNATURE_BYTES);
  let kept = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    kept = (kept << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = kept >> bits;
    at += 1;
    kept &= (1 << bits) - 1;
  }
  // What is left over is padding, and zero.
  return at === bytes.length && kept === 0 ? bytes : null;
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOfBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
