import type { LapseBody } from './domain/bookings.ts';

/** A time in which no server ran, ms since the epoch. */
export type Absence = NonNullable<LapseBody['away']>;

/** From the newest event to the start: less is a quiet hall or a quick restart. */
const LEAST_MS = 120_000;

/**
 * How long nobody could ask this hall, as far as its ledger tells: the newest event before a start is the last sign of
 * life of the server before. Null where that is too short to have kept anybody out, or there was none.
 */
export function absenceBefore(newestEvent: number, startedAt: number): Absence | null {
  return newestEvent > 0 && startedAt - newestEvent >= LEAST_MS ? { from: newestEvent, to: startedAt } : null;
}
