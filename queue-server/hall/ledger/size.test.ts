import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { archiveFile, archiveFolder } from './archive-files.ts';
import { Ledger } from './ledger.ts';
import { type LedgerSize, measureLedger, sizeOutlook } from './size.ts';

const MIB = 1024 * 1024;
const size: LedgerSize = {
  liveBytes: 100 * MIB,
  freeBytes: 0,
  archiveBytes: 300 * MIB,
  diskFreeBytes: 10_000 * MIB,
  bytesPerDay: MIB,
};

describe('sizeOutlook', () => {
  it.each([
    ['the budget ends first', {}, 1_400, 1_000],
    ['the disk ends first', { diskFreeBytes: 50 * MIB }, 1_400, 50],
    ['pages that the archive freed are filled before', { freeBytes: 20 * MIB }, 1_400, 1_020],
    ['the budget is used up', {}, 300, 0],
    ['nothing is known about the growth', { bytesPerDay: null }, 1_400, null],
  ] as const)('%s', (_when, change, budgetMiB, daysLeft) => {
    expect(sizeOutlook({ ...size, ...change }, budgetMiB)).toMatchObject({
      bytes: 400 * MIB,
      budgetBytes: budgetMiB * MIB,
      daysLeft,
    });
  });
});

describe('measureLedger', () => {
  let folder: ReturnType<typeof scratchFolder>;
  beforeEach(() => {
    folder = scratchFolder();
  });
  afterEach(() => folder.remove());

  it('counts database, log and archives, and the growth from the second day on', () => {
    const file = path.join(folder.path, 'ledger.db');
    const config = testConfig((demo) => ({ ...demo, calling: { ...demo.calling, lockSeconds: 0 } }));
    const ledger = new Ledger({ file, config });
    const day = { tickets: 30, queue: 'invoices', window: 'w18', item: null, stepMs: 10 };
    liveDay(ledger, { ...day, from: MONDAY_9 });
    const db = new Database(file, { readonly: true });
    const first = measureLedger(db, file);
    expect(first).toMatchObject({ archiveBytes: 0, bytesPerDay: null });
    expect(first.liveBytes).toBeGreaterThan(50_000);
    expect(first.diskFreeBytes).toBeGreaterThan(0);
    liveDay(ledger, { ...day, from: MONDAY_9 + 2 * 86_400_000 });
    mkdirSync(archiveFolder(file));
    writeFileSync(archiveFile(archiveFolder(file), '2026-05'), Buffer.alloc(12_345));
    writeFileSync(path.join(archiveFolder(file), 'notes.txt'), 'not an archive');
    const second = measureLedger(db, file);
    expect(second.archiveBytes).toBe(12_345);
    const used = (db.pragma('page_count', { simple: true }) as number) * 4096 - second.freeBytes;
    expect(Math.abs((second.bytesPerDay as number) - used / 2)).toBeLessThan(used / 100);
    db.close();
    ledger.close();
  });
});
