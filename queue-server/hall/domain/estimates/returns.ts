import { LONG_PAUSE_MIN, type Presence } from './presence.ts';
import type { Random } from './words.ts';

/**
 * When does a window that left come back? Drawn from pauses that began at about the same time of day, those of
 * the same group first. Short pauses last as long as they last; long ones end by the clock as far as this
 * hall's do (`clock` is learned: 1 a fixed hour, 0 a fixed length).
 */

const NEAR_MIN = 10;
/** Far pauses still say a little, or a rare hour would have no answer at all. */
const FAR_WEIGHT = 0.002;
const STRANGER_WEIGHT = 0.05;
const OWN_WEIGHT = 0.15;
const SLOT_MIN = 5;
const CLOCK_PRIOR = 50;

interface Pause {
  readonly left: number;
  /** Infinity: not that day. */
  readonly back: number;
  readonly window: string;
  readonly groups: readonly string[];
  readonly weight: number;
}

interface PauseBook {
  readonly pauses: readonly Pause[];
  readonly clock: number;
  /** Window and groups → sampler by slot of the day, made when first needed. */
  readonly samplers: Map<string, (Sampler | undefined)[]>;
}

interface Sampler {
  readonly pauses: readonly Pause[];
  readonly upTo: Float64Array;
}

const books = new WeakMap<Presence, PauseBook>();

function bookOf(presence: Presence): PauseBook {
  let book = books.get(presence);
  if (!book) {
    const pauses = presence.sightings
      .filter(({ spell }) => spell[2] >= 0)
      .map(({ spell, window, groups, weight }) => ({
        left: spell[2],
        back: spell[3] < 0 ? Number.POSITIVE_INFINITY : spell[3],
        window,
        groups,
        weight,
      }));
    book = { pauses, clock: 1 - slopeOf(pauses), samplers: new Map() };
    books.set(presence, book);
  }
  return book;
}

/** How much later a long pause ends for each minute that it begins later, in this hall. */
function slopeOf(pauses: readonly Pause[]): number {
  const long = pauses
    .filter((pause) => pause.back - pause.left >= LONG_PAUSE_MIN && pause.back < Number.POSITIVE_INFINITY)
    .slice(-300)
    .sort((a, b) => a.left - b.left);
  let [together, squares] = [CLOCK_PRIOR * 0.5, CLOCK_PRIOR];
  long.forEach((a, i) => {
    for (let j = i + 1; j < Math.min(long.length, i + 12); j += 1) {
      const b = long[j] as Pause;
      const [apart, later] = [b.left - a.left, b.back - a.back];
      if (apart > 2 * NEAR_MIN || Math.abs(later) > 3 * NEAR_MIN) continue;
      together += apart * later;
      squares += apart * apart;
    }
  });
  return Math.min(1, Math.max(0, together / squares));
}

function moved(pause: Pause, left: number, clock: number): number {
  const length = pause.back - pause.left;
  if (length === Number.POSITIVE_INFINITY) return pause.back;
  return length < LONG_PAUSE_MIN ? left + length : pause.back + (1 - clock) * (left - pause.left);
}

function weightOf(presence: Presence, pause: Pause, left: number, window: string, groups: readonly string[]) {
  let alike = STRANGER_WEIGHT + (pause.window === window ? OWN_WEIGHT : 0);
  presence.weights.forEach((weight, i) => {
    if (pause.groups[i] === groups[i]) alike += weight;
  });
  const apart = (pause.left - left) / NEAR_MIN;
  return pause.weight * alike * (Math.exp(-0.5 * apart * apart) + FAR_WEIGHT);
}

/** A drawer of the minute of the return of a window that leaves at a minute; Infinity: not today. */
export function returnsOf(
  presence: Presence,
  window: string,
  groups: readonly string[],
): (left: number, random: Random) => number {
  const book = bookOf(presence);
  if (book.pauses.length === 0) return (left) => left + NOTHING_KNOWN_MIN;
  const key = `${window}|${groups.join('|')}`;
  const slots = book.samplers.get(key) ?? [];
  book.samplers.set(key, slots);
  return (left, random) => {
    const slot = Math.floor(left / SLOT_MIN);
    let sampler = slots[slot];
    if (!sampler) {
      const middle = (slot + 0.5) * SLOT_MIN;
      sampler = samplerOf(book.pauses, (pause) =>
        moved(pause, middle, book.clock) > middle ? weightOf(presence, pause, middle, window, groups) : 0,
      );
      slots[slot] = sampler;
    }
    const pause = pick(sampler, random);
    if (!pause) return left + NOTHING_KNOWN_MIN;
    return Math.max(left + 0.5, moved(pause, left, book.clock));
  };
}

/** A pause in a hall without any history. */
const NOTHING_KNOWN_MIN = 15;

/** For a window that has been away since `left`: a drawer of its return after `now`. */
export function returnsAfter(
  presence: Presence,
  window: string,
  groups: readonly string[],
  left: number,
  now: number,
): (random: Random) => number {
  const book = bookOf(presence);
  const sampler = samplerOf(book.pauses, (pause) =>
    moved(pause, left, book.clock) > now ? weightOf(presence, pause, left, window, groups) : 0,
  );
  const away = now - left;
  return (random) => {
    const pause = pick(sampler, random);
    // Nothing seen lasted that long: as long again, on average (Lindy).
    if (!pause) return now + (away + NOTHING_KNOWN_MIN) * -Math.log(1 - random());
    return moved(pause, left, book.clock);
  };
}

function samplerOf(pauses: readonly Pause[], weigh: (pause: Pause) => number): Sampler {
  const kept: Pause[] = [];
  const sums: number[] = [];
  let total = 0;
  for (const pause of pauses) {
    const weight = weigh(pause);
    if (weight <= 0) continue;
    total += weight;
    kept.push(pause);
    sums.push(total);
  }
  return { pauses: kept, upTo: Float64Array.from(sums) };
}

function pick(sampler: Sampler, random: Random): Pause | undefined {
  const { upTo, pauses } = sampler;
  if (pauses.length === 0) return undefined;
  const wanted = random() * (upTo[upTo.length - 1] as number);
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return pauses[low];
}
