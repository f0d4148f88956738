import type { WaitRange } from './identifiers.ts';
import type { Text } from './text.ts';

/** A wait as people say it, the same on papers, screens, phones and pages. Minutes. */

/** Up to here every minute counts, up to there steps of five; beyond two hours people say half hours. */
const MINUTES_TO = 12;
const FIVES_TO = 60;
const TENS_TO = 120;
const HOURS_FROM = TENS_TO;
const HALF_HOUR_MIN = 30;
/** Rounding of figures that come from adding and dividing. */
const TINY = 1e-6;

/**
 * Whole minutes from the middle and the 80 % of an estimate. 0 only where both are 0: whoever has to wait is told
 * at least a minute.
 */
export function waitRangeOf(p50Min: number, p80Min: number): WaitRange {
  if (p80Min <= 0) return { lowMin: 0, highMin: 0 };
  const lowMin = Math.max(1, Math.round(p50Min));
  return { lowMin, highMin: Math.max(lowMin, Math.ceil(p80Min - TINY)) };
}

function step(minutes: number): number {
  if (minutes <= MINUTES_TO) return 1;
  if (minutes <= FIVES_TO) return 5;
  return minutes <= TENS_TO ? 10 : HALF_HOUR_MIN;
}

/** {8, 12} → 约 8 至 12 分钟 / about 8 to 12 min; {0, 0} → 马上 / now; null → 暂无估计. The end is rounded up. */
export function waitWords(range: WaitRange | null): Text {
  if (range === null) return { zh: '暂无估计', en: 'no estimate yet' };
  if (range.highMin <= 0) return { zh: '马上', en: 'now' };
  const high = Math.ceil(range.highMin / step(range.highMin)) * step(range.highMin);
  if (range.lowMin <= 0) return { zh: `${spanWords(high).zh}以内`, en: `up to ${spanWords(high).en}` };
  const low = Math.min(high, Math.round(range.lowMin / step(range.lowMin)) * step(range.lowMin));
  const [from, to] = [spanWords(low), spanWords(high)];
  if (low === high) return { zh: `约 ${to.zh}`, en: `about ${to.en}` };
  const sameUnit = low >= HOURS_FROM === high >= HOURS_FROM;
  return sameUnit
    ? { zh: `约 ${from.figure} 至 ${to.zh}`, en: `about ${from.figure} to ${to.en}` }
    : { zh: `约 ${from.zh}至 ${to.zh}`, en: `about ${from.en} to ${to.en}` };
}

function spanWords(minutes: number): Text & { readonly figure: string } {
  if (minutes < HOURS_FROM) return { figure: `${minutes}`, zh: `${minutes} 分钟`, en: `${minutes} min` };
  const hours = `${minutes / 60}`;
  return { figure: hours, zh: `${hours} 小时`, en: `${hours} h` };
}
