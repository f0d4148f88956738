import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PublishedRatings } from '@hall/shared/contracts/public-info';
import type { Forecast, GroupRow, Morning, Report } from '@hall/shared/contracts/reports';
import type { DayStore } from './day-store.ts';
import { addDays, daysFrom } from './days.ts';
import { daysForForecast, forecastOf } from './forecast.ts';
import { morningLines } from './morning.ts';
import type { Moment } from './protocol.ts';
import { RatingSum } from './published-ratings.ts';
import { ReportSum } from './report.ts';

/** Days that a morning note looks back for one with visitors. */
const LOOK_BACK_DAYS = 14;

interface Beside {
  readonly config: HallConfig;
  readonly store: DayStore;
  readonly moment: Moment;
  readonly timeZone: string;
  readonly breathe: () => Promise<void>;
  readonly progress: (done: number, of: number) => void;
}

async function sumOf(from: string, to: string, beside: Beside): Promise<ReportSum> {
  const { config, store, moment, breathe, progress } = beside;
  const sum = new ReportSum(config);
  const days = daysFrom(from, to);
  for (const [i, day] of days.entries()) {
    sum.add(store.facts(day, moment));
    progress(i + 1, days.length);
    await breathe();
  }
  return sum;
}

export async function makeReport(
  { from, to, clerks }: { readonly from: string; readonly to: string; readonly clerks: boolean },
  beside: Beside,
): Promise<Report> {
  const sum = await sumOf(from, to, beside);
  return sum.report(from, to, beside.moment.now, clerks);
}

export async function makeOwn(
  { from, to, clerk }: { readonly from: string; readonly to: string; readonly clerk: string },
  beside: Beside,
): Promise<GroupRow | null> {
  const sum = await sumOf(from, to, beside);
  return sum.rows('clerk').find((row) => row.id === clerk) ?? null;
}

/** Days before the hall's first have no ratings; a new hall publishes none. */
export async function makeRatings(
  { from, to }: { readonly from: string; readonly to: string },
  { config, store, moment, breathe, progress }: Beside,
): Promise<PublishedRatings> {
  const sum = new RatingSum(config);
  const first = store.firstDay();
  const days = daysFrom(from, to).filter((day) => first !== null && day >= first && day < moment.today);
  for (const [i, day] of days.entries()) {
    sum.add(store.facts(day, moment));
    progress(i + 1, days.length);
    await breathe();
  }
  return sum.published(from, to, moment.now);
}

export async function makeMorning({ day }: { readonly day: string }, beside: Beside): Promise<Morning> {
  const { config, store, moment, timeZone } = beside;
  const yesterday = await lastWithVisitors(day, beside);
  const forecast = async (of: string): Promise<Forecast> => {
    const days = daysForForecast(config, of, moment.today < of ? moment.today : of);
    const first = store.firstDay() ?? of;
    const known = days.filter((one) => one >= first);
    for (const [i, one] of known.entries()) {
      if (store.hasProfile(one)) continue;
      store.profile(one, moment);
      beside.progress(i + 1, known.length);
      await beside.breathe();
    }
    return forecastOf(
      config,
      of,
      known.map((one) => store.profile(one, moment)),
    );
  };
  const report =
    yesterday === null ? null : await makeReport({ from: yesterday, to: yesterday, clerks: false }, beside);
  const usual = yesterday === null ? null : await forecast(yesterday);
  const today = await forecast(day);
  return {
    ...{ day, at: moment.now, yesterday, today },
    tomorrow: await forecast(addDays(day, 1)),
    lines: morningLines({ yesterday: report, usual, today, timeZone }),
  };
}

async function lastWithVisitors(day: string, { store, moment, breathe }: Beside): Promise<string | null> {
  const first = store.firstDay();
  for (let back = 1; back <= LOOK_BACK_DAYS; back += 1) {
    const date = addDays(day, -back);
    if (first === null || date < first) return null;
    if (store.profile(date, moment).arrived > 0) return date;
    await breathe();
  }
  return null;
}
