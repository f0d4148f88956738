import { describe, expect, it } from 'vitest';
import { clockSeconds, clockTime, minutesSince, sayMinutes, sayMoment, stopwatch } from './say-time.ts';

describe('times as people say them', () => {
  it('says minutes and hours', () => {
    expect([0, 24, 60, 70].map((minutes) => sayMinutes(minutes).zh)).toEqual([
      '0 分钟',
      '24 分钟',
      '1 小时',
      '1 小时 10 分',
    ]);
  });
  it('runs a stopwatch', () => {
    expect([-5_000, 7_000, 750_000, 3_723_000].map(stopwatch)).toEqual(['0:00', '0:07', '12:30', '1:02:03']);
  });
  it('shows the hall’s clock wherever the browser is', () => {
    const at = Date.UTC(2026, 10, 21, 8, 55, 9);
    expect([clockTime(at), clockSeconds(at)]).toEqual(['16:55', '16:55:09']);
  });
  it('never counts a wait below zero', () => {
    expect(minutesSince(10_000, 0)).toBe(0);
  });
  it('names the day where it is not today, by the hall’s midnight', () => {
    const now = Date.UTC(2026, 10, 21, 17, 0);
    expect(
      [Date.UTC(2026, 10, 21, 16, 0), Date.UTC(2026, 10, 21, 15, 59)].map((at) => sayMoment(at, now)),
    ).toEqual([
      { zh: '00:00', en: '00:00' },
      { zh: '11月21日 23:59', en: '11-21 23:59' },
    ]);
  });
});
