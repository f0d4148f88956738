import { localTime } from '@hall/shared/contracts/time';

/** Dates (`YYYY-MM-DD`) and the instants of clock times on them. */

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** Minutes after midnight as `8:30`. */
export function clockOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The instant of a clock time (minutes after midnight) on a day of a time zone. */
export function instantOf(day: string, minutes: number, timeZone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS;
  let at = wanted;
  // The offset at the guess, then at the better guess: enough where a zone changes its clocks.
  for (let i = 0; i < 2; i += 1) {
    const local = localTime(at, timeZone);
    at += wanted - (Date.parse(`${local.day}T00:00:00Z`) + local.minutes * MINUTE_MS);
  }
  return at;
}
