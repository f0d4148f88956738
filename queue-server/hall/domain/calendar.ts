import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { minutesOf } from '@hall/shared/contracts/time';
import { weekdayOf } from './dates.ts';

/** What a day is like: by the week [T1], by the calendar of holidays and make-up days [T2], with extended hours [T3]. */

export type HoursKind = 'usual' | 'extended' | 'staggered';

/** Minutes after midnight, half-open; `to` 1440 is the end of the day. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: HoursKind;
}

/** How the calendar sees a day: closed, or open like a weekday (and perhaps with hours of its own). */
export type DayKind =
  | { readonly closed: true; readonly name: Text }
  | {
      readonly closed: false;
      readonly weekday: number;
      readonly name: Text | null;
      readonly hours: readonly { readonly from: string; readonly to: string }[] | null;
    };

export function dayKind(config: HallConfig, day: string): DayKind {
  const entry = config.calendar.days.find(({ date }) => date === day);
  if (entry?.kind === 'closed') return { closed: true, name: entry.name };
  return {
    closed: false,
    weekday: entry?.as ?? weekdayOf(day),
    name: entry?.name ?? null,
    hours: entry?.hours ?? null,
  };
}

/** 23:59 stands for the end of the day: a span cannot be written past midnight. */
const LAST_MINUTE = minutesOf('23:59');
export const END_OF_DAY = 24 * 60;

export function endOf(to: string): number {
  const minutes = minutesOf(to);
  return minutes === LAST_MINUTE ? END_OF_DAY : minutes;
}

/** The spans in which a queue gives numbers on a day, by their beginning. */
export function spansOn(config: HallConfig, queue: QueueConfig, day: string): readonly Span[] {
  const kind = dayKind(config, day);
  if (kind.closed) return [];
  const usual = kind.hours ?? queue.hours.filter((span) => span.days.includes(kind.weekday));
  const extended = queue.extended.filter(
    ({ days, between }) =>
      days.includes(kind.weekday) && (between === undefined || (day >= between[0] && day <= between[1])),
  );
  return [
    ...usual.map(({ from, to }): Span => ({ from: minutesOf(from), to: endOf(to), kind: 'usual' })),
    ...extended.map((span): Span => ({ from: minutesOf(span.from), to: endOf(span.to), kind: span.kind })),
  ].sort((a, b) => a.from - b.from);
}
