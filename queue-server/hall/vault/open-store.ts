import Database from 'better-sqlite3';
import { settleLog, soundLog } from '../ledger/settle-log.ts';

export type Migration = string | ((db: Database.Database) => void);

/**
 * Opens a database of the vault: every commit is on disk when it returns, and what is deleted is overwritten.
 * Migrations are numbered without gaps; the number is kept in `PRAGMA user_version`.
 */
export function openStore(file: string, name: string, migrations: readonly Migration[]): Database.Database {
  // Before it is opened: closing it again after a refusal would delete the log, and the next start would accept.
  soundLog(file);
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    settleLog(db);
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found > migrations.length) {
      throw new Error(
        `the ${name} has schema ${found}, this program knows ${migrations.length}: start the newer program`,
      );
    }
    for (let version = found; version < migrations.length; version += 1) {
      const step = migrations[version] as Migration;
      db.transaction(() => {
        if (typeof step === 'string') db.exec(step);
        else step(db);
        db.pragma(`user_version = ${version + 1}`);
      })();
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
