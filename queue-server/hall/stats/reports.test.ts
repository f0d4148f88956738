import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ReplayMinute, ReplayTimeline, Report } from '@hall/shared/contracts/reports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerCommand, LedgerCommands } from '../domain/decide.ts';
import type { HallState } from '../domain/state.ts';
import { archiveFolder } from '../ledger/archive-files.ts';
import { Ledger, type Request } from '../ledger/ledger.ts';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { MINUTE_MS } from './days.ts';
import { pictureOf } from './picture.ts';
import { Reports } from './reports.ts';

const DAY_MS = 86_400_000;
const config = testConfig((demo) => ({ ...demo, calling: { ...demo.calling, lockSeconds: 0 } }));
const queue = 'invoices';
const window = 'w18';
const MONDAY = '2026-11-23';

let folder: ReturnType<typeof scratchFolder>;
let ledger: Ledger;
let reports: Reports;
beforeEach(() => {
  folder = scratchFolder();
  const ledgerFile = path.join(folder.path, 'ledger.db');
  ledger = new Ledger({ file: ledgerFile, config, platform: false });
  reports = new Reports({ ledgerFile, timeZone: config.timeZone, config: () => config }, 60_000);
});
afterEach(async () => {
  await reports.close();
  ledger.close();
  folder.remove();
});

let serial = 0;
function run<N extends LedgerCommand>(
  command: N,
  body: LedgerCommands[N],
  at: number,
  actor = 'clerk01',
): void {
  serial += 1;
  const request = { command, body, actor, requestId: `test-${serial}`, repeatable: false, at } as Request;
  const [answer] = ledger.run([request]).answers;
  if (!answer?.ok) throw new Error(`${command}: ${answer?.error.code}`);
}
const take = (at: number) =>
  run('ticket.take', { queue, items: [], paperless: true, person: null }, at, 'kiosk-1');

