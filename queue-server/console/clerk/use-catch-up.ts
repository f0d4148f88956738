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

/** What happened between the loss of the line and the first view after it, until it is dismissed or the line goes again. */
export function useCatchUp(
  desk: Desk | undefined,
  readAt: number,
  lostSince: number | null,
): { readonly missed: Missed | null; readonly dismiss: () => void } {
  const before = useRef<{ readonly desk: Desk; readonly since: number; readonly at: number } | null>(null);
  const [missed, setMissed] = useState<Missed | null>(null);
  useEffect(() => {
    if (lostSince !== null && desk && !before.current) {
      before.current = { desk, since: lostSince, at: readAt };
      setMissed(null);
    }
    const was = before.current;
    if (lostSince !== null || !was || !desk || readAt <= was.at) return;
    before.current = null;
    const to = Date.now();
    const lines = catchUp(was.desk, desk);
    if (lines.length > 0 || to - was.since >= WORTH_A_WORD_MS) setMissed({ from: was.since, to, lines });
  }, [desk, readAt, lostSince]);
  return { missed, dismiss: () => setMissed(null) };
}
