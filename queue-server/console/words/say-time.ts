import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';

const MINUTE_MS = 60_000;

/** Whole minutes, as people say them; never negative, whatever the clocks say. */
export function minutesSince(then: number, now: number): number {
  return Math.max(0, Math.floor((now - then) / MINUTE_MS));
}

/** 70 → 1 小时 10 分 / 1 h 10 min: the short form for columns */
export function sayMinutes(minutes: number): Text {
  const whole = Math.max(0, Math.round(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return { zh: `${whole} 分钟`, en: `${whole} min` };
  if (rest === 0) return { zh: `${hours} 小时`, en: `${hours} h` };
  return { zh: `${hours} 小时 ${rest} 分`, en: `${hours} h ${rest} min` };
}

/** A running stopwatch: 0:07, 12:30, 1:02:03 */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * All of China keeps one time. Staff read it off the hall's clocks, so the console shows it too, wherever the
 * browser thinks it is.
 */
export const HALL_TIME_ZONE = 'Asia/Shanghai';

/** hh:mm on the hall's wall clock. */
export function clockTime(at: number): string {
  return localTime(at, HALL_TIME_ZONE).clock;
}

/** hh:mm:ss, where the order of events within a minute matters. */
export function clockSeconds(at: number): string {
  return `${clockTime(at)}:${String(new Date(at).getUTCSeconds()).padStart(2, '0')}`;
}

/** A moment for lists: the clock today, day and clock before and after. */
export function sayMoment(at: number, now: number): Text {
  const moment = localTime(at, HALL_TIME_ZONE);
  if (moment.day === localTime(now, HALL_TIME_ZONE).day) return { zh: moment.clock, en: moment.clock };
  const [, month = '', day = ''] = moment.day.split('-');
  return {
    zh: `${Number(month)}月${Number(day)}日 ${moment.clock}`,
    en: `${month}-${day} ${moment.clock}`,
  };
}
