import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useEffect, useRef, useState } from 'react';
import { catchUp } from './catch-up.ts';

/** Shorter losses that changed nothing are not worth a word. */
const WORTH_A_WORD_MS = 5_000;

export interface Missed {
  /** Browser's time. */
  readonly from: number;
  readonly to: number;
  /** Empty: nothing changed. */
  readonly lines: readonly Text[];
}

/** The desk when the line was lost, and since when it is. */
interface Base {
  readonly desk: Desk;
  readonly since: number;
}

/**
 * What happened between the loss of the line and the first view after it, until it is dismissed. A line that goes again
 * before that takes nothing away: what is told then is everything since it was lost first.
 */
export function useCatchUp(
  desk: Desk | undefined,
  readAt: number,
  lostSince: number | null,
): { readonly missed: Missed | null; readonly dismiss: () => void } {
  const before = useRef<(Base & { readonly at: number }) | null>(null);
  const unread = useRef<Base | null>(null);
  const [missed, setMissed] = useState<Missed | null>(null);
  useEffect(() => {
    if (lostSince !== null && desk && !before.current) {
      before.current = { ...(unread.current ?? { desk, since: lostSince }), at: readAt };
    }
    const was = before.current;
    if (lostSince !== null || !was || !desk || readAt <= was.at) return;
    before.current = null;
    const to = Date.now();
    const lines = catchUp(was.desk, desk);
    const worth = lines.length > 0 || to - was.since >= WORTH_A_WORD_MS;
    unread.current = worth ? was : null;
    setMissed(worth ? { from: was.since, to, lines } : null);
  }, [desk, readAt, lostSince]);
  const dismiss = () => {
    unread.current = null;
    setMissed(null);
  };
  return { missed, dismiss };
}
