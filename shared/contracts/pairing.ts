/**
 * How a device and the hall agree on a pairing code that people compare. The device commits to its key and
 * nonce before it learns the server's nonce, so whoever sits between the two cannot look for inputs that lead
 * to the same code on both sides: one guess in 2^40, as with numeric comparison in Bluetooth. The code also
 * covers the fingerprint of the hall's CA as the device sees it. Runs in browsers (secure contexts) and Node.
 */

/** No 0, 1, I, O: nobody reads or says these alike. 32 symbols, five bits each. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_SYMBOLS = 8;
const SECRET_BYTES = 32;
const NONCE_BYTES = 16;

export interface PairingKey {
  /** The credential itself; never leaves the device before it is used as a password over TLS. */
  readonly secret: string;
  /** SHA-256 of the secret, hex: what the server keeps. */
  readonly verifier: string;
  /** Hex; revealed after the server has named its own. */
  readonly nonce: string;
}

type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
const systemRandom: Random = (bytes) => crypto.getRandomValues(bytes);

/** A new key of a device, made by the device. */
export async function newPairingKey(random: Random = systemRandom): Promise<PairingKey> {
  const secret = base64url(random(new Uint8Array(SECRET_BYTES)));
  return {
    secret,
    verifier: hex(await sha256(secret)),
    nonce: hex(random(new Uint8Array(NONCE_BYTES))),
  };
}

/** What the device sends first: it cannot change verifier or nonce afterwards. */
export async function pairingCommitment(key: Pick<PairingKey, 'verifier' | 'nonce'>): Promise<string> {
  return hex(await sha256(`yichuang pairing 1 commit\n${key.verifier}\n${key.nonce}`));
}

/** The code as people read it, `ABCD-2345`. All inputs are lower-case hex. */
export async function pairingCode(parts: {
  readonly verifier: string;
  readonly nonce: string;
  readonly serverNonce: string;
  /** SHA-256 of the hall CA's certificate; what the other side is believed to be. */
  readonly caFingerprint: string;
}): Promise<string> {
  const { verifier, nonce, serverNonce, caFingerprint } = parts;
  const digest = await sha256(
    `yichuang pairing 1 code\n${verifier}\n${nonce}\n${serverNonce}\n${caFingerprint}`,
  );
  const symbols = Array.from({ length: CODE_SYMBOLS }, (_, i) => ALPHABET[(digest[i] as number) % 32]);
  return `${symbols.slice(0, 4).join('')}-${symbols.slice(4).join('')}`;
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
