import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { PaperKeyText } from '@hall/shared/contracts/paper-code';
import { z } from 'zod';
import type { HostLog } from '../log.ts';

/** The key that this machine signs its papers with: its own, made at the first start, never sent anywhere. */

const FILE = 'paper-sign.json';

const Stored = z.strictObject({
  v: z.literal(1),
  /** Ed25519, PKCS #8, base64. */
  private: z.string().max(200),
  /** The hall has this key: papers may be signed with it. */
  told: z.boolean(),
});

export interface PaperKey {
  readonly private: KeyObject;
  /** Ed25519 public key, 32 bytes, base64url. */
  readonly public: string;
  /** The hall knows it. On disk, so that a machine that starts without its server goes on signing. */
  readonly told: boolean;
  /** Kept in memory where the disk takes nothing. */
  setTold(told: boolean): void;
  /** Another key instead: this one is another machine's, too. */
  renew(): void;
}

/**
 * Null where the folder takes no key: papers are then printed unsigned, which is better than none. A file that is
 * damaged, or that other accounts may have read, is replaced by a new key.
 */
export function openPaperKey(folder: string, log: HostLog): PaperKey | null {
  const file = path.join(folder, FILE);
  const keep = (key: KeyObject, told: boolean): boolean => {
    const text = key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    try {
      mkdirSync(folder, { recursive: true });
      writeDurably(
        folder,
        file,
        JSON.stringify({ v: 1, private: text, told } satisfies z.infer<typeof Stored>),
      );
      return true;
    } catch (problem) {
      log.error({ problem: String(problem) }, 'the key for papers cannot be written');
      return false;
    }
  };

  let found = read(file, log);
  if (found === null) {
    const { privateKey } = generateKeyPairSync('ed25519');
    // On disk before anything is signed: papers of a key that is lost again could not be told from forged ones.
    if (!keep(privateKey, false)) return null;
    found = { key: privateKey, told: false };
  }
  let { key, told } = found;
  return {
    get private() {
      return key;
    },
    get public() {
      return publicOf(key);
    },
    get told() {
      return told;
    },
    setTold(next) {
      if (next === told) return;
      told = next;
      keep(key, told);
    },
    renew() {
      const { privateKey } = generateKeyPairSync('ed25519');
      told = false;
      if (keep(privateKey, false)) key = privateKey;
    },
  };
}

function read(file: string, log: HostLog): { readonly key: KeyObject; readonly told: boolean } | null {
  try {
    const text = readFileSync(file, 'utf8');
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw new Error('other accounts can read it');
    }
    const stored = Stored.parse(JSON.parse(text));
    const key = createPrivateKey({
      key: Buffer.from(stored.private, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    publicOf(key);
    return { key, told: stored.told };
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.error({ reason: (problem as Error).message }, 'the key for papers is unusable: a new one is made');
    }
    return null;
  }
}

function publicOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return PaperKeyText.parse(x);
}

function writeDurably(folder: string, file: string, text: string): void {
  const aside = `${file}.new`;
  // A draft of an earlier crash could have other rights.
  rmSync(aside, { force: true });
  const handle = openSync(aside, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
  const folderHandle = openSync(folder, 'r');
  try {
    fsyncSync(folderHandle);
  } finally {
    closeSync(folderHandle);
  }
}
