import { beforeAll, describe, expect, it } from 'vitest';
import { curvesOf, type HallNow, type InLine, partsOf, turnAt } from './curve.ts';
import { MINUTE_MS } from './day.ts';
import { estimate } from './estimate.ts';
import { emptyModel, learn, type Model } from './model.ts';
import { seededRandom } from './random.ts';
import { MADE_UP_ZONE, makeHall, PLAIN } from './testing/made-up-hall.ts';
import { walkForward } from './testing/walk.ts';
import type { WindowNow } from './words.ts';

/** 2026-04-06 was a Monday; ten o'clock in UTC+8. */
const TEN = Date.UTC(2026, 3, 6, 2);

function window(id: string, queues: readonly string[], change: Partial<WindowNow> = {}): WindowNow {
  const serving = { queue: queues[0] as string, calledAt: TEN - 3 * MINUTE_MS };
  return { id, queues, state: 'open', serving, ...change };
}

function inLine(queue: string, count: number, change: Partial<InLine> = {}): InLine[] {
  return Array.from({ length: count }, (_, i) => ({
    ticket: `${queue}${i}`,
    queue,
    virtual: TEN - (count - i) * MINUTE_MS,
    position: i,
    special: false,
    ...change,
  }));
}

function atWork(model: Model, windows: readonly WindowNow[]): Model {
  const at = TEN - 90 * MINUTE_MS;
  return windows.reduce((m, { id }) => learn(m, { kind: 'opened', at, window: id }), model);
}

const curves = (model: Model, hall: HallNow, seed = 3) =>
  new Map(
    partsOf(hall, [...new Set(hall.windows.flatMap((one) => one.queues))]).flatMap((part) =>
      curvesOf(model, hall, part, seededRandom(seed)).map((curve) => [curve.queue, curve] as const),
    ),
  );

describe('the curve of a line', () => {
  const windows = [window('W1', ['A']), window('W2', ['A', 'B']), window('W3', ['B']), window('W4', ['C'])];
  const hall: HallNow = { at: TEN, waiting: [...inLine('A', 20), ...inLine('B', 9)], windows };
  let model: Model;
  beforeAll(() => {
    const days = makeHall({ ...PLAIN, windows: 6, queues: 2, days: 8, lunch: 'none', absence: 0 });
    model = atWork(walkForward(days, 0, MADE_UP_ZONE, () => 0).model, windows);
  });

  it('says of every place what single estimates say', () => {
    const curve = curves(model, hall).get('A')!;
    for (const place of [0, 3, 8, 14, 19]) {
      const me = hall.waiting.find((one) => one.ticket === `A${place}`)!;
      const waiting = hall.waiting.filter((one) => one !== me);
      const singles = [1, 2, 3, 4, 5].map((seed) =>
        estimate(model, { at: TEN, ticket: me, waiting, windows }, seededRandom(seed)),
      );
      const mean = (pick: 'p50Min' | 'p80Min') =>
        singles.reduce((sum, one) => sum + (one[pick] as number), 0) / singles.length;
      const turn = turnAt(curve, place);
      expect(Math.abs(turn.p50Min - mean('p50Min'))).toBeLessThan(1 + 0.15 * mean('p50Min'));
      expect(Math.abs(turn.p80Min - mean('p80Min'))).toBeLessThan(1.5 + 0.15 * mean('p80Min'));
    }
  });

  it('says what an estimate says to whoever joins, and the same again for the same numbers', () => {
    const turn = turnAt(curves(model, hall).get('B')!, 9);
    const single = estimate(
      model,
      { at: TEN, ticket: { queue: 'B', virtual: TEN }, waiting: hall.waiting, windows },
      seededRandom(8),
    );
    expect(Math.abs(turn.p50Min - (single.p50Min as number))).toBeLessThan(
      1 + 0.2 * (single.p50Min as number),
    );
    expect(curves(model, hall)).toEqual(curves(model, hall));
  });

  it('never falls along the line, and goes on as steeply behind its end', () => {
    const curve = curves(model, hall).get('A')!;
    const told = Array.from({ length: 40 }, (_, i) => turnAt(curve, i).p50Min);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[39]).toBeGreaterThan((told[20] as number) * 1.3);
    expect(told[39]).toBeLessThan((told[20] as number) * 3);
  });

  it('keeps apart what shares no window', () => {
    expect(partsOf(hall, ['A', 'B', 'C']).map((part) => [...part].sort())).toEqual([['A', 'B'], ['C']]);
    const more = { ...hall, waiting: [...hall.waiting, ...inLine('C', 30)] };
    expect(curves(model, more).get('A')).toEqual(curves(model, hall).get('A'));
  });

  it('knows nothing of a queue without a window', () => {
    const [curve] = curvesOf(model, hall, ['Z'], seededRandom(1));
    expect(turnAt(curve!, 0).p50Min).toBeNaN();
  });
});

