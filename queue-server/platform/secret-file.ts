import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';

const OTHERS = 0o077;

export type SecretFault = Fault<'SECRET_MISSING' | 'SECRET_OPEN' | 'SECRET_EMPTY'>;

/**
 * Reads a secret from a file that only its owner may read; line ends around it are dropped.
 * SECRET_OPEN: others may read it, so it is no secret.
 */
export function readSecret(file: string): Result<string, SecretFault> {
  let mode: number;
  let text: string;
  try {
    mode = statSync(file).mode;
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    return err(fault('SECRET_MISSING', `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`));
  }
  // Windows keeps no such bits; there the folder's own rights guard the file.
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    return err(fault('SECRET_OPEN', `${file} can be read by others: set its mode to 0600`));
  }
  return text === '' ? err(fault('SECRET_EMPTY', `${file} is empty`)) : ok(text);
}

/** Writes a new secret, mode 0600, on disk when this returns. Throws where the file exists: a key is never replaced. */
export function createSecret(file: string, secret: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    // The mode given to open is cut by the umask, never widened; said again for file systems that ignore it.
    fchmodSync(handle, 0o600);
    writeSync(handle, `${secret}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
