import { describe, expect, it } from 'vitest';
import { HallOffset } from './hall-offset.ts';

const EVERY = 1_000;
/** Hears beats that were sent and came at these times of this machine, where the hall is so far ahead. */
function hear(offset: HallOffset, ahead: number, ...beats: readonly [sent: number, came: number][]): number {
  let last = Number.NaN;
  for (const [sent, came] of beats) last = offset.hear({ at: sent + ahead, heartbeatMs: EVERY }, came);
  return last;
}
const inTime = (from: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [from + i * EVERY, from + i * EVERY + 2]);

describe('the offset of the hall’s clock', () => {
  it('is what a beat says, less its way', () => {
    expect(hear(new HallOffset(), 500, ...inTime(0, 1))).toBe(498);
    expect(hear(new HallOffset(), -90_000, ...inTime(0, 20))).toBe(-90_002);
  });

  it.each([4, 12, 30])('does not follow beats that were held back for %d s and come at once', (held) => {
    const offset = new HallOffset();
    hear(offset, 500, ...inTime(0, 10));
    const all = 9_002 + held * EVERY;
    for (let i = 0; i < held; i += 1)
      expect(hear(offset, 500, [10_000 + i * EVERY, all + i])).toBeGreaterThanOrEqual(498);
    expect(hear(offset, 500, ...inTime(all + 1_000, 10))).toBe(498);
  });

  it('follows a clock that was set, within some beats', () => {
    const offset = new HallOffset();
    hear(offset, 500, ...inTime(0, 10));
    // The hall's back, then ahead; then this machine's own, a little and far.
    expect(hear(offset, -60_000, ...inTime(10_000, 6))).toBe(-60_002);
    expect(hear(offset, 7_000, ...inTime(16_000, 1))).toBe(6_998);
    expect(hear(offset, -3_000, ...inTime(27_000, 6))).toBe(-3_002);
    expect(hear(offset, -3_600_000, ...inTime(3_600_000, 1))).toBe(-3_600_002);
    expect(hear(offset, 3_000, ...inTime(40_000, 1))).toBe(2_998);
  });

  it('follows a clock that is a little fast', () => {
    const offset = new HallOffset();
    let last = 0;
    for (let i = 0; i < 600; i += 1) last = hear(offset, -i * 0.5, [i * EVERY, i * EVERY]);
    expect(last).toBeLessThan(-290);
  });
});
