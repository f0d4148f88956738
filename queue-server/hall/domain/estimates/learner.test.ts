import { describe, expect, it } from 'vitest';
import type { HallEvent, StoredEvent } from '../events.ts';
import { accuracyKey, added, comparedOf } from './accuracy.ts';
import { type Kept, Learner } from './learner.ts';
import { emptyModel, learn, type Model } from './model.ts';
import { Observer } from './observe.ts';
import type { Observation } from './words.ts';

/** 2026-04-06 was a Monday; half past eight in UTC+8. */
const OPEN = Date.UTC(2026, 3, 6, 0, 30);
const ZONE = 'Asia/Shanghai';
const MINUTE_MS = 60_000;
const UNDO_MS = 30_000;

/** Events of a made-up ledger, `minutes` after opening. */
class Day {
  readonly events: StoredEvent[] = [];

  at(minutes: number, type: HallEvent['type'], data: object): this {
    const at = OPEN + minutes * MINUTE_MS;
    const seq = this.events.length + 1;
    this.events.push({
      ...{ type, data, seq, at, occurredAt: at, v: 1, actor: 'x', requestId: `r${seq}` },
    } as unknown as StoredEvent);
    return this;
  }

  take(minutes: number, ticket: string, queue = 'A', more: object = {}): this {
    const arrival = OPEN + minutes * MINUTE_MS;
    return this.at(minutes, 'ticket.taken', {
      ticket,
      queue,
      arrival,
      virtual: arrival,
      class: 'ordinary',
      ...more,
    });
  }

  call(minutes: number, ticket: string, window = 'W1'): this {
    return this.at(minutes, 'ticket.called', { ticket, window, clerk: 'clerk01' });
  }
}

const RULES = { by: 'virtual', greenFirst: true } as const;
const observer = () => new Observer(() => RULES);
const observed = (day: Day): Observation[] => {
  const watch = observer();
  return day.events.flatMap((event) => watch.observe(event));
};

function learner(kept: Kept[] = [], model: Model = emptyModel(ZONE)): Learner {
  return new Learner(
    { model, seq: 0, dayBeganSeq: 0 },
    { observer: observer(), undoMs: () => UNDO_MS, onKept: (one) => kept.push(one) },
  );
}

/** One clerk, two services and a pause. */
const ordinary = () =>
  new Day()
    .at(0, 'day.began', { day: '2026-04-06' })
    .at(0, 'window.opened', { window: 'W1', clerk: 'clerk01' })
    .take(1, 't1')
    .take(2, 't2', 'B', { virtual: OPEN - 28 * MINUTE_MS, class: 'senior' })
    .call(3, 't1')
    .at(4, 'ticket.started', { ticket: 't1', window: 'W1' })
    .at(11, 'ticket.finished', { ticket: 't1', window: 'W1' })
    .call(12, 't2')
    .at(14, 'ticket.no-show', { ticket: 't2', window: 'W1', reason: 'absent' })
    .at(15, 'window.paused', { window: 'W1', reason: 'break' });

describe('events as observations', () => {
  it('a day of the ledger, one by one', () => {
    const at = (minutes: number) => OPEN + minutes * MINUTE_MS;
    expect(observed(ordinary())).toEqual([
      { kind: 'opened', at: at(0), window: 'W1' },
      { kind: 'taken', at: at(1), ticket: 't1', queue: 'A', bonusMin: 0 },
      { kind: 'taken', at: at(2), ticket: 't2', queue: 'B', bonusMin: 30 },
      { kind: 'called', at: at(3), ticket: 't1', queue: 'A', window: 'W1', by: 'clerk01' },
      { kind: 'started', at: at(4), window: 'W1' },
      { kind: 'finished', at: at(11), window: 'W1' },
      { kind: 'called', at: at(12), ticket: 't2', queue: 'B', window: 'W1', by: 'clerk01' },
      { kind: 'no-show', at: at(14), window: 'W1' },
      { kind: 'paused', at: at(15), window: 'W1' },
    ]);
  });

  it('[K7] a parked service says nothing of its length, nor does its second half', () => {
    const day = new Day()
      .take(0, 't1')
      .call(1, 't1')
      .at(4, 'ticket.parked', { ticket: 't1', window: 'W1', dueAt: 0 })
      .at(30, 'ticket.resumed', { ticket: 't1', window: 'W1', clerk: 'clerk01' })
      .at(32, 'ticket.finished', { ticket: 't1', window: 'W1' });
    expect(observed(day).map((one) => one.kind)).toEqual([
      'taken',
      'called',
      'interrupted',
      'called',
      'interrupted',
    ]);
  });

  it('[K8] whoever is sent on joins the other line with the time they have been here, in steps', () => {
    const day = new Day()
      .take(0, 't1')
      .call(20, 't1')
      .at(23, 'ticket.transferred', {
        ticket: 't1',
        from: 'W1',
        queue: 'B',
        boundTo: null,
        virtual: OPEN,
      })
      .call(30, 't1', 'W2');
    expect(observed(day).slice(2)).toEqual([
      expect.objectContaining({ kind: 'interrupted', window: 'W1' }),
      expect.objectContaining({ kind: 'taken', queue: 'B', bonusMin: 25 }),
      expect.objectContaining({ kind: 'called', queue: 'B', window: 'W2' }),
    ]);
  });

  it('[K10] an itinerary: the service is learned, the next line is joined', () => {
    const day = new Day()
      .take(0, 't1')
      .call(5, 't1')
      .at(15, 'ticket.finished', { ticket: 't1', window: 'W1', next: { queue: 'C', virtual: OPEN } });
    expect(observed(day).slice(2)).toEqual([
      expect.objectContaining({ kind: 'finished' }),
      expect.objectContaining({ kind: 'taken', queue: 'C', bonusMin: 15 }),
    ]);
  });

  it('[C2] a booking is no priority that others could have', () => {
    const day = new Day().take(10, 't1', 'A', { virtual: OPEN, booking: 'b1', class: 'appointment' });
    expect(observed(day)).toEqual([expect.objectContaining({ kind: 'taken', bonusMin: 0 })]);
  });
});

