import crypto, { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's Argon2id set for stored passwords: 19 MiB (in KiB), two passes, one lane. */
const ARGON2ID = { memory: 19_456, passes: 2, parallelism: 1 };
/** Of the first version; its hashes stay good until their password is set anew. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Stands before the bytes of an Argon2id hash; scrypt's stand alone. */
const ARGON2ID_MARK = 2;
/** Each takes one of the four threads that files are read with, and an old one 64 MiB. */
const AT_A_TIME = 2;
/** Logins that wait beyond this are refused: a flood must not queue up minutes of work. */
const MAX_WAITING = 24;

export interface PasswordHash {
  readonly salt: Buffer;
  /** A mark of how it was made, and 32 bytes; the 32 bytes alone where scrypt made it. */
  readonly hash: Buffer;
}

type Digest = (password: string, salt: Buffer) => Promise<Buffer>;

const viaScrypt = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

const byScrypt: Digest = (password, salt) => viaScrypt(password, salt, HASH_BYTES, SCRYPT);

const byArgon2id: Digest = async (password, salt) => {
  // By way of the module: an older Node, which has none, gets as far as the server's own word about it.
  const tag = await promisify(crypto.argon2)('argon2id', {
    ...ARGON2ID,
    message: password,
    nonce: salt,
    tagLength: HASH_BYTES,
  });
  return Buffer.concat([Buffer.of(ARGON2ID_MARK), tag]);
};

let running = 0;
const waiting: (() => void)[] = [];

/** Whether so many passwords are being checked that one more should be told to come back. */
export function isHashingBusy(): boolean {
  return waiting.length >= MAX_WAITING;
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await inTurn(byArgon2id, password, salt) };
}

/** Takes as long where there is nothing to compare with. */
export async function fitsPassword(password: string, known: PasswordHash | null): Promise<boolean> {
  const by = known?.hash.length === HASH_BYTES ? byScrypt : byArgon2id;
  const made = await inTurn(by, password, known?.salt ?? Buffer.alloc(SALT_BYTES));
  return known !== null && timingSafeEqual(made, known.hash);
}

/** NFKC (NIST SP 800-63B): full-width digits of an input method are the same password as plain ones. */
async function inTurn(digest: Digest, password: string, salt: Buffer): Promise<Buffer> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await digest(password.normalize('NFKC'), salt);
  } finally {
    // The place is handed on, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
