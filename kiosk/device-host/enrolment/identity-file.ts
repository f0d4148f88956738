import {
  closeSync,
  existsSync,
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
import { DeviceId, HallId } from '@hall/shared/contracts/identifiers';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { z } from 'zod';
import { soleAuthority } from './sole-certificate.ts';

/** Who this host is, as the hall's manager has decided. */
export const Identity = z.strictObject({
  device: DeviceId,
  secret: z.string().min(16).max(128),
  hall: HallId,
  /** PEM of the hall's CA, and of nothing else; null where the hall is on this machine. */
  ca: z
    .string()
    .max(8_192)
    .refine((text) => soleAuthority(text) !== null, 'is not exactly one CA certificate')
    .nullable(),
});
export type Identity = z.infer<typeof Identity>;

const FILE = 'identity.json';

/**
 * Reads the credential of this host. Null: none yet. Fails with `IDENTITY_UNUSABLE` where the file is damaged,
 * trusts more than the hall's CA, or can be read by others: what others may have read is no secret any more.
 */
export function readIdentity(dataDir: string): Result<Identity | null> {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) return ok(null);
  const unusable = (why: string) =>
    err(fault('IDENTITY_UNUSABLE', `${FILE} ${why}: start once with --enrol-again, and approve it anew`));
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    return unusable('can be read by other accounts');
  }
  try {
    return ok(Identity.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return unusable('is damaged');
  }
}

/** The whole file or none of it, readable by this account only, on disk before it is used. */
export function writeIdentity(dataDir: string, identity: Identity): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, FILE);
  // A draft of an earlier crash could have other rights.
  rmSync(`${file}.new`, { force: true });
  const handle = openSync(`${file}.new`, 'wx', 0o600);
  writeSync(handle, JSON.stringify(identity));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}

export function removeIdentity(dataDir: string): void {
  rmSync(path.join(dataDir, FILE), { force: true });
}
