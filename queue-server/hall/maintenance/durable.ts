import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Brings a file or the entries of a folder to the disk. */
export function syncPath(name: string): void {
  const handle = openSync(name, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function syncFolder(folder: string): void {
  // Windows has no handle on a folder; its renames are journalled.
  if (process.platform !== 'win32') syncPath(folder);
}

/** Every file below a folder and the folders themselves. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(full);
    else if (entry.isFile()) syncPath(full);
  }
  syncFolder(folder);
}

/** Replaces a small file as a whole: it is the old or the new one, whatever happens. */
export function replaceFile(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode, flush: true });
  renameSync(draft, file);
  syncFolder(path.dirname(file));
}

/** SHA-256 of a file, hex, without holding the file in memory. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
