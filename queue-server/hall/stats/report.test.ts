import { BESIDE_FIGURES, FIGURE_IDS, FIGURES } from '@hall/shared/contracts/figures';
import { Report } from '@hall/shared/contracts/reports';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';
import { testConfig } from '../testing/hall.ts';
import { factsFrom } from './day-facts.ts';
import { addDays, daySpan, dayStart, MINUTE_MS, slotOf, weekdayOf } from './days.ts';
import { madeDay, madeEvent, ZONE } from './made-days.testing.ts';
import { reportOf } from './report.ts';
import { Spread } from './spread.ts';
import { plainVisit, visitFromEvents } from './visits.ts';

const DAY = '2026-11-23';
const config = testConfig((demo) => ({
  ...demo,
  queues: demo.queues.map((queue) => ({ ...queue, warnAfterMin: queue.id === 'enquiry' ? 10 : 30 })),
}));
const H9 = 9 * 60;

describe('figures of a made-up day, computed by hand', () => {
  // Waits 5, 10, 20, 40; services 10, 6, 14; one no-show; one gave up; one closed; one paper that never came out.
  const day = madeDay(
    DAY,
    [
      { queue: 'enquiry', at: H9, called: H9 + 5, ended: H9 + 15, window: 'w1', clerk: 'clerk01' },
      { queue: 'enquiry', at: H9 + 10, called: H9 + 20, ended: H9 + 26, window: 'w1', clerk: 'clerk01' },
      { queue: 'company', at: H9 + 20, called: H9 + 40, ended: H9 + 54, window: 'w3', clerk: 'clerk02' },
      {
        queue: 'company',
        at: H9 + 25,
        called: H9 + 65,
        ended: H9 + 67,
        end: 'no-show',
        window: 'w3',
        clerk: 'clerk02',
      },
      { queue: 'company', at: H9 + 28, ended: H9 + 35, end: 'cancelled' },
      { queue: 'enquiry', at: H9 + 29, end: 'closed' },
      { queue: 'enquiry', at: H9 + 31, end: 'not-issued' },
    ],
    { grades: [5, 4] },
  );
  const report = reportOf([day], config, day.until);
  const { figures } = report;

  it('counts every person once, in one of the ends', () => {
    expect(figures).toMatchObject({
      arrived: 6,
      served: 3,
      noShow: 1,
      cancelled: 1,
      closed: 1,
      open: 0,
      called: 4,
    });
    expect(figures.noShowPct).toBe(25);
    const sum = ['served', 'noShow', 'cancelled', 'closed', 'open'] as const;
    expect(sum.reduce((total, id) => total + (figures[id] ?? 0), 0)).toBe(figures.arrived);
  });

  it('says waits and services by mean, median, P90 and maximum', () => {
    expect(figures).toMatchObject({ waitAvg: 18.8, waitMedian: 10, waitP90: 40, waitMax: 40 });
    expect(figures).toMatchObject({ serviceAvg: 10, serviceMedian: 10, serviceP90: 14, serviceMax: 14 });
  });

  it('a wait is late above its own queue’s target, not at it', () => {
    // enquiry 10 min: 5 and 10 are in time; company 30 min: 40 is late.
    expect(figures).toMatchObject({ late: 1, latePct: 25 });
  });

  it('each half hour: arrived, called, finished, and who is carried over', () => {
    expect(report.halfHours).toEqual([
      { from: '09:00', arrived: 6, called: 2, served: 2, waiting: 4 },
      { from: '09:30', arrived: 0, called: 1, served: 1, waiting: 2 },
      { from: '10:00', arrived: 0, called: 1, served: 0, waiting: 1 },
    ]);
    expect(report.peak).toMatchObject({
      halfHour: { from: '09:00', arrived: 6 },
      waiting: { count: 4, at: day.span.from + (H9 + 29) * MINUTE_MS },
    });
  });

  it('breaks down by queue, zone, department, window and clerk', () => {
    const by = (group: 'queue' | 'window' | 'clerk' | 'zone') =>
      report.groups[group].map((row) => [
        row.id,
        row.figures.arrived,
        row.figures.served,
        row.figures.waitMax,
      ]);
    expect(by('queue')).toEqual(
      expect.arrayContaining([
        ['enquiry', 3, 2, 10],
        ['company', 3, 1, 40],
      ]),
    );
    expect(by('window')).toEqual([
      ['w1', 2, 2, 10],
      ['w3', 2, 1, 40],
    ]);
    expect(by('clerk')).toEqual([
      ['clerk01', 2, 2, 10],
      ['clerk02', 2, 1, 40],
    ]);
    expect(report.groups.zone.reduce((sum, row) => sum + (row.figures.arrived ?? 0), 0)).toBe(6);
  });

  it('tells no grade below five ratings, and no clerks to whoever may not see them', () => {
    expect(report.ratings).toMatchObject({
      given: 2,
      asked: 3,
      participationPct: 66.7,
      grades: null,
      average: null,
    });
    expect(reportOf([day], config, day.until, false).groups.clerk).toEqual([]);
    const rated = reportOf([{ ...day, grades: [5, 5, 4, 3, 1] }], config, day.until).ratings;
    expect(rated.average).toBe(3.6);
    expect(rated.grades?.[0]).toEqual({ grade: 5, count: 2 });
  });

  it('is what the contract says, and every figure has its definition in both languages', () => {
    expect(Report.safeParse(report).error).toBeUndefined();
    expect(Object.keys(figures).sort()).toEqual([...FIGURE_IDS].sort());
    for (const { name, definition } of [...Object.values(FIGURES), ...Object.values(BESIDE_FIGURES)]) {
      expect(name.zh && name.en && definition.zh && definition.en).toBeTruthy();
    }
  });

  it('a day that has not ended says so, and leaves out half hours to come', () => {
    const until = day.span.from + (H9 + 45) * MINUTE_MS;
    const now = reportOf([{ ...day, until }], config, until);
    expect(now.complete).toBe(false);
    expect(now.halfHours.find(({ from }) => from === '09:00')?.waiting).toBe(4);
    expect(now.halfHours.find(({ from }) => from === '09:30')?.waiting).toBeNull();
  });

  it('several days: means over the days with visitors, one row a day', () => {
    const twice = reportOf(
      [day, madeDay('2026-11-24', []), { ...madeDay('2026-11-30', []), visits: [] }],
      config,
      0,
    );
    expect(twice.daysWithVisitors).toBe(1);
    expect(twice.halfHours[0]?.arrived).toBe(6);
    const monday = madeDay('2026-11-30', [{ queue: 'enquiry', at: H9, called: H9 + 1, ended: H9 + 2 }]);
    const two = reportOf([day, monday], config, 0);
    expect(two.heat).toEqual([{ weekday: 1, hour: 9, arrived: 3.5, waitAvg: 15.2 }]);
    expect(two.days.map((one) => one.figures.arrived)).toEqual([6, 1]);
  });

  it('bookings: kept, late and missed', () => {
    const booked = madeDay(
      DAY,
      [
        { queue: 'enquiry', at: H9, class: 'appointment', booked: 'a' },
        { queue: 'enquiry', at: H9, class: 'ordinary', booked: 'b' },
      ],
      { missedBookings: ['b', 'c'] },
    );
    expect(reportOf([booked], config, 0).bookings).toEqual({ kept: 1, late: 1, missed: 1 });
    expect(report.bookings).toBeNull();
  });
});

