import { expect, it } from 'vitest';
import { hallClock } from './clock.ts';

function clocks(wall: number) {
  const at = { wall, steady: 0 };
  const pass = (ms: number) => {
    at.wall += ms;
    at.steady += ms;
  };
  return { at, pass };
}

it('follows the machine, and goes on at its own pace when that is set back', () => {
  const { at, pass } = clocks(1_000_000);
  const now = hallClock(
    0,
    () => at.wall,
    () => at.steady,
  );
  expect(now()).toBe(1_000_000);
  pass(500);
  expect(now()).toBe(1_000_500);
  at.wall -= 600_000;
  pass(10_000);
  expect(now()).toBe(1_010_500);
  at.wall += 700_000;
  expect(now()).toBe(1_110_500);
});

it('starts no earlier than the newest event, and still moves', () => {
  const { at, pass } = clocks(1_000);
  const now = hallClock(
    5_000,
    () => at.wall,
    () => at.steady,
  );
  expect(now()).toBe(5_000);
  pass(20);
  expect(now()).toBe(5_020);
});