describe('learning', () => {
  const plain = (day: Day, but: readonly number[] = []): Model => {
    const watch = observer();
    return day.events
      .filter((event) => !but.includes(event.seq))
      .flatMap((event) => watch.observe(event))
      .reduce(learn, emptyModel(ZONE));
  };

  it('live knows at once, what is kept knows when nothing can be undone any more', () => {
    const one = learner();
    for (const event of ordinary().events) one.take(event);
    expect(one.live).toEqual(plain(ordinary()));
    expect(one.settled.seq).toBeLessThan(ordinary().events.length);
    one.settle(OPEN + 20 * MINUTE_MS);
    expect(one.settled).toEqual({ model: plain(ordinary()), seq: 10, dayBeganSeq: 1 });
    expect(one.live).toEqual(one.settled.model);
  });

  it.each([
    ['finish', 'ticket.finished'],
    ['no-show', 'ticket.no-show'],
    ['call', 'ticket.called'],
  ] as const)('[I6] [K12] an undone %s is never learned', (act, type) => {
    const day = new Day()
      .at(0, 'window.opened', { window: 'W1', clerk: 'clerk01' })
      .take(1, 't1')
      .call(2, 't1');
    if (act !== 'call') {
      day.at(2.5, 'ticket.started', { ticket: 't1', window: 'W1' });
      day.at(9, type, { ticket: 't1', window: 'W1' });
    }
    const undoes = day.events.length;
    day.at(act === 'call' ? 2.4 : 9.4, 'window.undone', { window: 'W1', act, ticket: 't1', undoes });
    const one = learner();
    for (const event of day.events) one.take(event);
    expect(one.live).toEqual(plain(day, [undoes]));
    one.settle(OPEN + 20 * MINUTE_MS);
    expect(one.settled.model).toEqual(plain(day, [undoes]));
  });

  it('goes on from what was kept as if there had been no restart', () => {
    const events = ordinary().events;
    const before = learner();
    for (const event of events.slice(0, 7)) before.take(event);
    const { model, seq, dayBeganSeq } = JSON.parse(JSON.stringify(before.settled)) as typeof before.settled;
    expect(seq).toBeGreaterThan(3);
    const after = new Learner(
      { model, seq, dayBeganSeq },
      { observer: observer(), undoMs: () => UNDO_MS, onKept: () => {} },
    );
    for (const event of events.filter((one) => one.seq >= dayBeganSeq)) after.take(event);
    expect(after.live).toEqual(plain(ordinary()));
  });

  it('compares what was told with the call, once, and learns from the error', () => {
    const kept: Kept[] = [];
    const one = learner(kept);
    const quote = {
      queue: 'A',
      at: OPEN + MINUTE_MS,
      lowMin: 5,
      highMin: 8,
      forecast: { rawP50: 5, rawP80: 8 },
    };
    one.quotes.set('t1', quote);
    for (const event of ordinary().events) one.take(event);
    one.settle(OPEN + 60 * MINUTE_MS);
    expect(kept).toEqual([{ ticket: 't1', calledAt: OPEN + 3 * MINUTE_MS, quote }]);
    expect(one.quotes.size).toBe(0);
    const count = one.settled.model.calibration.today.flat().reduce((sum, n) => sum + n, 0);
    expect(count).toBe(1);
    expect(one.settled.model.today.quoted).toEqual({});
  });

  it('forgets what was told to whoever gives up', () => {
    const one = learner();
    one.quotes.set('t1', { queue: 'A', at: OPEN, lowMin: 1, highMin: 2, forecast: null });
    one.take(new Day().take(0, 't1').at(1, 'ticket.cancelled', { ticket: 't1' }).events[1]!);
    one.settle(OPEN + 60 * MINUTE_MS);
    expect(one.quotes.size).toBe(0);
  });
});

describe('predicted against actual', () => {
  const compared = (lowMin: number, highMin: number, waited: number, at = OPEN) =>
    comparedOf(
      {
        ticket: 't',
        calledAt: at + waited * MINUTE_MS,
        quote: { queue: 'A', at, lowMin, highMin, forecast: null },
      },
      ZONE,
    );

  it('is what one works out by hand', () => {
    // Told 10 to 15: called after 12 (2 late), 20 (10 late, too late for the range), 7 (3 early).
    const sums = [compared(10, 15, 12), compared(10, 15, 20), compared(10, 15, 7)];
    expect(sums.reduce(added)).toEqual({
      day: '2026-04-06',
      queue: 'A',
      halfHour: 510,
      count: 3,
      absMin: 15,
      biasMin: -9,
      within: 2,
    });
  });

  it('"now" is kept by a call within the minute; half hours follow the taking', () => {
    expect(compared(0, 0, 0.9).within).toBe(1);
    expect(compared(0, 0, 1.5).within).toBe(0);
    expect(accuracyKey(compared(1, 1, 40, OPEN + 29 * MINUTE_MS))).toBe('2026-04-06 A 510');
    expect(accuracyKey(compared(1, 1, 40, OPEN + 30 * MINUTE_MS))).toBe('2026-04-06 A 540');
  });
});
