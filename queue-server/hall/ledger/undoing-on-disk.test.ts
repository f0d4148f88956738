import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { LedgerCommand } from '../domain/decide.ts';
import { DayReader } from '../stats/day-reader.ts';
import { ReplayDays } from '../stats/replay.ts';
import { reportOf } from '../stats/report.ts';
import { MONDAY_9, scratchFolder } from '../testing/hall.ts';
import { QUEUE } from '../testing/rules.ts';
import { CLERK, callingHall, WINDOW } from '../testing/window.ts';
import { Ledger, type Request } from './ledger.ts';
import { comparable, verifyLedger } from './verify.ts';

const DAY = '2026-11-23';
/** Windows stay open: their hours are compared at one instant. */
const AN_HOUR_LATER = MONDAY_9 + 3_600_000;

it.each([
  ['window.call', () => ({})],
  // [K9]
  ['window.call-ticket', (waiting: string) => ({ ticket: waiting, reason: 'helper' })],
  // [K11]
  ['window.serve', () => ({ queue: QUEUE, items: [] })],
] as const)(
  '[K13] [K12] [I6] an undone %s that ended a service: the case is withdrawn, the day’s figures and the tables are clean',
  async (command, more) => {
    const scratch = scratchFolder();
    onTestFinished(() => scratch.remove());
    const { config } = callingHall();
    const file = path.join(scratch.path, 'ledger.db');
    let ledger = new Ledger({ file, config });
    let at = MONDAY_9;
    let serial = 0;
    const run = (name: LedgerCommand, body: object, actor = CLERK) => {
      at += 20_000;
      serial += 1;
      const request = { command: name, body, actor, requestId: `request-${serial}`, at } as Request;
      const [answer] = ledger.run([request]).answers;
      if (!answer?.ok) throw new Error(`${name}: ${answer?.error.code}`);
      return JSON.parse(answer.json) as Record<string, string>;
    };
    const here = (name: LedgerCommand, body: object = {}) => run(name, { window: WINDOW, ...body });
    const take = (items: readonly string[] = []) =>
      run('ticket.take', { queue: QUEUE, items, paperless: true, person: null }, 'kiosk-1').ticket as string;
    const report = () => {
      const days = new DayReader(file, config.timeZone);
      const made = reportOf([days.facts(DAY, AN_HOUR_LATER)], config, AN_HOUR_LATER);
      days.close();
      return made;
    };
    const undosTold = async () => {
      const days = new DayReader(file, config.timeZone);
      const { notable } = await new ReplayDays(days, async () => {}).timeline(config, DAY, at);
      days.close();
      return notable.filter(({ kind }) => kind === 'window.undone').length;
    };
    const outbox = () => {
      const db = new Database(file, { readonly: true });
      const rows = db.prepare('SELECT record, version FROM outbox').all();
      db.close();
      return rows;
    };
    const restarted = () => {
      const live = comparable(ledger.state);
      ledger.close();
      ledger = new Ledger({ file, config });
      expect(comparable(ledger.state)).toBe(live);
      const db = new Database(file, { readonly: true });
      expect(verifyLedger(db).problems).toEqual([]);
      db.close();
    };

    const first = take([config.items.find(({ queue }) => queue === QUEUE)!.id]);
    const second = take();
    here('window.open');
    here('window.call');
    here('window.start');
    const before = report();
    expect(before.figures).toMatchObject({ arrived: 2, called: 1, served: 0, open: 2 });

    here(command as LedgerCommand, { ...more(second), end: true });
    const record = `case:${ledger.state.tickets.get(first)?.caseNumber}`;
    expect(outbox()).toEqual([{ record, version: 1 }]);
    expect(report().figures).toMatchObject({ called: 2, served: 1 });
    // What the window remembers of both outlives a restart.
    restarted();

    here('window.undo');
    expect(outbox()).toEqual([{ record, version: 2 }]);
    expect(report()).toEqual(before);
    expect(await undosTold()).toBe(1);
    restarted();

    here('window.finish');
    expect(report().figures).toMatchObject({ arrived: 2, called: 1, served: 1 });
    restarted();
    ledger.close();
  },
);
