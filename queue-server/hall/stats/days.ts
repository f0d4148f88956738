import { localTime } from '@hall/shared/contracts/time';

/** Business days as dates and as spans of instants, on the hall's clock. */

export const MINUTE_MS = 60_000;
export const HALF_HOUR_MS = 30 * MINUTE_MS;
export const DAY_MS = 86_400_000;
export const SLOTS = 48;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Both ends included. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** The instant at which a date begins in a time zone; independent of the machine's own. */
export function dayStart(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let at = utc;
  // The offset at the guess, then at the better guess: enough where a zone changes its clocks at night.
  for (let i = 0; i < 2; i += 1) {
    const local = localTime(at, timeZone);
    at += utc - (Date.parse(`${local.day}T00:00:00Z`) + local.minutes * MINUTE_MS);
  }
  return at;
}

export interface DaySpan {
  readonly day: string;
  readonly from: number;
  /** The first instant that is not of the day. */
  readonly until: number;
}

export function daySpan(day: string, timeZone: string): DaySpan {
  return { day, from: dayStart(day, timeZone), until: dayStart(addDays(day, 1), timeZone) };
}

/** The half hour of an instant; what lies outside of the day counts in its first or last. */
export function slotOf(at: number, span: DaySpan): number {
  return Math.min(SLOTS - 1, Math.max(0, Math.floor((at - span.from) / HALF_HOUR_MS)));
}

/** 17 → 08:30 */
export function slotClock(slot: number): string {
  return `${String(slot >> 1).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;
}
