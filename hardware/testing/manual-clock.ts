import type { Clock } from '../clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Runs what falls due on the way, in order, letting promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Delays that have not fired, in milliseconds from now, soonest first. */
  waiting(): readonly number[];
}

/** Enough turns for a chain of promises and stream callbacks to settle between two timers. */
const SETTLE_TURNS = 8;

export function manualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < SETTLE_TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const nextDue = (until: number) =>
    [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { at: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = nowMs + ms;
      await settle();
      for (let timer = nextDue(end); timer !== undefined; timer = nextDue(end)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.at);
        timer.run();
        await settle();
      }
      nowMs = end;
    },
    waiting: () => [...timers].map((timer) => timer.at - nowMs).sort((a, b) => a - b),
  };
}
