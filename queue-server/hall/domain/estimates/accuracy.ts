import { localTime } from '@hall/shared/contracts/time';
import { MINUTE_MS } from './day.ts';
import type { Kept } from './learner.ts';

/** What tickets were told against what came, by day, queue and half hour of taking. Sums, so that they add up. */
export interface AccuracySums {
  readonly day: string;
  readonly queue: string;
  /** Minutes after midnight: 540 stands for 09:00 to 09:30. */
  readonly halfHour: number;
  readonly count: number;
  /** Σ |told − waited|, minutes; told: the first figure of the range. */
  readonly absMin: number;
  /** Σ (told − waited): above zero, people were told too much. */
  readonly biasMin: number;
  /** Called within the second figure. */
  readonly within: number;
}

const HALF_HOUR_MIN = 30;
/** "Now" is kept by whoever is called within a minute. */
const NOW_MIN = 1;

export function comparedOf({ quote, calledAt }: Kept, zone: string): AccuracySums {
  const { day, minutes } = localTime(quote.at, zone);
  const waited = Math.max(0, (calledAt - quote.at) / MINUTE_MS);
  const off = quote.lowMin - waited;
  return {
    day,
    queue: quote.queue,
    halfHour: Math.floor(minutes / HALF_HOUR_MIN) * HALF_HOUR_MIN,
    count: 1,
    absMin: Math.abs(off),
    biasMin: off,
    within: waited <= Math.max(NOW_MIN, quote.highMin) ? 1 : 0,
  };
}

export function accuracyKey(sums: AccuracySums): string {
  return `${sums.day} ${sums.queue} ${sums.halfHour}`;
}

export function added(a: AccuracySums, b: AccuracySums): AccuracySums {
  return {
    ...a,
    count: a.count + b.count,
    absMin: a.absMin + b.absMin,
    biasMin: a.biasMin + b.biasMin,
    within: a.within + b.within,
  };
}
