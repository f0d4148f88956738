import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** AES-256-GCM (NIST SP 800-38D): 96-bit nonce, 128-bit tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const MASTER_KEY_BYTES = 32;

export interface Sealing {
  /** Nonce, tag and cipher text in one blob; opens only under the same `purpose` (say, table and id). */
  seal(plain: unknown, purpose: string): Buffer;
  /** Throws where blob or purpose were changed: stored data that does not open is no expected outcome. */
  open(sealed: Uint8Array, purpose: string): unknown;
  /** Says whether two contents are the same without keeping them; keyed, so that short numbers cannot be tried. */
  fingerprint(text: string): Buffer;
}

function derived(master: Uint8Array, use: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', master, new Uint8Array(0), `yichuang platform ${use}`, MASTER_KEY_BYTES),
  );
}

/** Protects personal fields at rest. `random` gives nonces: it must be a cryptographic source. */
export function createSealing(master: Uint8Array, random: (bytes: number) => Uint8Array): Sealing {
  if (master.length !== MASTER_KEY_BYTES) throw new Error(`the key has ${master.length} bytes instead of 32`);
  const sealKey = derived(master, 'seal');
  const printKey = derived(master, 'fingerprint');
  return {
    seal(plain, purpose) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(JSON.stringify(plain), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, purpose) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose));
      cipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
      return JSON.parse(body.toString('utf8'));
    },
    fingerprint: (text) => createHmac('sha256', printKey).update(text).digest(),
  };
}
