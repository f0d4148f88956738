import { describe, expect, test } from 'vitest';
import { LED_SILENT_SHARE } from './timing.ts';
import type { TurnPanel } from './turns.ts';
import { chooseTurn, silenceBudget } from './turns.ts';

const ready: TurnPanel = { readyAt: 0, silent: false };
const idle: TurnPanel = { readyAt: 500, silent: false };
const silent: TurnPanel = { readyAt: 0, silent: true };

describe('whose turn it is', () => {
  test('passes over who has nothing to ask, and says when somebody will', () => {
    expect(chooseTurn([ready, ready], 0, 0)).toEqual({ ask: 0 });
    expect(chooseTurn([idle, ready], 100, 0)).toEqual({ ask: 1 });
    expect(chooseTurn([idle, { readyAt: 300, silent: false }], 100, 0)).toEqual({ waitUntil: 300 });
    expect(chooseTurn([], 0, 0)).toEqual({ waitUntil: Number.POSITIVE_INFINITY });
  });

  test('a silent panel waits for its share beside one that answers, and for nothing among silent ones', () => {
    expect(chooseTurn([silent, idle], 100, 400)).toEqual({ waitUntil: 400 });
    expect(chooseTurn([silent, ready], 100, 400)).toEqual({ ask: 1 });
    expect(chooseTurn([silent, ready], 400, 400)).toEqual({ ask: 0 });
    expect(chooseTurn([silent, silent], 100, 400)).toEqual({ ask: 0 });
  });
});

test('silence never takes more than its share, whatever it takes at once', () => {
  const budget = silenceBudget();
  const TRY_MS = 2_000;
  const HOUR_MS = 3_600_000;
  let now = 0;
  let taken = 0;
  while (now < HOUR_MS) {
    now = budget.freeAt(now);
    now += TRY_MS;
    taken += TRY_MS;
    budget.spend(now, TRY_MS);
  }
  const burst = 4 * TRY_MS;
  expect(taken).toBeLessThanOrEqual(now * LED_SILENT_SHARE + burst);
  // It is used up, too: a panel that comes back is found.
  expect(taken).toBeGreaterThan(now * LED_SILENT_SHARE - burst);
});
