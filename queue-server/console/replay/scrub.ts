import { clockSeconds } from '../words/say-time.ts';

export const MINUTE_MS = 60_000;
/** A minute of the hall takes so long while it plays: an hour goes by in a quarter of a minute. */
export const PLAY_EVERY_MS = 250;
const FIVE_MIN_MS = 5 * MINUTE_MS;
const HALF_HOUR_MS = 30 * MINUTE_MS;

/** `replay.minute` asks by the hall's clock. */
export const clockOf = (at: number) => clockSeconds(at);

/** Where a key leads: arrows by the minute, with Shift by five, pages by the half hour; null for other keys. */
export function moveByKey(key: string, shift: boolean, at: number, from: number, to: number): number | null {
  const step = shift ? FIVE_MIN_MS : MINUTE_MS;
  const by: Readonly<Record<string, number>> = {
    ArrowRight: step,
    ArrowUp: step,
    ArrowLeft: -step,
    ArrowDown: -step,
    PageUp: HALF_HOUR_MS,
    PageDown: -HALF_HOUR_MS,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  const move = by[key];
  return move === undefined ? null : Math.min(to, Math.max(from, at + move));
}
