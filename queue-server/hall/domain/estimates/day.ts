import { localTime } from '@hall/shared/contracts/time';

export const MINUTE_MS = 60_000;
export const DAY_MIN = 24 * 60;

/** Minutes after the hall's midnight, with fractions. */
export function minuteOfDay(at: number, zone: string): number {
  return localTime(at, zone).minutes + (at % MINUTE_MS) / MINUTE_MS;
}

/** Three decimals are enough for everything that is kept, and keep the model small. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const natural = new Intl.Collator('en', { numeric: true });

/** House order: W2 before W10. */
export function inHouseOrder(windows: readonly string[]): string[] {
  return [...windows].sort(natural.compare);
}
