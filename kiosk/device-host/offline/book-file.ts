import { createHash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterRestart, type Book, BookRecord, EMPTY_BOOK, evolveBook, tidied } from './book.ts';

/**
 * The book on disk: one line a record, `sum json`, appended and synced before it counts. A line that was half
 * written when the power went never counted and is dropped with what stands behind it. Tidied when it has grown:
 * written aside, synced, renamed.
 */

export const BOOK_FILE = 'offline-book.jsonl';
/** Lines until it is tidied: some days of presses. */
const TIDY_LINES = 4_000;

export interface BookFile {
  readonly book: Book;
  /** On disk when it returns; throws where the disk fails, and then nothing of it counts. */
  write(...records: readonly BookRecord[]): void;
  close(): void;
}

/**
 * Throws where the folder cannot be written: a machine that would forget its numbers must not give any. A file that
 * has damage in its middle is kept as `offline-book.jsonl.damaged`, and every sound line of it counts.
 */
export function openBookFile(folder: string): BookFile {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, BOOK_FILE);
  const found = readBook(file);
  if (found.damaged) renameSync(file, `${file}.damaged`);
  let book = found.book;
  for (const record of afterRestart(book)) book = evolveBook(book, record);
  let lines = 0;
  let size = 0;
  let handle: number | null = null;
  /** The file may end in half a line, which the next one must not be added to. */
  let torn = false;
  let closed = false;

  const tidy = (): void => {
    const records = tidied(book);
    const text = records.map(lineOf).join('');
    if (handle !== null) closeSync(handle);
    handle = null;
    const aside = `${file}.new`;
    const draft = openSync(aside, 'w', 0o600);
    try {
      writeAll(draft, text);
      fsyncSync(draft);
    } finally {
      closeSync(draft);
    }
    renameSync(aside, file);
    syncFolder(folder);
    handle = openSync(file, 'a', 0o600);
    lines = records.length;
    size = Buffer.byteLength(text);
    torn = false;
  };
  tidy();

  return {
    get book() {
      return book;
    },
    write(...records) {
      if (closed) throw new Error('the book is closed');
      const next = records.reduce(evolveBook, book);
      const text = records.map(lineOf).join('');
      if (handle === null || lines > TIDY_LINES) tidy();
      const open = handle as unknown as number;
      if (torn) ftruncateSync(open, size);
      torn = true;
      writeAll(open, text);
      fdatasyncSync(open);
      torn = false;
      size += Buffer.byteLength(text);
      lines += records.length;
      book = next;
    },
    close() {
      closed = true;
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
}

function lineOf(record: BookRecord): string {
  const json = JSON.stringify(record);
  return `${sumOf(json)} ${json}\n`;
}

function sumOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 16);
}

function readBook(file: string): { readonly book: Book; readonly damaged: boolean } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return { book: EMPTY_BOOK, damaged: false };
    throw problem;
  }
  // Each line stands for itself: what is sound behind a damaged one counts, above all its number.
  const lines = text.split('\n');
  const records = lines.map(recordOf);
  const broken = lines.findIndex((line, i) => line !== '' && records[i] === null);
  const sound = records.filter((record) => record !== null);
  // What was half written is the last line; a broken one before it is damage.
  return {
    book: sound.reduce(evolveBook, EMPTY_BOOK),
    damaged: broken >= 0 && records.slice(broken + 1).some((record) => record !== null),
  };
}

function recordOf(line: string): BookRecord | null {
  const json = line.slice(17);
  if (line[16] !== ' ' || sumOf(json) !== line.slice(0, 16)) return null;
  const parsed = BookRecord.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
