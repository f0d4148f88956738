import { describe, expect, it } from 'vitest';
import { ClockWatch } from './clock-watch.ts';

function watch() {
  let wall = Date.parse('2026-11-23T01:00:00Z');
  let monotonic = 5_000;
  const told: number[] = [];
  const clock = new ClockWatch(
    (jump) => told.push(jump.byMs),
    () => wall,
    () => monotonic,
  );
  return {
    told,
    clock,
    pass(wallMs: number, monotonicMs = wallMs) {
      wall += wallMs;
      monotonic += monotonicMs;
      clock.compare();
    },
  };
}

describe('jumps of the clock', () => {
  it('are not seen where both clocks go on alike, however late the look', () => {
    const { told, pass } = watch();
    for (const ms of [1_000, 1_003, 60_000]) pass(ms);
    pass(1_000, 1_500);
    expect(told).toEqual([]);
  });
  it.each([
    ['an hour forward', 3_600_000],
    ['an hour back', -3_600_000],
    ['a day back', -86_400_000],
    ['to 1970', -Date.parse('2026-11-23T01:00:00Z')],
  ])('%s is told once, with its sign', (_name, by) => {
    const { told, clock, pass } = watch();
    pass(1_000);
    pass(by + 1_000, 1_000);
    pass(1_000);
    expect(told).toEqual([by]);
    expect(clock.jumps).toHaveLength(1);
  });
});
