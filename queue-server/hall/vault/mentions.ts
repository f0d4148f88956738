import Database from 'better-sqlite3';
import type { AuditNote } from '../domain/events.ts';
import type { Tombstone } from './person-keys.ts';

/** The act in the ledger that says a person was forgotten; its subject is the person's reference. */
export const FORGOTTEN = 'privacy.forgotten';

const REFERENCE = /p[0-9a-f]{32}/g;

/** What the ledger says about the vault's references, through a read-only connection of its own. */
export class Mentions {
  readonly #db: Database.Database;
  readonly #page;
  readonly #notes;
  readonly #head;
  readonly #first;

  constructor(ledgerFile: string) {
    this.#db = new Database(ledgerFile, { readonly: true });
    this.#page = this.#db.prepare('SELECT seq, type, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#notes = this.#db.prepare(
      "SELECT at, data FROM events WHERE seq > ? AND type = 'audit.noted' ORDER BY seq",
    );
    this.#first = this.#db.prepare('SELECT seq, at FROM events ORDER BY seq LIMIT 1');
    this.#head = this.#db.prepare('SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1');
  }

  /** Position and time (ms) of the newest event. */
  head(): { seq: number; at: number } {
    return (this.#head.get() as { seq: number; at: number } | undefined) ?? { seq: 0, at: 0 };
  }

  /** The oldest event that was not archived. */
  first(): { seq: number; at: number } {
    return (this.#first.get() as { seq: number; at: number } | undefined) ?? { seq: 0, at: 0 };
  }

  /**
   * The references that the next `limit` events name, in whatever field, and the position of the last of
   * them. Notes of the audit keep nothing alive: they also name who was forgotten.
   */
  after(seq: number, limit: number): { seq: number; refs: string[] } | null {
    const rows = this.#page.all(seq, limit) as { seq: number; type: string; data: string }[];
    const last = rows.at(-1);
    if (!last) return null;
    const refs = rows
      .filter(({ type }) => type !== 'audit.noted')
      .flatMap(({ data }) => data.match(REFERENCE) ?? []);
    return { seq: last.seq, refs: [...new Set(refs)] };
  }

  /** Who was forgotten after a position. */
  tombstones(seq: number): Tombstone[] {
    const found: Tombstone[] = [];
    for (const { at, data } of this.#notes.iterate(seq) as Iterable<{ at: number; data: string }>) {
      if (!data.includes(FORGOTTEN)) continue;
      const { act, subject } = JSON.parse(data) as AuditNote;
      if (act === FORGOTTEN && subject !== null) found.push({ ref: subject, at });
    }
    return found;
  }

  close(): void {
    this.#db.close();
  }
}
