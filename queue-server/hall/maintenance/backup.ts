import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BackupEntry, BackupTrouble } from '@hall/shared/contracts/backup';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { TarSource } from 'modern-tar/fs';
import { hashOfFile, replaceFile, syncFolder } from './durable.ts';
import { backupName, backupsIn, checkFolder, labelFile, PART, removeBackup, removeParts } from './folder.ts';
import { holdLock } from './lock.ts';
import { MANIFEST_FILE, type ManifestBody, manifestKey, sealManifest } from './manifest.ts';
import { copyPersonKeysTo } from './person-keys.ts';
import { toDelete } from './retention.ts';
import { isRecipient, sealTar } from './sealed-file.ts';
import { freeBytes, PERSON_KEYS, sizeOf, takeSnapshot } from './snapshot.ts';

/** Everything that a backup needs; goes to a process of its own as JSON. */
export interface BackupJob {
  readonly hall: string;
  readonly timeZone: string;
  readonly program: string;
  /** The hall's data folder. */
  readonly data: string;
  readonly hallKeyFile: string;
  /** The configuration goes along where there is a file of it. */
  readonly config: string | null;
  readonly folder: string;
  readonly recipient: string;
  readonly sameDisk: boolean;
  readonly keepDaily: number;
  readonly keepWeekly: number;
  /** Between two megabytes, ms: leaves the disk to the hall. */
  readonly pauseMs: number;
}

export interface BackupMade extends BackupEntry {
  /** Older backups that went. */
  readonly deleted: readonly string[];
}

type Outcome = Result<BackupMade, Fault<BackupTrouble>>;

/** Staging holds a plain copy of the data: beside it, on its disk, never on one that is carried away. */
export function stagingOf(data: string): string {
  return `${data}.backup-staging`;
}

/**
 * Makes a backup of a hall that may be at work. Whatever goes wrong, the former backups stay as they are; older
 * ones go only after the new one was written, brought to the disk and read back.
 */
export async function makeBackup(job: BackupJob, now: () => number): Promise<Outcome> {
  const staging = stagingOf(job.data);
  return alone(job, async () => {
    try {
      rmSync(staging, { recursive: true, force: true });
      return await make(job, staging, now);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  });
}

/** Only the keys of persons: somebody was forgotten, and that must not wait for the night. */
export async function refreshPersonKeys(job: BackupJob): Promise<Result<null, Fault<BackupTrouble>>> {
  return alone(job, async () => {
    const fits = checkFolder(job.folder, job.data, job.sameDisk, 0);
    if (fits.ok) await copyPersonKeysTo(job);
    return fits;
  });
}

/** One backup at a time, whichever process makes it; what disks and databases throw becomes a trouble. */
async function alone<T>(
  job: BackupJob,
  work: () => Promise<Result<T, Fault<BackupTrouble>>>,
): Promise<Result<T, Fault<BackupTrouble>>> {
  const lock = holdLock(`${stagingOf(job.data)}.lock`);
  if (!lock) return err(fault('already-running', 'Another backup is being made.'));
  try {
    return await work();
  } catch (error) {
    // Half a backup takes room that the next one needs; a disk that went away keeps it for now.
    try {
      removeParts(job.folder, job.hall);
    } catch {
      // What went wrong first is what is told.
    }
    return err(troubleOf(error as NodeJS.ErrnoException, job.folder));
  } finally {
    lock.release();
  }
}

async function make(job: BackupJob, staging: string, now: () => number): Promise<Outcome> {
  if (!isRecipient(job.recipient)) {
    return err(fault('recipient-wrong', 'The public key (recipient) is not one of age (age1…).'));
  }
  const bytes = sizeOf(job.data);
  const fits = checkFolder(job.folder, job.data, job.sameDisk, bytes);
  if (!fits.ok) return fits;
  if (freeBytes(path.dirname(job.data)) < bytes) {
    return err(fault('data-disk-full', 'The data disk has no room for the copy that a backup is made from.'));
  }
  removeParts(job.folder, job.hall);
  const at = now();
  const snapshot = await takeSnapshot(job.data, staging, job.pauseMs);
  const files = [...snapshot.files];
  if (job.config !== null && existsSync(job.config)) files.push({ name: 'hall.yaml', file: job.config });
  // Behind the vault: whoever is in its copy has a key in the store's copy.
  await copyPersonKeysTo(job);
  const { epoch, seq, head, schemas } = snapshot;
  const body: ManifestBody = {
    hall: job.hall,
    program: job.program,
    at,
    epoch,
    seq,
    head,
    schemas,
    personKeys: existsSync(path.join(job.data, PERSON_KEYS)),
    files: await Promise.all(
      files.map(async ({ name, file }) => ({
        name,
        bytes: statSync(file).size,
        sha256: await hashOfFile(file),
      })),
    ),
  };
  const manifest = sealManifest(body, manifestKey(job.hallKeyFile));
  const sources: TarSource[] = [
    { type: 'content', target: MANIFEST_FILE, content: JSON.stringify(manifest, null, 1) },
    ...files.map(({ name, file }): TarSource => ({ type: 'file', target: name, source: file })),
  ];
  mkdirSync(job.folder, { recursive: true });
  const name = backupName(job.folder, job.hall, at, job.timeZone);
  const target = path.join(job.folder, name);
  const sealed = await sealTar(job.recipient, sources, target + PART);
  if ((await hashOfFile(target + PART)) !== sealed.sha256) {
    rmSync(target + PART, { force: true });
    return err(fault('written-badly', `What was read back from ${job.folder} is not what was written.`));
  }
  renameSync(target + PART, target);
  syncFolder(job.folder);
  replaceFile(labelFile(target), JSON.stringify({ hall: job.hall, at, epoch, seq, ...sealed }));
  return ok({ file: name, at, bytes: sealed.bytes, seq, epoch, deleted: prune(job, name, at) });
}

/** One whose time is still to come was made by a wrong clock, or this one was: neither may push the other out. */
function prune(job: BackupJob, made: string, now: number): string[] {
  const kept = backupsIn(job.folder, job.hall)
    .filter(({ at }) => at <= now)
    .map(({ file, at }) => ({ file, at, day: localTime(at, job.timeZone).day }));
  const old = toDelete(kept, { daily: job.keepDaily, weekly: job.keepWeekly }).filter(
    (file) => file !== made,
  );
  for (const file of old) removeBackup(job.folder, file);
  return old;
}

function troubleOf(error: NodeJS.ErrnoException, folder: string): Fault<BackupTrouble> {
  const { code = '', message } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fault(
      'folder-full',
      `There was no room left while writing to ${folder}; former backups are whole.`,
    );
  }
  if (code === 'SQLITE_FULL') return fault('data-disk-full', 'The data disk is full.');
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return fault('folder-not-writable', `${folder} cannot be written (${code}).`);
  }
  if (/^(?:ENOENT|ENOTDIR|EIO|ENODEV|ESTALE|ENXIO)$/.test(code)) {
    return fault('folder-missing', `${folder} went away while it was written (${code}): look at the disk.`);
  }
  if (/is damaged|SQLITE_CORRUPT|SQLITE_NOTADB|ledger/.test(`${code} ${message}`)) {
    return fault('damaged-data', `The hall's own data cannot be read whole: ${message}`);
  }
  return fault('failed', message);
}