describe('what comes before the lines', () => {
  const windows = [window('W1', ['A']), window('W2', ['A'])];
  const model = atWork(emptyModel(MADE_UP_ZONE), windows);
  const told = (waiting: readonly InLine[], at: readonly WindowNow[] = windows) =>
    curves(model, { at: TEN, waiting, windows: at }).get('A')!;

  it('[X4] a green ticket is early, and holds the others up', () => {
    const line = inLine('A', 10);
    const green: InLine = {
      ...line[9]!,
      ticket: 'green',
      position: 10,
      virtual: TEN - 480 * MINUTE_MS,
      special: true,
    };
    const curve = told([...line, green]);
    expect(curve.special.get('green')!.p50Min).toBeLessThan(turnAt(curve, 2).p50Min);
    expect(turnAt(curve, 9).p50Min).toBeGreaterThan(turnAt(told(line), 9).p50Min);
  });

  it('[X3] a ticket bound to a window waits for that window', () => {
    const [first, ...rest] = inLine('A', 8);
    const bound: InLine = { ...first!, special: true, boundTo: ['W2'], virtual: TEN - 960 * MINUTE_MS };
    const away: WindowNow[] = [
      windows[0]!,
      { ...windows[1]!, serving: null, state: 'away', backAt: TEN + 50 * MINUTE_MS },
    ];
    expect(told([bound, ...rest]).special.get('A0')!.p50Min).toBeLessThan(15);
    expect(told([bound, ...rest], away).special.get('A0')!.p50Min).toBeGreaterThan(35);
  });

  it('[B3] a booking is told its slot, and whoever comes now goes before it', () => {
    const slot = TEN + 45 * MINUTE_MS;
    const booked: InLine = {
      ticket: 'booked',
      queue: 'A',
      virtual: slot,
      notBefore: slot,
      position: 0,
      special: true,
    };
    const curve = told([booked]);
    expect(curve.turns).toHaveLength(1);
    expect(curve.special.get('booked')!.p50Min).toBeGreaterThanOrEqual(45);
    expect(turnAt(curve, 0).p50Min).toBeLessThan(20);
  });

  it('[X6] a window helps out past its threshold, and only while its own queue is empty', () => {
    const helper = (secondary: WindowNow['secondary']): WindowNow =>
      window('W9', ['B'], { serving: null, ...(secondary ? { secondary } : {}) });
    const line = inLine('A', 12);
    const alone = turnAt(told(line, [...windows, helper(undefined)]), 12).p50Min;
    const helped = turnAt(told(line, [...windows, helper([{ queue: 'A', above: 4 }])]), 12).p50Min;
    const busy = turnAt(
      told([...line, ...inLine('B', 40)], [...windows, helper([{ queue: 'A', above: 4 }])]),
      12,
    ).p50Min;
    expect(helped).toBeLessThan(alone - 5);
    expect(busy).toBeGreaterThan(helped + 5);
  });
});
