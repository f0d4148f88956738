import { rounded } from './day.ts';
import type { Forecast } from './words.ts';

/**
 * What the simulation said against what came, walk-forward. Errors are kept as steps of the forecast's own
 * spread on a logarithmic scale, by length of the wait, as histograms; the quoted middle and 80 % are the
 * histograms' own (split conformal prediction with forgetting).
 */
export interface Calibration {
  /** Per length class: counts of standardised errors. */
  readonly past: readonly (readonly number[])[];
  readonly today: readonly (readonly number[])[];
}

/** Upper ends of the length classes, minutes of the raw middle. */
const CLASSES_MIN = [4, 10, 25, 60] as const;
const CLASS_COUNT = CLASSES_MIN.length + 1;
const LIMIT = 8;
const STEP = 0.1;
const BINS = (2 * LIMIT) / STEP;
const KEEP_PER_DAY = 0.95;
/** Somebody waits: 0 is said only where a window is free. */
const LEAST_WAIT_MIN = 0.1;
/** Keeps errors of short waits in minutes and those of long ones in percent. */
const SOFT_MIN = 2;
const LEAST_SPREAD = 0.12;
/** A simulation is too sure of itself as long as it knows no habits: errors assumed before any are seen. */
const PRIOR_SPREAD = 1.7;
const PRIOR_COUNT = 30;
/** Tickets with which all lengths speak for one. Waits of one morning go wrong together, so many. */
const CLASS_PRIOR_COUNT = 150;

const none = () => Array.from({ length: CLASS_COUNT }, () => new Array<number>(BINS).fill(0));

export const EMPTY_CALIBRATION: Calibration = { past: none(), today: none() };

function classOf(rawP50: number): number {
  const found = CLASSES_MIN.findIndex((upTo) => rawP50 < upTo);
  return found < 0 ? CLASS_COUNT - 1 : found;
}

function scaleOf(forecast: Forecast): { middle: number; spread: number } {
  const middle = Math.log(forecast.rawP50 + SOFT_MIN);
  const spread = Math.max(LEAST_SPREAD, Math.log(forecast.rawP80 + SOFT_MIN) - middle);
  return { middle, spread };
}

export function learnError(calibration: Calibration, forecast: Forecast, actualMin: number): Calibration {
  const { middle, spread } = scaleOf(forecast);
  const error = (Math.log(actualMin + SOFT_MIN) - middle) / spread;
  const bin = Math.min(BINS - 1, Math.max(0, Math.floor((error + LIMIT) / STEP)));
  const today = [...calibration.today];
  const chosen = classOf(forecast.rawP50);
  const counts = [...(today[chosen] ?? [])];
  counts[bin] = (counts[bin] ?? 0) + 1;
  today[chosen] = counts;
  return { ...calibration, today };
}

export function closeCalibrationDay(calibration: Calibration): Calibration {
  const past = calibration.past.map((counts, i) =>
    counts.map((count, bin) => rounded(count * KEEP_PER_DAY + (calibration.today[i]?.[bin] ?? 0))),
  );
  return { past, today: none() };
}

interface Corrections {
  readonly middle: readonly number[];
  readonly upper: readonly number[];
}

const corrections = new WeakMap<Calibration, Corrections>();

function correctionsOf(calibration: Calibration): Corrections {
  let found = corrections.get(calibration);
  if (!found) {
    const counts = calibration.past.map((past, i) =>
      past.map((count, bin) => count + (calibration.today[i]?.[bin] ?? 0)),
    );
    const prior = Array.from({ length: BINS }, (_, bin) => {
      const error = (-LIMIT + (bin + 0.5) * STEP) / PRIOR_SPREAD;
      return Math.exp(-0.5 * error * error);
    });
    const all = blend(
      prior.map((_, bin) => counts.reduce((sum, row) => sum + (row[bin] ?? 0), 0)),
      prior,
      PRIOR_COUNT,
    );
    const classes = counts.map((row) => blend(row, all, CLASS_PRIOR_COUNT));
    found = {
      middle: classes.map((row) => quantile(row, 0.5)),
      upper: classes.map((row) => quantile(row, 0.8)),
    };
    corrections.set(calibration, found);
  }
  return found;
}

function blend(counts: readonly number[], prior: readonly number[], strength: number): number[] {
  const total = prior.reduce((sum, value) => sum + value, 0);
  return counts.map((count, bin) => count + (strength * (prior[bin] ?? 0)) / total);
}

function quantile(counts: readonly number[], level: number): number {
  const wanted = level * counts.reduce((sum, value) => sum + value, 0);
  let below = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    const here = counts[bin] ?? 0;
    if (below + here >= wanted) return -LIMIT + (bin + (wanted - below) / Math.max(1e-9, here)) * STEP;
    below += here;
  }
  return LIMIT;
}

/** The corrected middle and 80 % of a forecast, in minutes. */
export function corrected(calibration: Calibration, forecast: Forecast): { p50: number; p80: number } {
  const { middle, spread } = scaleOf(forecast);
  const { middle: shift, upper } = correctionsOf(calibration);
  const chosen = classOf(forecast.rawP50);
  const at = (error: number) => Math.max(LEAST_WAIT_MIN, Math.exp(middle + error * spread) - SOFT_MIN);
  const p50 = at(shift[chosen] ?? 0);
  return { p50, p80: Math.max(p50, at(upper[chosen] ?? 1)) };
}
