import type { Message } from '@hall/shared/contracts/messages';

export type Announcement = Message<'call'>;

/** Adds an announcement at the end; an older one of the same number is not said any more. */
export function enqueued(queue: readonly Announcement[], call: Announcement): readonly Announcement[] {
  return [...queue.filter((other) => other.number !== call.number), call];
}

/**
 * The next announcement that is still worth saying, and what stays in the queue; late ones and those that were taken
 * back are dropped.
 */
export function nextOf(
  queue: readonly Announcement[],
  now: number,
  stands: (call: Announcement) => boolean,
): { readonly next: Announcement | null; readonly rest: readonly Announcement[] } {
  const valid = queue.filter((call) => call.validUntil > now && stands(call));
  return { next: valid[0] ?? null, rest: valid.slice(1) };
}
