import { DAY_MIN } from './day.ts';
import { groupsOf, HYPOTHESES, weightsOf } from './grouping.ts';
import type { DaySeen, Habits, Spell } from './habits.ts';

/**
 * The wish to pause as a rate by time of day, fitted to interval-censored sightings (EM), per hypothesis group
 * and apart for those who had their long pause already, shrunk toward the whole hall.
 */

export const BIN_MIN = 5;
export const BINS = DAY_MIN / BIN_MIN;
/** A pause of this length counts as the day's long one (lunch). */
export const LONG_PAUSE_MIN = 20;
const EM_ROUNDS = 8;
/** Minutes of sight with which the hall's rate speaks in a group's. */
const GROUP_PRIOR_MIN = 25;
/** Minutes of sight with which the surrounding half-hours speak in the hall's. */
const HALL_PRIOR_MIN = 20;
const SMOOTH_BINS = 6;
/** Older days count less: habits change. */
const KEEP_PER_DAY = 0.97;
const LEAST_RATE = 1e-6;

/** Cumulative rate at the bins' edges: before and after the long pause. */
export type Cumulative = readonly [Float64Array, Float64Array];

export interface Sighting {
  readonly groups: readonly string[];
  readonly window: string;
  readonly spell: Spell;
  readonly hadLong: 0 | 1;
  readonly weight: number;
}

export interface Presence {
  readonly sightings: readonly Sighting[];
  readonly weights: readonly number[];
  /** Per hypothesis: group → rates. */
  readonly rates: readonly ReadonlyMap<string, Cumulative>[];
  readonly days: readonly DaySeen[];
}

const fits = new WeakMap<Habits, Presence>();

export function presenceOf(habits: Habits): Presence {
  let found = fits.get(habits);
  if (!found) {
    found = fit(habits);
    fits.set(habits, found);
  }
  return found;
}

export function sightingsOf(day: DaySeen, weight: number): Sighting[] {
  const present = Object.keys(day.windows);
  return present.flatMap((window, rank) => {
    const groups = groupsOf({ window, rank, present: present.length, weekday: day.weekday });
    let hadLong: 0 | 1 = 0;
    return (day.windows[window] ?? []).map((spell) => {
      const sighting: Sighting = { groups, window, spell, hadLong, weight };
      const [, , left, back] = spell;
      if (left >= 0 && (back < 0 || back - left >= LONG_PAUSE_MIN)) hadLong = 1;
      return sighting;
    });
  });
}

function fit(habits: Habits): Presence {
  const last = habits.days.length - 1;
  const sightings = habits.days.flatMap((day, i) => sightingsOf(day, KEEP_PER_DAY ** (last - i)));
  const hall = fitGroup(sightings, null);
  const rates = HYPOTHESES.map((_, hypothesis) => {
    if (hypothesis === 0) return new Map([['all', hall]]);
    const members = Map.groupBy(sightings, (sighting) => sighting.groups[hypothesis] as string);
    return new Map([...members].map(([group, list]) => [group, fitGroup(list, hall)]));
  });
  return { sightings, weights: weightsOf(habits.evidence), rates, days: habits.days };
}

function fitGroup(sightings: readonly Sighting[], hall: Cumulative | null): Cumulative {
  return [0, 1].map((hadLong) =>
    fitRate(
      sightings.filter((sighting) => sighting.hadLong === hadLong),
      hall ? (hall[hadLong as 0 | 1] ?? null) : null,
    ),
  ) as unknown as Cumulative;
}

function fitRate(sightings: readonly Sighting[], hall: Float64Array | null): Float64Array {
  const sure = new Float64Array(BINS);
  const events = new Float64Array(BINS);
  const seen = new Float64Array(BINS);
  const censored: { from: number; to: number; weight: number }[] = [];
  for (const { spell, weight } of sightings) {
    const [from, dueFrom, left] = spell;
    expose(sure, from, dueFrom, weight);
    if (left >= 0) censored.push({ from: dueFrom, to: Math.max(left, dueFrom + 0.05), weight });
  }
  let rate = new Float64Array(BINS).fill(1 / 60);
  for (let round = 0; round < EM_ROUNDS; round += 1) {
    events.fill(0);
    seen.set(sure);
    for (const { from, to, weight } of censored) shareOut(rate, events, seen, from, to, weight);
    rate = hall ? shrunk(events, seen, hall) : smoothed(events, seen);
  }
  const cumulative = new Float64Array(BINS + 1);
  for (let bin = 0; bin < BINS; bin += 1) {
    cumulative[bin + 1] = (cumulative[bin] as number) + (rate[bin] as number) * BIN_MIN;
  }
  return cumulative;
}

function expose(seen: Float64Array, from: number, to: number, weight: number): void {
  for (let bin = Math.max(0, Math.floor(from / BIN_MIN)); bin < BINS && bin * BIN_MIN < to; bin += 1) {
    const minutes = Math.min(to, (bin + 1) * BIN_MIN) - Math.max(from, bin * BIN_MIN);
    seen[bin] = (seen[bin] as number) + minutes * weight;
  }
}

