import { copyFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { archiveFolder } from './archive-files.ts';
import { Archiver } from './archiver.ts';
import { readAnchor, verifyTail } from './chain.ts';
import { exportLines } from './export.ts';
import { Ledger } from './ledger.ts';
import { LedgerReader } from './reader.ts';
import { comparable, verifyLedger } from './verify.ts';

const DAY = 86_400_000;
const config = testConfig((demo) => ({
  ...demo,
  calling: { ...demo.calling, lockSeconds: 0 },
  ledger: { ...demo.ledger, keepDays: 180 },
}));
const item = config.items.find((entry) => entry.queue === 'invoices')?.id ?? null;

let folder: ReturnType<typeof scratchFolder>;
let file: string;
beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'ledger.db');
});
afterEach(() => folder.remove());

/** Days of an old spring, over the end of a month, and one of today. */
function livedLedger(days = 5): Ledger {
  const ledger = new Ledger({ file, config });
  const spring = MONDAY_9 - 208 * DAY; // 2026-04-29
  for (let day = 0; day < days; day += 1) {
    liveDay(ledger, {
      from: spring + day * DAY,
      tickets: 40,
      queue: 'invoices',
      window: 'w18',
      item,
      left: 5,
      stepMs: 100,
    });
  }
  liveDay(ledger, {
    from: MONDAY_9,
    tickets: 10,
    queue: 'invoices',
    window: 'w18',
    item,
    left: 3,
    stepMs: 100,
  });
  return ledger;
}

function tidyAll(ledger: Ledger): number {
  let steps = 0;
  while (ledger.tidy()) steps += 1;
  return steps;
}

function verified() {
  const db = new Database(file, { readonly: true });
  const found = verifyLedger(db);
  db.close();
  return found;
}

const exported = () => {
  const db = new Database(file, { readonly: true });
  const lines = [...exportLines(db)];
  db.close();
  return lines;
};

