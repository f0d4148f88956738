import { copyFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyHall } from '../domain/state.ts';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { said } from '../testing/said.ts';
import { archiveFolder } from './archive-files.ts';
import { Archiver } from './archiver.ts';
import { Archives } from './archives.ts';
import { readAnchor, verifyTail, writeAnchor } from './chain.ts';
import { exportLines } from './export.ts';
import { Ledger } from './ledger.ts';
import { ticketIdsFrom } from './projections.ts';
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
    const rules = { keepDays: 180, timeZone: config.timeZone, platform: true };
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

  it('takes the tickets of a hall without a platform, whose records wait on and are counted', () => {
    livedLedger().close();
    const waitForAll = new Database(file);
    waitForAll.exec('UPDATE outbox SET accepted = 0');
    const all = waitForAll.prepare('SELECT COUNT(*) FROM outbox').pluck().get() as number;
    waitForAll.close();
    const linked = new Ledger({ file, config });
    tidyAll(linked);
    linked.close();
    const look = new Database(file, { readonly: true });
    const reader = new LedgerReader(look, file);
    const live = look.prepare('SELECT COUNT(*) FROM tickets WHERE id < ?').pluck();
    const monday = ticketIdsFrom(MONDAY_9 - 1);
    expect(live.get(monday)).toBeGreaterThan(100);
    expect(reader.outboxCounts().pending).toBe(all);
    const alone = new Ledger({ file, config, platform: false });
    tidyAll(alone);
    expect(live.get(monday)).toBe(0);
    // A platform that is linked one day gets what waits, from the archive.
    const waits = reader.outbox(9, null);
    expect(waits.map(({ ticket }) => reader.ticket(ticket)?.id)).toEqual(waits.map(({ ticket }) => ticket));
    const record = waits[0]?.record as string;
    const at = MONDAY_9 + DAY;
    const accept = { command: 'platform.accept', body: { record, version: 1 }, actor: 'sync', at } as const;
    alone.run([{ ...accept, requestId: 'late-accept' }]);
    expect(reader.outboxCounts().pending).toBe(all - 1);
    reader.close();
    alone.close();
  });

  it('looks at tickets that have to stay in bounded steps, and not again before one was accepted', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([
      { command: 'day.begin', body: {}, actor: 'hall', requestId: 'monday-01', at: MONDAY_9 } as never,
    ]);
    ledger.close();
    const db = new Database(file);
    const old = MONDAY_9 - 300 * DAY;
    const ticket = db.prepare(
      "INSERT INTO tickets VALUES (?, '2026-01-01', 'A1', 'invoices', 'finished', '{}')",
    );
    const record = db.prepare(
      'INSERT INTO outbox (record, kind, ticket, version, created_at) VALUES (?, ?, ?, 1, 0)',
    );
    const ids = Array.from({ length: 4500 }, (_, i) => ticketIdsFrom(old + i).padEnd(32, '0'));
    db.transaction(() => {
      for (const id of ids) {
        ticket.run(id);
        record.run(`case:${id}`, 'case', id);
      }
    })();
    writeAnchor(db, { seq: 0, at: MONDAY_9 - 250 * DAY, hash: '0'.repeat(64) });
    const rules = { keepDays: 180, timeZone: config.timeZone, platform: true };
    const archiver = new Archiver(db, archiveFolder(file), rules);
    const state = { ...emptyHall(), at: MONDAY_9, dayBegan: MONDAY_9 };
    const steps = () => Array.from({ length: 4 }, () => archiver.step(state));
    expect(steps()).toEqual([true, true, false, false]);
    expect(steps()).toEqual([false, false, false, false]);
    db.prepare('UPDATE outbox SET accepted = 1 WHERE ticket = ?').run(ids[1]);
    db.prepare("UPDATE counters SET value = value + 1 WHERE name = 'outbox.synced'").run();
    expect(steps()).toEqual([true, true, false, false]);
    expect(db.prepare('SELECT COUNT(*) FROM tickets').pluck().get()).toBe(4499);
    // Others are accepted all the time: the last one is reached all the same.
    db.prepare('UPDATE outbox SET accepted = 1 WHERE ticket = ?').run(ids.at(-1));
    for (let step = 0; step < 4; step += 1) {
      db.prepare("UPDATE counters SET value = value + 1 WHERE name = 'outbox.synced'").run();
      archiver.step(state);
    }
    expect(db.prepare('SELECT COUNT(*) FROM tickets').pluck().get()).toBe(4498);
    db.close();
  });

  it('does not open the ledger anew for an archive that is being read, and says so if it lasts', () => {
    const ledger = livedLedger();
    ledger.tidy();
    const reader = new Database(path.join(archiveFolder(file), 'ledger-2026-04.db'), { readonly: true });
    reader.exec('BEGIN; SELECT COUNT(*) FROM events');
    const said = vi.spyOn(console, 'error');
    const { state } = ledger;
    expect([ledger.tidy(), ledger.archiveFailure]).toEqual([false, null]);
    expect(ledger.state).toBe(state);
    for (let again = 0; again < 2; again += 1) expect(ledger.tidy()).toBe(false);
    expect(ledger.archiveFailure).toContain('locked');
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    reader.close();
    expect([ledger.tidy(), ledger.archiveFailure]).toEqual([true, null]);
    ledger.close();
  });

  it('opens the one month that has the answer, and none for an id that was never given', () => {
    const ledger = livedLedger();
    const db = new Database(file, { readonly: true });
    const ids = db.prepare('SELECT id FROM tickets ORDER BY id').pluck().all() as string[];
    tidyAll(ledger);
    const archives = new Archives(archiveFolder(file), () => readAnchor(db));
    expect([archives.ticket('f'.repeat(32)), archives.event(1_000_000), archives.opened]).toEqual([
      null,
      null,
      0,
    ]);
    expect(archives.ticket(ids[0] as string)?.id).toBe(ids[0]);
    expect(archives.event(1)?.seq).toBe(1);
    const may = ids.findLast((id) => id < ticketIdsFrom(readAnchor(db).at)) as string;
    expect(archives.ticket(may)?.id).toBe(may);
    const before = archives.opened;
    expect(archives.ticket(may)?.id).toBe(may);
    expect(archives.event(2)?.seq).toBe(2);
    expect(archives.opened).toBe(before + 2);
    expect(archives.ticket('0'.repeat(32))).toBeNull();
    expect(archives.opened).toBe(before + 2);
    db.close();
    ledger.close();
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
    for (let day = 1; day < 6; day += 1) take(`day-${day}`, MONDAY_9 + day * DAY);
    take('second-one', MONDAY_9 + 6 * DAY);
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(true);
    expect(ledger.tidy()).toBe(false);
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(true);
    take('seventh-one', MONDAY_9 + 7 * DAY);
    take('third-one', MONDAY_9 + 8 * DAY);
    ledger.tidy();
    expect(ledger.knows('kiosk-1', 'first-one')).toBe(false);
    expect(ledger.knows('kiosk-1', 'second-one')).toBe(true);
    const db = new Database(file, { readonly: true });
    const kept = db.prepare('SELECT request_id FROM requests').pluck().all();
    expect(kept.slice(0, 2)).toEqual(['day-1', 'day-2']);
    expect(kept.at(-1)).toBe('third-one');
    db.close();
    ledger.close();
    expect(verified().problems).toEqual([]);
  });

  it('remembers answers over a leap of the clock and a restart after it', () => {
    const ledger = new Ledger({ file, config });
    const take = (into: Ledger, requestId: string, at: number) =>
      said(
        into.run([
          {
            command: 'ticket.take',
            body: { queue: 'invoices', items: [], paperless: true, person: null },
            actor: 'kiosk-1',
            requestId,
            at,
          },
        ]).answers[0],
      );
    const before = take(ledger, 'before-it', MONDAY_9);
    take(ledger, 'after-it', MONDAY_9 + 365 * DAY);
    tidyAll(ledger);
    expect(ledger.knows('kiosk-1', 'before-it')).toBe(true);
    ledger.close();
    const again = new Ledger({ file, config });
    tidyAll(again);
    expect(take(again, 'before-it', MONDAY_9 + 365 * DAY + 1000)).toBe(before);
    for (let day = 1; day < 9; day += 1) take(again, `later-${day}`, MONDAY_9 + (365 + day) * DAY);
    tidyAll(again);
    expect([again.knows('kiosk-1', 'before-it'), again.knows('kiosk-1', 'later-2')]).toEqual([false, true]);
    again.close();
  });
});
