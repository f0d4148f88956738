import { expect, test } from 'vitest';
import { backOffMs, FIRST_WAIT_MS, LONGEST_WAIT_MS } from './back-off.ts';

test('the wait doubles up to its longest and never stops trying', () => {
  expect([0, 1, 2, 3, 4, 5, 1000].map((attempt) => backOffMs(attempt, 0.999999))).toEqual([
    500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
});

test('jitter spreads over the upper half', () => {
  expect(backOffMs(0, 0)).toBe(FIRST_WAIT_MS / 2);
  expect(backOffMs(40, 0)).toBe(LONGEST_WAIT_MS / 2);
});
