import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { logDamage } from './log-damage.ts';

/**
 * Brings the write-ahead log that an earlier connection left to the disk, before anything in it is told to
 * anyone. SQLite takes over what it finds there without asking whether it was ever synced: a server that was
 * killed between write and sync left commits that only memory holds, and after a failed sync Linux calls such
 * pages clean, so that no later sync writes them ("fsyncgate", 2018). Writing the same bytes again makes them
 * dirty, and the sync then counts. The lock of a writer keeps everyone else from the log meanwhile.
 *
 * Does nothing where there is no log. Throws what the disk says, and where the log is damaged before its end:
 * SQLite would go on without the commits behind the damage, as if they had never been.
 */
export function settleLog(db: Database): void {
  const log = `${db.name}-wal`;
  db.exec('BEGIN IMMEDIATE');
  try {
    const bytes = soundLog(db.name);
    if (bytes !== null) writeAgain(log, bytes);
  } finally {
    db.exec('ROLLBACK');
  }
}

/**
 * The write-ahead log of a database file, or null where there is none. Throws where it is damaged before its
 * end. Whoever opens a database that was not closed calls this first: the last one to close it carries the log
 * over into the database and deletes it, and the damage with it.
 */
export function soundLog(file: string): Buffer | null {
  const log = `${file}-wal`;
  if (!existsSync(log)) return null;
  const bytes = readFileSync(log);
  const damage = logDamage(bytes);
  if (damage === null) return bytes;
  throw new Error(
    `the write-ahead log ${path.basename(log)} cannot be trusted: ${damage}; restore the newest backup`,
  );
}

function writeAgain(log: string, bytes: Buffer): void {
  const handle = openSync(log, 'r+');
  try {
    for (let done = 0; done < bytes.length; )
      done += writeSync(handle, bytes, done, bytes.length - done, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const folder = openSync(path.dirname(log), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
