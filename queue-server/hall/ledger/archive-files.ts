import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

const NAME = /^ledger-\d{4}-\d{2}\.db$/;
/** The writer holds an archive for the length of a small commit. */
const BUSY_MS = 500;

/** The tables of an archive file, with the rows as they were in the live database. */
const TABLES = {
  events: `(
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT NOT NULL,
    data TEXT NOT NULL,
    hash BLOB NOT NULL
  )`,
  tickets: `(
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    queue TEXT NOT NULL,
    state TEXT NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID`,
} as const;

/** Makes the tables of an archive that it has not. */
export const ARCHIVE_SCHEMA = Object.entries(TABLES)
  .map(([name, columns]) => `CREATE TABLE IF NOT EXISTS ${name} ${columns};`)
  .join('\n');

/** Old months lie in a folder beside the live database. */
export function archiveFolder(ledgerFile: string): string {
  return path.join(path.dirname(ledgerFile), 'archive');
}

/** `month` is `YYYY-MM`. */
export function archiveFile(folder: string, month: string): string {
  return path.join(folder, `ledger-${month}.db`);
}

/** The month of an archive file, `YYYY-MM`. */
export function archivedMonth(file: string): string {
  return path.basename(file).slice('ledger-'.length, -'.db'.length);
}

/** Archive files, oldest month first. */
export function archiveFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/**
 * Opens an archive for reading. One whose making was cut short, and which lacks a table, reads as empty.
 * Throws SQLite's errors, after `busyMs` also that the writer holds it.
 */
export function openArchive(file: string, busyMs = BUSY_MS): Database.Database {
  settleArchive(file);
  const db = new Database(file, { readonly: true, timeout: busyMs });
  try {
    const found = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const [name, columns] of Object.entries(TABLES)) {
      if (!found.includes(name)) db.exec(`CREATE TEMP TABLE ${name} ${columns}`);
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Undoes what a kill left half written: only a connection that may write can, and until then those that only
 * read find the file closed to them. Does nothing to a file that is whole, or that somebody writes right now.
 */
export function settleArchive(file: string): void {
  if (!existsSync(`${file}-journal`)) return;
  try {
    const { mode } = statSync(file);
    const sealed = (mode & 0o200) === 0;
    if (sealed) chmodSync(file, mode | 0o200);
    const db = new Database(file, { timeout: 0 });
    try {
      db.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
    } finally {
      db.close();
    }
    if (sealed) chmodSync(file, mode);
  } catch {
    // Another's, or on a disk that is not to be written: whoever reads it next is told what SQLite says.
  }
}
