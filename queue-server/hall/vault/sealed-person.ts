import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { Person } from '@hall/shared/contracts/identity';
import type { SealedPerson } from '@hall/shared/contracts/offline';

/**
 * Persons that a kiosk sealed while it had no server [N4]. Its half is kiosk/device-host/offline/seal-person.ts: the
 * key of the message is HKDF-SHA-256 over the X25519 secret, salted with both public keys; nonce of zeros, because no
 * key is used twice; device and request id are authenticated.
 */

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE = Buffer.alloc(12);
/** RFC 8410: what stands before the 32 bytes of an X25519 key. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** `raw`: 32 bytes, derived from the hall key. */
function privateKey(raw: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
}

function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/** What kiosks seal to: the raw public key, base64. */
export function sealToOf(raw: Buffer): string {
  return rawPublic(privateKey(raw)).toString('base64');
}

/** Null where it was sealed to another hall's key, for another ticket, or altered: there is no person then. */
export function openSealedPerson(
  raw: Buffer,
  sealed: SealedPerson,
  of: { readonly device: string; readonly requestId: string },
): Person | null {
  try {
    const own = privateKey(raw);
    const theirs = Buffer.from(sealed.key, 'base64');
    const publicKey = createPublicKey({ key: Buffer.concat([SPKI, theirs]), format: 'der', type: 'spki' });
    const secret = diffieHellman({ privateKey: own, publicKey });
    const salt = Buffer.concat([theirs, rawPublic(own)]);
    const key = Buffer.from(hkdfSync('sha256', secret, salt, 'yichuang sealed person', KEY_BYTES));
    const box = Buffer.from(sealed.box, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(`${of.device}\n${of.requestId}`));
    decipher.setAuthTag(box.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(box.subarray(0, -TAG_BYTES)), decipher.final()]);
    const person = Person.safeParse(JSON.parse(plain.toString('utf8')));
    return person.success ? person.data : null;
  } catch {
    return null;
  }
}
