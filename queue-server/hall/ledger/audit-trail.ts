import { localTime } from '@hall/shared/contracts/time';
import type { Database, Statement } from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { EventRow } from './chain.ts';
import { upcast } from './upcast.ts';

export interface AuditQuestion {
  /** Calendar day in `timeZone`, YYYY-MM-DD. */
  readonly day: string;
  readonly timeZone: string;
  /** User names: whatever one of them did is in the trail. */
  readonly staff: readonly string[];
  readonly actor: string | null;
  /** A type of event or an act of `audit.noted`, whole or up to a dot. */
  readonly act: string | null;
  /** Only events before this one. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * What staff and the server did, out of the ledger: notes, log-ins and -outs, and every event whose actor is
 * staff. An index would cost every ticket something; instead a day is a range of `seq`, found by halving,
 * because the ledger's time never goes back.
 */
export class AuditTrail {
  readonly #bounds: Statement;
  readonly #from: Statement;
  readonly #page: Statement;

  constructor(db: Database) {
    this.#bounds = db.prepare(
      'SELECT (SELECT MIN(seq) FROM events) AS first, (SELECT MAX(seq) FROM events) AS last',
    );
    this.#from = db.prepare('SELECT seq, at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1');
    this.#page = db.prepare(
      `SELECT * FROM events
       WHERE seq >= $from AND seq < $until
         AND (type IN ('audit.noted', 'staff.logged-in', 'staff.logged-out', 'hall.restored', 'settings.changed')
           OR actor IN (SELECT value FROM json_each($staff)))
         AND ($actor IS NULL OR actor = $actor)
         AND ($act IS NULL OR (
           CASE type WHEN 'audit.noted' THEN json_extract(data, '$.act') ELSE type END = $act
           OR substr(CASE type WHEN 'audit.noted' THEN json_extract(data, '$.act') ELSE type END, 1, length($act) + 1)
             = $act || '.'))
       ORDER BY seq DESC LIMIT $limit`,
    );
  }

  /** Newest first. */
  page(question: AuditQuestion): { events: StoredEvent[]; more: boolean } {
    const { day, timeZone, staff, actor, act, before, limit } = question;
    const from = this.#firstAt((at) => localTime(at, timeZone).day >= day);
    const end = this.#firstAt((at) => localTime(at, timeZone).day > day);
    const rows = this.#page.all({
      from,
      until: before === null ? end : Math.min(end, before),
      staff: JSON.stringify(staff),
      actor,
      act,
      limit: limit + 1,
    }) as EventRow[];
    return { events: rows.slice(0, limit).map((row) => upcast(row)), more: rows.length > limit };
  }

  /** The first seq whose time passes, or one behind the last. */
  #firstAt(passes: (at: number) => boolean): number {
    const { first, last } = this.#bounds.get() as { first: number | null; last: number | null };
    let low = first ?? 1;
    let high = (last ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = this.#from.get(middle) as { seq: number; at: number } | undefined;
      if (!row || passes(row.at)) high = middle;
      else low = row.seq + 1;
    }
    return low;
  }
}
