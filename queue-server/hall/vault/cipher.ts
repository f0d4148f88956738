import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  getCiphers,
  getHashes,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { CipherSuite } from '@hall/shared/contracts/privacy';

/**
 * How personal data is sealed. Every sealed value begins with the byte of its suite, so values of both suites
 * can be read whatever the setting says now.
 *
 * - 1 `aes`: AES-256-GCM; nonce (12), tag (16), ciphertext.
 * - 2 `sm4`: SM4-CTR (GB/T 32907), then HMAC-SM3 (GB/T 32905) over all of it; IV (16), MAC (32), ciphertext.
 *   Its two keys are derived from the value's key by HKDF with SM3. OpenSSL in Node has no SM4-GCM.
 */
const SUITE_BYTES = { aes: 1, sm4: 2 } as const satisfies Record<CipherSuite, number>;

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const IV_BYTES = 16;
const MAC_BYTES = 32;
const SM4_KEY_BYTES = 16;

/** A suite as it is stored beside a look-up hash. */
export function suiteByte(suite: CipherSuite): number {
  return SUITE_BYTES[suite];
}

/** Whether this Node can use a suite; SM4 and SM3 are left out of some builds of OpenSSL. */
export function hasSuite(suite: CipherSuite): boolean {
  return suite === 'aes' || (getCiphers().includes('sm4-ctr') && getHashes().includes('sm3'));
}

/** Throws a sentence for the technician where this Node cannot use the suite that the hall is set to. */
export function needSuite(suite: CipherSuite, available = hasSuite(suite)): void {
  if (available) return;
  throw new Error(
    `privacy.cipherSuite is ${suite}, and Node ${process.versions.node} (OpenSSL ${process.versions.openssl}) has no SM4 and SM3: start with the Node that comes with this program, or set aes`,
  );
}

/** Seals with a key of 32 bytes. `context` is authenticated: a value cannot be moved to another person or kind. */
export function seal(suite: CipherSuite, key: Buffer, plain: Uint8Array, context: string): Buffer {
  return suite === 'aes' ? sealAes(key, plain, context) : sealSm4(key, plain, context);
}

/** Throws where key, context or bytes do not fit. */
export function open(key: Buffer, sealed: Buffer, context: string): Buffer {
  const body = sealed.subarray(1);
  switch (sealed[0]) {
    case SUITE_BYTES.aes:
      return openAes(key, body, context);
    case SUITE_BYTES.sm4:
      needSuite('sm4');
      return openSm4(key, body, context);
    default:
      throw new Error('a sealed value names a suite that nobody knows');
  }
}

/** Keyed hash by which a person is found again: HMAC-SHA-256 or HMAC-SM3 under a sub-key of the hall key. */
export function lookupHash(suite: CipherSuite, key: Buffer, text: string): Buffer {
  if (suite === 'aes') return createHmac('sha256', key).update(text).digest();
  return createHmac('sm3', derive(key, 'look up', KEY_BYTES))
    .update(text)
    .digest();
}

function sealAes(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(SUITE_BYTES.aes), nonce, cipher.getAuthTag(), body]);
}

function openAes(key: Buffer, body: Buffer, context: string): Buffer {
  // Without a fixed length Node would take the four bytes of a cut-off value for a whole tag.
  const length = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), length)
    .setAAD(Buffer.from(context))
    .setAuthTag(body.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

function sealSm4(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('sm4-ctr', derive(key, 'encrypt', SM4_KEY_BYTES), iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(SUITE_BYTES.sm4), iv, macSm3(key, iv, body, context), body]);
}

function openSm4(key: Buffer, body: Buffer, context: string): Buffer {
  const iv = body.subarray(0, IV_BYTES);
  const mac = body.subarray(IV_BYTES, IV_BYTES + MAC_BYTES);
  const cipherText = body.subarray(IV_BYTES + MAC_BYTES);
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macSm3(key, iv, cipherText, context))) {
    throw new Error('a sealed value was changed, or its key does not fit');
  }
  const decipher = createDecipheriv('sm4-ctr', derive(key, 'encrypt', SM4_KEY_BYTES), iv);
  return Buffer.concat([decipher.update(cipherText), decipher.final()]);
}

/** The length before the context keeps context and ciphertext from being shifted into each other. */
function macSm3(key: Buffer, iv: Buffer, cipherText: Buffer, context: string): Buffer {
  const named = Buffer.from(context);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(named.length);
  return createHmac('sm3', derive(key, 'authenticate', KEY_BYTES))
    .update(Buffer.of(SUITE_BYTES.sm4))
    .update(length)
    .update(named)
    .update(iv)
    .update(cipherText)
    .digest();
}

function derive(key: Buffer, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sm3', key, Buffer.alloc(0), `yichuang sm4 ${use}`, bytes));
}
