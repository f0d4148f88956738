import { beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from './day.ts';
import { estimate } from './estimate.ts';
import { weightsOf } from './grouping.ts';
import { emptyModel, learn, type Model } from './model.ts';
import { seededRandom } from './random.ts';
import { Floor } from './testing/floor.ts';
import { type HallShape, MADE_UP_ZONE, makeHall, PLAIN } from './testing/made-up-hall.ts';
import type { TraceDay, TraceEvent } from './testing/trace-event.ts';
import { scoreOf, walkForward } from './testing/walk.ts';
import type { Situation, WaitingNow, WindowNow } from './words.ts';

/** 2026-04-06 was a Monday; midnight in UTC+8. */
const MONDAY = Date.UTC(2026, 3, 6) - 8 * 3_600_000;
const at = (clock: string) => MONDAY + (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * MINUTE_MS;
const stopped = () => 0;

const SMALL: HallShape = { ...PLAIN, windows: 6, queues: 2, breadth: 1, days: 8, absence: 0, breaks: 0 };
const NOON: HallShape = { ...SMALL, seed: 31, lunch: 'all', lunchAt: 720, lunchMin: 60 };

function learned(shape: HallShape): Model {
  return walkForward(makeHall(shape), 0, MADE_UP_ZONE, stopped).model;
}

/** Three windows for A, all busy since some minutes ago, and so many people ahead. */
function line(clock: string, ahead: number, change: Partial<WindowNow> = {}): Situation {
  const now = at(clock);
  const windows = ['W1', 'W3', 'W5'].map(
    (id): WindowNow => ({
      id,
      queues: ['A'],
      state: 'open',
      serving: { queue: 'A', calledAt: now - 3 * MINUTE_MS },
    }),
  );
  const waiting = Array.from(
    { length: ahead },
    (_, i): WaitingNow => ({
      queue: 'A',
      virtual: now - (i + 1) * MINUTE_MS,
    }),
  );
  const changed = windows.map((window, i) => (i === 2 ? { ...window, ...change } : window));
  return { at: now, ticket: { queue: 'A', virtual: now }, waiting, windows: changed };
}

/** The windows come to work at half past eight on that Monday. */
function atWork(model: Model, windows: readonly string[] = ['W1', 'W3', 'W5']): Model {
  return windows.reduce((m, window) => learn(m, { kind: 'opened', at: at('08:30'), window }), model);
}

const p50 = (model: Model, situation: Situation, seed = 7) =>
  estimate(model, situation, seededRandom(seed)).p50Min as number;

describe('the estimate', () => {
  let noon: Model;
  beforeAll(() => {
    noon = atWork(learned(NOON));
  });

  it('[E1] is the same for the same model, situation and seed', () => {
    const [one, two] = [1, 2].map(() => estimate(noon, line('10:00', 9), seededRandom(5)));
    expect(one).toEqual(two);
    expect(estimate(JSON.parse(JSON.stringify(noon)), line('10:00', 9), seededRandom(5))).toEqual(one);
  });

  it('[E2] never looks ahead: another future changes no earlier estimate', () => {
    const days = makeHall({ ...SMALL, days: 4 });
    const other = makeHall({ ...SMALL, seed: 99, days: 4 });
    const last = days[3] as TraceDay;
    const cut = Math.floor(last.length / 2);
    const cutAt = (last[cut] as TraceEvent).at;
    const future = (other[3] as TraceDay).filter((event) => event.at > cutAt);
    const changed = [...days.slice(0, 3), [...last.slice(0, cut), ...future]];
    const before = (quotes: readonly { at: number }[]) => quotes.filter((one) => one.at < cutAt);
    const [one, two] = [days, changed].map((trace) => walkForward(trace, 0, MADE_UP_ZONE, stopped).quotes);
    expect(before(one ?? []).length).toBeGreaterThan(100);
    expect(before(two ?? [])).toEqual(before(one ?? []));
    expect(two).not.toEqual(one);
  });

  it('[E3] is 0 where a window is free and nobody is before one, and only there', () => {
    const free = estimate(noon, line('10:00', 0, { serving: null }), seededRandom(1));
    expect(free).toMatchObject({ pointMin: 0, p50Min: 0, p80Min: 0, forecast: null });
    expect(free.reasons.kind).toBe('free');
    for (let seed = 0; seed < 20; seed += 1) {
      const busy = estimate(noon, line('10:00', 0), seededRandom(seed));
      expect(busy.pointMin).toBeGreaterThan(0);
      expect(busy.p80Min as number).toBeGreaterThanOrEqual(busy.p50Min as number);
    }
  });

  it('[E4] has learned when the hall goes to lunch, and says so', () => {
    const [morning, noonNear] = ['10:00', '11:58'].map((clock) =>
      estimate(noon, line(clock, 9), seededRandom(3)),
    );
    expect(noonNear?.p50Min as number).toBeGreaterThan((morning?.p50Min as number) + 40);
    expect(noonNear?.reasons.pausesExpected).toEqual(['W1', 'W3', 'W5']);
    expect(morning?.reasons.pausesExpected).toEqual([]);
  });

  it('[E5] knows when those at lunch come back', () => {
    const away = ['W1', 'W3', 'W5'].reduce(
      (model, window) => learn(model, { kind: 'paused', at: at('12:02'), window }),
      noon,
    );
    const now = line('12:20', 0);
    const windows = now.windows.map((window) => ({ ...window, state: 'away' as const, serving: null }));
    const { p50Min, reasons } = estimate(away, { ...now, windows }, seededRandom(3));
    expect(p50Min).toBeGreaterThan(36);
    expect(p50Min).toBeLessThan(50);
    expect(reasons.returnsExpected.length).toBeGreaterThan(0);
    for (const { at: back } of reasons.returnsExpected) expect(back).toBeGreaterThan(at('12:55'));
  });

  it('[E6] grows with the people ahead, on average', () => {
    const mean = (ahead: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, seed) => sum + p50(noon, line('09:30', ahead), seed), 0) / 8;
    const means = [0, 2, 4, 8, 12].map(mean);
    expect([...means].sort((a, b) => a - b)).toEqual(means);
    expect(means[4]).toBeGreaterThan(2 * (means[1] as number));
  });

  it('[E7] answers "what if": one window more shortens it, one less lengthens it', () => {
    const asIs = line('09:30', 9);
    const more: WindowNow = { id: 'W2', queues: ['A'], state: 'open', serving: null };
    const opened = { ...asIs, windows: [...asIs.windows, more] };
    const fewer = line('09:30', 9, { state: 'closed', serving: null });
    expect(p50(noon, opened)).toBeLessThan(p50(noon, asIs) * 0.9);
    expect(p50(noon, fewer)).toBeGreaterThan(p50(noon, asIs) * 1.2);
    expect(estimate(noon, fewer, seededRandom(1)).reasons.away).toEqual(['W5']);
  });

  it('[E8] believes a clerk who said when the window is back', () => {
    const closed = { state: 'away', serving: null } as const;
    const situation = line('09:30', 0, closed);
    const alone = (backAt: number): Situation => ({
      ...situation,
      windows: [{ ...(situation.windows[2] as WindowNow), backAt }],
    });
    const early = estimate(emptyModel(MADE_UP_ZONE), alone(at('09:40')), seededRandom(2));
    const late = estimate(emptyModel(MADE_UP_ZONE), alone(at('11:00')), seededRandom(2));
    expect(early.forecast?.rawP50).toBeCloseTo(10, 6);
    expect(late.forecast?.rawP50).toBeCloseTo(90, 6);
  });

  it('[E9] never promises a booking before its slot', () => {
    const situation = line('09:30', 0, { serving: null });
    const ticket = { queue: 'A', virtual: at('09:30'), notBefore: at('10:15') };
    expect(estimate(noon, { ...situation, ticket }, seededRandom(2)).p50Min).toBeGreaterThanOrEqual(45);
  });

  it('[E10] counts those of other queues who share the windows, by place', () => {
    const now = line('09:30', 0);
    const windows = now.windows.map((window) => ({ ...window, queues: ['A', 'B'] }));
    const others = (minutes: number): WaitingNow[] =>
      Array.from({ length: 8 }, () => ({ queue: 'B', virtual: now.at + minutes * MINUTE_MS }));
    const before = estimate(noon, { ...now, windows, waiting: others(-5) }, seededRandom(4));
    const behind = estimate(noon, { ...now, windows, waiting: others(5) }, seededRandom(4));
    expect(before.reasons).toMatchObject({ aheadInQueue: 0, aheadInAll: 8 });
    expect(before.p50Min as number).toBeGreaterThan(3 * (behind.p50Min as number));
  });
});

describe('a hall on its first day', () => {
  it('[E11] answers from the common start values and says that it knows little', () => {
    const fresh = estimate(emptyModel(MADE_UP_ZONE), line('09:00', 6), seededRandom(1));
    expect(fresh.reasons.kind).toBe('little-history');
    // Seven people's ten minutes at three windows, less what those at the windows have had.
    expect(fresh.p50Min).toBeGreaterThan(10);
    expect(fresh.p50Min).toBeLessThan(30);
    expect(fresh.p80Min as number).toBeGreaterThan(1.2 * (fresh.p50Min as number));
  });

  it('[E12] claims nothing where no window serves the queue', () => {
    const nobody = { ...line('09:00', 2), windows: [] };
    const { pointMin, p80Min, reasons } = estimate(emptyModel(MADE_UP_ZONE), nobody, seededRandom(1));
    expect([pointMin, p80Min, reasons.kind]).toEqual([null, null, 'none']);
  });

  it('[E13] is better than the naive figure already, with nothing learned from before', () => {
    const first = { ...PLAIN, seed: 41, days: 1, windows: 12 };
    expect(scoreOf(walkForward(makeHall(first), 0, MADE_UP_ZONE, stopped)).ratio).toBeLessThan(1);
  });
});

describe('made-up halls', () => {
  it.each([
    ['own', 'own-clock', 1],
    ['turns', 'taking-turns', 2],
  ] as const)(
    '[E14] lunch "%s": finds out who pauses together, is right and keeps its 80 %%',
    (lunch, _, hypothesis) => {
      const shape: HallShape = { ...PLAIN, seed: 51, days: 11, windows: 10, lunch };
      const walk = walkForward(makeHall(shape), 6, MADE_UP_ZONE, stopped);
      const score = scoreOf(walk);
      expect(score.tickets).toBeGreaterThan(400);
      expect(score.ratio).toBeLessThan(0.8);
      expect(score.p80coverage).toBeGreaterThan(0.7);
      expect(score.p80coverage).toBeLessThan(0.9);
      expect(weightsOf(walk.model.habits.evidence)[hypothesis]).toBeGreaterThan(0.5);
    },
  );

  it('[E15] the model is small, plain JSON', () => {
    const { model } = walkForward(
      makeHall({ ...PLAIN, windows: 20, queues: 8, days: 5 }),
      0,
      MADE_UP_ZONE,
      stopped,
    );
    const text = JSON.stringify(model);
    expect(JSON.parse(text)).toEqual(model);
    expect(text.length).toBeLessThan(100_000);
  });

  it('[E16] learning changes no earlier model', () => {
    const floor = new Floor();
    let model = emptyModel(MADE_UP_ZONE);
    for (const event of (makeHall({ ...SMALL, days: 1 })[0] as TraceDay).slice(0, 300)) {
      const before = JSON.stringify(model);
      const next = learn(model, floor.apply(event));
      expect(JSON.stringify(model)).toBe(before);
      model = next;
    }
  });
});
