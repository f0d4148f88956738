/** Time as drivers see it; tests pass their own. All delays are milliseconds. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Returns a function that cancels. */
  after(delayMs: number, run: () => void): () => void;
}

/** A timer that fires so much too late was held up, and the rest of the process with it. */
const HELD_UP_MS = 50;

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const due = performance.now() + delayMs;
    let turn: NodeJS.Immediate | undefined;
    // Node runs timers before it reads: after a standstill the answer that a deadline waits for lies there unread.
    const timer = setTimeout(() => {
      if (performance.now() - due > HELD_UP_MS) turn = setImmediate(run);
      else run();
    }, delayMs);
    return () => {
      clearTimeout(timer);
      clearImmediate(turn);
    };
  },
};
