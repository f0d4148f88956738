import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DiskFacts } from '../checks/storage.ts';

/** Magic numbers of statfs(2): tmpfs and ramfs. */
const MEMORY_FILE_SYSTEMS = new Set([0x01021994, 0x858458f6]);
const PAGE = 4096;

/** The file system of a folder; `syncMs` as measured elsewhere. */
export function diskFacts(name: DiskFacts['name'], folder: string, syncMs: number | null): DiskFacts {
  const { bavail, blocks, bsize, type } = statfsSync(folder);
  return {
    name,
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    inMemory: MEMORY_FILE_SYSTEMS.has(type),
    syncMs,
  };
}

/** Median ms of a 4 KiB write with fsync; blocks the thread, so it is for the doctor, not for the hall. */
export function measureSync(folder: string, rounds = 25): number {
  const file = path.join(folder, `.sync-probe-${process.pid}`);
  const handle = openSync(file, 'w', 0o600);
  try {
    const block = Buffer.alloc(PAGE, 1);
    const times = Array.from({ length: rounds }, () => {
      const began = performance.now();
      writeSync(handle, block, 0, PAGE, 0);
      fsyncSync(handle);
      return performance.now() - began;
    }).sort((a, b) => a - b);
    return times[Math.floor(rounds / 2)] as number;
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}
