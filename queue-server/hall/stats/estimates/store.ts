import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import type { EstimateAccuracy } from '@hall/shared/contracts/estimates';
import Database from 'better-sqlite3';
import type { AccuracySums } from '../../domain/estimates/accuracy.ts';
import type { Quote } from '../../domain/estimates/learner.ts';
import type { Model } from '../../domain/estimates/model.ts';

/**
 * What the estimates thread keeps, in a small database of its own. All of it is derived: a broken file is thrown
 * away, and the model is learned again from the ledger. Of residents it knows nothing: ticket ids go when the ticket
 * is called. Of clerks it has the user name with the pace of the work, which fades when they no longer work here.
 */

const VERSION = 1;
/** Two months are promised; a quarter shows more. */
const ACCURACY_DAYS = 92;
const DAY_MS = 86_400_000;
/** Nobody else writes to it; a backup program may hold it for a moment. */
const BUSY_MS = 1_000;
/** It names clerks, as the ledger does: for the hall's own user only. */
const FILE_MODE = 0o600;

export interface KeptModel {
  readonly model: Model;
  /** Events up to here are in it. */
  readonly seq: number;
  /** Where the business day of that event began. */
  readonly dayBeganSeq: number;
}

export class EstimateStore {
  #db: Database.Database;
  /** Whether a broken file was thrown away at opening. */
  readonly wasBroken: boolean;
  readonly #storedQuotes = new Set<string>();

  constructor(file: string) {
    let broken = false;
    try {
      this.#db = open(file);
    } catch (error) {
      // A disk that is full or refuses says nothing of what was kept.
      if (isOutside(error)) throw error;
      broken = true;
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      this.#db = open(file);
    }
    this.wasBroken = broken;
  }

  /** Null where there is none for this ledger. */
  model(epoch: string, zone: string): KeptModel | null {
    const row = this.#db.prepare('SELECT epoch, seq, day_began_seq, doc FROM model').get() as
      | { epoch: string; seq: number; day_began_seq: number; doc: string }
      | undefined;
    if (!row || row.epoch !== epoch) return null;
    try {
      const model = JSON.parse(row.doc) as Model;
      if (model.v !== VERSION || model.zone !== zone) return null;
      return { model, seq: row.seq, dayBeganSeq: row.day_began_seq };
    } catch {
      return null;
    }
  }

  quotes(): Map<string, Quote> {
    const rows = this.#db.prepare('SELECT ticket, doc FROM quotes').all() as {
      ticket: string;
      doc: string;
    }[];
    for (const { ticket } of rows) this.#storedQuotes.add(ticket);
    return new Map(rows.map(({ ticket, doc }) => [ticket, JSON.parse(doc) as Quote]));
  }

  /** All at once or not at all: figures are neither lost nor counted twice by a restart. */
  save(
    epoch: string,
    kept: KeptModel,
    quotes: ReadonlyMap<string, Quote>,
    sums: Iterable<AccuracySums>,
    now: number,
  ): void {
    const put = this.#db.prepare('INSERT OR REPLACE INTO quotes (ticket, doc) VALUES (?, ?)');
    const drop = this.#db.prepare('DELETE FROM quotes WHERE ticket = ?');
    const add = this.#db.prepare(
      `INSERT INTO accuracy (day, queue, half_hour, count, abs_min, bias_min, within) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (day, queue, half_hour) DO UPDATE SET count = count + excluded.count,
         abs_min = abs_min + excluded.abs_min, bias_min = bias_min + excluded.bias_min,
         within = within + excluded.within`,
    );
    const gone = [...this.#storedQuotes].filter((ticket) => !quotes.has(ticket));
    const fresh = [...quotes].filter(([ticket]) => !this.#storedQuotes.has(ticket));
    this.#db.transaction(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO model (id, epoch, seq, day_began_seq, doc) VALUES (1, ?, ?, ?, ?)')
        .run(epoch, kept.seq, kept.dayBeganSeq, JSON.stringify(kept.model));
      for (const ticket of gone) drop.run(ticket);
      for (const [ticket, quote] of fresh) put.run(ticket, JSON.stringify(quote));
      for (const one of sums) {
        add.run(one.day, one.queue, one.halfHour, one.count, one.absMin, one.biasMin, one.within);
      }
      const oldest = new Date(now - ACCURACY_DAYS * DAY_MS).toISOString().slice(0, 10);
      this.#db.prepare('DELETE FROM accuracy WHERE day < ?').run(oldest);
    })();
    for (const ticket of gone) this.#storedQuotes.delete(ticket);
    for (const [ticket] of fresh) this.#storedQuotes.add(ticket);
  }

  /** The model only: what was compared stays. */
  forgetModel(): void {
    this.#db.exec('DELETE FROM model; DELETE FROM quotes');
    this.#storedQuotes.clear();
  }

  accuracy(from: string, to: string): AccuracySums[] {
    return this.#db
      .prepare(
        `SELECT day, queue, half_hour AS halfHour, count, abs_min AS absMin, bias_min AS biasMin, within
         FROM accuracy WHERE day BETWEEN ? AND ? ORDER BY day, queue, half_hour`,
      )
      .all(from, to) as AccuracySums[];
  }

  close(): void {
    this.#db.close();
  }
}

