import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** In memory on Linux (tmpfs): a page that was fed never reaches a disk. */
const MEMORY_FOLDER = '/dev/shm';
const PREFIX = 'document-scan-';

/** scanimage hands over several pages as files only: they pass through a folder of this process alone. */
export interface PageFolder {
  readonly path: string;
  /** The file's bytes; the file itself is overwritten and removed. Null: larger than `maxBytes`. */
  take(name: string, maxBytes: number): Promise<Buffer | null>;
  remove(): Promise<void>;
}

export function makePageFolder(): PageFolder {
  // Mode 0700 by mkdtemp.
  const folder = mkdtempSync(path.join(parent(), `${PREFIX}${process.pid}-`));
  return {
    path: folder,
    async take(name, maxBytes) {
      const file = path.join(folder, path.basename(name));
      const handle = await open(file, 'r+');
      try {
        const { size } = await handle.stat();
        const bytes = size > maxBytes ? null : Buffer.alloc(size);
        if (bytes) await handle.read(bytes, 0, size, 0);
        await handle.write(Buffer.alloc(Math.min(size, maxBytes)), 0, Math.min(size, maxBytes), 0);
        return bytes;
      } finally {
        await handle.close();
        await rm(file, { force: true });
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a process left behind that was killed in the middle of a scan. */
export function sweepPageFolders(): void {
  const where = parent();
  for (const name of namesIn(where)) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!pid || pid === process.pid || isAlive(pid)) continue;
    try {
      rmSync(path.join(where, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function parent(): string {
  try {
    accessSync(MEMORY_FOLDER, constants.W_OK | constants.X_OK);
    return MEMORY_FOLDER;
  } catch {
    return tmpdir();
  }
}
