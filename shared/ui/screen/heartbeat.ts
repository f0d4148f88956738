import { isStale } from '../../contracts/liveness.ts';

/** How long a fresh connection may stay without any heartbeat, ms. A retained one normally comes at once. */
export const FIRST_BEAT_WITHIN_MS = 10_000;

/** What the link knows at one moment; every instant is of the screen's own clock, ms. */
export interface Pulse {
  /** When this page began. */
  readonly startedAt: number;
  /** Since when the present socket is subscribed; null while there is none. */
  readonly upSince: number | null;
  /** When the last socket was lost, or the first attempt failed; null before either. */
  readonly downSince: number | null;
  readonly beat: { readonly at: number; readonly everyMs: number } | null;
}

export type Connection =
  | { readonly is: 'connecting' }
  | { readonly is: 'online' }
  /** `since` is the last instant at which what is shown was known to be right. */
  | { readonly is: 'lost'; readonly since: number }
  | { readonly is: 'unknown-credential' };

/** Whether what the screen shows may be believed now. */
export function judge(pulse: Pulse, now: number): Connection {
  const { beat, upSince, downSince } = pulse;
  if (upSince === null) {
    if (downSince === null) return { is: 'connecting' };
    return { is: 'lost', since: Math.min(beat?.at ?? downSince, downSince, now) };
  }
  if (beat === null) {
    return now - upSince <= FIRST_BEAT_WITHIN_MS
      ? { is: 'connecting' }
      : { is: 'lost', since: pulse.startedAt };
  }
  return isStale(beat.at, now, beat.everyMs)
    ? { is: 'lost', since: Math.min(beat.at, now) }
    : { is: 'online' };
}

/**
 * When a heartbeat was truly said, by the screen's clock: a live one now; a retained one may be old, and then
 * its own stamp counts (`offset` is hall time minus screen time).
 */
export function beatAt(live: boolean, saidAt: number, now: number, offset: number): number {
  return live ? now : Math.min(now, saidAt - offset);
}
