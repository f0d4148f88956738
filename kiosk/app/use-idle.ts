import { useCallback, useEffect, useRef, useState } from 'react';
import type { IdlePhase } from './session/idle.ts';
import { idlePhase, isSamePhase } from './session/idle.ts';
import type { Session } from './session/session.ts';
import { isUntouched } from './session/session.ts';

const LOOK_MS = 250;
const ACTIVE: IdlePhase = { phase: 'active' };

/** Watches for hands on the screen; calls `onOver` once when the person has walked away. */
export function useIdle(session: Session, onOver: () => void): { phase: IdlePhase; stay: () => void } {
  const [phase, setPhase] = useState<IdlePhase>(ACTIVE);
  const lastTouch = useRef(performance.now());
  const warned = useRef(false);
  const now = useRef(session);
  now.current = session;
  const over = useRef(onOver);
  over.current = onOver;

  const stay = useCallback(() => {
    lastTouch.current = performance.now();
    warned.current = false;
    setPhase(ACTIVE);
  }, []);

  // Whatever happens in the visit counts as presence: a card laid, a paper that came out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step and the card are the trigger, not an input
  useEffect(stay, [session.step, session.card, stay]);

  useEffect(() => {
    // While the question is on the screen, only its own buttons answer it.
    const touched = (): void => {
      if (!warned.current) lastTouch.current = performance.now();
    };
    const timer = setInterval(() => {
      if (isUntouched(now.current) || now.current.step.at === 'working') {
        lastTouch.current = performance.now();
        return setPhase(ACTIVE);
      }
      const { at } = now.current.step;
      const paperDone =
        (at === 'ticket' || at === 'certificate' || at === 'booked') &&
        now.current.step.paper.step === 'done';
      const found = idlePhase(performance.now() - lastTouch.current, paperDone, now.current.care);
      warned.current = found.phase === 'warn';
      if (found.phase === 'over') {
        stay();
        over.current();
        return;
      }
      setPhase((shown) => (isSamePhase(shown, found) ? shown : found));
    }, LOOK_MS);
    for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const) {
      window.addEventListener(kind, touched, { passive: true });
    }
    return () => {
      clearInterval(timer);
      for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const) {
        window.removeEventListener(kind, touched);
      }
    };
  }, [stay]);

  return { phase, stay };
}
