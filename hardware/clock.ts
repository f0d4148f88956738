/** Time as drivers see it; tests pass their own. All delays are milliseconds. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Returns a function that cancels. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
