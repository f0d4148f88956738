/** Beats of a minute say what the hall's time is: longer than any line lives that has come to a standstill. */
const REMEMBERED_MS = 60_000;
/** So many beats, one after another as they are sent, may say by themselves that a clock was set. */
const IN_STEP = 3;
/** Within so many periods they have to come. */
const RECENT_PERIODS = 4;

interface Said {
  readonly offset: number;
  readonly now: number;
}

/**
 * How far the hall's clock is ahead of this machine's, ms, learnt from live heartbeats. A beat that was held back says
 * less than it is, never more; after a standstill of process or line the held ones come all at once, and each would
 * make old orders and calls look new. So the most that was said counts. Where the last beats came in their rhythm they
 * speak alone: then it is a clock that was set.
 */
export class HallOffset {
  #said: readonly Said[] = [];

  /** Takes in a live beat and returns the offset from here on; `now` is this machine's clock, ms. */
  hear({ at, heartbeatMs }: { readonly at: number; readonly heartbeatMs: number }, now: number): number {
    // Also where this machine's clock was set: what is then of the future is of no use.
    const known = this.#said.filter((one) => one.now <= now && now - one.now <= REMEMBERED_MS);
    this.#said = [...known, { offset: at - now, now }];
    const recent = this.#said.filter((one) => now - one.now <= heartbeatMs * RECENT_PERIODS);
    const spread = now - (recent[0] as Said).now;
    const inStep = recent.length >= IN_STEP && spread >= heartbeatMs * (IN_STEP - 1);
    return Math.max(...(inStep ? recent : this.#said).map(({ offset }) => offset));
  }
}
