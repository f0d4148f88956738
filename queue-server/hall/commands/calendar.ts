import { createRequire } from 'node:module';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Calendar } from '@hall/shared/contracts/rules';
import { weekdayOf } from '../domain/dates.ts';
import type { Handlers } from './administration.ts';

/**
 * Holidays (节假日) and make-up days (调休) as the State Council's notices have them, from the data of the package
 * chinese-days. Its functions call every day of a year that they do not know a plain one: here the data are read
 * themselves, and a year without any is refused.
 */
interface HolidayData {
  /** Date → `New Year's Day,元旦,1`. */
  readonly holidays: Readonly<Record<string, string>>;
  /** Weekend days that are worked, and weekdays off for them: of the same holiday, in the same order. */
  readonly workdays: Readonly<Record<string, string>>;
  readonly inLieuDays: Readonly<Record<string, string>>;
}

const data = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as HolidayData;

export function calendarHandlers(): Handlers<'calendar.suggest'> {
  return {
    'calendar.suggest': async ({ body }) => {
      const days = holidaysOf(body.year, data);
      return days.length === 0
        ? err(fault('CALENDAR_YEAR_UNKNOWN', `no holidays of ${body.year} are known`, { year: body.year }))
        : ok({ days });
    },
  };
}

/** The days of a year that are not as the week says, in order; none where the year is not known. */
export function holidaysOf(year: number, { holidays, workdays, inLieuDays }: HolidayData): Calendar['days'] {
  const ofYear = (days: Readonly<Record<string, string>>) =>
    Object.entries(days)
      .filter(([date]) => date.startsWith(`${year}-`))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  const closed = ofYear(holidays).map(([date, words]) => ({
    ...{ date, kind: 'closed' as const },
    name: nameOf(words),
  }));
  const lieu = ofYear(inLieuDays);
  const worked = new Map<string, number>();
  const open = ofYear(workdays).map(([date, words]) => {
    const nth = worked.get(words) ?? 0;
    worked.set(words, nth + 1);
    const replaced = lieu.filter(([, of]) => of === words)[nth]?.[0];
    const { zh, en } = nameOf(words);
    return {
      ...{ date, kind: 'open' as const, name: { zh: `${zh}调休上班`, en: `Working day for ${en}` } },
      ...(replaced === undefined ? {} : { as: weekdayOf(replaced) }),
    };
  });
  return [...closed, ...open].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function nameOf(words: string) {
  const [en = words, zh = en] = words.split(',');
  return { zh, en };
}
