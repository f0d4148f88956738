import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { headText, type LedgerHead } from '@hall/shared/contracts/ledger-heads';

const FILE = 'ledger-sign.key';
const PUBLIC_FILE = 'ledger-sign.pub';

/** Signs the ledger's heads in the hall's name. */
export interface HeadSigner {
  /** Ed25519 public key, 32 bytes, base64url. */
  readonly key: string;
  sign(head: Omit<LedgerHead, 'key' | 'signature'>): LedgerHead;
}

/**
 * Reads the signing key from the keys folder, or makes it at the first start: Ed25519, PKCS #8, mode 0600. The
 * public key stands beside it for whoever checks heads. Refuses a key that others may read.
 */
export function loadSigner(keysFolder: string): HeadSigner {
  const file = path.join(keysFolder, FILE);
  if (!existsSync(file)) {
    mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeNew(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`the signing key ${FILE} can be read by others: chmod 600 it`);
  }
  const privateKey = createPrivateKey(readFileSync(file));
  const key = publicKeyOf(privateKey);
  const publicFile = path.join(keysFolder, PUBLIC_FILE);
  if (!existsSync(publicFile)) writeNew(publicFile, `${key}\n`, 0o644);
  return {
    key,
    sign(head) {
      const named = { ...head, key };
      const signature = sign(null, Buffer.from(headText(named)), privateKey).toString('base64url');
      return { ...named, signature };
    },
  };
}

/** The public key beside the private one; null where the hall has never started. */
export function readPublicKey(keysFolder: string): string | null {
  const file = path.join(keysFolder, PUBLIC_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function publicKeyOf(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) {
    throw new Error(`the signing key ${FILE} is not an Ed25519 key`);
  }
  return x;
}

function writeNew(file: string, text: string, mode: number): void {
  const handle = openSync(`${file}.new`, 'w', mode);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}
