import { localTime, minutesOf } from '@hall/shared/contracts/time';

/** When a daily backup is due. Pure; clock times are those of the hall. */

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;
/**
 * A failed one is tried again after this: a disk that was pulled is put back, a full one is cleared. A good one is
 * followed by no other sooner, whatever clocks and labels say.
 */
export const RETRY_MS = 15 * MINUTE_MS;
/** Two days and some hours: one missed night is said as a failure, a second one as late. */
export const LATE_AFTER_MS = 50 * 60 * MINUTE_MS;

export interface Plan {
  /** `HH:MM` */
  readonly at: string;
  readonly timeZone: string;
}

/** Whether the slot of today has passed without a good backup; a server that was off then makes up for it. */
export function isDue(plan: Plan, lastGood: number | null, lastTry: number | null, now: number): boolean {
  const today = localTime(now, plan.timeZone);
  if (today.minutes < minutesOf(plan.at)) return false;
  if (lastTry !== null && lastTry <= now && now - lastTry < RETRY_MS) return false;
  // One from the future tells of a wrong clock, not of a backup.
  if (lastGood === null || lastGood > now) return true;
  const last = localTime(lastGood, plan.timeZone);
  return last.day < today.day || (last.day === today.day && last.minutes < minutesOf(plan.at));
}

/** When the next one begins, ms. */
export function nextDue(plan: Plan, lastGood: number | null, lastTry: number | null, now: number): number {
  if (isDue(plan, lastGood, null, now)) {
    return isDue(plan, lastGood, lastTry, now) ? now : (lastTry as number) + RETRY_MS;
  }
  const { minutes } = localTime(now, plan.timeZone);
  const wait = (minutesOf(plan.at) - minutes + MINUTES_A_DAY) % MINUTES_A_DAY;
  return (Math.floor(now / MINUTE_MS) + (wait === 0 ? MINUTES_A_DAY : wait)) * MINUTE_MS;
}