async function must<T>(
  asked: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const moment = (now: number, today = MONDAY) => ({ now, today });

describe('reports from a real ledger', () => {
  it('a thread that hangs is ended with the next question, which gets a new one', async () => {
    run('day.begin', {}, MONDAY_9, 'hall');
    take(MONDAY_9);
    const ledgerFile = path.join(folder.path, 'ledger.db');
    // Silent for longer than nothing at all.
    const hasty = new Reports({ ledgerFile, timeZone: config.timeZone, config: () => config }, 60_000, 0);
    const asked = moment(MONDAY_9 + MINUTE_MS);
    const day = { from: MONDAY, to: MONDAY, clerks: false };
    const first = hasty.ask('report', day, asked).catch((error: Error) => error.message);
    const second = hasty.ask('timeline', { day: MONDAY }, asked);
    expect(await first).toBe('the reports thread hung');
    expect((await second).ok).toBe(true);
    await hasty.close();
  });

  it('a day by the clock: waits, services, carry-over; each answer fits the contract', async () => {
    run('day.begin', {}, MONDAY_9, 'hall');
    run('window.open', { window }, MONDAY_9);
    for (const minute of [1, 2, 3]) take(MONDAY_9 + minute * MINUTE_MS);
    run('window.call', { window }, MONDAY_9 + 11 * MINUTE_MS);
    run('window.start', { window }, MONDAY_9 + 12 * MINUTE_MS);
    run('window.finish', { window }, MONDAY_9 + 20 * MINUTE_MS);
    run('window.call', { window }, MONDAY_9 + 22 * MINUTE_MS);
    run('window.no-show', { window, reason: 'absent' }, MONDAY_9 + 25 * MINUTE_MS);
    const now = MONDAY_9 + 40 * MINUTE_MS;
    const report = await must(reports.ask('report', { from: MONDAY, to: MONDAY, clerks: true }, moment(now)));
    expect(Report.safeParse(report).error).toBeUndefined();
    expect(report.figures).toMatchObject({
      arrived: 3,
      served: 1,
      noShow: 1,
      open: 1,
      waitAvg: 15,
      serviceAvg: 8,
    });
    expect(report.halfHours).toEqual([{ from: '09:00', arrived: 3, called: 2, served: 1, waiting: 1 }]);
    expect(report.groups.clerk).toMatchObject([{ id: 'clerk01', openMinutes: 40, figures: { served: 1 } }]);
    const own = await must(reports.ask('own', { from: MONDAY, to: MONDAY, clerk: 'clerk02' }, moment(now)));
    expect(own).toBeNull();
  });

  it('whoever is served over midnight is counted on the first day, once; who waited is closed', async () => {
    const night = Date.parse('2026-11-23T23:50:00+08:00');
    run('window.open', { window }, night);
    take(night + MINUTE_MS);
    take(night + 2 * MINUTE_MS);
    run('window.call', { window }, night + 3 * MINUTE_MS);
    run('window.start', { window }, night + 4 * MINUTE_MS);
    run('window.finish', { window }, night + 24 * MINUTE_MS);
    const now = night + 60 * MINUTE_MS;
    const both = await must(
      reports.ask('report', { from: MONDAY, to: '2026-11-24', clerks: true }, moment(now, '2026-11-24')),
    );
    expect(both.days.map(({ figures }) => [figures.arrived, figures.served, figures.closed])).toEqual([
      [2, 1, 1],
      [0, 0, 0],
    ]);
    expect(both.figures.serviceMax).toBe(20);
    // Replay of the first minutes of the new day knows whom they speak of.
    const at = Date.parse('2026-11-24T00:05:00+08:00');
    const picture = await must(reports.ask('minute', { day: '2026-11-24', at }, moment(now, '2026-11-24')));
    expect(picture.windows.find(({ id }) => id === window)).toMatchObject({
      servingState: 'serving',
      state: 'open',
    });
  });

  it('an archived day reads as it did before, report and replay', async () => {
    const spring = MONDAY_9 - 500 * DAY_MS;
    const day = new Date(spring + 8 * 3_600_000).toISOString().slice(0, 10);
    liveDay(ledger, { from: spring, tickets: 40, queue, window, item: null, left: 5, stepMs: 1000 });
    liveDay(ledger, { from: MONDAY_9, tickets: 5, queue, window, item: null });
    const now = MONDAY_9 + 3_600_000;
    const ask = { from: day, to: day, clerks: true };
    const before = await must(reports.ask('report', ask, moment(now)));
    const at = spring + 120_000;
    const picture = await must(reports.ask('minute', { day, at }, moment(now)));
    while (ledger.tidy());
    expect(readdirSync(archiveFolder(path.join(folder.path, 'ledger.db')))).toHaveLength(1);
    await reports.close();
    expect((await must(reports.ask('report', ask, moment(now)))).groups).toEqual(before.groups);
    expect(before.figures).toMatchObject({ arrived: 40, served: 35, closed: 5 });
    expect(await must(reports.ask('minute', { day, at }, moment(now)))).toEqual(picture);
  });

  it('a day without records is refused by its name', async () => {
    run('day.begin', {}, MONDAY_9, 'hall');
    for (const day of ['2026-11-22', '2026-11-24']) {
      const asked = await reports.ask('timeline', { day }, moment(MONDAY_9));
      expect(asked).toMatchObject({ ok: false, error: { code: 'DAY_UNKNOWN' } });
    }
  });

  it('the month in which a hall begins is told from its first day on', async () => {
    liveDay(ledger, { from: MONDAY_9, tickets: 5, queue, window, item: null });
    const ask = (from: string, to: string) =>
      reports.ask('report', { from, to, clerks: false }, moment(MONDAY_9 + 3_600_000));
    const month = await must(ask('2026-11-01', MONDAY));
    expect([month.from, month.to, month.figures.arrived]).toEqual([MONDAY, MONDAY, 5]);
    expect(await ask('2026-10-01', '2026-10-31')).toMatchObject({ error: { code: 'DAY_UNKNOWN' } });
    expect(await ask('2026-11-01', '2026-11-24')).toMatchObject({ error: { code: 'DAY_UNKNOWN' } });
  });

  it('a report that takes long is told to be running, and is there when it is asked again', async () => {
    liveDay(ledger, { from: MONDAY_9, tickets: 50, queue, window, item: null });
    const impatient = new Reports(
      { ledgerFile: path.join(folder.path, 'ledger.db'), timeZone: config.timeZone, config: () => config },
      0,
    );
    const ask = () =>
      impatient.ask('report', { from: MONDAY, to: MONDAY, clerks: true }, moment(MONDAY_9 + 60_000));
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'REPORT_RUNNING' } });
    let answer = await ask();
    for (let i = 0; i < 500 && !answer.ok; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      answer = await ask();
    }
    expect(answer).toMatchObject({ ok: true, value: { figures: { arrived: 50 } } });
    await impatient.close();
  });
});

