import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** What a self-test has to try, because nobody says it by itself. */

const MB = 1024 * 1024;
const PROBE_FILE = '.self-test';

/** Null where the system does not say. */
export function diskRoom(folder: string): { freeMb: number; totalMb: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeMb: Math.floor((bavail * bsize) / MB), totalMb: Math.floor((blocks * bsize) / MB) };
  } catch {
    return null;
  }
}

/** Whether a file can be made, synced and taken away again. */
export function isWritable(folder: string): boolean {
  const file = path.join(folder, PROBE_FILE);
  try {
    mkdirSync(folder, { recursive: true });
    const handle = openSync(file, 'w', 0o600);
    try {
      writeSync(handle, 'self-test');
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}

/** Video devices as the Linux kernel names them. */
export function cameraThere(folder = '/dev'): boolean {
  try {
    return readdirSync(folder).some((name) => /^video\d+$/.test(name));
  } catch {
    return false;
  }
}
