import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

const file = () => path.join(mkdtempSync(path.join(tmpdir(), 'platform-db-')), 'platform.db');
const NEXT = { number: MIGRATIONS.length + 1, sql: 'CREATE TABLE later (x INTEGER) STRICT' };

test('commits are durable: WAL with full syncs', () => {
  const db = openDatabase(file());
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  db.close();
});

test('an older database is copied, then brought on; its data stays', () => {
  const name = file();
  const old = openDatabase(name);
  old
    .prepare(
      "INSERT INTO ledger_heads (hall, epoch, seq, hash, at, received_at) VALUES ('h', 'e', 1, 'x', 1, 1)",
    )
    .run();
  old.close();
  const db = openDatabase(name, [...MIGRATIONS, NEXT]);
  expect(db.pragma('user_version', { simple: true })).toBe(NEXT.number);
  expect(db.prepare('SELECT count(*) AS n FROM ledger_heads').get()).toEqual({ n: 1 });
  db.close();
  expect(existsSync(`${name}.before-${NEXT.number}`)).toBe(true);
});

test('a database of a newer program and a gap in the numbers are refused', () => {
  const name = file();
  openDatabase(name, [...MIGRATIONS, NEXT]).close();
  expect(() => openDatabase(name)).toThrow('written by a newer version');
  expect(() => openDatabase(file(), [...MIGRATIONS, { ...NEXT, number: NEXT.number + 1 }])).toThrow(
    'is missing',
  );
});

test('a migration that fails leaves the database as it was', () => {
  const name = file();
  openDatabase(name).close();
  expect(() =>
    openDatabase(name, [...MIGRATIONS, { ...NEXT, sql: 'CREATE TABLE a (x); NO SUCH WORDS' }]),
  ).toThrow();
  const db = openDatabase(name);
  expect(db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'a'").get()).toEqual({ n: 0 });
  db.close();
});
