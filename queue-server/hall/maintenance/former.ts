import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** Data that a restore, an upgrade or a roll-back left behind: a way back for some days, then a danger. */

const DAY_MS = 86_400_000;
/**
 * They hold keys of persons that forgetting does not reach, so they go within the week that the hall has for
 * answering a wish to be forgotten in every copy.
 */
export const KEEP_FORMER_MS = 7 * DAY_MS;
/** Two clocks further apart than this are not both right. */
export const CLOCKS_AGREE_MS = DAY_MS;
const ZEROS = Buffer.alloc(64 * 1024);
const FORMER = /^\.(?:before-restore|before-upgrade|rolled-back)(?:-\d+)?$/;

/**
 * Deletes former data folders that are old enough, their keys overwritten first. Returns their names. Times are ms:
 * `now` of the hall, `machine` of the clock that stamps files. Where these two disagree one of them is wrong, and
 * nothing goes. A folder whose own time cannot be true begins its week now.
 */
export function expireFormer(data: string, now: number, machine: number): string[] {
  if (Math.abs(now - machine) > CLOCKS_AGREE_MS) return [];
  const folder = path.dirname(data);
  const stem = path.basename(data);
  return readdirSync(folder)
    .filter((name) => name.startsWith(stem) && FORMER.test(name.slice(stem.length)))
    .filter((name) => isOldEnough(path.join(folder, name), now, machine))
    .map((name) => {
      for (const file of readdirSync(path.join(folder, name))) {
        if (/^(?:person-keys|vault)\.db/.test(file)) wipeFile(path.join(folder, name, file));
      }
      rmSync(path.join(folder, name), { recursive: true, force: true });
      return name;
    });
}

/** A folder was put aside after what it holds was written, and not in the future: else a clock was wrong then. */
function isOldEnough(folder: string, now: number, machine: number): boolean {
  const { ctimeMs } = statSync(folder);
  const written = readdirSync(folder).map((name) => statSync(path.join(folder, name)).mtimeMs);
  if (ctimeMs > now + CLOCKS_AGREE_MS || Math.max(0, ...written) > ctimeMs + CLOCKS_AGREE_MS) {
    // Stamps the folder with the present time, which no program can set (ctime).
    utimesSync(folder, machine / 1000, machine / 1000);
    return false;
  }
  return now - ctimeMs >= KEEP_FORMER_MS;
}

/** Overwrites what a file holds: one that is only unlinked stays on the disk. A flash disk may keep it anyway. */
export function wipeFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    wipe(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
}

export function wipe(handle: number): void {
  const { size } = fstatSync(handle);
  for (let at = 0; at < size; at += ZEROS.length) {
    writeSync(handle, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
  }
  fsyncSync(handle);
}
