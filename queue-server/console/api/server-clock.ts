/**
 * The hall's time on this computer, whose own clock may be wrong by minutes: waits and call locks are
 * counted against it. An answer's `at` lies between sending and receiving.
 */
export interface ServerClock {
  now(): number;
  /** An answer that says `at`, asked at `sent` and here at `received` (local milliseconds). */
  answered(at: number, sent: number, received: number): void;
  /** A live event of `at`: it cannot lie in the future, so a clock that is behind moves up. */
  happened(at: number): void;
}

export function createServerClock(local: () => number): ServerClock {
  let offset = 0;
  return {
    now: () => local() + offset,
    answered(at, sent, received) {
      offset = at - (sent + received) / 2;
    },
    happened(at) {
      offset = Math.max(offset, at - local());
    },
  };
}
