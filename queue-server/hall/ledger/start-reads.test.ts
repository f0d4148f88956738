import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { verifyTail } from './chain.ts';
import { Ledger } from './ledger.ts';
import { Projections } from './projections.ts';
import { LedgerReader } from './reader.ts';

const config = testConfig((demo) => ({ ...demo, calling: { ...demo.calling, lockSeconds: 0 } }));

let folder: ReturnType<typeof scratchFolder>;
let file: string;
beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'ledger.db');
});
afterEach(() => folder.remove());

it('walks through no table of years at the start, nor for a view', () => {
  const ledger = new Ledger({ file, config });
  liveDay(ledger, {
    from: MONDAY_9,
    tickets: 20,
    queue: 'invoices',
    window: 'w18',
    item: null,
    left: 3,
    stepMs: 9,
  });
  ledger.close();
  const db = new Database(file, { readonly: true });
  const asked: string[] = [];
  const listening = new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') {
        return (sql: string) => {
          asked.push(sql);
          return target.prepare(sql);
        };
      }
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const tail = verifyTail(listening);
  expect(new Projections(listening).read(tail.seq, tail.at).tickets.size).toBe(20);
  const reader = new LedgerReader(listening, file);
  reader.outboxCounts();
  reader.newestHead();
  reader.size();
  expect(asked.length).toBeGreaterThan(15);
  const walks = asked.flatMap((sql) => {
    // With a limit only so many rows are read, in the order of the primary key.
    if (/\bLIMIT\b/.test(sql)) return [];
    const holes = Array.from({ length: sql.match(/\?/g)?.length ?? 0 }, () => null);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...holes) as { detail: string }[];
    return (
      plan
        .map(({ detail }) => detail)
        .filter((detail) => /^SCAN (events|tickets|requests|outbox)\b/.test(detail))
        // What still waits for the platform has an index of its own.
        .filter((detail) => !detail.includes('INDEX outbox_waiting'))
        .map((detail) => `${detail}: ${sql}`)
    );
  });
  expect(walks).toEqual([]);
  db.close();
});
