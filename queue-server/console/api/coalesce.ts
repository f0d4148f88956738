export interface CoalesceParts {
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
}

export interface Coalesced {
  /** Asks for a run: at once after a quiet spell, else when the interval since the last one is over. */
  ask(): void;
  stop(): void;
}

/** However many events come, `run` happens at most once an interval, and always once after the last event. */
export function coalesce(run: () => void, intervalMs: number, parts: CoalesceParts): Coalesced {
  let last = Number.NEGATIVE_INFINITY;
  let timer: unknown = null;
  const fire = () => {
    timer = null;
    last = parts.now();
    run();
  };
  return {
    ask() {
      if (timer !== null) return;
      const wait = last + intervalMs - parts.now();
      if (wait <= 0) fire();
      else timer = parts.setTimer(fire, wait);
    },
    stop() {
      if (timer !== null) parts.clearTimer(timer);
      timer = null;
    },
  };
}

export const browserTimers: CoalesceParts = {
  now: () => performance.now(),
  setTimer: (run, ms) => setTimeout(run, ms),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
