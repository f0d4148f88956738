import { fitted, type Pace, PRIOR_VARIANCE, SHAPE_BINS, SHAPE_LOW, SHAPE_STEP } from './pace.ts';

/** The distribution of one service of a queue, as a table of quantiles to draw from. */

const QUANTILES = 64;
/** So many imaginary services of log-normal shape; what was seen outweighs them soon. */
const SHAPE_PRIOR_COUNT = 25;

const tables = new WeakMap<Pace, Map<string, Float64Array>>();

/** Minutes at `QUANTILES + 1` even steps of probability, at the common pace. */
export function serviceQuantiles(pace: Pace, queue: string): Float64Array {
  let known = tables.get(pace);
  if (!known) {
    known = new Map();
    tables.set(pace, known);
  }
  let table = known.get(queue);
  if (!table) {
    table = quantileTable(pace, queue);
    known.set(queue, table);
  }
  return table;
}

function quantileTable(pace: Pace, queue: string): Float64Array {
  const fit = fitted(pace);
  const mean = fit.queue.get(queue) ?? fit.common;
  const variance = fit.variance.get(queue) ?? PRIOR_VARIANCE;
  const shape = pace.shapes[queue];
  const density = new Float64Array(SHAPE_BINS);
  let priorTotal = 0;
  for (let bin = 0; bin < SHAPE_BINS; bin += 1) {
    const log = SHAPE_LOW + (bin + 0.5) * SHAPE_STEP;
    const value = Math.exp(-((log - mean) ** 2) / (2 * variance));
    density[bin] = value;
    priorTotal += value;
  }
  for (let bin = 0; bin < SHAPE_BINS; bin += 1) {
    const seen = shape
      ? 0.25 * (shape[bin - 1] ?? 0) + 0.5 * (shape[bin] ?? 0) + 0.25 * (shape[bin + 1] ?? 0)
      : 0;
    density[bin] = ((density[bin] as number) * SHAPE_PRIOR_COUNT) / priorTotal + seen;
  }
  const total = density.reduce((sum, value) => sum + value, 0);
  const table = new Float64Array(QUANTILES + 1);
  let [bin, below] = [0, 0];
  for (let step = 0; step <= QUANTILES; step += 1) {
    // The outermost quantiles stand for half a step, or one freak service would be the longest possible.
    const wanted = (Math.min(QUANTILES - 0.25, Math.max(0.25, step)) / QUANTILES) * total;
    while (bin < SHAPE_BINS - 1 && below + (density[bin] as number) < wanted) {
      below += density[bin] as number;
      bin += 1;
    }
    const part = density[bin] === 0 ? 0.5 : (wanted - below) / (density[bin] as number);
    table[step] = Math.exp(SHAPE_LOW + (bin + Math.min(1, Math.max(0, part))) * SHAPE_STEP);
  }
  return table;
}

export function drawService(table: Float64Array, probability: number): number {
  const x = probability * QUANTILES;
  const step = Math.min(QUANTILES - 1, Math.floor(x));
  const low = table[step] as number;
  return low + ((table[step + 1] as number) - low) * (x - step);
}

/** Probability of a service shorter than `minutes`. */
export function probabilityBelow(table: Float64Array, minutes: number): number {
  if (minutes <= (table[0] as number)) return 0;
  let [low, high] = [0, QUANTILES];
  if (minutes >= (table[high] as number)) return 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table[middle] as number) <= minutes) low = middle;
    else high = middle;
  }
  const from = table[low] as number;
  return (low + (minutes - from) / Math.max(1e-9, (table[high] as number) - from)) / QUANTILES;
}
