import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { soundLog } from '../ledger/settle-log.ts';

const PROBE = fileURLToPath(new URL('./lock-probe.ts', import.meta.url));

/**
 * Locks that end with the process that holds them, however it ends: a number of a process in a file would say
 * "running" for ever after a power cut. SQLite's own file locks do this on every system.
 */

/** Holds a lock file until released; null where another process (or this one) holds it. */
export function holdLock(file: string): { release(): void } | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/**
 * Whether any program has this database open. In WAL mode each connection keeps a shared lock for as long as it
 * lives, so an exclusive one can be had only where there is no other. A file that is no database is nobody's. The
 * log of a database that was not closed is carried over into it, unless that log is damaged: then it stays.
 */
export function isOpenElsewhere(file: string): boolean {
  if (!existsSync(file)) return false;
  if (!hasSoundLog(file)) return isBusyToAnother(file);
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { timeout: 0, fileMustExist: true });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    db.exec('ROLLBACK');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    db?.close();
  }
}

/** False also where the log changes while it is read: then it is in use. */
function hasSoundLog(file: string): boolean {
  try {
    soundLog(file);
    return true;
  } catch {
    return false;
  }
}

function isBusyToAnother(file: string): boolean {
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROBE, file],
    { encoding: 'utf8' },
  );
  if (stdout === 'busy' || stdout === 'free') return stdout === 'busy';
  throw error ?? new Error(`whether ${file} is in use cannot be told: ${stderr.trim()}`);
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: string }).code));
}
