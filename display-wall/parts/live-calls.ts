import type { Message } from '@hall/shared/contracts/messages';
import { afterPaint } from '@hall/shared/ui/screen/after-paint.ts';
import type { ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** How long an announcement stays lit, ms: it is said twice, which takes about ten seconds. */
export const LIT_MS = 12_000;
/** One that came late in its validity stays at least this long, ms: time to look up and read. */
export const SHORTEST_LIT_MS = 6_000;

/** A screen that still waits for what its page needs is looked at again after this, ms. */
const LOOK_AGAIN_MS = 250;

/** How long to light a call that is heard at `now` (hall time), ms. */
export function litFor(call: Message<'call'>, now: number): number {
  return Math.max(SHORTEST_LIT_MS, Math.min(LIT_MS, call.validUntil - now));
}

/** The calls that are announced now, newest first. A newer call of a number replaces the older one. */
export function withCall(
  calls: readonly Message<'call'>[],
  call: Message<'call'>,
): readonly Message<'call'>[] {
  return [call, ...calls.filter((other) => other.number !== call.number)];
}

/** Tells once, after a frame that has the number lit: a page that is still loading, or says trouble, shows no call. */
function whenLit(number: string, tell: () => void): () => void {
  let cancel: () => void;
  const look = () => {
    if (document.querySelector(`[data-lit=true][data-number="${CSS.escape(number)}"]`) !== null)
      return tell();
    const again = setTimeout(() => {
      cancel = afterPaint(look);
    }, LOOK_AGAIN_MS);
    cancel = () => clearTimeout(again);
  };
  cancel = afterPaint(look);
  return () => cancel();
}

/**
 * Announcements of this moment that `concerns` this screen: drawn within the message's own task, acknowledged
 * after the frame that shows them lit, forgotten when they are over.
 */
export function useLiveCalls(
  link: ScreenLink,
  concerns: (call: Message<'call'>) => boolean,
): readonly Message<'call'>[] {
  const [calls, setCalls] = useState<readonly Message<'call'>[]>([]);
  useEffect(() => {
    const cancels = new Set<() => void>();
    const off = link.onCall((call) => {
      if (!concerns(call)) return;
      flushSync(() => setCalls((before) => withCall(before, call)));
      const giveUp = whenLit(call.number, () => link.shown(call.call, 'shown'));
      const over = setTimeout(
        () => {
          giveUp();
          setCalls((before) => before.filter((other) => other !== call));
        },
        litFor(call, link.hallNow()),
      );
      cancels.add(giveUp).add(() => clearTimeout(over));
    });
    return () => {
      off();
      for (const cancel of cancels) cancel();
    };
  }, [link, concerns]);
  return calls;
}
