export interface SentPaper {
  readonly ticket: string;
  readonly ordinal: number;
}

/** A machine prints some hundred a day; no printer proves a paper that is weeks old. */
const KEPT = 4_000;

/** The papers of tickets that went to the printer, by job; of each ticket the newest one and the last one sent. */
export class SentPapers {
  readonly #jobs = new Map<string, SentPaper>();
  readonly #newest = new Map<string, number>();
  readonly #latest = new Map<string, number>();
  readonly #kept: number;

  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  add(jobId: string, { ticket, ordinal }: SentPaper): void {
    this.#jobs.set(jobId, { ticket, ordinal });
    this.#newest.set(ticket, Math.max(ordinal, this.newestOf(ticket) ?? ordinal));
    this.#latest.set(ticket, ordinal);
    const [oldest] = this.#jobs;
    if (this.#jobs.size <= this.#kept || oldest === undefined) return;
    this.#jobs.delete(oldest[0]);
    if (!this.isAwaited(oldest[1])) return;
    this.#newest.delete(oldest[1].ticket);
    this.#latest.delete(oldest[1].ticket);
  }

  of(jobId: string): SentPaper | null {
    return this.#jobs.get(jobId) ?? null;
  }

  /** The highest ordinal. */
  newestOf(ticket: string): number | null {
    return this.#newest.get(ticket) ?? null;
  }

  /**
   * Whoever waits for a ticket's paper waits for the one that was sent last: how one before it ended is no answer. After
   * a restore of the hall its ordinal may be lower.
   */
  isAwaited({ ticket, ordinal }: SentPaper): boolean {
    return this.#latest.get(ticket) === ordinal;
  }
}