describe('percentiles are nearest rank over whole seconds', () => {
  it.each([
    [[1], 50, 1],
    [[1, 2, 3, 4], 50, 2],
    [[1, 2, 3, 4], 90, 4],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90, 9],
    [[5, 5, 5], 90, 5],
  ])('of %j the %i th is %i', (seconds, percent, expected) => {
    const spread = new Spread();
    for (const second of seconds) spread.add(second * 1000 + 999);
    expect(spread.percentile(percent)).toBe(expected * 1000);
  });
  it('of nothing there is nothing, not zero', () => {
    expect([new Spread().percentile(50), new Spread().mean, new Spread().max]).toEqual([null, null, null]);
  });
});

describe('steps of a ticket', () => {
  const from = dayStart(DAY, ZONE);
  const at = (minute: number) => from + (H9 + minute) * MINUTE_MS;
  const ticket = (more: Partial<Ticket>): Ticket =>
    ({
      ...{ id: 'a'.repeat(32), day: DAY, queue: 'enquiry', items: [], class: 'ordinary', arrival: at(0) },
      ...{ state: 'finished', print: 'printed', window: 'w1', clerk: 'clerk01', history: [] },
      ...{ calledAt: at(10), startedAt: at(11), endedAt: at(20), booking: null },
      ...more,
    }) as unknown as Ticket;
  const taken = madeEvent(1, at(0), 'ticket.taken', { queue: 'enquiry', items: [], arrival: at(0) });
  const call = (seq: number, minute: number, window = 'w1', clerk = 'clerk01') =>
    madeEvent(seq, at(minute), 'ticket.called', { window, clerk });
  const finish = (seq: number, minute: number, more = {}) =>
    madeEvent(seq, at(minute), 'ticket.finished', { window: 'w1', ...more });

  it('a plain ticket is the same from its document and from its events', () => {
    const events = [taken, call(2, 10), madeEvent(3, at(11), 'ticket.started', {}), finish(4, 20)];
    expect(visitFromEvents(ticket({}), events)).toEqual(plainVisit(ticket({})));
  });

  it('[I6] what was undone never happened', () => {
    const events = [
      ...[
        taken,
        call(2, 5, 'w2', 'clerk02'),
        madeEvent(3, at(5), 'window.undone', { act: 'call', undoes: 2 }),
      ],
      ...[call(4, 10), madeEvent(5, at(11), 'ticket.started', {}), finish(6, 15)],
      ...[madeEvent(7, at(15), 'window.undone', { act: 'finish', undoes: 6 }), finish(8, 20)],
    ];
    expect(visitFromEvents(ticket({}), events).steps).toEqual(plainVisit(ticket({})).steps);
  });

  it('time parked is no service', () => {
    const events = [
      ...[taken, call(2, 10), madeEvent(3, at(11), 'ticket.started', {})],
      madeEvent(4, at(13), 'ticket.parked', { window: 'w1', dueAt: at(60) }),
      madeEvent(5, at(40), 'ticket.resumed', { window: 'w1', clerk: 'clerk01' }),
      finish(6, 43),
    ];
    const [step] = visitFromEvents(ticket({ endedAt: at(43) }), events).steps;
    expect(step?.serviceMs).toBe(5 * MINUTE_MS);
  });

  it('a transfer, a return and an itinerary are steps of their own; the person is one', () => {
    const events = [
      ...[taken, call(2, 10)],
      madeEvent(3, at(12), 'ticket.transferred', { queue: 'company', boundTo: null, virtual: 0, from: 'w1' }),
      ...[call(4, 30, 'w3', 'clerk02'), madeEvent(5, at(32), 'ticket.no-show', { window: 'w3' })],
      ...[madeEvent(6, at(35), 'ticket.reactivated', { virtual: 0 }), call(7, 40, 'w3', 'clerk02')],
      finish(8, 50, { next: { queue: 'enquiry', virtual: 0 } }),
      ...[call(9, 55), finish(10, 60)],
    ];
    const visit = visitFromEvents(ticket({ endedAt: at(60) }), events);
    expect(
      visit.steps.map(({ queue, end, from: begins, calledAt }) => [queue, end, (calledAt ?? 0) - begins]),
    ).toEqual([
      ['enquiry', 'moved', 10 * MINUTE_MS],
      ['company', 'back', 18 * MINUTE_MS],
      ['company', 'served', 5 * MINUTE_MS],
      ['enquiry', 'served', 5 * MINUTE_MS],
    ]);
    const { figures } = reportOf([{ ...madeDay(DAY, []), visits: [visit] }], config, 0);
    expect(figures).toMatchObject({ arrived: 1, served: 1, noShow: 0, called: 4, moved: 1 });
  });

  it('[K7] parked at a window that closed: called anew, the second service is a service', () => {
    const events = [
      ...[taken, call(2, 10), madeEvent(3, at(11), 'ticket.started', {})],
      madeEvent(4, at(13), 'ticket.parked', { window: 'w1', dueAt: at(60) }),
      madeEvent(5, at(20), 'window.closed', { window: 'w1', released: ['t1'] }),
      ...[call(6, 30, 'w2', 'clerk02'), madeEvent(7, at(31), 'ticket.started', {}), finish(8, 41)],
    ];
    const { steps } = visitFromEvents(ticket({ endedAt: at(41) }), events);
    expect(steps.map(({ end, window, serviceMs }) => [end, window, serviceMs])).toEqual([
      ['moved', 'w1', null],
      ['served', 'w2', 10 * MINUTE_MS],
    ]);
  });

  it('[K10] a step that staff skip goes on to the next one', () => {
    const first = madeEvent(1, at(0), 'ticket.taken', {
      ...{ queue: 'enquiry', items: ['a'], arrival: at(0) },
      steps: [{ queue: 'company', items: ['b'] }],
    });
    const events = [
      first,
      madeEvent(2, at(5), 'ticket.cancelled', { reason: 'staff', next: { queue: 'company', virtual: 0 } }),
      ...[call(3, 10), madeEvent(4, at(11), 'ticket.started', {}), finish(5, 20)],
    ];
    expect(visitFromEvents(ticket({}), events).steps).toMatchObject([
      { queue: 'enquiry', end: 'cancelled' },
      { queue: 'company', items: ['b'], end: 'served', serviceMs: 9 * MINUTE_MS },
    ]);
  });

  it('[K7] who was parked before the service began: it counts from its beginning', () => {
    const events = [
      ...[taken, call(2, 10), madeEvent(3, at(12), 'ticket.parked', { window: 'w1', dueAt: at(60) })],
      madeEvent(4, at(30), 'ticket.resumed', { window: 'w1', clerk: 'clerk01' }),
      ...[madeEvent(5, at(33), 'ticket.started', {}), finish(6, 40)],
    ];
    expect(visitFromEvents(ticket({ endedAt: at(40) }), events).steps[0]?.serviceMs).toBe(7 * MINUTE_MS);
  });

  it('[P2] what was entered afterwards counts when it happened', () => {
    const later = (event: StoredEvent, minute: number) => ({ ...event, occurredAt: at(minute) });
    const events = [
      taken,
      later(call(2, 90), 10),
      later(madeEvent(3, at(90), 'ticket.started', {}), 11),
      later(finish(4, 90), 20),
    ];
    expect(visitFromEvents(ticket({}), events)).toEqual(plainVisit(ticket({})));
  });

  it('[K11] [I6] somebody without a number whose call was taken back never came', () => {
    const undone = ticket({ state: 'void', origin: 'walk-in', calledAt: null, startedAt: null });
    expect(plainVisit(undone).end).toBe('not-issued');
  });

  it('over midnight: counted on the day of the number, its end in the last half hour', () => {
    const late = ticket({
      arrival: from + 1430 * MINUTE_MS,
      calledAt: from + 1435 * MINUTE_MS,
      startedAt: null,
      endedAt: from + 1450 * MINUTE_MS,
    });
    const report = reportOf([{ ...madeDay(DAY, []), visits: [plainVisit(late)] }], config, 0);
    expect(report.figures).toMatchObject({ arrived: 1, served: 1, serviceMax: 15 });
    expect(report.halfHours).toEqual([{ from: '23:30', arrived: 1, called: 1, served: 1, waiting: 0 }]);
  });
});

