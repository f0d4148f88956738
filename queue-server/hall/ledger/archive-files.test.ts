import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { ARCHIVE_SCHEMA, archiveFile, archiveFilesIn, archiveFolder, openArchive } from './archive-files.ts';
import { Ledger } from './ledger.ts';
import { verifyLedger } from './verify.ts';

let scratch: ReturnType<typeof scratchFolder>;
let folder: string;
beforeEach(() => {
  scratch = scratchFolder();
  folder = archiveFolder(path.join(scratch.path, 'ledger.db'));
  mkdirSync(folder);
});
afterEach(() => scratch.remove());

/** An archive as a kill in the middle of a step leaves it: rows half written, the journal beside them. */
function killed(month: string): string {
  const source = path.join(scratch.path, 'source.db');
  const db = new Database(source);
  db.exec(ARCHIVE_SCHEMA);
  db.prepare("INSERT INTO tickets VALUES ('t0', 'd', 'n', 'q', 's', '{}')").run();
  // Pages go to the file before the commit.
  db.pragma('cache_size = 1');
  db.exec('BEGIN');
  const put = db.prepare("INSERT INTO tickets VALUES (?, 'd', 'n', 'q', 's', ?)");
  for (let i = 1; i < 200; i += 1) put.run(`t${i}`, 'x'.repeat(3000));
  const file = archiveFile(folder, month);
  for (const tail of ['', '-journal']) copyFileSync(`${source}${tail}`, `${file}${tail}`);
  db.close();
  return file;
}

const tickets = (db: Database.Database) => {
  const count = db.prepare('SELECT COUNT(*) FROM tickets').pluck().get();
  db.close();
  return count;
};

describe('an archive whose writer was killed', () => {
  it('is whole again for whoever reads it next, also where it is sealed', () => {
    const file = killed('2026-04');
    chmodSync(file, 0o400);
    expect(() => tickets(new Database(file, { readonly: true }))).toThrow(
      'attempt to write a readonly database',
    );
    expect(tickets(openArchive(file))).toBe(1);
    expect([existsSync(`${file}-journal`), statSync(file).mode & 0o777]).toEqual([false, 0o400]);
  });

  it('is whole again once the ledger was opened, for readers that cannot write', () => {
    const file = killed('2026-04');
    new Ledger({ file: path.join(scratch.path, 'ledger.db'), config: testConfig() }).close();
    expect(tickets(new Database(file, { readonly: true }))).toBe(1);
  });

  it('reads as empty where it did not get its tables', () => {
    writeFileSync(archiveFile(folder, '2026-03'), '');
    const half = new Database(archiveFile(folder, '2026-04'));
    half.exec(ARCHIVE_SCHEMA.slice(0, ARCHIVE_SCHEMA.indexOf(';') + 1));
    half.close();
    expect(archiveFilesIn(folder).map((file) => tickets(openArchive(file)))).toEqual([0, 0]);
    const ledger = new Ledger({ file: path.join(scratch.path, 'ledger.db'), config: testConfig() });
    ledger.close();
    const db = new Database(path.join(scratch.path, 'ledger.db'), { readonly: true });
    expect(verifyLedger(db).problems.filter((text) => text.includes('table:'))).toEqual([]);
    db.close();
    expect(readdirSync(folder)).toEqual(['ledger-2026-03.db', 'ledger-2026-04.db']);
  });
});
