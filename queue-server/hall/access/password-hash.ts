import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's second scrypt set: 64 MiB, about a tenth of a second. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Each takes 64 MiB and one of the four threads that files are read with. */
const AT_A_TIME = 2;
/** Logins that wait beyond this are refused: a flood must not queue up minutes of work. */
const MAX_WAITING = 24;

export interface PasswordHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

let running = 0;
const waiting: (() => void)[] = [];

/** Whether so many passwords are being checked that one more should be told to come back. */
export function isHashingBusy(): boolean {
  return waiting.length >= MAX_WAITING;
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await digest(password, salt) };
}

/** Takes as long where there is nothing to compare with. */
export async function fitsPassword(password: string, known: PasswordHash | null): Promise<boolean> {
  const made = await digest(password, known?.salt ?? Buffer.alloc(SALT_BYTES));
  return known !== null && timingSafeEqual(made, known.hash);
}

/** NFKC (NIST SP 800-63B): full-width digits of an input method are the same password as plain ones. */
async function digest(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await derive(password.normalize('NFKC'), salt, HASH_BYTES, SCRYPT);
  } finally {
    // The place is handed on, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
