import { createCipheriv, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import type { Person } from '@hall/shared/contracts/identity';
import type { SealedPerson } from '@hall/shared/contracts/offline';

/**
 * Seals a person so that only the hall's vault can read it; see queue-server/hall/vault/sealed-person.ts. This
 * machine itself cannot open what it sealed: the private half of the key is gone when the function returns.
 */

const KEY_BYTES = 32;
/** One key a message: the nonce need not differ. */
const NONCE = Buffer.alloc(12);
/** RFC 8410: what stands before the 32 bytes of a public X25519 key. */
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
/** Length must not tell names apart: texts are padded with spaces to a multiple of this. */
const PAD_BYTES = 512;

/** `sealTo`: the hall's raw public key, base64. Throws where it is none. */
export function sealPerson(
  sealTo: string,
  person: Person,
  of: { readonly device: string; readonly requestId: string },
): SealedPerson {
  const theirs = Buffer.from(sealTo, 'base64');
  const hall = createPublicKey({ key: Buffer.concat([SPKI, theirs]), format: 'der', type: 'spki' });
  const own = generateKeyPairSync('x25519');
  const ownRaw = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  const secret = diffieHellman({ privateKey: own.privateKey, publicKey: hall });
  const salt = Buffer.concat([ownRaw, theirs]);
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'yichuang sealed person', KEY_BYTES));
  const cipher = createCipheriv('aes-256-gcm', key, NONCE);
  cipher.setAAD(Buffer.from(`${of.device}\n${of.requestId}`));
  const json = Buffer.from(JSON.stringify(person));
  const padding = Buffer.alloc(Math.ceil(json.length / PAD_BYTES) * PAD_BYTES - json.length, ' ');
  const box = Buffer.concat([
    cipher.update(json),
    cipher.update(padding),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  key.fill(0);
  json.fill(0);
  return { v: 1, key: ownRaw.toString('base64'), box: box.toString('base64') };
}
