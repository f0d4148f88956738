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

  /**
   * A guess begins, and counts as wrong until {@link right} takes it back: of many at once, none gets an answer for
   * nothing. Null: there were too many wrong ones.
   */
  begin(asker: string): { right(): void } | null {
    const recent = this.#recent(asker);
    if (recent.length >= MOST_WRONG) return null;
    const at = this.#now();
    this.#wrong.set(asker, [...recent, at]);
    return {
      right: () => {
        const kept = this.#recent(asker);
        const mine = kept.lastIndexOf(at);
        this.#wrong.set(asker, mine === -1 ? kept : kept.toSpliced(mine, 1));
      },
    };
  }

  #recent(asker: string): number[] {
    const since = this.#now() - WITHIN_MS;
    return (this.#wrong.get(asker) ?? []).filter((at) => at > since);
  }
}