describe('replay', () => {
  it('every minute is the state that really was then', async () => {
    const states: { at: number; state: HallState }[] = [];
    const keep = (at: number) => states.push({ at, state: ledger.state });
    run('window.open', { window }, MONDAY_9);
    for (let minute = 1; minute <= 40; minute += 1) {
      const at = MONDAY_9 + minute * MINUTE_MS;
      take(at);
      if (minute % 3 === 0) run('window.call', { window }, at + 1_000);
      if (minute % 3 === 1 && minute > 3) run('window.start', { window }, at + 1_000);
      if (minute % 3 === 2 && minute > 3) run('window.finish', { window }, at + 1_000);
      keep(at + 1_000);
    }
    const now = MONDAY_9 + 45 * MINUTE_MS;
    for (const { at, state } of states) {
      const picture = await must(reports.ask('minute', { day: MONDAY, at }, moment(now)));
      expect(ReplayMinute.safeParse(picture).error).toBeUndefined();
      expect(picture).toEqual(pictureOf(state, config, MONDAY, at));
    }
    const timeline = await must(reports.ask('timeline', { day: MONDAY }, moment(now)));
    expect(ReplayTimeline.safeParse(timeline).error).toBeUndefined();
    expect(timeline.points.reduce((sum, { calls }) => sum + calls, 0)).toBe(13);
    expect(timeline.notable.map(({ kind }) => kind)).toEqual(['day.began', 'window.opened']);
    // The day goes on: what came later is there, too.
    take(now + MINUTE_MS);
    const later = now + 2 * MINUTE_MS;
    const picture = await must(reports.ask('minute', { day: MONDAY, at: later }, moment(later)));
    expect(picture).toEqual(pictureOf(ledger.state, config, MONDAY, later));
  });
});

describe('a day of 20,000 tickets', () => {
  it('is reported and replayed while the main thread goes on', async () => {
    const two = [
      { queue, window, from: MONDAY_9 - DAY_MS },
      { queue: 'enquiry', window: 'w37', from: MONDAY_9 - DAY_MS + 6 * 3_600_000 },
    ];
    const wide = testConfig((demo) => ({
      ...demo,
      calling: { ...demo.calling, lockSeconds: 0 },
      queues: demo.queues.map((one) =>
        two.some((busy) => busy.queue === one.id)
          ? { ...one, digits: 4, firstNumber: 0, lastNumber: 9999, dailyQuota: 10_000 }
          : one,
      ),
    }));
    ledger.close();
    ledger = new Ledger({ file: path.join(folder.path, 'ledger.db'), config: wide, platform: false });
    for (const busy of two) liveDay(ledger, { ...busy, tickets: 10_000, item: null, stepMs: 200 });
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const ask = { from: '2026-11-22', to: '2026-11-22', clerks: true };
    const began = performance.now();
    const report = await must(reports.ask('report', ask, moment(MONDAY_9)));
    const took = performance.now() - began;
    clearInterval(watch);
    expect(report.figures.arrived).toBe(20_000);
    // Judged against itself: had it run here, the longest gap would have been all of it.
    expect(longest).toBeLessThan(Math.max(took / 2, 50));
    const at = MONDAY_9 - DAY_MS + 30 * MINUTE_MS;
    const picture = await must(reports.ask('minute', { day: '2026-11-22', at }, moment(MONDAY_9)));
    expect(picture.today.issued).toBeGreaterThan(0);
  }, 120_000);
});