/** Whether a fault of SQLite lies with the disk and not with the file. */
export function isOutside(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return OUTSIDE.some((prefix) => code.startsWith(prefix));
}

const OUTSIDE = [
  ...['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_BUSY', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'],
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'],
];

function open(file: string): Database.Database {
  // SQLite gives its side files the mode of the main one.
  closeSync(openSync(file, 'a', FILE_MODE));
  chmodSync(file, FILE_MODE);
  const db = new Database(file, { timeout: BUSY_MS });
  try {
    db.pragma('journal_mode = WAL');
    // A power cut may cost the last minute, never the file.
    db.pragma('synchronous = NORMAL');
    const version = db.pragma('user_version', { simple: true });
    if (version !== 0 && version !== VERSION) throw new Error('of another version');
    if (db.pragma('quick_check', { simple: true }) !== 'ok') throw new Error('broken');
    db.exec(`
      CREATE TABLE IF NOT EXISTS model (
        id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL, seq INTEGER NOT NULL,
        day_began_seq INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS quotes (ticket TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS accuracy (
        day TEXT NOT NULL, queue TEXT NOT NULL, half_hour INTEGER NOT NULL, count INTEGER NOT NULL,
        abs_min REAL NOT NULL, bias_min REAL NOT NULL, within INTEGER NOT NULL,
        PRIMARY KEY (day, queue, half_hour)) STRICT, WITHOUT ROWID;
      PRAGMA user_version = ${VERSION}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The figures of a span of days as the manager reads them. */
export function accuracyReport(cells: readonly AccuracySums[], from: string, to: string): EstimateAccuracy {
  const by = (key: (cell: AccuracySums) => string) => [...Map.groupBy(cells, key)];
  return {
    from,
    to,
    total: cells.length === 0 ? null : figuresOf(cells),
    days: by((cell) => cell.day).map(([day, of]) => ({ day, ...figuresOf(of) })),
    queues: by((cell) => cell.queue).map(([queue, of]) => ({ queue, ...figuresOf(of) })),
    halfHours: by((cell) => clockOf(cell.halfHour))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([at, of]) => ({ from: at, ...figuresOf(of) })),
    cells: cells.map((cell) => ({
      day: cell.day,
      queue: cell.queue,
      from: clockOf(cell.halfHour),
      ...figuresOf([cell]),
    })),
  };
}

function figuresOf(cells: readonly AccuracySums[]) {
  const sum = (pick: (cell: AccuracySums) => number) => cells.reduce((total, cell) => total + pick(cell), 0);
  const count = sum((cell) => cell.count);
  const mean = (value: number) => Math.round((value / Math.max(1, count)) * 100) / 100;
  return {
    count,
    maeMin: mean(sum((cell) => cell.absMin)),
    withinP80: mean(sum((cell) => cell.within)),
    biasMin: mean(sum((cell) => cell.biasMin)),
  };
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
