import { Forecast } from '@hall/shared/contracts/reports';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import { addDays } from './days.ts';
import { forecastOf, median, opensOn, profileOf } from './forecast.ts';
import { type MadeVisit, madeDay, ZONE } from './made-days.testing.ts';
import { morningLines } from './morning.ts';
import { reportOf } from './report.ts';

const config = testConfig((demo) => ({
  ...demo,
  queues: demo.queues.map((queue) => ({
    ...queue,
    hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
  })),
}));
const MONDAY = '2026-11-23';
const queue = config.queues[0]?.id ?? '';

/** So many people at nine, served for ten minutes each. */
const people = (count: number): MadeVisit[] =>
  Array.from({ length: count }, (_, i) => ({ queue, at: 540 + i / 10, called: 600, ended: 610 }));
const profile = (day: string, count: number) => profileOf(madeDay(day, people(count)));

describe('forecast', () => {
  it('is the median of earlier Mondays half hour by half hour, with their range, and names them', () => {
    const mondays = [20, 30, 100].map((count, i) => profile(addDays(MONDAY, -7 * (i + 1)), count));
    const forecast = forecastOf(config, MONDAY, [...mondays, profile(addDays(MONDAY, -3), 500)]);
    expect(forecast).toMatchObject({ open: true, method: 'same-weekday', expected: 30, low: 20, high: 100 });
    expect(forecast.basis).toEqual(['2026-11-16', '2026-11-09', '2026-11-02']);
    expect(forecast.halfHours).toEqual([{ from: '09:00', expected: 30, low: 20, high: 100 }]);
    expect(Forecast.safeParse(forecast).error).toBeUndefined();
  });

  it('with fewer than three Mondays it takes all open days, and says so', () => {
    const forecast = forecastOf(config, MONDAY, [
      ...[7, 14].map((back) => profile(addDays(MONDAY, -back), 20)),
      ...[3, 4, 5].map((back) => profile(addDays(MONDAY, -back), 40)),
    ]);
    expect(forecast).toMatchObject({ method: 'open-days', expected: 40 });
    expect(forecastOf(config, MONDAY, []).expected).toBeNull();
  });

  it('[T2] the calendar decides which days are open, and whose hours a make-up day keeps', () => {
    const calendar = {
      days: [
        { date: MONDAY, name: { zh: '节', en: 'Holiday' }, kind: 'closed' as const },
        { date: '2026-11-21', name: { zh: '补班', en: 'Make-up' }, kind: 'open' as const, as: 1 },
      ],
    };
    const special = { ...config, calendar };
    expect(opensOn(config, '2026-11-21')).toBe(false);
    expect(opensOn(special, '2026-11-21')).toBe(true);
    expect(forecastOf(special, MONDAY, [profile('2026-11-16', 9)])).toMatchObject({
      open: false,
      expected: null,
    });
    const mondays = [7, 14, 21].map((back) => profile(addDays(MONDAY, -back), 33));
    const fridays = [1, 8, 15].map((back) => profile(addDays('2026-11-21', -back), 5));
    expect(forecastOf(special, '2026-11-21', [...mondays, ...fridays]).expected).toBe(33);
  });

  it('says how many windows the work needs, and which', () => {
    // 30 people × 10 min in half an hour = 300 min of work; a window does 25.5 of them: 12 windows.
    const mondays = [1, 2, 3].map((week) => profile(addDays(MONDAY, -7 * week), 30));
    const [plan] = forecastOf(config, MONDAY, mondays).windows;
    const able = config.windows.filter((window) => window.queues.includes(queue)).map(({ number }) => number);
    expect(plan?.spans).toEqual([{ from: '09:00', to: '10:00', needed: 12, windows: able.slice(0, 12) }]);
  });

  it('median of an even number is between the two in the middle', () => {
    expect([median([1, 9]), median([3]), median([4, 1, 2, 3])]).toEqual([5, 3, 2.5]);
  });
});

describe('the morning note', () => {
  const yesterday = reportOf(
    [madeDay('2026-11-20', [...people(40), { queue, at: 600, end: 'closed' }])],
    config,
    0,
  );
  const fridays = [1, 2, 3].map((week) => profile(addDays('2026-11-20', -7 * week), 20));
  const mondays = [1, 2, 3].map((week) => profile(addDays(MONDAY, -7 * week), 30));

  it('has at most ten plain lines: yesterday, what was unusual, today, which windows when', () => {
    const usual = forecastOf(config, '2026-11-20', fridays);
    const today = forecastOf(config, MONDAY, mondays);
    const lines = morningLines({ yesterday, usual, today, timeZone: ZONE });
    const zh = lines.map((line) => line.says.zh);
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(zh[0]).toBe('11月20日（周五）取号 41 人，办结 40 人，比往常多 105%。');
    expect(zh).toContain('有 1 人等到关闭也没有办上。');
    expect(zh).toContain('今天周一，预计取号约 30 人（30 至 30），依据最近 3 个周一。');
    expect(new Set(lines.map(({ about }) => about))).toEqual(
      new Set(['yesterday', 'unusual', 'today', 'windows']),
    );
    for (const { says } of lines) expect(says.en).not.toMatch(/null|undefined|NaN/);
  });

  it('knows nothing yet, and says that', () => {
    const today = forecastOf(config, MONDAY, []);
    const says = morningLines({ yesterday: null, usual: null, today, timeZone: ZONE }).map(
      (line) => line.says.en,
    );
    expect(says).toEqual([
      'There are no records of the last two weeks.',
      'There are too few records to say what to expect today.',
    ]);
  });
});
