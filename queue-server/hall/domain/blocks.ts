import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { addDays } from './dates.ts';
import type { Booker, HallState } from './state.ts';

/** Who missed [T7] or cancelled [T9] too many bookings cannot book for a while. */

/** The largest numbers that `taking.blocks` can ask about (rules.ts): older days and more of them decide nothing. */
const KEPT_DAYS = 366 + 366;
const KEPT_TIMES = 50;

const NO_BOOKER: Booker = { missed: [], cancelled: [] };

export interface Block {
  readonly after: 'missed' | 'cancelled';
  readonly times: number;
  /** The first day on which the person may book again. */
  readonly until: string;
}

/** The block that lasts longest on a day; null where the person may book. */
export function blockOf(
  state: HallState,
  personRef: string,
  config: HallConfig,
  today: string,
): Block | null {
  const booker = state.bookers.get(personRef);
  if (booker === undefined) return null;
  let longest: Block | null = null;
  for (const { after, times, withinDays, forDays } of config.taking.blocks) {
    const days = booker[after];
    const last = days.at(-1);
    const first = days.at(-times);
    if (last === undefined || first === undefined || first <= addDays(last, -withinDays)) continue;
    const until = addDays(last, forDays);
    if (today < until && (longest === null || until > longest.until)) longest = { after, times, until };
  }
  return longest;
}

/** The state with one more day that counts against a person. */
export function counted(
  bookers: HallState['bookers'],
  personRef: string,
  what: keyof Booker,
  day: string,
): HallState['bookers'] {
  const booker = bookers.get(personRef) ?? NO_BOOKER;
  const since = addDays(day, -KEPT_DAYS);
  const days = [...booker[what].filter((old) => old > since), day].sort().slice(-KEPT_TIMES);
  return bookers.set(personRef, { ...booker, [what]: days });
}

/** What is too old to count goes with each new day. */
export function withoutOld(bookers: HallState['bookers'], today: string): HallState['bookers'] {
  const since = addDays(today, -KEPT_DAYS);
  const old = bookers.filter(
    ({ missed, cancelled }) => ![...missed, ...cancelled].some((day) => day > since),
  );
  return old.size === 0 ? bookers : bookers.removeAll(old.keys());
}
