import { hkdfSync, randomBytes } from 'node:crypto';
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

const KEY_BYTES = 32;

/** Sub-keys of the hall key, one for each use. */
export interface HallKeys {
  /** Wraps the keys of persons. */
  readonly wrap: Buffer;
  /** Keyed hash of ID numbers, so that a look-up needs no decryption. */
  readonly lookup: Buffer;
  /** Makes certificate ids and verification codes from requests, so that a repeat makes the same ones. */
  readonly certificates: Buffer;
  /** Private half of what kiosks seal persons to while they have no server; see sealed-person.ts. */
  readonly unseal: Buffer;
}

/**
 * Reads the hall key, or makes it at the first start: 32 random bytes, hex, in a file of mode 0600 that lies
 * outside both databases. Refuses a file that others may read.
 */
export function loadHallKeys(file: string, vaultFile: string): HallKeys {
  if (!existsSync(file)) {
    if (existsSync(vaultFile)) {
      throw new Error(
        `the hall key ${path.basename(file)} is missing: put it back from its own backup, nothing in the vault can be read without it`,
      );
    }
    create(file);
  }
  if (!existsSync(vaultFile)) settleName(file);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`the hall key ${path.basename(file)} can be read by others: chmod 600 it`);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new Error(`the hall key ${path.basename(file)} is damaged`);
  return {
    wrap: derive(key, 'wrap person keys'),
    lookup: derive(key, 'look up persons'),
    certificates: derive(key, 'name certificates'),
    unseal: derive(key, 'open what kiosks sealed'),
  };
}

function create(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}

/** A power cut must not leave a vault whose key has lost its name; also not after a start that failed here. */
function settleName(file: string): void {
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function derive(key: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `yichuang ${use}`, KEY_BYTES));
}
