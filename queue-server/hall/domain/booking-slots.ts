import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { minutesOf } from '@hall/shared/contracts/time';
import { dayKind, endOf } from './calendar.ts';
import { instantOf } from './dates.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/** Places that can be booked in spans of a day [B1]. */

export interface SlotOfDay {
  readonly from: string;
  readonly to: string;
  readonly places: number;
  readonly free: number;
  /** Instants. */
  readonly begins: number;
  readonly ends: number;
}

export type ConfigAt = (instant: number) => HallConfig;

/** Between these clock times of a day, in minutes, settings are looked for that count on a part of the day only. */
const LOOKS = [0, 12 * 60, 24 * 60 - 1];

/**
 * A holiday has none, a make-up day those of its weekday [T2]; a span that has begun has nothing free. What counts is
 * the configuration of the moment when a span begins: a queue that is planned to go takes no bookings beyond.
 */
export function slotsOn(
  state: HallState,
  configAt: ConfigAt,
  queue: QueueConfig['id'],
  day: string,
  at: number,
): SlotOfDay[] {
  const { timeZone } = configAt(at);
  const configs = new Set(LOOKS.map((minutes) => configAt(instantOf(day, minutes, timeZone))));
  return [...configs]
    .flatMap((config) =>
      slotsBy(state, config, queue, day, at).filter(({ begins }) => configAt(begins) === config),
    )
    .sort((a, b) => a.begins - b.begins);
}

function slotsBy(state: HallState, config: HallConfig, id: string, day: string, at: number): SlotOfDay[] {
  const kind = dayKind(config, day);
  const queue = config.queues.find((entry) => entry.id === id);
  if (kind.closed || !queue) return [];
  const booked = state.bookings.filter(
    (booking) => booking.queue === id && booking.day === day && booking.state !== 'cancelled',
  );
  // [T4] What is promised is part of the day's quota, also of what was taken without a booking.
  const issued = day === state.day ? (state.queues.get(id) ?? EMPTY_QUEUE).issued : 0;
  const left = queue.dailyQuota - issued - booked.count((booking) => booking.state === 'booked');
  return queue.bookings
    .filter(({ days }) => days.includes(kind.weekday))
    .map(({ from, to, places }) => {
      const begins = instantOf(day, minutesOf(from), config.timeZone);
      const taken = booked.count((booking) => booking.from === begins);
      return {
        ...{ from, to, places, begins },
        free: begins <= at ? 0 : Math.max(0, Math.min(places - taken, left)),
        ends: instantOf(day, endOf(to), config.timeZone),
      };
    });
}
