import { describe, expect, it } from 'vitest';
import { calendarHandlers } from './calendar.ts';

const actor = { kind: 'staff', id: 'manager01' } as never;
const suggest = (year: number) =>
  calendarHandlers()['calendar.suggest']({ actor, body: { year }, requestId: 'r' });

describe('[T2] the calendar of a year', () => {
  it('has the holidays closed and the make-up days open, like the weekday that they replace', async () => {
    const answer = await suggest(2026);
    if (!answer.ok) throw new Error(answer.error.message);
    const day = (date: string) => answer.value.days.find((entry) => entry.date === date);
    expect(day('2026-10-01')).toMatchObject({ kind: 'closed', name: { zh: '国庆节', en: 'National Day' } });
    // Friday, 2 January is free for Sunday, 4 January.
    expect(day('2026-01-04')).toMatchObject({ kind: 'open', as: 5 });
    expect(day('2026-03-02')).toBeUndefined();
    const dates = answer.value.days.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    for (const entry of answer.value.days) expect(entry.kind === 'open').toBe(entry.as !== undefined);
  });

  it('refuses a year that nobody has announced, rather than calling all of it workdays', async () => {
    expect(await suggest(2040)).toMatchObject({ ok: false, error: { code: 'CALENDAR_YEAR_UNKNOWN' } });
  });
});
