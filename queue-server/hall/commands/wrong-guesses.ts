/** Typing mistakes of a long queue of people stay below this; trying out codes does not. */
const MOST_WRONG = 20;
const WITHIN_MS = 10 * 60_000;

/**
 * Codes that are typed at a machine could be tried out: a code has 16 million values, and whoever stands there gets
 * twenty wrong ones in ten minutes. By asker, in memory: a restart of the server forgives.
 */
export class WrongGuesses {
  readonly #wrong = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  tooMany(asker: string): boolean {
    return this.#recent(asker).length >= MOST_WRONG;
  }

  wrong(asker: string): void {
    this.#wrong.set(asker, [...this.#recent(asker), this.#now()]);
  }

  #recent(asker: string): number[] {
    const since = this.#now() - WITHIN_MS;
    return (this.#wrong.get(asker) ?? []).filter((at) => at > since);
  }
}