/** One wish somewhere in (from, to], shared among the bins as likely as it fell there. */
function shareOut(
  rate: Float64Array,
  events: Float64Array,
  seen: Float64Array,
  from: number,
  to: number,
  weight: number,
): void {
  const first = Math.max(0, Math.floor(from / BIN_MIN));
  const lastBin = Math.min(BINS - 1, Math.floor((to - 1e-9) / BIN_MIN));
  let [alive, total] = [1, 0];
  const parts: number[] = [];
  const minutes: number[] = [];
  for (let bin = first; bin <= lastBin; bin += 1) {
    const width = Math.min(to, (bin + 1) * BIN_MIN) - Math.max(from, bin * BIN_MIN);
    const stay = Math.exp(-Math.max(LEAST_RATE, rate[bin] as number) * width);
    parts.push(alive * (1 - stay));
    minutes.push(width);
    total += alive * (1 - stay);
    alive *= stay;
  }
  let later = 1;
  for (let i = 0; i < parts.length; i += 1) {
    const part = (parts[i] as number) / total;
    later -= part;
    const bin = first + i;
    events[bin] = (events[bin] as number) + part * weight;
    seen[bin] = (seen[bin] as number) + (Math.max(0, later) + part / 2) * (minutes[i] as number) * weight;
  }
}

function smoothed(events: Float64Array, seen: Float64Array): Float64Array<ArrayBuffer> {
  const [allEvents, allSeen] = [sum(events), sum(seen)];
  const common = allSeen > 0 ? allEvents / (allSeen + 60) : 0;
  return Float64Array.from(events, (count, bin) => {
    let [e, s] = [common * 60, 60];
    for (
      let near = Math.max(0, bin - SMOOTH_BINS);
      near <= Math.min(BINS - 1, bin + SMOOTH_BINS);
      near += 1
    ) {
      e += events[near] as number;
      s += seen[near] as number;
    }
    return (count + (HALL_PRIOR_MIN * e) / s) / ((seen[bin] as number) + HALL_PRIOR_MIN);
  });
}

function shrunk(events: Float64Array, seen: Float64Array, hall: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(events, (count, bin) => {
    const common = ((hall[bin + 1] as number) - (hall[bin] as number)) / BIN_MIN;
    return (count + GROUP_PRIOR_MIN * common) / ((seen[bin] as number) + GROUP_PRIOR_MIN);
  });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Cumulative rate up to a minute of the day; flat after midnight. */
export function cumulativeAt(cumulative: Float64Array, minute: number): number {
  if (minute <= 0) return 0;
  const bin = Math.floor(minute / BIN_MIN);
  if (bin >= BINS) return cumulative[BINS] as number;
  const low = cumulative[bin] as number;
  return low + ((cumulative[bin + 1] as number) - low) * (minute / BIN_MIN - bin);
}

const mixtures = new WeakMap<Presence, Map<string, Cumulative>>();

/** The mixture of all hypotheses for a window in these groups. */
export function ratesFor(presence: Presence, groups: readonly string[]): Cumulative {
  const known = mixtures.get(presence) ?? new Map<string, Cumulative>();
  mixtures.set(presence, known);
  const key = groups.join('|');
  const found = known.get(key) ?? mix(presence, groups);
  known.set(key, found);
  return found;
}

function mix(presence: Presence, groups: readonly string[]): Cumulative {
  const [before, after] = [new Float64Array(BINS + 1), new Float64Array(BINS + 1)];
  presence.weights.forEach((weight, hypothesis) => {
    if (weight < 1e-4) return;
    const byGroup = presence.rates[hypothesis];
    const rates = byGroup?.get(groups[hypothesis] as string) ?? presence.rates[0]?.get('all');
    if (!rates) return;
    for (let edge = 0; edge <= BINS; edge += 1) {
      before[edge] = (before[edge] as number) + weight * (rates[0][edge] as number);
      after[edge] = (after[edge] as number) + weight * (rates[1][edge] as number);
    }
  });
  return [before, after];
}

/** Log-likelihood of a day's sightings under each hypothesis, as fitted before that day. */
export function foretold(presence: Presence, day: DaySeen): number[] {
  const sightings = sightingsOf(day, 1);
  return HYPOTHESES.map((_, hypothesis) => {
    let log = 0;
    for (const { groups, spell, hadLong } of sightings) {
      const byGroup = presence.rates[hypothesis];
      const rates = byGroup?.get(groups[hypothesis] as string) ?? presence.rates[0]?.get('all');
      if (!rates) continue;
      const [from, dueFrom, left] = spell;
      const cumulative = rates[hadLong];
      log -= cumulativeAt(cumulative, dueFrom) - cumulativeAt(cumulative, from);
      if (left < 0) continue;
      const to = Math.max(left, dueFrom + 0.5);
      const wish = cumulativeAt(cumulative, to) - cumulativeAt(cumulative, dueFrom);
      log += Math.log(Math.max(1e-5, 1 - Math.exp(-wish)));
    }
    return log;
  });
}
