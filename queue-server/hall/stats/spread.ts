const SECOND_MS = 1000;

/**
 * Durations, to be asked for mean, maximum and percentiles. Percentiles are exact to the second; what is kept
 * grows with the number of different seconds, not with the number of tickets, so that a quarter fits in memory.
 */
export class Spread {
  #count = 0;
  #sumMs = 0;
  #maxMs = 0;
  readonly #bySecond = new Map<number, number>();

  add(ms: number): void {
    const length = Math.max(0, ms);
    this.#count += 1;
    this.#sumMs += length;
    this.#maxMs = Math.max(this.#maxMs, length);
    const second = Math.floor(length / SECOND_MS);
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + 1);
  }

  get count(): number {
    return this.#count;
  }

  /** Milliseconds, or null where there is nothing. */
  get mean(): number | null {
    return this.#count === 0 ? null : this.#sumMs / this.#count;
  }

  get max(): number | null {
    return this.#count === 0 ? null : this.#maxMs;
  }

  /** Nearest rank: the smallest value (ms, whole seconds) that at least `percent` % do not exceed. */
  percentile(percent: number): number | null {
    if (this.#count === 0) return null;
    let left = Math.max(1, Math.ceil((percent / 100) * this.#count));
    for (const [second, count] of [...this.#bySecond].sort((a, b) => a[0] - b[0])) {
      left -= count;
      if (left <= 0) return second * SECOND_MS;
    }
    return null;
  }
}
