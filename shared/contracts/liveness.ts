/** How many beats may be missing before a screen says "connection lost since". */
export const BEATS_BEFORE_STALE = 3;

/**
 * Whether the server counts as gone. Also where the beat lies more than a period in the future: the clock was set
 * back since, so that the beat's age is unknown, and a living server's next one tells within that period.
 *
 * @param lastBeatAt ms since the epoch of the newest beat, or null where none was ever seen
 * @param now ms since the epoch, by the same clock
 * @param heartbeatMs the period that the `server` message announces
 */
export function isStale(lastBeatAt: number | null, now: number, heartbeatMs: number): boolean {
  if (lastBeatAt === null || lastBeatAt - now > heartbeatMs) return true;
  return now - lastBeatAt > heartbeatMs * BEATS_BEFORE_STALE;
}

/**
 * When a beat was sent, by the receiver's clock. A live beat is as old as its arrival, whatever the clocks of the
 * two machines say; a retained one was kept by the broker for an unknown time, so only its own `at` can be used.
 */
export function beatTime(message: { readonly at: number }, retained: boolean, now: number): number {
  return retained ? Math.min(message.at, now) : now;
}
