import type { OutboxRow } from '../ledger/reader.ts';

const FIRST_MS = 60_000;
/** Only somebody at the platform can mend a refused record, so a few tries a day are enough. */
const LONGEST_MS = 6 * 3_600_000;

interface Refusal {
  readonly version: number;
  readonly times: number;
  readonly nextAt: number;
}

/**
 * When a record that the platform refused is tried again: after a minute, two, four … six hours. In memory: a
 * restart tries everything once more. A newer version of a record is another matter and is due at once.
 */
export class RowBackOff {
  readonly #refusals = new Map<string, Refusal>();

  /** @param now ms, by a clock that never goes back */
  isDue(row: OutboxRow, now: number): boolean {
    const refusal = this.#refusals.get(row.record);
    return refusal === undefined || refusal.version !== row.version || now >= refusal.nextAt;
  }

  refused(row: OutboxRow, now: number): void {
    const before = this.#refusals.get(row.record);
    const times = before?.version === row.version ? before.times + 1 : 1;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (times - 1));
    this.#refusals.set(row.record, { version: row.version, times, nextAt: now + wait });
  }

  accepted(row: OutboxRow): void {
    this.#refusals.delete(row.record);
  }
}
