import { closeSync, fstatSync, fsyncSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Data that a restore, an upgrade or a roll-back left behind: a way back for some days, then a danger. */

const DAY_MS = 86_400_000;
/**
 * They hold keys of persons that forgetting does not reach, so they go within the week that the hall has for
 * answering a wish to be forgotten in every copy.
 */
export const KEEP_FORMER_MS = 7 * DAY_MS;
const ZEROS = Buffer.alloc(64 * 1024);
const FORMER = /^\.(?:before-restore|before-upgrade|rolled-back)(?:-\d+)?$/;

/** Deletes former data folders that are old enough, their keys overwritten first. Returns their names. */
export function expireFormer(data: string, now: number): string[] {
  const folder = path.dirname(data);
  const stem = path.basename(data);
  return readdirSync(folder)
    .filter((name) => name.startsWith(stem) && FORMER.test(name.slice(stem.length)))
    .filter((name) => now - statSync(path.join(folder, name)).ctimeMs >= KEEP_FORMER_MS)
    .map((name) => {
      for (const file of readdirSync(path.join(folder, name))) {
        if (/^(?:person-keys|vault)\.db/.test(file)) wipeFile(path.join(folder, name, file));
      }
      rmSync(path.join(folder, name), { recursive: true, force: true });
      return name;
    });
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
