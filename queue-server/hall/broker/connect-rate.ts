/**
 * A bucket for each key that fills up again with time: who connects more often than it fills is refused until
 * then. Counted after a client has proved itself, so that nobody can use up another one's.
 */
export class ConnectRate {
  readonly #burst: number;
  readonly #everyMs: number;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  /** @param burst connections at once; @param everyMs one more is allowed after this */
  constructor(burst: number, everyMs: number) {
    this.#burst = burst;
    this.#everyMs = everyMs;
  }

  take(key: string, now: number): boolean {
    const bucket = this.#buckets.get(key) ?? { level: this.#burst, at: now };
    const level = Math.min(this.#burst, bucket.level + Math.max(0, now - bucket.at) / this.#everyMs);
    const allowed = level >= 1;
    this.#buckets.set(key, { level: allowed ? level - 1 : level, at: Math.max(now, bucket.at) });
    return allowed;
  }
}
