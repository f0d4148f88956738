import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openAccessDatabase } from '../access/database.ts';
import { type HallData, hallData } from './hall-data.testing.ts';
import { rollBack } from './roll-back.ts';
import { upgradeHall } from './upgrade.ts';

/** access.db as published programs made it: the statements of its migrations 1 and 2, copied, not imported. */
const SCHEMA_2 = `
  CREATE TABLE staff (username TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE sessions (
    token BLOB PRIMARY KEY, username TEXT NOT NULL, check_value TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE devices (id TEXT PRIMARY KEY, secret BLOB NOT NULL, revoked_at INTEGER) WITHOUT ROWID;
  ALTER TABLE devices ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE devices ADD COLUMN enrolled_at INTEGER;
  ALTER TABLE devices ADD COLUMN enrolled_by TEXT;
  ALTER TABLE devices ADD COLUMN enrolment TEXT;
  ALTER TABLE devices ADD COLUMN revoked_by TEXT;
  ALTER TABLE devices ADD COLUMN last_seen_at INTEGER;
  ALTER TABLE devices ADD COLUMN version TEXT;
  PRAGMA user_version = 2;
`;
const account = (username: string, state: string) =>
  `INSERT INTO accounts (username, name, name_en, roles, state, origin, salt, hash, password_kind,
     created_at, created_by, changed_at, changed_by)
   VALUES ('${username}', 'x', 'x', '["clerk"]', '${state}', 'console', x'01', x'${username === 'b' ? '02' : '01'}',
     'own', 0, 'admin01', 0, 'admin01')`;

async function hall(): Promise<HallData> {
  const made = await hallData();
  onTestFinished(() => made.remove());
  made.take('invoices');
  made.close();
  return made;
}

const accessOf = (folder: string) => path.join(folder, 'access.db');

function inAccess<T>(folder: string, work: (db: Database.Database) => T): T {
  const db = new Database(accessOf(folder));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const rows = (folder: string, sql: string) => inAccess(folder, (db) => db.prepare(sql).all());

function upgrade(made: HallData): string {
  const done = upgradeHall({ data: made.data, hallKeyFile: made.hallKeyFile, say: () => {} });
  if (!done.ok) throw new Error(done.error);
  return done.value.kept;
}

const back = (made: HallData) =>
  rollBack({ data: made.data, config: made.config, acceptLoss: true, now: Date.now, say: () => {} });

it('a roll-back lets in nobody who was revoked or disabled since, and everybody logs in again', async () => {
  const made = await hall();
  inAccess(made.data, (db) => {
    db.exec("INSERT INTO devices (id, secret) VALUES ('kiosk-1', x'00'), ('kiosk-2', x'00')");
    db.exec(account('clerk01', 'active'));
    db.exec(
      "INSERT INTO sessions VALUES (x'01', 'a', 'clerk01', 'c', '127.0.0.1', 'x', 0, 0, 9999999999999)",
    );
  });
  const kept = upgrade(made);
  // A log of its own beside the former database: it must not be played over the one that takes its place.
  const former = openAccessDatabase(accessOf(kept));
  former.exec("UPDATE devices SET version = 'former'");
  for (const suffix of ['', '-wal']) copyFileSync(accessOf(kept) + suffix, `${accessOf(kept)}${suffix}.held`);
  former.close();
  for (const suffix of ['', '-wal']) {
    copyFileSync(`${accessOf(kept)}${suffix}.held`, accessOf(kept) + suffix);
    rmSync(`${accessOf(kept)}${suffix}.held`);
  }
  expect(existsSync(`${accessOf(kept)}-wal`)).toBe(true);
  inAccess(made.data, (db) => {
    db.exec("UPDATE devices SET revoked_at = 5, revoked_by = 'm' WHERE id = 'kiosk-1'");
    db.exec("UPDATE accounts SET state = 'disabled', changed_by = 'admin01'");
  });
  expect(back(made)).toMatchObject({ ok: true });
  expect(rows(made.data, 'SELECT id, revoked_at, version FROM devices')).toEqual([
    { id: 'kiosk-1', revoked_at: 5, version: null },
    { id: 'kiosk-2', revoked_at: null, version: null },
  ]);
  expect(rows(made.data, 'SELECT state FROM accounts')).toEqual([{ state: 'disabled' }]);
  expect(rows(made.data, 'SELECT * FROM sessions')).toEqual([]);
});

it('to an older access.db too: devices as they are now, and only passwords that still hold', async () => {
  const made = await hall();
  for (const suffix of ['', '-wal', '-shm']) rmSync(accessOf(made.data) + suffix, { force: true });
  inAccess(made.data, (db) => {
    db.exec(SCHEMA_2);
    db.exec(
      "INSERT INTO devices (id, secret) VALUES ('kiosk-1', x'aa'), ('kiosk-2', x'bb'), ('kiosk-3', x'cc')",
    );
    db.exec("INSERT INTO staff VALUES ('a', x'01', x'01'), ('b', x'01', x'01'), ('c', x'01', x'01')");
    db.exec("INSERT INTO sessions VALUES (x'01', 'a', 'c', 9999999999999)");
  });
  upgrade(made);
  inAccess(made.data, (db) => {
    db.exec("UPDATE devices SET revoked_at = 5, revoked_by = 'm' WHERE id = 'kiosk-1'");
    // Enrolled anew: the former secret has ended.
    db.exec("UPDATE devices SET secret = x'dd', generation = 2 WHERE id = 'kiosk-2'");
    db.exec('DELETE FROM accounts');
    db.exec(account('a', 'active'));
    db.exec(account('b', 'active'));
    db.exec(account('c', 'disabled'));
  });
  expect(back(made)).toMatchObject({ ok: true });
  expect(inAccess(made.data, (db) => db.pragma('user_version', { simple: true }))).toBe(2);
  expect(rows(made.data, 'SELECT id, hex(secret) AS secret, revoked_at FROM devices')).toEqual([
    { id: 'kiosk-1', secret: 'AA', revoked_at: 5 },
    { id: 'kiosk-2', secret: 'DD', revoked_at: null },
    { id: 'kiosk-3', secret: 'CC', revoked_at: null },
  ]);
  expect(rows(made.data, 'SELECT username FROM staff')).toEqual([{ username: 'a' }]);
  expect(rows(made.data, 'SELECT * FROM sessions')).toEqual([]);
});

it('is refused where the older tables cannot say it, or the present ones cannot be read', async () => {
  const made = await hall();
  const kept = upgrade(made);
  inAccess(kept, (db) => {
    db.exec('ALTER TABLE devices ADD COLUMN badge TEXT');
    db.pragma('user_version = 1');
  });
  const before = rows(made.data, 'SELECT * FROM devices');
  expect(back(made)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/no "badge" in "devices".*stay with the new program/),
  });
  expect(rows(made.data, 'SELECT * FROM devices')).toEqual(before);
  writeFileSync(accessOf(made.data), 'no database');
  expect(back(made)).toMatchObject({ ok: false, error: expect.stringMatching(/restore a backup instead/) });
});
