import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations.ts';

export type Db = Database.Database;

/** Milliseconds to wait for another process that reads or backs up the file. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the platform's database, durable at every commit, and brings it to the newest migration. Before an
 * older database is changed, a copy stands beside it (`<file>.before-<number>`). Throws for a database that a
 * newer program wrote: nothing is ever reset.
 */
export function openDatabase(file: string, migrations = MIGRATIONS): Db {
  migrations.forEach((migration, i) => {
    if (migration.number !== i + 1) throw new Error(`migration ${i + 1} is missing`);
  });
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    const present = db.pragma('user_version', { simple: true }) as number;
    if (present > migrations.length) {
      throw new Error(`${file} was written by a newer version (${present}): start that one`);
    }
    const pending = migrations.slice(present);
    if (pending.length > 0 && present > 0) {
      db.prepare('VACUUM INTO ?').run(`${file}.before-${present + 1}`);
    }
    for (const migration of pending) {
      db.transaction(() => {
        db.exec(migration.sql);
        db.pragma(`user_version = ${migration.number}`);
      })();
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
