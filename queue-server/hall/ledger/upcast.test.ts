import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { chainHash, GENESIS, type HashedRow } from './chain.ts';
import { exportLines } from './export.ts';
import { Ledger } from './ledger.ts';
import { LIFTS, type Lifts, upcast, versionOf } from './upcast.ts';
import { verifyLedger } from './verify.ts';

const V1 = readFileSync(new URL('./fixtures/ledger-v1.sql', import.meta.url), 'utf8');
const config = testConfig();

let folder: ReturnType<typeof scratchFolder>;
let file: string;
beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'ledger.db');
  const db = new Database(file);
  db.exec(V1);
  db.close();
});
afterEach(() => folder.remove());

const stored = () => {
  const db = new Database(file, { readonly: true });
  const lines = [...exportLines(db)];
  db.close();
  return lines;
};
const problems = (lifts?: Lifts) => {
  const db = new Database(file, { readonly: true });
  const found = verifyLedger(db, lifts ? { lifts } : {});
  db.close();
  return found.problems;
};
const openWindow = {
  command: 'window.open',
  body: { window: 'w19' },
  actor: 'clerk02',
  requestId: 'fixture-next',
  at: MONDAY_9 + 3_600_000,
} as const;

/** What a second version of two events could be: a field that is new, and one that got another name. */
const lifts: Lifts = {
  'ticket.taken@1': (data) => ({ ...data, language: 'zh' }),
  'window.opened@1': ({ by, clerk, ...data }) => ({ ...data, clerk: by ?? clerk }),
};

describe('events of older versions', () => {
  it('are read from a ledger that the first program wrote, which goes on under the newest schema', () => {
    const before = stored();
    expect(before).toHaveLength(15);
    const ledger = new Ledger({ file, config });
    expect(ledger.state.tickets.size).toBe(3);
    expect(ledger.run([openWindow]).answers[0]?.ok).toBe(true);
    ledger.close();
    expect(stored().slice(0, 15)).toEqual(before);
    expect(problems()).toEqual([]);
  });

  it('are lifted when they are read, are never rewritten, and stand beside new ones in one chain', () => {
    const before = stored();
    const ledger = new Ledger({ file, config, lifts });
    const { events } = ledger.run([openWindow]);
    ledger.close();
    expect(events).toMatchObject([{ type: 'window.opened', v: 2 }]);
    const rows = stored();
    expect(rows.slice(0, 15)).toEqual(before);
    expect(rows.map((line) => (JSON.parse(line) as { v: number }).v)).toEqual([...Array(15).fill(1), 2]);
    expect(problems(lifts)).toEqual([]);
    // A program that does not know version 2 says so instead of guessing.
    expect(problems().join()).toContain(
      'event 16 cannot be replayed: event 16 (window.opened) has version 2',
    );
  });

  it('replay to the same tables from an older shape only through its lift', () => {
    new Ledger({ file, config, lifts }).close();
    const db = new Database(file);
    let head = GENESIS;
    // No ticket was taken behind this event, so no short code depends on its hash.
    for (const old of db.prepare('SELECT * FROM events ORDER BY seq').all() as HashedRow[]) {
      const row =
        old.type === 'window.opened' ? { ...old, data: old.data.replace('"clerk":', '"by":') } : old;
      head = chainHash(head, row);
      db.prepare('UPDATE events SET data = ?, hash = ? WHERE seq = ?').run(
        row.data,
        Buffer.from(head, 'hex'),
        row.seq,
      );
    }
    db.close();
    expect(stored().join()).toContain('\\"by\\":\\"clerk01\\"');
    expect(problems(lifts)).toEqual([]);
    expect(problems().join()).toContain('the tables differ from the replayed events');
  });

  it('go through every lift in turn', () => {
    const chain: Lifts = {
      'window.opened@1': (data) => ({ ...data, steps: ['1→2'] }),
      'window.opened@2': (data) => ({ ...data, steps: [...(data.steps as string[]), '2→3'] }),
    };
    const row = {
      seq: 1,
      at: 1,
      occurred_at: 1,
      type: 'window.opened',
      actor: 'a',
      request_id: 'r',
      data: '{}',
    };
    expect(versionOf('window.opened', chain)).toBe(3);
    expect(upcast({ ...row, v: 1 }, chain)).toMatchObject({ v: 3, data: { steps: ['1→2', '2→3'] } });
    expect(upcast({ ...row, v: 2, data: '{"steps":[]}' }, chain)).toMatchObject({
      v: 3,
      data: { steps: ['2→3'] },
    });
    expect(upcast({ ...row, v: 3 }, chain)).toMatchObject({ v: 3, data: {} });
    expect(() => upcast({ ...row, v: 4 }, chain)).toThrow('from a newer program');
    // A lift without the one before it would be skipped in silence.
    for (const name of Object.keys(LIFTS)) {
      const [type, v] = name.split('@') as [string, string];
      expect(versionOf(type)).toBeGreaterThan(Number(v));
    }
  });
});

it('tables that an older program filled in the morning agree with the events until the day is over', () => {
  rmSync(file);
  const ledger = new Ledger({ file, config });
  const made = {
    ...{ certificate: 'c'.repeat(32), kind: 'insurance', personRef: `p${'1'.repeat(32)}` },
    ...{ verification: 'QXTW-7K2M-44RA', digest: '0'.repeat(64), validUntil: '2027-02-23' },
  };
  const at = MONDAY_9 + 1_800_000;
  ledger.run([
    { ...openWindow, at: MONDAY_9 },
    { command: 'certificate.issue', body: made, actor: 'kiosk-1', requestId: 'older-program', at },
  ]);
  ledger.close();
  const db = new Database(file);
  db.exec("UPDATE docs SET doc = json_remove(doc, '$.since', '$.traced') WHERE kind = 'certificate'");
  db.close();
  expect(problems()).toEqual(['the tables differ from the replayed events']);
  const taken = new Database(file);
  taken.exec("UPDATE meta SET value = (SELECT MAX(seq) FROM events) WHERE key = 'certificates-since'");
  taken.close();
  expect(problems()).toEqual([]);
});
