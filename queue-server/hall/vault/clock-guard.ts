import type { Records } from './records.ts';

const DAY_MS = 86_400_000;

/**
 * Further ahead of the last keeping than this, a time may be a clock that somebody set wrong. No hall is shut
 * for so long: the longest public holiday has nine days, a renovation some weeks.
 */
export const TRUSTED_AHEAD_MS = 45 * DAY_MS;

/** Days with a run, on which a time far ahead must hold before anything is destroyed by it: a week to notice. */
export const HELD_DAYS = 7;

/** Runs closer than this are of one day: a hall that is started again and again gets no older by it. */
const NEXT_DAY_MS = 20 * 3_600_000;

/** A time that is too far ahead to destroy anything by it. */
export interface Held {
  /** The time that was first seen too far ahead, ms. */
  readonly since: number;
  /** The newest run that counted, ms. */
  readonly last: number;
  /** Days with a run since then, the first included. */
  readonly days: number;
}

/** What is known of the times of former runs. */
export interface KeptTimes {
  /** Of the last run that was trusted, ms; null before the first one. */
  readonly keptAt: number | null;
  readonly held: Held | null;
}

/** Whether a run at `at` (ms) may destroy by time; `held` says why it may not. Pure. */
export function trust({ keptAt, held }: KeptTimes, at: number): KeptTimes {
  // Far back, as without a battery, nothing is due; the right time that follows must not look like a leap.
  if (keptAt !== null && at < keptAt - TRUSTED_AHEAD_MS) return { keptAt, held: null };
  if (keptAt === null || at <= keptAt + TRUSTED_AHEAD_MS) return { keptAt: at, held: null };
  // A second leap, or one back, begins the week anew.
  const holds = held !== null && at >= held.since && at <= held.last + TRUSTED_AHEAD_MS;
  if (!holds) return { keptAt, held: { since: at, last: at, days: 1 } };
  if (at < held.last + NEXT_DAY_MS) return { keptAt, held };
  if (held.days >= HELD_DAYS) return { keptAt: at, held: null };
  return { keptAt, held: { ...held, last: at, days: held.days + 1 } };
}

/** Judges a run and remembers it in the vault. */
export function trustRun(records: Records, at: number): Held | null {
  const text = records.meta('purge-held');
  const known = records.meta('kept-at');
  const former: KeptTimes = {
    // A vault of an older program: what was used last was used at a time that was true then.
    keptAt: known === null ? records.lastUsedAt() : Number(known),
    held: text === null || text === '' ? null : (JSON.parse(text) as Held),
  };
  const { keptAt, held } = trust(former, at);
  records.db.transaction(() => {
    if (keptAt !== null) records.setMeta('kept-at', String(keptAt));
    records.setMeta('purge-held', held === null ? '' : JSON.stringify(held));
  })();
  return held;
}
