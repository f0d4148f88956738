import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import Database from 'better-sqlite3';
import { soundLog } from '../ledger/settle-log.ts';

const PROBE = fileURLToPath(new URL('./lock-probe.ts', import.meta.url));

/**
 * Locks that end with the process that holds them, however it ends: a number of a process in a file would say
 * "running" for ever after a power cut. SQLite's own file locks do this on every system.
 */

/** A database that nobody names any more is closed with the garbage, and its lock would be gone. */
const held = new Set<Database.Database>();

/** Holds a lock file until released; null where another process (or this one) holds it. */
export function holdLock(file: string): { release(): void } | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    // Nothing is ever written, so no journal need lie beside it.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    held.add(db);
    return {
      release() {
        held.delete(db);
        db.close();
      },
    };
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** A folder that belongs to this process until it ends. */
export interface Claim {
  /** Whoever had it before was killed: programs that it started may still be ending. */
  readonly wasKilled: boolean;
  release(): void;
}

/** Takes a folder by its lock file; `port` is what the next one is told. A sentence where that cannot be. */
export function claimFolder(lockFile: string, port: number): Result<Claim, string> {
  try {
    const lock = holdLock(lockFile);
    if (lock === null) return err(takenSentence(lockFile));
    const note = noteOf(lockFile);
    const wasKilled = existsSync(note);
    try {
      rmSync(note, { force: true });
      writeFileSync(note, `${port}\n`);
    } catch {
      // A full disk keeps no hall from starting; only the port goes unsaid.
    }
    const release = () => {
      try {
        rmSync(note, { force: true });
      } finally {
        lock.release();
      }
    };
    return ok({ wasKilled, release });
  } catch (error) {
    return err(shutSentence(error));
  }
}

/** Takes the data folder of a hall server, which need not be there yet. */
export function claimHall(data: string, port: number): Result<Claim, string> {
  try {
    mkdirSync(path.dirname(path.resolve(data)), { recursive: true, mode: 0o700 });
  } catch (error) {
    return err(shutSentence(error));
  }
  return claimFolder(lockOf(data), port);
}

/** Why no hall server can be started on a data folder now, as a sentence; null where nobody has it. */
export function whyTaken(data: string): string | null {
  const file = lockOf(data);
  try {
    const lock = holdLock(file);
    lock?.release();
    return lock === null ? takenSentence(file) : null;
  } catch (error) {
    return shutSentence(error);
  }
}

/**
 * Beside the data folder, because an upgrade puts another folder in its place; in it only where this user may write
 * nothing beside it, and so cannot put another there.
 */
function lockOf(data: string): string {
  const folder = existsSync(data) ? realpathSync(data) : path.resolve(data);
  const beside = `${folder}.lock`;
  if (existsSync(beside)) return beside;
  try {
    accessSync(path.dirname(folder), constants.W_OK);
    return beside;
  } catch {
    return path.join(folder, 'hall.lock');
  }
}

function noteOf(lockFile: string): string {
  return `${lockFile}.port`;
}

function takenSentence(lockFile: string): string {
  let port = '';
  try {
    port = readFileSync(noteOf(lockFile), 'utf8').trim();
  } catch {
    // Its holder is just coming or going, or could not write.
  }
  const where = /^\d+$/.test(port) ? ` (port ${port})` : '';
  return `A hall already runs on this folder${where}: stop it, or give another one with --data.`;
}

function shutSentence(error: unknown): string {
  const { code } = error as { code?: string };
  return `The hall's data folder cannot be written (${code}): change its owner or choose another with --data.`;
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
