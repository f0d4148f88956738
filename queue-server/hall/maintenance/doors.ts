import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import Database from 'better-sqlite3';
import { soundLog } from '../ledger/settle-log.ts';
import { copyDatabase, isSound } from './database-files.ts';
import { schemaOf } from './schemas.ts';

/**
 * Who may come in does not go back in time: the present folder is newer than whatever takes its place, and a
 * device that was revoked or an account that was disabled since must not come back with older data.
 */

const ACCESS = 'access.db';

interface Doors {
  /** Present data folder. */
  readonly data: string;
  /** Folder that takes its place. */
  readonly incoming: string;
  readonly say: (sentence: string) => void;
}

/**
 * For a restore: accounts and devices of the present folder where that is sound, else those of the backup.
 * Everybody logs in again.
 */
export function keepDoors({ data, incoming, say }: Doors): void {
  const present = path.join(data, ACCESS);
  const older = path.join(incoming, ACCESS);
  if (isSound(present)) {
    say('Accounts and devices are kept as they are now.');
    copyOver(present, older);
  } else if (existsSync(older)) {
    say('Accounts and devices are those of the backup: look whether one was locked or revoked since.');
  }
  if (existsSync(older)) endSessions(older);
}

/**
 * For a roll-back, whose program may know fewer columns than the present one: every row of the present database
 * in the tables of the older one. A sentence where the older tables cannot say what the present ones do. Throws
 * where the log of the present database is damaged.
 */
export function carryDoors(doors: Doors): Result<null, string> {
  const present = path.join(doors.data, ACCESS);
  const older = path.join(doors.incoming, ACCESS);
  if (!existsSync(present) && !existsSync(older)) return ok(null);
  if (!isSound(present)) {
    return err(
      `${ACCESS} is damaged or missing, and the older one would let in who was revoked or disabled since: restore a backup instead.`,
    );
  }
  if (!existsSync(older) || schemaOf(older) === schemaOf(present)) {
    keepDoors(doors);
    return ok(null);
  }
  doors.say('Accounts and devices are kept as they are now, in the older tables.');
  soundLog(present);
  try {
    rewrite(older, present);
  } catch (error) {
    return err(
      `The older program cannot keep the accounts and devices of now (${(error as Error).message}), and its own would let in who was revoked or disabled since: stay with the new program.`,
    );
  }
  return ok(null);
}

/** The log beside a database belongs to it alone: SQLite would play it over the copy that takes its place. */
function copyOver(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(to + suffix, { force: true });
  copyDatabase(from, to);
}

function endSessions(file: string): void {
  const db = new Database(file);
  try {
    if (tablesOf(db, 'main').includes('sessions')) db.exec('DELETE FROM sessions');
  } finally {
    db.close();
  }
}

function rewrite(older: string, present: string): void {
  const db = new Database(older);
  try {
    db.pragma('secure_delete = ON');
    db.prepare('ATTACH ? AS present').run(present);
    const there = tablesOf(db, 'present');
    db.transaction(() => {
      for (const table of tablesOf(db, 'main')) {
        if (table === 'sessions') db.exec('DELETE FROM main.sessions');
        else if (there.includes(table)) rewriteTable(db, table);
        else if (table === 'staff') keepPasswordsOfNow(db);
        else throw new Error(`they have no place for "${table}"`);
      }
    })();
  } finally {
    db.close();
  }
}

function rewriteTable(db: Database.Database, table: string): void {
  const known = columnsOf(db, 'present', table);
  const columns = columnsOf(db, 'main', table);
  const unknown = columns.find((column) => !known.includes(column));
  if (unknown !== undefined) throw new Error(`they have no "${unknown}" in "${table}"`);
  db.exec(`DELETE FROM main.${table}`);
  db.exec(`INSERT INTO main.${table} (${columns.join()}) SELECT ${columns.join()} FROM present.${table}`);
}

/** Before there were accounts there was a password a name, and nothing that could say "disabled". */
function keepPasswordsOfNow(db: Database.Database): void {
  db.exec(`
    DELETE FROM main.staff WHERE NOT EXISTS (
      SELECT 1 FROM present.accounts AS now
      WHERE now.username = staff.username AND now.state = 'active' AND now.hash = staff.hash
    )
  `);
}

function tablesOf(db: Database.Database, schema: 'main' | 'present'): string[] {
  const rows = db
    .prepare(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all() as { name: string }[];
  return rows.map(({ name }) => name);
}

function columnsOf(db: Database.Database, schema: 'main' | 'present', table: string): string[] {
  return (db.pragma(`${schema}.table_info(${table})`) as { name: string }[]).map(({ name }) => name);
}
