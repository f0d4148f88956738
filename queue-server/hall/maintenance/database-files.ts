import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { soundLog } from '../ledger/settle-log.ts';
import { checkPages } from './snapshot.ts';

/** Whether a database is there and every page of it is as it should be. */
export function isSound(file: string): boolean {
  if (!existsSync(file)) return false;
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    checkPages(db, path.basename(file));
    return true;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/** Of a database that nobody writes to, with what its log still holds. */
export function copyDatabase(from: string, to: string): void {
  rmSync(to, { force: true });
  soundLog(from);
  const source = new Database(from);
  try {
    source.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    source.close();
  }
  copyFileSync(from, to);
}
