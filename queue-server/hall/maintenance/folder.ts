import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';
import type { BackupEntry, BackupTrouble } from '@hall/shared/contracts/backup';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import { z } from 'zod';
import { replaceFile } from './durable.ts';
import { freeBytes } from './snapshot.ts';

/** The folder that backups go to: a second disk, a mounted share, a stick. */

export const KEYS_FILE = 'keys.age';
const RESTORES_FILE = 'restores.json';
const SUFFIX = '.tar.age';
/** Left by a backup that was cut off. */
export const PART = '.part';

/** What stands in clear beside each backup: enough to choose one, nothing about a person. */
const Label = z.strictObject({
  hall: z.string(),
  at: z.number().int(),
  bytes: z.number().int(),
  epoch: z.string(),
  seq: z.number().int(),
  /** Of the encrypted file. */
  sha256: z.string(),
});
export type Label = z.infer<typeof Label>;

/** Whether a backup of about `bytes` can be put there. */
export function checkFolder(
  folder: string,
  dataFolder: string,
  sameDisk: boolean,
  bytes: number,
): Result<null, Fault<BackupTrouble>> {
  const found = statOf(folder);
  if (!found?.isDirectory()) {
    return err(
      fault('folder-missing', `The backup folder ${folder} is not there: is the second disk plugged in?`),
    );
  }
  // Where a disk was pulled, its mount point is an empty folder of the disk below.
  if (!sameDisk && found.dev === statSync(dataFolder).dev) {
    return err(
      fault(
        'folder-on-same-disk',
        `${folder} lies on the disk of the data and would be lost with it: use a second disk, or say --same-disk (sameDisk: true).`,
      ),
    );
  }
  try {
    // Older ones are looked for in it, too.
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return err(
      fault('folder-not-writable', `${folder} cannot be read and written: change its owner or its mode.`),
    );
  }
  const free = freeBytes(folder);
  if (free < bytes) {
    return err(
      fault(
        'folder-full',
        `${folder} has ${mib(free)} MiB free, a backup needs ${mib(bytes)}: make room or use a larger disk.`,
      ),
    );
  }
  return ok(null);
}

/** `yichuang-county-20261121-0230.tar.age`; a second one of the same minute gets the seconds. */
export function backupName(folder: string, hall: string, at: number, timeZone: string): string {
  const { day, clock } = localTime(at, timeZone);
  const stem = `yichuang-${hall}-${day.replaceAll('-', '')}-${clock.replace(':', '')}`;
  if (!existsSync(path.join(folder, stem + SUFFIX))) return stem + SUFFIX;
  return `${stem}${String(Math.floor(at / 1000) % 60).padStart(2, '0')}${SUFFIX}`;
}

export function labelFile(file: string): string {
  return `${file}.json`;
}

type FoundBackup = BackupEntry & { readonly sha256: string };

/**
 * The finished backups of a hall, newest first. `folder-not-writable` where the folder is there but shut,
 * `folder-missing` where it is not, is no folder, or lies on a disk that answers no more.
 */
export function listBackups(folder: string, hall: string): Result<FoundBackup[], Fault<BackupTrouble>> {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code = 'failed' } = error as NodeJS.ErrnoException;
    const shut = code === 'EACCES' || code === 'EPERM';
    return err(
      fault(shut ? 'folder-not-writable' : 'folder-missing', `${folder} cannot be listed (${code}).`),
    );
  }
  const found = names
    .filter((name) => name.startsWith(`yichuang-${hall}-`) && name.endsWith(SUFFIX))
    .flatMap((name) => {
      const label = readLabel(path.join(folder, name));
      if (!label || label.hall !== hall) return [];
      const { at, bytes, seq, epoch, sha256 } = label;
      return [{ file: name, at, bytes, seq, epoch, sha256 }];
    })
    .sort((a, b) => b.at - a.at);
  return ok(found);
}

/** What the hall keeps in memory about its backup folder. */
export interface FolderListing {
  /** Newest first. */
  readonly backups: readonly BackupEntry[];
  readonly personKeysAt: number | null;
}

/** All that is told about a folder. On a share that hangs this hangs, too: for a process of its own. */
export function lookInto(folder: string, hall: string): Result<FolderListing, Fault<BackupTrouble>> {
  const listed = listBackups(folder, hall);
  if (!listed.ok) return listed;
  const backups = listed.value.map(({ sha256: _, ...entry }) => entry);
  return ok({ backups, personKeysAt: personKeysAt(folder, hall) });
}

/** As {@link listBackups}; none where the folder cannot be listed. */
export function backupsIn(folder: string, hall: string): FoundBackup[] {
  const listed = listBackups(folder, hall);
  return listed.ok ? listed.value : [];
}

function readLabel(file: string): Label | null {
  try {
    const parsed = Label.safeParse(JSON.parse(readFileSync(labelFile(file), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Removes a backup; the label last, so that what is half gone is still named. */
export function removeBackup(folder: string, name: string): void {
  rmSync(path.join(folder, name), { force: true });
  rmSync(labelFile(path.join(folder, name)), { force: true });
}

/** Removes what a backup of this hall that was cut off left behind; several halls may share a folder. */
export function removeParts(folder: string, hall: string): void {
  const own = new RegExp(`^yichuang-${hall}-(?:\\d{8}-\\d+\\.tar|person-keys)\\.age\\${PART}$`);
  for (const name of readdirSync(folder)) {
    if (own.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}

/** The one copy of the keys of persons. */
export function personKeysCopy(folder: string, hall: string): string {
  return path.join(folder, `yichuang-${hall}-person-keys.age`);
}

/** When the keys of persons were last copied there, ms; null: never. */
export function personKeysAt(folder: string, hall: string): number | null {
  const found = statOf(personKeysCopy(folder, hall));
  return found === null ? null : Math.round(found.mtimeMs);
}

const Restores = z.array(z.strictObject({ hall: z.string(), day: z.string(), epoch: z.string() }));

/**
 * How often a hall was restored from this folder on a business day. Stands here because nothing else survives
 * both the loss of the hall's disk and a restore from a backup that is older than the one before.
 */
export function restoresOf(folder: string, hall: string, day: string): number {
  return readRestores(folder).filter((entry) => entry.hall === hall && entry.day === day).length;
}

/** Throws where the folder cannot be written. */
export function noteRestore(folder: string, entry: { hall: string; day: string; epoch: string }): void {
  replaceFile(path.join(folder, RESTORES_FILE), `${JSON.stringify([...readRestores(folder), entry])}\n`);
}

function readRestores(folder: string): z.infer<typeof Restores> {
  const file = path.join(folder, RESTORES_FILE);
  if (!existsSync(file)) return [];
  return Restores.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Whether one folder is the other or lies in it, links followed. */
export function overlaps(a: string, b: string): boolean {
  const real = (folder: string) => (existsSync(folder) ? realpathSync(folder) : path.resolve(folder));
  const [one, other] = [real(a), real(b)];
  return one === other || one.startsWith(other + path.sep) || other.startsWith(one + path.sep);
}

/** Null where there is nothing, or a disk that does not say. */
function statOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

function mib(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
