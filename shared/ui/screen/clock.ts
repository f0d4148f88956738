/** The time a screen lives by: milliseconds since the epoch, and timers. Passed in, so that tests can hold it. */
export interface ScreenClock {
  now(): number;
  /** The machine's own clock, as set: only to tell the server how wrong it is. */
  wall?(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Monotonic: a corrected system clock must not age a heartbeat. How far it is from the hall's time is learnt
 * from the server (see screen-link.ts).
 */
export const browserClock: ScreenClock = {
  now: () => performance.timeOrigin + performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** 128 random bits, lower-case hex. Works on plain-HTTP pages too, where `crypto.randomUUID` is missing. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
