import { rounded } from './day.ts';

/**
 * How long a service takes: log-normal at heart, by queue, with the pace of whoever works, each shrunk toward
 * what is common as far as little was seen (empirical Bayes), and the queue's own shape as a histogram.
 */
export interface Pace {
  /** queue → who → [count, Σ log minutes, Σ squares], older days weigh less. */
  readonly past: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  readonly today: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  /** queue → counts of log minutes less the pace of who worked, `SHAPE_BINS` bins. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** [weight, Σ (spread of a person between days)²]. */
  readonly dayDrift: readonly [number, number];
}

type Cell = readonly [number, number, number];

export const EMPTY_PACE: Pace = { past: {}, today: {}, shapes: {}, dayDrift: [0, 0] };

/** Before any history: the traces' own convention. */
export const MINUTES_WITHOUT_HISTORY = 10;
/** A half-life of some three weeks of working days: a pace that drifts is followed, a stable one averaged. */
const KEEP_PER_DAY = 0.95;
export const SHAPE_LOW = Math.log(0.1);
export const SHAPE_STEP = 0.1;
export const SHAPE_BINS = 78;
const LONGEST_SERVICE_MIN = 240;
/** Spread (variance of log minutes) of a service assumed before it is seen. */
export const PRIOR_VARIANCE = 0.5;
const PRIOR_QUEUE_VARIANCE = 0.4;
const PRIOR_PERSON_VARIANCE = 0.03;
const PRIOR_PAIR_VARIANCE = 0.01;
const PRIOR_DRIFT_VARIANCE = 0.01;
const SWEEPS = 6;

/** Records one service of `minutes` (> 0) from call to finish. */
export function learnService(pace: Pace, queue: string, who: string, minutes: number): Pace {
  const log = Math.log(Math.min(LONGEST_SERVICE_MIN, Math.max(0.1, minutes)));
  const row = pace.today[queue] ?? {};
  const [n, sum, squares] = row[who] ?? [0, 0, 0];
  const cell: Cell = [n + 1, rounded(sum + log), rounded(squares + log * log)];
  const shape = [...(pace.shapes[queue] ?? new Array<number>(SHAPE_BINS).fill(0))];
  const bin = Math.floor((log - (fitted(pace).person.get(who) ?? 0) - SHAPE_LOW) / SHAPE_STEP);
  const at = Math.min(SHAPE_BINS - 1, Math.max(0, bin));
  shape[at] = rounded((shape[at] ?? 0) + 1);
  return {
    ...pace,
    today: { ...pace.today, [queue]: { ...row, [who]: cell } },
    shapes: { ...pace.shapes, [queue]: shape },
  };
}

/** The day joins the history. */
export function closePaceDay(pace: Pace): Pace {
  const fit = fitted(pace);
  let [weight, drift] = [pace.dayDrift[0] * KEEP_PER_DAY, pace.dayDrift[1] * KEEP_PER_DAY];
  for (const seen of residualsToday(pace, fit).values()) {
    if (seen.n < 4) continue;
    weight += 1;
    drift += (seen.sum / seen.n) ** 2 - seen.variance / seen.n;
  }
  const past: Record<string, Record<string, Cell>> = {};
  for (const queue of new Set([...Object.keys(pace.past), ...Object.keys(pace.today)])) {
    const row: Record<string, Cell> = {};
    const [old, now] = [pace.past[queue] ?? {}, pace.today[queue] ?? {}];
    for (const who of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const [a, b] = [old[who] ?? [0, 0, 0], now[who] ?? [0, 0, 0]];
      const keep = (i: 0 | 1 | 2) => rounded(a[i] * KEEP_PER_DAY + b[i]);
      const cell: Cell = [keep(0), keep(1), keep(2)];
      if (cell[0] >= FORGOTTEN) row[who] = cell;
    }
    past[queue] = row;
  }
  const shapes = Object.fromEntries(
    Object.entries(pace.shapes).map(([queue, shape]) => [queue, shape.map((c) => rounded(c * KEEP_PER_DAY))]),
  );
  return { past, today: {}, shapes, dayDrift: [rounded(weight), rounded(drift)] };
}

/** Less than this of one service is left of a pair: drop it, so that the model stays small. */
const FORGOTTEN = 0.2;

export interface FittedPace {
  /** Mean log minutes of each queue at the common pace. */
  readonly queue: ReadonlyMap<string, number>;
  readonly variance: ReadonlyMap<string, number>;
  /** Log pace of each person or window; positive is slow. */
  readonly person: ReadonlyMap<string, number>;
  readonly personToday: ReadonlyMap<string, number>;
  /** `queue|who` → what is special to the pair. */
  readonly pair: ReadonlyMap<string, number>;
  readonly common: number;
}

const fits = new WeakMap<Pace, FittedPace>();

export function fitted(pace: Pace): FittedPace {
  let found = fits.get(pace);
  if (!found) {
    found = fit(pace);
    fits.set(pace, found);
  }
  return found;
}

interface PairSum {
  readonly queue: string;
  readonly who: string;
  n: number;
  sum: number;
  squares: number;
}

