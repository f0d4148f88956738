import type { Presence } from './presence.ts';
import type { Random } from './words.ts';

/** Whether and when a window that has not been at work today will come: by its own history and weekday. */

/** Days of the window's own rate that a weekday must outweigh. */
const WEEKDAY_PRIOR_DAYS = 4;
const RECENT = 30;

/** A drawer of the minute of the first opening after `now`; Infinity: not today. */
export function firstComing(
  presence: Presence,
  window: string,
  weekday: number,
  now: number,
): (random: Random) => number {
  const days = presence.days.slice(-RECENT);
  const known = days.findIndex((day) => window in day.windows);
  if (known < 0) return () => Number.POSITIVE_INFINITY;
  const firsts: number[] = [];
  let [came, seen, cameThen, seenThen] = [0, 0, 0, 0];
  for (const day of days.slice(known)) {
    const first = day.windows[window]?.[0]?.[0];
    const there = first === undefined ? 0 : 1;
    if (first !== undefined) firsts.push(first);
    came += there;
    seen += 1;
    if (day.weekday !== weekday) continue;
    cameThen += there;
    seenThen += 1;
  }
  const own = (came + 0.5) / (seen + 1);
  const likely = (cameThen + WEEKDAY_PRIOR_DAYS * own) / (seenThen + WEEKDAY_PRIOR_DAYS);
  const later = firsts.filter((first) => first > now);
  const stillToCome = (likely * later.length) / firsts.length;
  const chance = stillToCome / (stillToCome + 1 - likely);
  return (random) => {
    if (later.length === 0 || random() >= chance) return Number.POSITIVE_INFINITY;
    return later[Math.floor(random() * later.length)] as number;
  };
}
