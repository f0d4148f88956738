import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { openAccessDatabase } from './database.ts';
import { PaperKeyStore } from './paper-keys.ts';

let folder: ReturnType<typeof scratchFolder>;
let db: Database.Database;
beforeEach(() => {
  folder = scratchFolder();
  db = openAccessDatabase(path.join(folder.path, 'access.db'));
});
afterEach(() => {
  db.close();
  folder.remove();
});
const key = (n: number) => `${String(n).padStart(42, 'k')}A`;

it('keeps what machines told over a restart, and lets no machine take over the key of another', () => {
  const store = new PaperKeyStore(db);
  expect(store.told('kiosk-1', key(1), 1)).toBe(true);
  expect(store.told('kiosk-1', key(1), 2)).toBe(true);
  expect(store.told('kiosk-2', key(1), 3)).toBe(false);
  db.close();
  db = openAccessDatabase(path.join(folder.path, 'access.db'));
  expect(new PaperKeyStore(db).all()).toEqual([{ device: 'kiosk-1', key: key(1) }]);
});

it('keeps the newest keys of a machine, and no list without an end', () => {
  const store = new PaperKeyStore(db);
  store.told('kiosk-2', key(99), 1);
  for (let n = 1; n <= 12; n += 1) store.told('kiosk-1', key(n), n);
  expect(store.all().map((entry) => entry.key)).toEqual([...[5, 6, 7, 8, 9, 10, 11, 12].map(key), key(99)]);
});

it('throws where the disk fails, and then knows no more than before', () => {
  const store = new PaperKeyStore(db);
  db.close();
  expect(() => store.told('kiosk-1', key(1), 1)).toThrow();
  expect(store.all()).toEqual([]);
  db = new Database(':memory:');
});
