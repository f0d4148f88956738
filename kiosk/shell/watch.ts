import type { PagesAlive } from '@hall/shared/contracts/kiosk-link';

/**
 * Whether the window's page is well, from what its host heard of it. Pure; times are monotonic ms. Together with a
 * start of about two seconds a page that crashes or hangs is back within five.
 */

/** How often the host is asked. */
export const LOOK_MS = 250;
/** A page that beats every quarter of a second and is silent for this long hangs. */
export const HUNG_AFTER_MS = 2_000;
/** A page that is gone is either dead, or loads anew because its host has started anew. */
export const GONE_AFTER_MS = 1_500;
/** It is small, shifted, zoomed or elsewhere: somebody is trying something. */
export const WRONG_AFTER_MS = 1_000;
/** From the first start to its page, on a machine as the install guide asks for; each start that fails doubles it. */
export const COME_WITHIN_MS = 8_000;
/** Later ones may take twice as long as the one before, and at least this: a page may crash before it was ever seen. */
export const LEAST_COME_MS = 2_500;
export const LONGEST_COME_MS = 64_000;
/** A host that starts anew is back after a second or two; until then its page waits, and says so by itself. */
export const HOST_AWAY_MS = 5_000;

export type Sighting =
  | { readonly host: 'away' }
  | { readonly host: 'there'; readonly pages: PagesAlive['pages'] };

/** `reason` is for the log. `offline`: the host is away, the shell's own page is to be shown. */
export type Verdict =
  | { readonly do: 'wait' }
  | { readonly do: 'restart'; readonly reason: string }
  | { readonly do: 'offline' };

export interface Watch {
  /** A page that was never seen is waited for until then. */
  readonly patientUntil: number;
  /** The page was well at least once. */
  readonly came: boolean;
  /** Since when it is not as it should be, and how. */
  readonly trouble: { readonly kind: Trouble; readonly since: number } | null;
}

export type Trouble = 'host-away' | 'gone' | 'wrong';

/** `failures`: how many windows before this one never came; `usualMs`: how long the last took that did, or null. */
export function startWatch(now: number, failures: number, usualMs: number | null): Watch {
  const first = usualMs === null ? COME_WITHIN_MS : Math.max(usualMs * 2, LEAST_COME_MS);
  return {
    patientUntil: now + Math.min(first * 2 ** failures, LONGEST_COME_MS),
    came: false,
    trouble: null,
  };
}

const PATIENCE_MS: Record<Trouble, number> = {
  'host-away': HOST_AWAY_MS,
  gone: GONE_AFTER_MS,
  wrong: WRONG_AFTER_MS,
};

/** One look: `place` is the path and query that the window was opened with, which names it among other pages. */
export function look(
  watch: Watch,
  sighting: Sighting,
  place: string,
  now: number,
): { readonly watch: Watch; readonly verdict: Verdict } {
  const found = judge(sighting, place);
  if (found === null) return { watch: { ...watch, came: true, trouble: null }, verdict: { do: 'wait' } };
  if ('hung' in found) return { watch, verdict: { do: 'restart', reason: found.hung } };

  const since = watch.trouble?.kind === found.kind ? watch.trouble.since : now;
  const next: Watch = { ...watch, trouble: { kind: found.kind, since } };
  const lasted = now - since >= PATIENCE_MS[found.kind];
  const waiting = { watch: next, verdict: { do: 'wait' } } as const;
  if (found.kind === 'host-away') return lasted ? { watch: next, verdict: { do: 'offline' } } : waiting;
  const patient = !watch.came && now < watch.patientUntil;
  if (!lasted || patient) return waiting;
  return { watch: next, verdict: { do: 'restart', reason: found.reason } };
}

function judge(
  sighting: Sighting,
  place: string,
): { readonly hung: string } | { readonly kind: Trouble; readonly reason: string } | null {
  if (sighting.host === 'away') return { kind: 'host-away', reason: 'the device host does not answer' };
  const page = sighting.pages.find((one) => one.place === place);
  if (page === undefined) return { kind: 'gone', reason: 'the page is gone' };
  if (page.heardMsAgo >= HUNG_AFTER_MS) return { hung: `the page is silent for ${page.heardMsAgo} ms` };
  if (!page.full) return { kind: 'wrong', reason: 'the page does not fill its screen' };
  if (!page.plain) return { kind: 'wrong', reason: 'the page is zoomed' };
  return null;
}
