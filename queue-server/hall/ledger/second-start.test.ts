import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAccessDatabase } from '../access/database.ts';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { openStore } from '../vault/open-store.ts';
import { Ledger } from './ledger.ts';
import { commitEnds } from './log-damage.ts';

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

/** What a kill leaves of a database that `write` has written to, with a bit of its log's first commit turned over. */
function killed(name: string, write: (file: string) => { close(): void }): string {
  const live = path.join(folder.path, `${name}-live`);
  const left = path.join(folder.path, `${name}-left`);
  mkdirSync(live);
  const open = write(path.join(live, name));
  cpSync(live, left, { recursive: true });
  open.close();
  const log = `${path.join(left, name)}-wal`;
  const bytes = readFileSync(log);
  expect(commitEnds(bytes).length).toBeGreaterThan(2);
  bytes[32 + 24 + 200] = (bytes[32 + 24 + 200] as number) ^ 4;
  writeFileSync(log, bytes);
  return path.join(left, name);
}

function refusesTwice(file: string, open: (file: string) => unknown): void {
  const before = readFileSync(`${file}-wal`);
  for (const start of ['first', 'second', 'third']) {
    expect(() => open(file), start).toThrow('cannot be trusted');
    expect(existsSync(`${file}-wal`), start).toBe(true);
  }
  expect(readFileSync(`${file}-wal`).equals(before)).toBe(true);
}

it('the ledger refuses a damaged log at every start, not only at the first', () => {
  const config = testConfig();
  const file = killed('ledger.db', (name) => {
    const ledger = new Ledger({ file: name, config });
    for (let i = 0; i < 3; i += 1) {
      const note = { act: 'some.act', subject: String(i) };
      ledger.run([{ command: 'audit.note', body: note, actor: 'a', requestId: `r${i}`, at: 1 + i }]);
    }
    return ledger;
  });
  refusesTwice(file, (name) => new Ledger({ file: name, config }));
});

it('so do the stores of the vault and access.db', () => {
  const rows = (db: Database.Database) => {
    db.exec('CREATE TABLE IF NOT EXISTS t (text TEXT)');
    for (let i = 0; i < 3; i += 1) db.prepare('INSERT INTO t (text) VALUES (?)').run(`row ${i}`);
    return db;
  };
  const store = (name: string) => openStore(name, 'store', ['CREATE TABLE own (a TEXT)']);
  refusesTwice(
    killed('vault.db', (name) => rows(store(name))),
    store,
  );
  refusesTwice(
    killed('access.db', (name) => rows(openAccessDatabase(name))),
    openAccessDatabase,
  );
});
