import { rounded } from './day.ts';

/**
 * When windows come, pause and return: what was seen, day by day, in a compact form. `presence.ts` fits the
 * habits behind it. All times are minutes of the day.
 */
export interface Habits {
  readonly days: readonly DaySeen[];
  /** How well each hypothesis of `grouping.ts` has foretold pauses so far: log-likelihood, older days fade. */
  readonly evidence: readonly number[];
}

export interface DaySeen {
  /** Monday 1 … Sunday 7. */
  readonly weekday: number;
  /** The last moment at which something happened. */
  readonly until: number;
  /** Windows in house order, each with its spells at work. */
  readonly windows: Readonly<Record<string, readonly Spell[]>>;
}

/**
 * One stretch of work, [from, dueFrom, left, back]. Whoever wants to pause finishes the person at hand: the
 * wish fell between `dueFrom` (last call, or the same as `left` when idle) and `left`.
 * `left` −1: at work until the last moment seen, `dueFrom`. `back` −1: did not come back that day.
 */
export type Spell = readonly [number, number, number, number];

export const EMPTY_HABITS: Habits = { days: [], evidence: [] };

/** Enough to know weekdays, little enough to forget what has changed. */
const DAYS_KEPT = 40;
/** Bounds the model for a hall of many windows. */
const SPELLS_KEPT = 6000;

export function addDay(habits: Habits, day: DaySeen, evidence: readonly number[]): Habits {
  const days = [...habits.days, day].slice(-DAYS_KEPT);
  let spells = 0;
  let first = days.length;
  while (first > 0) {
    const seen = days[first - 1] as DaySeen;
    spells += Object.values(seen.windows).reduce((sum, list) => sum + list.length, 0);
    if (spells > SPELLS_KEPT && first < days.length) break;
    first -= 1;
  }
  return { days: days.slice(first), evidence: evidence.map(rounded) };
}
