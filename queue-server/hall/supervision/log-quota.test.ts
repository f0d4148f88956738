import { describe, expect, it } from 'vitest';
import { DAY_MS } from './finding.ts';
import { cutToQuota } from './log-quota.ts';

const NOW = 1_000 * DAY_MS;
const log = (daysOld: number, bytes: number) => ({ file: `d${daysOld}`, at: NOW - daysOld * DAY_MS, bytes });

describe('cutToQuota', () => {
  it('removes nothing within the quota, however old', () => {
    expect(cutToQuota([log(900, 10), log(5, 10)], 10, 30, NOW)).toEqual({ remove: [], cutShort: false });
  });
  it('removes the oldest, and only as far as needed', () => {
    const { remove, cutShort } = cutToQuota([log(900, 10), log(400, 10), log(5, 10)], 10, 25, NOW);
    expect([remove.map((entry) => entry.file), cutShort]).toEqual([['d900', 'd400'], false]);
  });
  it('says so where something younger than six months has to go', () => {
    expect(cutToQuota([log(179, 10), log(5, 10)], 0, 10, NOW).cutShort).toBe(true);
    expect(cutToQuota([log(180, 10), log(5, 10)], 0, 10, NOW).cutShort).toBe(false);
  });
});
