import type { Text } from '../contracts/text.ts';
import { localTime } from '../contracts/time.ts';

export { waitWords } from '../contracts/wait-words.ts';

/** Times and durations as people say them. Instants are milliseconds. */

const MINUTES_PER_HOUR = 60;
const MS_PER_MINUTE = 60_000;
const MS_PER_SECOND = 1000;

const WEEKDAYS: readonly Text[] = [
  { zh: '星期一', en: 'Monday' },
  { zh: '星期二', en: 'Tuesday' },
  { zh: '星期三', en: 'Wednesday' },
  { zh: '星期四', en: 'Thursday' },
  { zh: '星期五', en: 'Friday' },
  { zh: '星期六', en: 'Saturday' },
  { zh: '星期日', en: 'Sunday' },
];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** 95 → 1 小时 35 分钟 / 1 hour 35 minutes */
export function minutesWords(minutes: number): Text {
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const rest = minutes % MINUTES_PER_HOUR;
  const zh: string[] = [];
  const en: string[] = [];
  if (hours > 0) {
    zh.push(`${hours} 小时`);
    en.push(hours === 1 ? '1 hour' : `${hours} hours`);
  }
  if (rest > 0 || hours === 0) {
    zh.push(`${rest} 分钟`);
    en.push(rest === 1 ? '1 minute' : `${rest} minutes`);
  }
  return { zh: zh.join(' '), en: en.join(' ') };
}

/** `16:55` on the hall's wall clock. */
export function clockOf(at: number, timeZone: string): string {
  return localTime(at, timeZone).clock;
}

/** 11 月 21 日 星期五 / Friday 21 November */
export function dateWords(at: number, timeZone: string): Text {
  const { day, weekday } = localTime(at, timeZone);
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const name = WEEKDAYS[weekday - 1] as Text;
  return { zh: `${month} 月 ${date} 日 ${name.zh}`, en: `${name.en} ${date} ${MONTHS[month - 1]}` };
}

/** `16:55`, or with the date in front where the instant lies on another day. */
export function sinceWords(since: number, now: number, timeZone: string): Text {
  const then = localTime(since, timeZone);
  if (then.day === localTime(now, timeZone).day) return { zh: then.clock, en: then.clock };
  const month = Number(then.day.slice(5, 7));
  const date = Number(then.day.slice(8, 10));
  return { zh: `${month} 月 ${date} 日 ${then.clock}`, en: `${then.clock} on ${date} ${MONTHS[month - 1]}` };
}

/** Whole seconds until an instant, never below zero: what a countdown shows. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / MS_PER_SECOND));
}

/** 3 分钟前 / 3 minutes ago; below one minute 刚刚 / just now. */
export function agoWords(at: number, now: number): Text {
  const minutes = Math.floor((now - at) / MS_PER_MINUTE);
  if (minutes < 1) return { zh: '刚刚', en: 'just now' };
  const words = minutesWords(minutes);
  return { zh: `${words.zh}前`, en: `${words.en} ago` };
}