function pairs(pace: Pace): PairSum[] {
  const all = new Map<string, PairSum>();
  for (const part of [pace.past, pace.today]) {
    for (const [queue, row] of Object.entries(part)) {
      for (const [who, [n, sum, squares]] of Object.entries(row)) {
        const key = `${queue}|${who}`;
        const found = all.get(key) ?? { queue, who, n: 0, sum: 0, squares: 0 };
        found.n += n;
        found.sum += sum;
        found.squares += squares;
        all.set(key, found);
      }
    }
  }
  return [...all.values()];
}

/** Posterior modes of queue, person and pair effects by turns. */
function fit(pace: Pace): FittedPace {
  const all = pairs(pace);
  const queue = new Map<string, number>();
  const variance = new Map<string, number>();
  const person = new Map<string, number>();
  const pair = new Map<string, number>();
  let common = Math.log(MINUTES_WITHOUT_HISTORY) - PRIOR_VARIANCE / 2;
  const byQueue = Map.groupBy(all, (one) => one.queue);
  const byPerson = Map.groupBy(all, (one) => one.who);
  for (const [id] of byQueue) {
    queue.set(id, common);
    variance.set(id, PRIOR_VARIANCE);
  }
  let personVariance = PRIOR_PERSON_VARIANCE;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let [sum, weight] = [common, 1];
    for (const value of queue.values()) {
      sum += value;
      weight += 1;
    }
    const centre = sum / weight;
    for (const [id, cells] of byQueue) {
      const noise = variance.get(id) ?? PRIOR_VARIANCE;
      let [n, total, squares] = [0, 0, 0];
      for (const cell of cells) {
        const shift = (person.get(cell.who) ?? 0) + (pair.get(`${id}|${cell.who}`) ?? 0);
        n += cell.n;
        total += cell.sum - cell.n * shift;
        squares += cell.squares - 2 * shift * cell.sum + cell.n * shift * shift;
      }
      const strength = noise / PRIOR_QUEUE_VARIANCE;
      queue.set(id, (total + strength * centre) / (n + strength));
      const spread = n > 0 ? Math.max(0, squares - (total * total) / n) : 0;
      variance.set(id, (spread + PRIOR_COUNT * PRIOR_VARIANCE) / (n + PRIOR_COUNT));
    }
    let [squaresOfPeople, people] = [PRIOR_COUNT * PRIOR_PERSON_VARIANCE, PRIOR_COUNT];
    for (const [who, cells] of byPerson) {
      let [n, total] = [0, 0];
      for (const cell of cells) {
        const weight = 1 / (variance.get(cell.queue) ?? PRIOR_VARIANCE);
        const shift = (queue.get(cell.queue) ?? common) + (pair.get(`${cell.queue}|${who}`) ?? 0);
        n += cell.n * weight;
        total += (cell.sum - cell.n * shift) * weight;
      }
      const precision = n + 1 / personVariance;
      person.set(who, total / precision);
      squaresOfPeople += (total / precision) ** 2 + 1 / precision;
      people += 1;
    }
    personVariance = squaresOfPeople / people;
    for (const cell of all) {
      const noise = variance.get(cell.queue) ?? PRIOR_VARIANCE;
      const shift = (queue.get(cell.queue) ?? common) + (person.get(cell.who) ?? 0);
      const strength = noise / PRIOR_PAIR_VARIANCE;
      pair.set(`${cell.queue}|${cell.who}`, (cell.sum - cell.n * shift) / (cell.n + strength));
    }
    common = centre;
  }
  const personToday = new Map<string, number>();
  const base: FittedPace = { queue, variance, person, personToday, pair, common };
  const drift = driftVariance(pace);
  for (const [who, seen] of residualsToday(pace, base)) {
    personToday.set(who, seen.sum / (seen.n + seen.variance / drift));
  }
  return base;
}

/** So many imaginary services of the prior spread. */
const PRIOR_COUNT = 8;

/** How much the same person differs from day to day (another clerk at the window, a bad day). */
function driftVariance(pace: Pace): number {
  const [weight, sum] = pace.dayDrift;
  const mean = (sum + PRIOR_COUNT * PRIOR_DRIFT_VARIANCE) / (weight + PRIOR_COUNT);
  return Math.min(0.3, Math.max(0.001, mean));
}

function residualsToday(pace: Pace, fit: FittedPace) {
  const seen = new Map<string, { n: number; sum: number; variance: number }>();
  for (const [queue, row] of Object.entries(pace.today)) {
    for (const [who, [n, sum]] of Object.entries(row)) {
      const mean =
        (fit.queue.get(queue) ?? fit.common) +
        (fit.person.get(who) ?? 0) +
        (fit.pair.get(`${queue}|${who}`) ?? 0);
      const old = seen.get(who) ?? { n: 0, sum: 0, variance: 0 };
      const variance = fit.variance.get(queue) ?? PRIOR_VARIANCE;
      seen.set(who, {
        n: old.n + n,
        sum: old.sum + sum - n * mean,
        variance: (old.variance * old.n + variance * n) / (old.n + n),
      });
    }
  }
  return seen;
}

/** Factor on a queue's own service time when this person or window serves it. */
export function paceFactor(fit: FittedPace, queue: string, who: string): number {
  return Math.exp(
    (fit.person.get(who) ?? 0) + (fit.pair.get(`${queue}|${who}`) ?? 0) + (fit.personToday.get(who) ?? 0),
  );
}