describe('time', () => {
  it('a day begins by the hall’s clock, wherever the server stands', () => {
    expect(new Date(dayStart(DAY, ZONE)).toISOString()).toBe('2026-11-22T16:00:00.000Z');
    expect(daySpan(DAY, ZONE).until - daySpan(DAY, ZONE).from).toBe(86_400_000);
    expect(weekdayOf(DAY)).toBe(1);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(slotOf(dayStart(DAY, ZONE) + 9.5 * 3_600_000, daySpan(DAY, ZONE))).toBe(19);
  });
  it('where clocks change, a day has 23 or 25 hours', () => {
    const hours = (day: string) => {
      const { from, until } = daySpan(day, 'Europe/Berlin');
      return (until - from) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });
  it('open time of windows: pauses do not count, an open end does until now', () => {
    const span = daySpan(DAY, ZONE);
    const at = (minute: number) => span.from + minute * MINUTE_MS;
    const facts = factsFrom(
      span,
      at(700),
      [],
      [
        madeEvent(1, at(540), 'window.opened', { window: 'w1', clerk: 'clerk01' }),
        madeEvent(2, at(600), 'window.paused', { window: 'w1', reason: 'break' }),
        madeEvent(3, at(610), 'window.opened', { window: 'w1', clerk: 'clerk01' }),
        madeEvent(4, at(640), 'window.closed', { window: 'w1' }),
        madeEvent(5, at(690), 'window.opened', { window: 'w2', clerk: 'clerk01' }),
      ],
    );
    expect([...facts.windowOpenMs].map(([id, ms]) => [id, ms / MINUTE_MS])).toEqual([
      ['w1', 90],
      ['w2', 10],
    ]);
    expect(facts.clerkOpenMs.get('clerk01')).toBe(100 * MINUTE_MS);
  });
});
