import { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import type { Database } from 'better-sqlite3';

/** The table of signed heads in the ledger database: what was given out, and when. */

/** Returns true; the first head of a position stays. Throws SQLite's errors. */
export function keepHead(db: Database, head: LedgerHead): boolean {
  db.prepare(
    `INSERT OR IGNORE INTO heads (epoch, seq, hall, hash, at, day, key, signature)
     VALUES (@epoch, @seq, @hall, @hash, @at, @day, @key, @signature)`,
  ).run(head);
  return true;
}

export function newestHead(db: Database): LedgerHead | null {
  const row = db.prepare('SELECT * FROM heads ORDER BY at DESC, seq DESC LIMIT 1').get();
  return row === undefined ? null : LedgerHead.parse(row);
}

/** Oldest first, behind a time (ms). */
export function headsAfter(db: Database, at: number): LedgerHead[] {
  return db
    .prepare('SELECT * FROM heads WHERE at > ? ORDER BY at, seq')
    .all(at)
    .map((row) => LedgerHead.parse(row));
}

/** Of one epoch, behind a position, in order. */
export function headsOf(db: Database, epoch: string, seq: number): LedgerHead[] {
  return db
    .prepare('SELECT * FROM heads WHERE epoch = ? AND seq > ? ORDER BY seq')
    .all(epoch, seq)
    .map((row) => LedgerHead.parse(row));
}
