import { createHmac } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { storageFault, withoutWaiting } from './disk.ts';

const MINUTE_MS = 60_000;
/** ASVS 6.3.1 and 等保 ask for a bound on wrong tries: five in a row, as most halls' own rules say. */
export const TRIES = 5;
const FIRST_LOCK_MS = 15 * MINUTE_MS;
const LONGEST_LOCK_MS = 4 * 60 * MINUTE_MS;
/** Wrong tries are forgotten after a day without one. */
const FORGET_AFTER_MS = 24 * 60 * MINUTE_MS;
/** Names without an account that are remembered at a time, in memory: inventions fill neither that nor the disk. */
const MAX_STRANGERS = 5_000;

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

interface Row {
  readonly failures: number;
  readonly lastAt: number;
  /** 0: not locked. */
  readonly lockedUntil: number;
}

/**
 * Wrong tries, by name. A try counts as wrong before it is judged, so that tries at the same moment cannot
 * slip under the limit; success or a refund takes it back.
 *
 * Names that do not exist are locked just like those that do, and a locked name is told so whatever the
 * password was. So the answer gives away neither which names exist nor, what would make the lock worthless,
 * when a guess during the lock was right; and the person who is locked out learns why.
 *
 * Counted in memory: whoever is not logged in yet must not make the server wait for its disk, nor stop on a
 * full one. A lock is written when it begins, counts with the next {@link save}. A crash may thus forget some
 * wrong tries of the last seconds, four to a name at most, and a power cut the lock: neither is anything that
 * somebody at the login can bring about. Names without an account are kept in memory only, in a pool of their
 * own, so that inventing names pushes no account's row out.
 */
export class Lockouts {
  readonly #db: Database;
  readonly #key: Buffer;
  readonly #isAccount: (name: string) => boolean;
  readonly #rows = new Map<string, Row>();
  /** Rows of accounts that are not on disk as they are in memory. */
  readonly #unsaved = new Set<string>();
  /** Oldest try first. */
  readonly #strangers = new Map<string, Row>();
  readonly #statements;

  constructor(db: Database, key: Buffer, isAccount: (name: string) => boolean) {
    this.#db = db;
    this.#key = key;
    this.#isAccount = isAccount;
    this.#statements = {
      put: db.prepare(
        `INSERT INTO lockouts (who, failures, last_at, locked_until) VALUES (?, ?, ?, ?)
         ON CONFLICT (who) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
           locked_until = excluded.locked_until`,
      ),
      remove: db.prepare('DELETE FROM lockouts WHERE who = ?'),
    };
    for (const row of db.prepare('SELECT who, failures, last_at, locked_until FROM lockouts').all() as {
      who: Buffer;
      failures: number;
      last_at: number;
      locked_until: number;
    }[]) {
      const { failures, last_at, locked_until } = row;
      this.#rows.set(row.who.toString('hex'), { failures, lastAt: last_at, lockedUntil: locked_until });
    }
  }

  begin(name: string, now: number): Attempt {
    const row = this.#row(name, now);
    if (row.lockedUntil > now) return { locksUntil: row.lockedUntil, refused: true };
    const failures = row.failures + 1;
    const lock = lockAfter(failures);
    const locksUntil = lock === 0 ? 0 : now + lock;
    this.#put(name, { failures, lastAt: now, lockedUntil: locksUntil });
    if (lock > 0) this.#trySave();
    return { locksUntil, refused: false };
  }

  /** The try was neither right nor wrong: a second factor is still to come, or the disk is full. */
  refund(name: string, now: number): void {
    const { failures } = this.#row(name, now);
    if (failures <= 1) this.clear(name);
    else this.#put(name, { failures: failures - 1, lastAt: now, lockedUntil: 0 });
  }

  clear(name: string): void {
    const who = this.#who(name);
    this.#strangers.delete(who);
    if (this.#rows.delete(who)) this.#unsaved.add(who);
  }

  /** Until when, or null. */
  lockedUntil(name: string, now: number): number | null {
    const { lockedUntil } = this.#row(name, now);
    return lockedUntil > now ? lockedUntil : null;
  }

  /** Drops what is a day old. */
  sweep(now: number): void {
    for (const [who, row] of this.#rows) {
      this.#bringBack(this.#rows, who, now);
      if (!isOver(row, now)) continue;
      this.#rows.delete(who);
      this.#unsaved.add(who);
    }
    for (const [who, row] of this.#strangers) if (isOver(row, now)) this.#strangers.delete(who);
  }

  /** Writes what has changed, in one transaction that does not wait for the disk. Throws where it fails. */
  save(): void {
    if (this.#unsaved.size === 0) return;
    withoutWaiting(this.#db, () => {
      for (const who of this.#unsaved) {
        const row = this.#rows.get(who);
        const key = Buffer.from(who, 'hex');
        if (row) this.#statements.put.run(key, row.failures, row.lastAt, row.lockedUntil);
        else this.#statements.remove.run(key);
      }
    });
    this.#unsaved.clear();
  }

  /** What fails now is saved with the next round: it counts all the same. */
  #trySave(): void {
    try {
      this.save();
    } catch (error) {
      if (!storageFault(error)) throw error;
    }
  }

  #row(name: string, now: number): Row {
    const who = this.#who(name);
    const row = this.#bringBack(this.#isAccount(name) ? this.#rows : this.#strangers, who, now);
    return row && !isOver(row, now) ? row : { failures: 0, lastAt: now, lockedUntil: 0 };
  }

  /**
   * The row as it can be by this clock. One from the future was written under a wrong clock, before a restart or a
   * restore: it must lock nobody out for a year, so it counts from now, and for the longest lock at most.
   */
  #bringBack(rows: Map<string, Row>, who: string, now: number): Row | undefined {
    const row = rows.get(who);
    if (!row || row.lastAt <= now) return row;
    const back = { ...row, lastAt: now, lockedUntil: Math.min(row.lockedUntil, now + LONGEST_LOCK_MS) };
    rows.set(who, back);
    if (rows === this.#rows) this.#unsaved.add(who);
    return back;
  }

  #put(name: string, row: Row): void {
    const who = this.#who(name);
    if (this.#isAccount(name)) {
      this.#rows.set(who, row);
      this.#unsaved.add(who);
      return;
    }
    this.#strangers.delete(who);
    const oldest = this.#strangers.keys().next().value;
    if (this.#strangers.size >= MAX_STRANGERS && oldest !== undefined) this.#strangers.delete(oldest);
    this.#strangers.set(who, row);
  }

  #who(name: string): string {
    return createHmac('sha256', this.#key).update(`lockout ${name}`).digest('hex');
  }
}

function isOver(row: Row, now: number): boolean {
  return row.lockedUntil <= now && row.lastAt < now - FORGET_AFTER_MS;
}
