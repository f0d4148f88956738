import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Kinds of calls, as bits (disk.c). */
export const CALL = { write: 1, sync: 2, truncate: 4, unlink: 8, rename: 16, start: 32 } as const;

/** Linux numbers: the shim is Linux only. */
export const ERRNO = { EIO: 5, ENOSPC: 28 } as const;

/** Until it is told otherwise. */
export const LASTING = -1;

const SOURCE = fileURLToPath(new URL('./disk.c', import.meta.url));

/** Why there can be no shim here, or null; tests name it where they are skipped. */
export function shimMissing(): string | null {
  if (process.platform !== 'linux') return 'the disk shim needs Linux';
  return spawnSync('gcc', ['--version']).error ? 'the disk shim needs gcc' : null;
}

/** Compiles the shim into a folder and returns the library's path. */
export function compileShim(folder: string): string {
  const library = path.join(folder, 'disk.so');
  const done = spawnSync('gcc', ['-O1', '-shared', '-fPIC', '-pthread', '-o', library, SOURCE], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`the disk shim does not compile:\n${done.stderr}`);
  return library;
}

/** A scratch folder in memory where the machine has one: the shim decides what is durable, not the disk. */
export function memoryFolder(): { readonly path: string; remove(): void } {
  let base = tmpdir();
  try {
    if (statfsSync('/dev/shm').bavail * statfsSync('/dev/shm').bsize > 256 * 1024 * 1024) base = '/dev/shm';
  } catch {
    // The temporary folder is slower, nothing else.
  }
  const folder = mkdtempSync(path.join(base, 'yichuang-soak-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ShimFiles {
  readonly library: string;
  /** Watched. */
  readonly folder: string;
  readonly journal: string;
  readonly control: string;
}

/** What a process is started with so that its files in `folder` are watched. */
export function shimEnvironment(files: ShimFiles): Record<string, string> {
  return {
    LD_PRELOAD: files.library,
    DISK_FOLDER: files.folder,
    DISK_JOURNAL: files.journal,
    DISK_CONTROL: files.control,
  };
}

export interface Orders {
  /** Which kinds of calls fail and are counted. */
  readonly kinds: number;
  /** So many go well first. */
  readonly skip: number;
  /** So many then fail; `LASTING` for all of them. */
  readonly span: number;
  readonly error: number;
}

const FIELDS = 7;

/** The orders of a shim, changed while its process runs: the file is mapped into it. */
export class Control {
  readonly #handle: number;

  /** Makes the file, or takes the one that is there. */
  constructor(file: string, mode: 'w+' | 'r+' = 'w+') {
    this.#handle = openSync(file, mode);
    if (mode === 'w+') this.#put(Array.from({ length: FIELDS }, () => 0));
  }

  order({ kinds, skip, span, error }: Orders): void {
    this.#put([kinds, skip, span, error, 0, 0, 0]);
  }

  /** The process is killed with -9 in the middle of the `n`-th call of these kinds. */
  dieAt(kinds: number, n: number): void {
    this.#put([kinds, 0, 0, 0, n, 0, 0]);
  }

  wellAgain(): void {
    this.#put([0, 0, 0, 0, 0]);
  }

  /** Calls of the ordered kinds since the last orders, and how many of them failed. */
  counts(): { calls: number; failed: number } {
    const numbers = Buffer.alloc(FIELDS * 4);
    readSync(this.#handle, numbers, 0, numbers.length, 0);
    return { calls: numbers.readInt32LE(20), failed: numbers.readInt32LE(24) };
  }

  close(): void {
    closeSync(this.#handle);
  }

  #put(values: readonly number[]): void {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) bytes.writeInt32LE(value, i * 4);
    writeSync(this.#handle, bytes, 0, bytes.length, 0);
  }
}
