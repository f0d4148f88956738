import { systemClock } from '@hall/hardware';

/** Time as the host sees it; tests pass their own. */
export interface HostClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns a function that cancels. */
  after(delayMs: number, run: () => void): () => void;
}

export const wallClock: HostClock = {
  now: () => Date.now(),
  after: systemClock.after,
};
