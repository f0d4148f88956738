import path from 'node:path';
import type { Seeded } from '@hall/hardware/testing/seeded';
import type { DiskCall } from './journal.ts';

/** What a disk writes whole or not at all. */
const SECTOR = 512;

type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer; readonly doomed: boolean }
  | { readonly kind: 'truncate'; readonly length: number };

/** A file as the disk surely has it, and what was done to it since. */
interface DiskFile {
  bytes: Buffer;
  length: number;
  pending: Change[];
  /** Whether a power cut finds its name: synced itself, or its folder was. */
  named: boolean;
}

/** A change of names that its folder has not been synced after. */
interface NameChange {
  readonly folder: string;
  readonly from: string;
  /** Null for an unlink. */
  readonly to: string | null;
  readonly file: DiskFile;
  /** What had that name before a rename. */
  readonly replaced: DiskFile | null;
}

/**
 * A disk that is told what a process did and can say at any point what a power cut could leave: all that was
 * synced, and of each 512-byte sector written since either what it held then or any state it went through.
 * After a sync that failed, its writes are not trusted to later syncs: Linux marks such pages as clean
 * (the "fsyncgate" of 2018), and only writing them again brings them to the disk.
 */
export class Disk {
  readonly #files = new Map<string, DiskFile>();
  #names: NameChange[] = [];

  tell(call: DiskCall): void {
    switch (call.kind) {
      case 'write': {
        this.#file(call.file).pending.push({
          kind: 'write',
          offset: call.offset,
          bytes: call.bytes,
          doomed: false,
        });
        break;
      }
      case 'truncate':
        this.#file(call.file).pending.push({ kind: 'truncate', length: call.length });
        break;
      case 'sync':
        this.#sync(call.file, call.failed);
        break;
      case 'unlink': {
        const file = this.#files.get(call.file);
        if (!file) break;
        this.#files.delete(call.file);
        this.#names.push({ folder: folderOf(call.file), from: call.file, to: null, file, replaced: null });
        break;
      }
      case 'rename': {
        const file = this.#file(call.file);
        const replaced = this.#files.get(call.to) ?? null;
        this.#files.delete(call.file);
        this.#files.set(call.to, file);
        this.#names.push({ folder: folderOf(call.to), from: call.file, to: call.to, file, replaced });
        break;
      }
      case 'start':
    }
  }

  /** The files after a power cut now. */
  afterPowerCut(random: Seeded): Map<string, Buffer> {
    const names = new Map(this.#files);
    // Names change in the order of the folder's journal: the newest ones are lost first.
    const kept = random.whole(0, this.#names.length + 1);
    for (const change of this.#names.slice(kept).reverse()) {
      if (change.to !== null) {
        if (change.replaced) names.set(change.to, change.replaced);
        else names.delete(change.to);
      }
      names.set(change.from, change.file);
    }
    const image = new Map<string, Buffer>();
    for (const [name, file] of names) {
      if (!file.named && random.unit() < 0.5) continue;
      image.set(name, contentAfterCut(file, random));
    }
    return image;
  }

  #file(name: string): DiskFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file: DiskFile = { bytes: Buffer.alloc(0), length: 0, pending: [], named: false };
    this.#files.set(name, file);
    return file;
  }

  #sync(name: string, failed: boolean): void {
    const file = this.#files.get(name);
    if (!file) {
      // Not a file that was written: a folder.
      if (failed) return;
      this.#names = this.#names.filter((change) => change.folder !== name);
      for (const [path, entry] of this.#files) if (folderOf(path) === name) entry.named = true;
      return;
    }
    if (failed) {
      file.pending = file.pending.map((change) =>
        change.kind === 'write' ? { ...change, doomed: true } : change,
      );
      return;
    }
    file.named = true;
    const left = stillDoomed(file.pending);
    for (const change of file.pending) if (change.kind === 'truncate' || !change.doomed) apply(file, change);
    file.pending = left;
  }
}

/** The parts of doomed writes that nothing later wrote again. */
function stillDoomed(pending: readonly Change[]): Change[] {
  return pending.flatMap((change, i): Change[] => {
    if (change.kind !== 'write' || !change.doomed) return [];
    let open: [number, number][] = [[change.offset, change.offset + change.bytes.length]];
    for (const later of pending.slice(i + 1)) {
      if (later.kind === 'write' && later.doomed) continue;
      const from = later.kind === 'truncate' ? later.length : later.offset;
      const to = later.kind === 'truncate' ? Number.POSITIVE_INFINITY : from + later.bytes.length;
      open = open
        .flatMap(([low, high]): [number, number][] => [
          [low, Math.min(high, from)],
          [Math.max(low, to), high],
        ])
        .filter(([low, high]) => low < high);
    }
    return open.map(([low, high]) => ({
      ...change,
      offset: low,
      bytes: change.bytes.subarray(low - change.offset, high - change.offset),
    }));
  });
}

function apply(file: { bytes: Buffer; length: number }, change: Change): void {
  if (change.kind === 'truncate') {
    resize(file, change.length);
    return;
  }
  resize(file, Math.max(file.length, change.offset + change.bytes.length));
  change.bytes.copy(file.bytes, change.offset);
}

/** Grows in steps, so that a log that is appended to is not copied each time; what is new is zero. */
function resize(file: { bytes: Buffer; length: number }, length: number): void {
  if (length > file.bytes.length) {
    const grown = Buffer.alloc(Math.max(length, file.bytes.length * 2));
    file.bytes.copy(grown, 0, 0, file.length);
    file.bytes = grown;
  }
  if (length < file.length) file.bytes.fill(0, length, file.length);
  file.length = length;
}

/** One of the contents that a power cut may leave of a file. */
function contentAfterCut(file: DiskFile, random: Seeded): Buffer {
  const { pending } = file;
  const result = { bytes: Buffer.from(file.bytes.subarray(0, file.length)), length: file.length };
  if (pending.length === 0) return result.bytes;
  // Lengths are the file system's business and come in order; sectors come in any.
  const truncates = random.whole(0, pending.filter((change) => change.kind === 'truncate').length + 1);
  const lucky = random.unit();
  const reached = new Map<number, number>();
  const reach = (sector: number) => {
    let upTo = reached.get(sector);
    if (upTo === undefined) {
      upTo = random.unit() < lucky ? pending.length : random.whole(0, pending.length + 1);
      reached.set(sector, upTo);
    }
    return upTo;
  };
  let truncated = 0;
  for (const [i, change] of pending.entries()) {
    if (change.kind === 'truncate') {
      truncated += 1;
      if (truncated <= truncates) resize(result, change.length);
      continue;
    }
    const end = change.offset + change.bytes.length;
    for (let from = change.offset; from < end; ) {
      const sector = Math.floor(from / SECTOR);
      const to = Math.min(end, (sector + 1) * SECTOR);
      if (i < reach(sector)) {
        const bytes = change.bytes.subarray(from - change.offset, to - change.offset);
        apply(result, { kind: 'write', offset: from, bytes, doomed: false });
      }
      from = to;
    }
    // Some file systems know of the new length before they have the bytes: zeros.
    if (end > result.length && random.unit() < 0.2) resize(result, end);
  }
  return result.bytes.subarray(0, result.length);
}

function folderOf(file: string): string {
  const folder = path.dirname(file);
  return folder === '.' ? '' : folder;
}
