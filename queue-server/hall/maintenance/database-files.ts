import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { soundLog } from '../ledger/settle-log.ts';
import { checkPages } from './snapshot.ts';

/** Whether a database is there, and every page and what its log holds is as it should be. */
export function isSound(file: string): boolean {
  if (!existsSync(file)) return false;
  let db: Database.Database | null = null;
  try {
    soundLog(file);
    db = new Database(file, { readonly: true });
    checkPages(db, path.basename(file));
    return true;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/**
 * Opens a database that nobody has open. Throws where its log is damaged: SQLite would go on without what stands
 * behind the damage, and delete it when the database is closed.
 */
export function openSound(file: string): Database.Database {
  soundLog(file);
  return new Database(file);
}

/** Of a database that nobody writes to, with what its log still holds. */
export function copyDatabase(from: string, to: string): void {
  rmSync(to, { force: true });
  const source = openSound(from);
  try {
    source.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    source.close();
  }
  copyFileSync(from, to);
}