describe('archive of old days', () => {
  it('moves old events and tickets into a file a month, byte for byte, and the chain goes on', () => {
    const ledger = livedLedger();
    const before = exported();
    const live = comparable(ledger.state);
    expect(tidyAll(ledger)).toBeGreaterThan(2);
    expect(readdirSync(archiveFolder(file))).toEqual(['ledger-2026-04.db', 'ledger-2026-05.db']);
    expect(exported()).toEqual(before);
    expect(comparable(ledger.state)).toBe(live);
    expect(verified()).toMatchObject({ problems: [], events: before.length });
    expect(verified().archived).toBeGreaterThan(1000);
    ledger.close();
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT COUNT(*) AS n FROM tickets').get()).toEqual({ n: 10 });
    expect(db.prepare('SELECT COUNT(*) AS n FROM outbox').get()).toEqual({ n: 14 });
    db.close();
    // A month that is complete is for reading only.
    expect(statSync(path.join(archiveFolder(file), 'ledger-2026-04.db')).mode & 0o777).toBe(0o400);
    const again = new Ledger({ file, config });
    expect(comparable(again.state)).toBe(live);
    again.close();
  });

  it('keeps at least the days it was told to, and everything of today', () => {
    const ledger = livedLedger(2);
    liveDay(ledger, { from: MONDAY_9 + 30 * DAY, tickets: 4, queue: 'invoices', window: 'w18', item });
    tidyAll(ledger);
    const db = new Database(file, { readonly: true });
    const first = db.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').get() as { at: number };
    expect(first.at).toBeGreaterThanOrEqual(MONDAY_9);
    expect(readAnchor(db).at).toBeLessThan(MONDAY_9 + (30 - 180) * DAY);
    db.close();
    ledger.close();
  });

  it.each([0, 1, 2])('survives a kill between copy and delete at step %i', (killedAt) => {
    const ledger = livedLedger();
    const before = exported();
    ledger.close();
    const db = new Database(file);
    let step = 0;
    const rules = { keepDays: 180, timeZone: config.timeZone };
    const archiver = new Archiver(db, archiveFolder(file), rules, () => {
      if (step++ === killedAt) throw new Error('killed');
    });
    const state = new Ledger({ file, config }).state;
    expect(() => {
      while (archiver.step(state));
    }).toThrow('killed');
    db.close();
    // The copies are there twice now: nothing counts twice.
    expect(exported()).toEqual(before);
    expect(verified()).toMatchObject({ problems: [], events: before.length });
    const again = new Ledger({ file, config });
    tidyAll(again);
    again.close();
    expect(exported()).toEqual(before);
    expect(verified()).toMatchObject({ problems: [], events: before.length });
  });

  it('finds a changed, a missing and a foreign archive, and a changed archived ticket', () => {
    const ledger = livedLedger();
    tidyAll(ledger);
    ledger.close();
    const april = path.join(archiveFolder(file), 'ledger-2026-04.db');
    const kept = path.join(folder.path, 'kept.db');
    copyFileSync(april, kept);
    const change = (sql: string) => {
      rmSync(april, { force: true });
      copyFileSync(kept, april);
      const db = new Database(april);
      db.exec(sql);
      db.close();
      return verified().problems.join('\n');
    };
    expect(
      change(`UPDATE events SET data = replace(data, 'G002', 'G902') WHERE type = 'ticket.taken'`),
    ).toContain('was changed');
    expect(change('DELETE FROM events WHERE seq = 7')).toContain('event 7 is missing');
    expect(change(`UPDATE tickets SET state = 'void' WHERE number = 'G003'`)).toContain(
      'ticket G003 of 2026-04-29 differs',
    );
    expect(change(`DELETE FROM tickets WHERE number = 'G003'`)).toContain(
      'ticket G003 of 2026-04-29 is not in the tables',
    );
    expect(
      change(`INSERT INTO tickets SELECT 'ffff', day, number, queue, state, doc FROM tickets LIMIT 1`),
    ).toContain('that no event took');
    rmSync(april);
    expect(verified().problems.join()).toContain('archive is not here');
  });

  it('checks the chain at the start from where the archive ends', () => {
    const ledger = livedLedger();
    tidyAll(ledger);
    const { head } = ledger;
    ledger.close();
    const db = new Database(file);
    expect(verifyTail(db, 100_000).head).toBe(head);
    db.prepare('UPDATE events SET actor = ? WHERE seq = (SELECT MIN(seq) FROM events)').run('someone');
    expect(() => verifyTail(db, 100_000)).toThrow(/changed at event/);
    db.prepare('DELETE FROM events WHERE seq = (SELECT MIN(seq) FROM events)').run();
    expect(() => verifyTail(db, 100_000)).toThrow(/lacks event/);
    db.close();
  });

  it('answers for tickets of archived days, with their story', () => {
    const ledger = livedLedger();
    const old = exported().flatMap((line) => {
      const { type, data } = JSON.parse(line) as { type: string; data: string };
      return type === 'ticket.taken' ? [(JSON.parse(data) as { ticket: string }).ticket] : [];
    })[0] as string;
    const db = new Database(file, { readonly: true });
    const reader = new LedgerReader(db, file);
    const before = reader.ticket(old);
    const story = before ? reader.storyOf(before) : [];
    expect(story.map((event) => event.type)).toEqual([
      'ticket.taken',
      'ticket.called',
      'ticket.started',
      'ticket.finished',
      'rating.given',
    ]);
    tidyAll(ledger);
    expect(db.prepare('SELECT 1 FROM tickets WHERE id = ?').get(old)).toBeUndefined();
    expect(reader.ticket(old)).toEqual(before);
    expect(before && reader.storyOf(before)).toEqual(story);
    expect(reader.ticket('f'.repeat(32))).toBeNull();
    reader.close();
    ledger.close();
  });

  it('keeps a ticket that the platform still has to hear about', () => {
    const ledger = livedLedger();
    ledger.close();
    const db = new Database(file);
    // As if the platform had never answered for one case.
    const { record, ticket } = db
      .prepare("SELECT record, ticket FROM outbox WHERE kind = 'case' LIMIT 1")
      .get() as {
      record: string;
      ticket: string;
    };
    db.prepare('UPDATE outbox SET accepted = 0 WHERE record = ?').run(record);
    db.close();
    const again = new Ledger({ file, config });
    tidyAll(again);
    const look = new Database(file, { readonly: true });
    const reader = new LedgerReader(look, file);
    expect(reader.outbox(9, null).map((row) => row.record)).toEqual([record]);
    expect(look.prepare('SELECT id FROM tickets WHERE id = ?').get(ticket)).toEqual({ id: ticket });
    again.run([
      {
        command: 'platform.accept',
        body: { record, version: 1 },
        actor: 'sync',
        requestId: 'late-accept',
        at: MONDAY_9 + DAY,
      },
    ]);
    tidyAll(again);
    expect(look.prepare('SELECT id FROM tickets WHERE id = ?').get(ticket)).toBeUndefined();
    expect(reader.ticket(ticket)?.id).toBe(ticket);
    reader.close();
    again.close();
  });

  it('forgets answers after a week, in memory too, and not before', () => {
    const ledger = new Ledger({ file, config });
    const take = (requestId: string, at: number) =>
      ledger.run([
        {
          command: 'ticket.take',
          body: { queue: 'invoices', items: [], paperless: true, person: null },
          actor: 'kiosk-1',
          requestId,
          at,
        },
      ]);
    take('first-one', MONDAY_9);
    take('second-one', MONDAY_9 + 6 * DAY);
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(true);
    expect(ledger.tidy()).toBe(false);
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(true);
    take('third-one', MONDAY_9 + 8 * DAY);
    ledger.tidy();
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(false);
    expect(ledger.knows('kiosk-1', 'second-one')).toBe(true);
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT request_id FROM requests').all()).toEqual([
      { request_id: 'second-one' },
      { request_id: 'third-one' },
    ]);
    db.close();
    ledger.close();
    expect(verified().problems).toEqual([]);
  });
});
