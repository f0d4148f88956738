import { rounded } from './day.ts';

/** Who may still come and go first (priority, bookings), and how often nobody comes when called. */
export interface Arrivals {
  readonly days: number;
  /** queue → minutes of bonus → how many a day came in each hour of the day; older days weigh less. */
  readonly early: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly earlyToday: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** queue → [calls, calls that nobody followed]. */
  readonly missed: Readonly<Record<string, readonly [number, number]>>;
  /** Minutes that a call without answer held its window: the latest ones. */
  readonly missedMin: readonly number[];
}

export const EMPTY_ARRIVALS: Arrivals = { days: 0, early: {}, earlyToday: {}, missed: {}, missedMin: [] };

const KEEP_PER_DAY = 0.95;
const MISSED_KEPT = 50;
const HOURS = 24;
/** One call in twenty, until the hall has shown its own share. */
const PRIOR_CALLS = 40;
const PRIOR_MISSED = 2;
const PRIOR_MISSED_MIN = 1.5;

export function learnArrival(arrivals: Arrivals, queue: string, bonusMin: number, minute: number): Arrivals {
  if (bonusMin <= 0) return arrivals;
  const row = arrivals.earlyToday[queue] ?? {};
  const counts = [...(row[bonusMin] ?? new Array<number>(HOURS).fill(0))];
  const hour = Math.min(HOURS - 1, Math.floor(minute / 60));
  counts[hour] = (counts[hour] ?? 0) + 1;
  return {
    ...arrivals,
    earlyToday: { ...arrivals.earlyToday, [queue]: { ...row, [bonusMin]: counts } },
  };
}

export function learnOutcome(arrivals: Arrivals, queue: string, missedAfterMin: number | null): Arrivals {
  const [calls, missed] = arrivals.missed[queue] ?? [0, 0];
  const next: readonly [number, number] = [calls + 1, missed + (missedAfterMin === null ? 0 : 1)];
  return {
    ...arrivals,
    missed: { ...arrivals.missed, [queue]: next },
    missedMin:
      missedAfterMin === null
        ? arrivals.missedMin
        : [...arrivals.missedMin, rounded(missedAfterMin)].slice(-MISSED_KEPT),
  };
}

export function closeArrivalsDay(arrivals: Arrivals): Arrivals {
  const early: Record<string, Record<string, number[]>> = {};
  for (const part of [arrivals.early, arrivals.earlyToday]) {
    const keep = part === arrivals.early ? KEEP_PER_DAY : 1;
    for (const [queue, row] of Object.entries(part)) {
      const into = early[queue] ?? {};
      early[queue] = into;
      for (const [bonus, counts] of Object.entries(row)) {
        const sums = into[bonus] ?? new Array<number>(HOURS).fill(0);
        into[bonus] = sums.map((sum, hour) => rounded(sum + keep * (counts[hour] ?? 0)));
      }
    }
  }
  const missed = Object.fromEntries(
    Object.entries(arrivals.missed).map(([queue, [calls, none]]) => [
      queue,
      [rounded(calls * KEEP_PER_DAY), rounded(none * KEEP_PER_DAY)] as const,
    ]),
  );
  return {
    days: rounded(arrivals.days * KEEP_PER_DAY + 1),
    early,
    earlyToday: {},
    missed,
    missedMin: arrivals.missedMin,
  };
}

export interface EarlyStream {
  readonly queue: string;
  readonly bonusMin: number;
  /** Expected arrivals between now and `withinMin` from now that still stand before the one who asks. */
  readonly expected: number;
  readonly withinMin: number;
}

/** Later arrivals whose bonus is larger than one's own lead stand before one, if they come soon enough. */
export function earlyStreams(arrivals: Arrivals, minute: number, leadMin: number): EarlyStream[] {
  if (arrivals.days === 0) return [];
  const streams: EarlyStream[] = [];
  for (const [queue, row] of Object.entries(arrivals.early)) {
    for (const [bonus, counts] of Object.entries(row)) {
      const bonusMin = Number(bonus);
      const withinMin = bonusMin - leadMin;
      if (withinMin <= 0) continue;
      let expected = 0;
      for (let at = minute; at < minute + withinMin; ) {
        const hour = Math.min(HOURS - 1, Math.floor(at / 60));
        const to = Math.min(minute + withinMin, (Math.floor(at / 60) + 1) * 60);
        expected += ((counts[hour] ?? 0) / arrivals.days) * ((to - at) / 60);
        at = to;
      }
      if (expected > 0.005) streams.push({ queue, bonusMin, expected, withinMin });
    }
  }
  return streams;
}

export function missChance(arrivals: Arrivals, queue: string): number {
  let [calls, missed] = [PRIOR_CALLS, PRIOR_MISSED];
  for (const [allCalls, allMissed] of Object.values(arrivals.missed)) {
    calls += allCalls;
    missed += allMissed;
  }
  const own = arrivals.missed[queue] ?? [0, 0];
  return (own[1] + (PRIOR_CALLS * missed) / calls) / (own[0] + PRIOR_CALLS);
}

/** Ascending. */
export function missMinutes(arrivals: Arrivals): readonly number[] {
  if (arrivals.missedMin.length === 0) return [PRIOR_MISSED_MIN];
  return [...arrivals.missedMin].sort((a, b) => a - b);
}
