import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useEffect, useRef, useState } from 'react';
import { catchUp } from './catch-up.ts';

/** Shorter losses that changed nothing are not worth a word. */
const WORTH_A_WORD_MS = 5_000;
/** Nobody reads more; a line that comes and goes all day must not fill the page. */
const KEPT = 3;

export interface Missed {
  /** Browser's time. */
  readonly from: number;
  readonly to: number;
  /** Empty: nothing changed. */
  readonly lines: readonly Text[];
}

/**
 * What happened between each loss of the line and the first view after it, oldest first, until it is dismissed: a line
 * that goes once more takes nothing away that was not read. None while the line is lost.
 */
export function useCatchUp(
  desk: Desk | undefined,
  readAt: number,
  lostSince: number | null,
): { readonly missed: readonly Missed[]; readonly dismiss: () => void } {
  const before = useRef<{ readonly desk: Desk; readonly since: number; readonly at: number } | null>(null);
  const [missed, setMissed] = useState<readonly Missed[]>([]);
  useEffect(() => {
    if (lostSince !== null && desk && !before.current) {
      before.current = { desk, since: lostSince, at: readAt };
    }
    const was = before.current;
    if (lostSince !== null || !was || !desk || readAt <= was.at) return;
    before.current = null;
    const to = Date.now();
    const lines = catchUp(was.desk, desk);
    if (lines.length === 0 && to - was.since < WORTH_A_WORD_MS) return;
    setMissed((unread) => [...unread, { from: was.since, to, lines }].slice(-KEPT));
  }, [desk, readAt, lostSince]);
  return { missed: lostSince === null ? missed : [], dismiss: () => setMissed([]) };
}
