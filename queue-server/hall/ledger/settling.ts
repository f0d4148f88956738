/** Between looks whether an answer may be told: a backup reads the keys for some hundred milliseconds. */
export const LOOK_AGAIN_MS = 50;
/** Whoever asked is told after this that it failed, and may ask again: a browser waits no longer anyway. */
export const GIVE_UP_MS = 60_000;

interface Clock {
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(timer: never): void;
}

interface Waiting {
  readonly settled: () => boolean;
  /** Told once: whether it settled. Also told false where `settled` throws. */
  readonly done: (settled: boolean) => void;
  looksLeft: number;
}

/** Holds answers back until what they say is true, outside the writer's turn. */
export class Settling {
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();
  #timer: unknown = null;

  constructor(clock: Clock = globalThis as unknown as Clock) {
    this.#clock = clock;
  }

  wait(settled: () => boolean, done: (settled: boolean) => void): void {
    const one: Waiting = { settled, done, looksLeft: GIVE_UP_MS / LOOK_AGAIN_MS };
    if (this.#look(one)) return;
    this.#waiting.add(one);
    this.#later();
  }

  /** Before the end: a last look at each. */
  end(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer as never);
    for (const one of this.#waiting) {
      one.looksLeft = 0;
      this.#look(one);
    }
    this.#waiting.clear();
  }

  #later(): void {
    if (this.#timer !== null || this.#waiting.size === 0) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      for (const one of this.#waiting) if (this.#look(one)) this.#waiting.delete(one);
      this.#later();
    }, LOOK_AGAIN_MS);
  }

  /** True where the answer was told. */
  #look(one: Waiting): boolean {
    let settled = false;
    try {
      settled = one.settled();
    } catch (error) {
      console.error(error);
      one.looksLeft = 0;
    }
    one.looksLeft -= 1;
    if (!settled && one.looksLeft >= 0) return false;
    one.done(settled);
    return true;
  }
}
