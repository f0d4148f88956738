import {
  close,
  createReadStream,
  createWriteStream,
  existsSync,
  fsync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { LogFacts } from './supervision/checks/storage.ts';
import { cutToQuota, type KeptLog } from './supervision/log-quota.ts';

/** A file that a person can still open in an editor. */
const FILE_BYTES = 32 * 1024 * 1024;
/** What waits for a slow disk; beyond it lines are dropped and counted, the hall's memory is not theirs. */
const PENDING_CHARACTERS = 4 * 1024 * 1024;
/** After a failed write the disk is left alone for a moment. */
const RETRY_MS = 5_000;
/** At the end of the process a write under way gets this long. */
const FLUSH_WITHIN_MS = 1_000;
const MB = 1024 * 1024;

export interface LogFilesOptions {
  readonly file: string;
  readonly quotaMb: number;
  readonly fileBytes?: number;
  readonly now?: () => number;
}

/**
 * A log that turns over by size and day: `hall.log` is the newest, `hall-2026-11-21-001.log.gz` older ones.
 * Writing is in the background, one write at a time. Turning over renames, so a line is in one of the files
 * whatever happens in between; what a crash left unpacked is packed at the next start. A full disk loses lines,
 * counts them and says so in the log once it takes lines again; it never throws.
 */
export class LogFiles {
  readonly #file: string;
  readonly #quotaBytes: number;
  readonly #fileBytes: number;
  readonly #now: () => number;
  #handle: number | null = null;
  #bytes = 0;
  #day = '';
  #pending: string[] = [];
  #pendingLength = 0;
  #busy: Buffer | null = null;
  /** Size of the file once the write under way is done. */
  #expected = 0;
  #halfLine = false;
  #retryAt = 0;
  #unsaid = 0;
  #idle: (() => void)[] = [];
  #lost = 0;
  #cutShortAt: number | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: LogFilesOptions) {
    this.#file = path.resolve(options.file);
    this.#quotaBytes = options.quotaMb * MB;
    this.#fileBytes = options.fileBytes ?? FILE_BYTES;
    this.#now = options.now ?? Date.now;
    this.#attempt(() => mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 }));
    this.#attempt(() => this.#open());
    this.#keep();
  }

  /** Whole lines, each with its line end. */
  write(lines: string): void {
    if (this.#pendingLength + lines.length > PENDING_CHARACTERS) {
      this.#drop(lines);
      return;
    }
    this.#pending.push(lines);
    this.#pendingLength += lines.length;
    this.#next();
  }

  /** At the end of the process: what is pending, at once, behind what is being written now. */
  flushSync(): void {
    this.#awaitWrite();
    const rest = this.#take();
    if (rest === null) return;
    try {
      if (this.#handle === null) this.#open();
      for (let at = 0; at < rest.length; ) at += writeSync(this.#handle as number, rest, at);
    } catch {
      // A full disk at the end: there is nobody left to tell.
    }
  }

  /** The write under way runs in another thread and grows the file; nothing here may run meanwhile. */
  #awaitWrite(): void {
    if (this.#busy === null) return;
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    try {
      for (
        let waited = 0;
        waited < FLUSH_WITHIN_MS && statSync(this.#file).size < this.#expected;
        waited += 1
      ) {
        Atomics.wait(sleeper, 0, 0, 1);
      }
    } catch {
      // The file is gone: there is nothing to wait for.
    }
  }

  /** Resolves when nothing is pending and old files are packed; for tests and an orderly end. */
  async settled(): Promise<void> {
    if (this.#busy !== null) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#keeping;
  }

  facts(): LogFacts {
    const kept = this.#kept();
    return {
      bytes: kept.reduce((sum, log) => sum + log.bytes, this.#bytes),
      quotaBytes: this.#quotaBytes,
      oldestAt: kept[0]?.at ?? (this.#day === '' ? null : Date.parse(this.#day)),
      cutShortAt: this.#cutShortAt,
      lostLines: this.#lost,
    };
  }

  #next(): void {
    if (this.#busy !== null || this.#pending.length === 0 || this.#now() < this.#retryAt) return;
    try {
      if (this.#handle === null) this.#open();
      else if (this.#isDue()) this.#turnOver();
    } catch {
      this.#failed(null, 0);
      return;
    }
    this.#busy = this.#take();
    if (this.#busy !== null) this.#send(this.#busy, 0);
  }

  #send(block: Buffer, from: number): void {
    this.#expected = this.#bytes + block.length - from;
    write(this.#handle as number, block, from, block.length - from, null, (error, written) => {
      if (error) {
        this.#failed(block, from);
        return;
      }
      this.#bytes += written;
      if (from + written < block.length) {
        this.#send(block, from + written);
        return;
      }
      this.#halfLine = false;
      this.#done();
    });
  }

  #done(): void {
    this.#busy = null;
    this.#next();
    if (this.#busy === null) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The disk did not take a block: its rest is lost and counted, and the next attempt comes later. */
  #failed(block: Buffer | null, from: number): void {
    this.#retryAt = this.#now() + RETRY_MS;
    if (block !== null) {
      this.#halfLine = from > 0 && block[from - 1] !== 0x0a;
      this.#drop(block.toString('utf8', from));
    }
    this.#busy = null;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #drop(lines: string): void {
    const count = lines.split('\n').length - 1;
    this.#lost += count;
    this.#unsaid += count;
  }

  #take(): Buffer | null {
    if (this.#pending.length === 0) return null;
    let text = this.#pending.join('');
    this.#pending = [];
    this.#pendingLength = 0;
    if (this.#unsaid > 0) {
      const time = new Date(this.#now()).toISOString();
      text = `${JSON.stringify({ level: 40, time, event: 'log.lost', lines: this.#unsaid })}\n${text}`;
      this.#unsaid = 0;
    }
    // A line that was cut by a full disk must not swallow the one behind it.
    return Buffer.from(this.#halfLine ? `\n${text}` : text);
  }

  #open(): void {
    this.#handle = openSync(this.#file, 'a', 0o600);
    const { size, mtimeMs } = statSync(this.#file);
    this.#bytes = size;
    // Lines of yesterday that a stopped server left are yesterday's.
    this.#day = dayOf(size === 0 ? this.#now() : mtimeMs);
  }

  #isDue(): boolean {
    if (this.#bytes === 0) {
      this.#day = dayOf(this.#now());
      return false;
    }
    return this.#bytes >= this.#fileBytes || dayOf(this.#now()) > this.#day;
  }

  #turnOver(): void {
    const old = this.#handle as number;
    renameSync(this.#file, this.#freeName());
    this.#handle = null;
    // Its bytes are packed next; they should be on the disk before the pack says that it has them.
    this.#keep(new Promise((resolve) => fsync(old, () => close(old, () => resolve()))));
    this.#open();
  }

  #freeName(): string {
    const { dir, name, ext } = path.parse(this.#file);
    for (let n = 1; ; n += 1) {
      const free = path.join(dir, `${name}-${this.#day}-${String(n).padStart(3, '0')}${ext}`);
      if (!existsSync(free) && !existsSync(`${free}.gz`)) return free;
    }
  }

  /**
   * Packs what is not packed and removes what is beyond the quota, whether packing works or not; one round at a
   * time. Where a pack found no room and old files had to go, it is tried again in the room that they left.
   */
  #keep(closed: Promise<void> = Promise.resolve()): void {
    this.#keeping = this.#keeping
      .then(async () => {
        await closed;
        const packed = await this.#pack();
        const removed = this.#cut();
        if (!packed && removed) await this.#pack();
      })
      .catch(() => {
        // No right to look: the next round tries again, nothing is lost by it.
      });
  }

  /** False where a file stayed unpacked: it is packed in a later round. */
  async #pack(): Promise<boolean> {
    let all = true;
    for (const log of this.#kept()) {
      if (log.file.endsWith('.gz')) continue;
      try {
        await pack(log.file);
      } catch {
        all = false;
      }
    }
    return all;
  }

  /** True where something went. */
  #cut(): boolean {
    const { remove, cutShort } = cutToQuota(this.#kept(), this.#bytes, this.#quotaBytes, this.#now());
    let removed = false;
    for (const log of remove) {
      try {
        rmSync(log.file, { force: true });
        removed = true;
      } catch {
        // One that may not be removed keeps none of the others.
      }
    }
    if (cutShort) this.#cutShortAt = this.#now();
    return removed;
  }

  /** Files that were turned over, oldest first. */
  #kept(): KeptLog[] {
    const { dir, name, ext } = path.parse(this.#file);
    const pattern = new RegExp(`^${escaped(name)}-(\\d{4}-\\d\\d-\\d\\d)-(\\d{3,})${escaped(ext)}(\\.gz)?$`);
    try {
      return readdirSync(dir)
        .flatMap((file) => {
          const [, day, number] = pattern.exec(file) ?? [];
          if (day === undefined) return [];
          const full = path.join(dir, file);
          return [
            {
              file: full,
              at: Date.parse(day),
              order: `${day}-${number?.padStart(8, '0')}`,
              bytes: statSync(full).size,
            },
          ];
        })
        .sort((a, b) => (a.order < b.order ? -1 : 1));
    } catch {
      return [];
    }
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch {
      this.#retryAt = this.#now() + RETRY_MS;
    }
  }
}

/** The pack is complete and on the disk before the plain file goes; half a pack is made anew. */
async function pack(file: string): Promise<void> {
  const part = `${file}.gz.part`;
  try {
    await pipeline(
      createReadStream(file),
      createGzip(),
      createWriteStream(part, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    // Half a pack would take room that nothing counts.
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
  renameSync(part, `${file}.gz`);
  rmSync(file);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
