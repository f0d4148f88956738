import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Forecast } from '@hall/shared/contracts/reports';
import type { DayFacts } from './day-facts.ts';
import { addDays, MINUTE_MS, SLOTS, slotClock, slotOf, weekdayOf } from './days.ts';
import { windowsFor } from './staffing.ts';
import { tenth } from './tally.ts';

/** Weeks that are looked back on for days of the same weekday. */
export const FORECAST_WEEKS = 8;
/** With fewer days of the same weekday, all open days are used. */
const FEWEST_SAME = 3;
/** Open days that are used instead: four weeks. */
const OPEN_DAYS = 20;

/** What a forecast needs of a day that is over: arrivals by half hour, and how long services took. */
export interface DayProfile {
  readonly day: string;
  readonly arrived: number;
  /** Queue → arrivals in each half hour. */
  readonly queues: ReadonlyMap<string, readonly number[]>;
  /** Queue → finished services and their milliseconds. */
  readonly services: ReadonlyMap<string, { readonly count: number; readonly ms: number }>;
}

export function profileOf(facts: DayFacts): DayProfile {
  const queues = new Map<string, number[]>();
  const services = new Map<string, { count: number; ms: number }>();
  let arrived = 0;
  for (const visit of facts.visits) {
    if (visit.end === 'not-issued') continue;
    arrived += 1;
    for (const [i, step] of visit.steps.entries()) {
      const slots = queues.get(step.queue) ?? new Array<number>(SLOTS).fill(0);
      queues.set(step.queue, slots);
      // Later steps are work for their windows, too, but nobody new in the hall.
      if (i === 0) {
        const slot = slotOf(step.from, facts.span);
        slots[slot] = (slots[slot] ?? 0) + 1;
      }
      if (step.serviceMs === null) continue;
      const took = services.get(step.queue) ?? { count: 0, ms: 0 };
      services.set(step.queue, { count: took.count + 1, ms: took.ms + step.serviceMs });
    }
  }
  return { day: facts.span.day, arrived, queues, services };
}

/** Whether the hall opens on a date: its calendar first, then the weekly hours of its queues. */
export function opensOn(config: HallConfig, day: string): boolean {
  const special = config.calendar?.days.find(({ date }) => date === day);
  if (special) return special.kind === 'open';
  const weekday = weekdayOf(day);
  return config.queues.some((queue) => queue.hours.some(({ days }) => days.includes(weekday)));
}

/** The weekday whose hours a date keeps: a make-up day may be like another. */
export function keepsWeekday(config: HallConfig, day: string): number {
  const special = config.calendar?.days.find(({ date }) => date === day);
  return special?.kind === 'open' && special.as !== undefined ? special.as : weekdayOf(day);
}

/** Dates whose profiles a forecast may need, newest first; all before `today`. */
export function daysForForecast(config: HallConfig, day: string, today: string): string[] {
  const days: string[] = [];
  for (let back = 1; back <= FORECAST_WEEKS * 7 + 7; back += 1) {
    const date = addDays(day, -back);
    if (date < today && opensOn(config, date)) days.push(date);
  }
  return days;
}

/** Median and range by half hour of the latest days like this one. Pure. */
export function forecastOf(config: HallConfig, day: string, profiles: readonly DayProfile[]): Forecast {
  const weekday = weekdayOf(day);
  const closed: Forecast = {
    ...{ day, weekday, open: false, basis: [], method: 'none', expected: null, low: null, high: null },
    ...{ halfHours: [], windows: [] },
  };
  if (!opensOn(config, day)) return closed;
  const past = profiles
    .filter((profile) => profile.arrived > 0 && profile.day < day && opensOn(config, profile.day))
    .sort((a, b) => b.day.localeCompare(a.day));
  const like = keepsWeekday(config, day);
  const same = past.filter((profile) => keepsWeekday(config, profile.day) === like).slice(0, FORECAST_WEEKS);
  const enough = same.length >= FEWEST_SAME;
  const basis = enough ? same : past.slice(0, OPEN_DAYS);
  if (basis.length === 0) return { ...closed, open: true };
  const queues = new Map<string, number[]>();
  for (const queue of new Set(basis.flatMap((profile) => [...profile.queues.keys()]))) {
    queues.set(
      queue,
      Array.from({ length: SLOTS }, (_, slot) =>
        median(basis.map((one) => one.queues.get(queue)?.[slot] ?? 0)),
      ),
    );
  }
  const bySlot = basis.map((profile) => totalBySlot(profile));
  const totals = basis.map((profile) => profile.arrived);
  const slots = Array.from({ length: SLOTS }, (_, slot) => {
    const counts = bySlot.map((list) => list[slot] ?? 0);
    return {
      from: slotClock(slot),
      expected: tenth(median(counts)),
      low: Math.min(...counts),
      high: Math.max(...counts),
    };
  });
  const first = slots.findIndex(({ high }) => high > 0);
  const last = slots.findLastIndex(({ high }) => high > 0);
  return {
    ...{ day, weekday, open: true, basis: basis.map((profile) => profile.day) },
    method: enough ? 'same-weekday' : 'open-days',
    expected: Math.round(median(totals)),
    ...{ low: Math.min(...totals), high: Math.max(...totals) },
    halfHours: slots.slice(first, last + 1),
    windows: windowsFor(config, queues, serviceMinutes(basis)),
  };
}

function totalBySlot(profile: DayProfile): number[] {
  const total = new Array<number>(SLOTS).fill(0);
  for (const slots of profile.queues.values()) {
    for (const [slot, count] of slots.entries()) total[slot] = (total[slot] ?? 0) + count;
  }
  return total;
}

/** Queue → mean service in minutes over the days; `null` key: over all queues. */
function serviceMinutes(basis: readonly DayProfile[]): ReadonlyMap<string | null, number> {
  const sums = new Map<string | null, { count: number; ms: number }>();
  for (const profile of basis) {
    for (const [queue, { count, ms }] of profile.services) {
      for (const key of [queue, null]) {
        const sum = sums.get(key) ?? { count: 0, ms: 0 };
        sums.set(key, { count: sum.count + count, ms: sum.ms + ms });
      }
    }
  }
  return new Map([...sums].map(([key, { count, ms }]) => [key, ms / count / MINUTE_MS]));
}

/** Of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  if (sorted.length % 2 === 1) return sorted[middle] ?? 0;
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
