import { PrivacySettings } from '@hall/shared/contracts/privacy';
import { describe, expect, it } from 'vitest';
import { accessLogDueAt, dueAt, endOfKeeping } from './schedule.ts';

const { keepDays } = PrivacySettings.parse({});
const NOW = Date.parse('2027-06-01T00:00:00+08:00');
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);

describe('what is due', () => {
  it('counts the days of each kind back from now', () => {
    expect(dueAt(keepDays, NOW)).toEqual([
      { kind: 'person', before: day('2026-12-03') },
      { kind: 'text', before: day('2027-03-03') },
      { kind: 'picture', before: day('2027-05-02') },
      { kind: 'signature', before: day('2026-06-01') },
    ]);
    expect(accessLogDueAt(keepDays, NOW)).toBe(day('2026-12-03'));
  });

  it('makes a record due when its end of keeping is over, not before', () => {
    for (const { kind, before } of dueAt(keepDays, NOW)) {
      expect(endOfKeeping(keepDays, kind, before)).toBe(NOW);
      expect(endOfKeeping(keepDays, kind, before - 1)).toBeLessThan(NOW);
    }
  });

  it('refuses settings that leave no time for a dispute, or logs shorter than half a year', () => {
    for (const wrong of [
      { person: 29 },
      { text: 7 },
      { picture: 0 },
      { signature: 90 },
      { accessLog: 179 },
    ]) {
      expect(PrivacySettings.safeParse({ keepDays: wrong }).success).toBe(false);
    }
    expect(PrivacySettings.parse({ keepDays: { person: 365 } }).keepDays).toEqual({
      ...keepDays,
      person: 365,
    });
  });
});
