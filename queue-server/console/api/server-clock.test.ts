import { describe, expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

describe('the hall’s clock on a computer that is wrong', () => {
  it('follows an answer between sending and receiving', () => {
    let local = 1_000;
    const clock = createServerClock(() => local);
    clock.answered(61_010, 1_000, 1_020);
    local = 2_000;
    expect(clock.now()).toBe(62_000);
  });
  it('moves up for an event from its future, and is not set back by an old one', () => {
    const clock = createServerClock(() => 1_000);
    clock.happened(9_000);
    clock.happened(3_000);
    expect(clock.now()).toBe(9_000);
  });
  it('tells who reads by the minute that the day is another one, and not of every jitter', () => {
    const clock = createServerClock(() => 1_000);
    let jumps = 0;
    const stop = clock.subscribe(() => {
      jumps += 1;
    });
    clock.answered(172_801_000, 990, 1_010);
    clock.answered(172_801_200, 990, 1_010);
    expect(jumps).toBe(1);
    stop();
    clock.answered(1_000, 1_000, 1_000);
    expect(jumps).toBe(1);
  });
});
