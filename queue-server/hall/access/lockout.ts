import { createHmac } from 'node:crypto';
import type { Database } from 'better-sqlite3';

const MINUTE_MS = 60_000;
/** ASVS 6.3.1 and 等保 ask for a bound on wrong tries: five in a row, as most halls' own rules say. */
export const TRIES = 5;
const FIRST_LOCK_MS = 15 * MINUTE_MS;
const LONGEST_LOCK_MS = 4 * 60 * MINUTE_MS;
/** Wrong tries are forgotten after a day without one. */
const FORGET_AFTER_MS = 24 * 60 * MINUTE_MS;
/** Names that are remembered at a time: an attacker's inventions must not fill the disk. */
const MAX_NAMES = 5_000;

/** How long the so-many-th wrong try in a row locks: 15, 30, 60 … 240 minutes at each fifth, else 0. Pure. */
export function lockAfter(failures: number): number {
  if (failures === 0 || failures % TRIES !== 0) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (failures / TRIES - 1), LONGEST_LOCK_MS);
}

export interface Attempt {
  /** Until when the name is locked if this attempt is wrong; 0: it will not be. */
  readonly locksUntil: number;
  /** The name was locked before: nothing may be tried. */
  readonly refused: boolean;
}

/**
 * Wrong tries, by name. A try counts as wrong before it is judged, so that tries at the same moment cannot
 * slip under the limit; success or a refund takes it back.
 *
 * Names that do not exist are locked just like those that do, and a locked name is told so whatever the
 * password was. So the answer gives away neither which names exist nor, what would make the lock worthless,
 * when a guess during the lock was right; and the person who is locked out learns why.
 */
export class Lockouts {
  readonly #key: Buffer;
  readonly #statements;

  constructor(db: Database, key: Buffer) {
    this.#key = key;
    this.#statements = {
      get: db.prepare('SELECT failures, last_at, locked_until FROM lockouts WHERE who = ?'),
      put: db.prepare(
        `INSERT INTO lockouts (who, failures, last_at, locked_until) VALUES (?, ?, ?, ?)
         ON CONFLICT (who) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
           locked_until = excluded.locked_until`,
      ),
      clear: db.prepare('DELETE FROM lockouts WHERE who = ?'),
      forget: db.prepare('DELETE FROM lockouts WHERE last_at < ? AND locked_until < ?'),
      count: db.prepare('SELECT COUNT(*) AS n FROM lockouts').pluck(),
      trim: db.prepare(
        'DELETE FROM lockouts WHERE who IN (SELECT who FROM lockouts ORDER BY last_at LIMIT ?)',
      ),
    };
  }

  begin(name: string, now: number): Attempt {
    const who = this.#who(name);
    const row = this.#row(who, now);
    if (row.lockedUntil > now) return { locksUntil: row.lockedUntil, refused: true };
    if (row.failures === 0) this.#makeRoom(now);
    const failures = row.failures + 1;
    const lock = lockAfter(failures);
    const locksUntil = lock === 0 ? 0 : now + lock;
    this.#statements.put.run(who, failures, now, locksUntil);
    return { locksUntil, refused: false };
  }

  /** The try was neither right nor wrong: a second factor is still to come. */
  refund(name: string, now: number): void {
    const who = this.#who(name);
    const row = this.#row(who, now);
    if (row.failures <= 1) this.#statements.clear.run(who);
    else this.#statements.put.run(who, row.failures - 1, now, 0);
  }

  clear(name: string): void {
    this.#statements.clear.run(this.#who(name));
  }

  /** Until when, or null. */
  lockedUntil(name: string, now: number): number | null {
    const { lockedUntil } = this.#row(this.#who(name), now);
    return lockedUntil > now ? lockedUntil : null;
  }

  #row(who: Buffer, now: number): { failures: number; lockedUntil: number } {
    const row = this.#statements.get.get(who) as
      | { failures: number; last_at: number; locked_until: number }
      | undefined;
    if (!row || (row.locked_until <= now && row.last_at < now - FORGET_AFTER_MS))
      return { failures: 0, lockedUntil: 0 };
    return { failures: row.failures, lockedUntil: row.locked_until };
  }

  #makeRoom(now: number): void {
    this.#statements.forget.run(now - FORGET_AFTER_MS, now);
    const above = (this.#statements.count.get() as number) - MAX_NAMES;
    if (above >= 0) this.#statements.trim.run(above + 1);
  }

  #who(name: string): Buffer {
    return createHmac('sha256', this.#key).update(`lockout ${name}`).digest();
  }
}
