import type { Hours, QueueConfig } from '@hall/shared/contracts/hall-config';
import { localTime, minutesOf } from '@hall/shared/contracts/time';

/** 23:59 stands for the end of the day: a span cannot be written past midnight. */
const LAST_MINUTE = minutesOf('23:59');

/** Whether a queue takes tickets at an instant; spans are half-open [from, to). */
export function isOpenAt(queue: QueueConfig, at: number, timeZone: string): boolean {
  const now = localTime(at, timeZone);
  return queue.hours.some(
    (span) =>
      span.days.includes(now.weekday) &&
      now.minutes >= minutesOf(span.from) &&
      (now.minutes < minutesOf(span.to) || minutesOf(span.to) === LAST_MINUTE),
  );
}

/** Hours under which every queue takes tickets at any time; the demo's `--demo-hours always`. */
export const ALWAYS: Hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }];
