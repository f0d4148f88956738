/** One kind of proof, at any length: a few rounds in `npm test`, thousands in `npm run soak`. */
export interface Scenario {
  readonly name: string;
  /** What one of `count` is. */
  readonly of: string;
  /** As many as a soak has to do. */
  readonly count: number;
  /** Where a soak begins that nobody gives a seed: of rounds in a fixed order; others begin anywhere. */
  readonly seed?: number;
  /** Why it cannot run on this machine, or null. */
  missing(): string | null;
  run(options: SoakOptions): Promise<SoakOutcome>;
}

export interface SoakOptions {
  /** The same seed does the same again, as far as threads and processes can. */
  readonly seed: number;
  readonly count: number;
  readonly log: (line: string) => void;
}

export interface SoakOutcome {
  /** What was really done; at least `count`. */
  readonly count: number;
  readonly failed: number;
  /** The first failures, each with what repeats it. */
  readonly failures: readonly string[];
}

const SHOWN = 20;

/** Gathers what failed. */
export class Tally {
  #count = 0;
  #failed = 0;
  readonly #failures: string[] = [];

  /** One more was looked at; `problems` says what was wrong with it. */
  add(what: string, problems: readonly string[]): void {
    this.#count += 1;
    if (problems.length === 0) return;
    this.#failed += 1;
    if (this.#failures.length < SHOWN) this.#failures.push(`${what}: ${problems.slice(0, 3).join('; ')}`);
  }

  get outcome(): SoakOutcome {
    return { count: this.#count, failed: this.#failed, failures: this.#failures };
  }
}
