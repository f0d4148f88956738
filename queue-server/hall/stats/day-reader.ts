import { existsSync } from 'node:fs';
import { localTime } from '@hall/shared/contracts/time';
import Database from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';
import {
  archivedMonth,
  archiveFile,
  archiveFilesIn,
  archiveFolder,
  openArchive,
} from '../ledger/archive-files.ts';
import { type EventRow, readAnchor } from '../ledger/chain.ts';
import { ticketIdsFrom } from '../ledger/projections.ts';
import { ticketFrom } from '../ledger/ticket-text.ts';
import { upcast } from '../ledger/upcast.ts';
import { type DayFacts, FACT_EVENTS, factsFrom, STEP_EVENTS } from './day-facts.ts';
import { addDays, DAY_MS, type DaySpan, daySpan } from './days.ts';
import { plainVisit, type Visit, visitFromEvents } from './visits.ts';

/** Tickets of a business day may have ids from before or after its dates where a clock was set. */
const ID_MARGIN_MS = DAY_MS;

/** Whoever is at a window over a long holiday is found this many days later. */
const NIGHT_DAYS = 10;

/** One file of the ledger with the positions that count in it. */
interface Part {
  readonly db: Database.Database;
  readonly first: number;
  readonly last: number;
}

/** Reads whole days through a read-only connection of its own; archived ones from their files. */
export class DayReader {
  readonly #db: Database.Database;
  readonly #folder: string;
  readonly #timeZone: string;

  constructor(ledgerFile: string, timeZone: string) {
    this.#db = new Database(ledgerFile, { readonly: true });
    this.#folder = archiveFolder(ledgerFile);
    this.#timeZone = timeZone;
  }

  close(): void {
    this.#db.close();
  }

  span(day: string): DaySpan {
    return daySpan(day, this.#timeZone);
  }

  /** The day of the oldest event; null in an empty ledger. */
  firstDay(): string | null {
    return this.#reading(null, () => {
      const oldest = archiveFilesIn(this.#folder)[0];
      if (oldest) {
        const archive = openArchive(oldest);
        try {
          const at = archive.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').pluck().get();
          if (typeof at === 'number') return localTime(at, this.#timeZone).day;
        } finally {
          archive.close();
        }
      }
      const at = this.#db.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').pluck().get();
      return typeof at === 'number' ? localTime(at, this.#timeZone).day : null;
    });
  }

  /** All of a day up to `now`. */
  facts(day: string, now: number): DayFacts {
    const span = this.span(day);
    return this.#reading(day, (parts) => {
      const tickets = this.#tickets(span);
      const stepped = new Set<string>();
      const events: StoredEvent[] = [];
      for (const { part, from, until } of within(parts, span)) {
        const rows = part.db
          .prepare(
            `SELECT * FROM events WHERE seq >= ? AND seq < ? AND type IN (${quoted(FACT_EVENTS)}) ORDER BY seq`,
          )
          .all(from, until) as EventRow[];
        events.push(...rows.map((row) => upcast(row)));
        const ids = part.db
          .prepare(
            `SELECT json_extract(data, '$.ticket') FROM events WHERE seq >= ? AND seq < ?
             AND (type IN (${quoted(STEP_EVENTS)}) OR (type IN ('ticket.finished', 'ticket.cancelled') AND data LIKE '%"next":%'))`,
          )
          .pluck()
          .all(from, until) as string[];
        for (const id of ids) stepped.add(id);
      }
      for (const event of events) {
        if (event.type === 'window.closed') for (const id of event.data.released ?? []) stepped.add(id);
      }
      const visits = tickets.map((ticket): Visit => {
        // Whoever was still here at midnight may have done anything after it.
        const over = (ticket.endedAt ?? ticket.calledAt ?? 0) >= span.until;
        return over || stepped.has(ticket.id)
          ? visitFromEvents(ticket, eventsOf(parts, ticket.history))
          : plainVisit(ticket);
      });
      return factsFrom(span, Math.min(now, span.until), visits, events);
    });
  }

  /** Events of a span of time behind a position, in order. */
  events(
    day: string,
    fromAt: number,
    untilAt: number,
    afterSeq = 0,
    limit = Number.MAX_SAFE_INTEGER,
  ): StoredEvent[] {
    return this.#reading(day, (parts) => {
      const events: StoredEvent[] = [];
      for (const { part, from, until } of within(parts, { from: fromAt, until: untilAt })) {
        const rows = part.db
          .prepare('SELECT * FROM events WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?')
          .all(Math.max(from, afterSeq + 1), until, limit - events.length) as EventRow[];
        for (const row of rows) events.push(upcast(row));
        if (events.length >= limit) break;
      }
      return events;
    });
  }

  /**
   * What a day begins with: the events of those who were at a window at midnight and of the windows themselves, in
   * order. Without them a replay would not know whom the first minutes speak of.
   */
  before(day: string): StoredEvent[] {
    const { from } = this.span(day);
    for (let back = 1; back <= NIGHT_DAYS; back += 1) {
      const last = addDays(day, -back);
      const events = this.#reading(last, (parts) => {
        const tickets = this.#tickets(this.span(last));
        if (tickets.length === 0) return null;
        const seqs = tickets
          .filter((ticket) => ticket.calledAt !== null && (ticket.endedAt ?? from) >= from)
          .flatMap((ticket) => ticket.history);
        if (seqs.length === 0) return [];
        const frame = within(parts, { from: this.span(last).from, until: from }).flatMap(
          ({ part, from: first, until }) =>
            part.db
              .prepare(
                `SELECT * FROM events WHERE seq >= ? AND seq < ?
                 AND type IN ('day.began', 'window.opened', 'window.paused', 'window.closed')`,
              )
              .all(first, until) as EventRow[],
        );
        return [...frame.map((row) => upcast(row)), ...eventsOf(parts, seqs)]
          .filter((event) => event.at < from)
          .sort((a, b) => a.seq - b.seq);
      });
      if (events !== null) return events;
    }
    return [];
  }

  #tickets({ day, from, until }: DaySpan): Ticket[] {
    const range = [ticketIdsFrom(from - ID_MARGIN_MS), ticketIdsFrom(until + ID_MARGIN_MS), day];
    const sql = 'SELECT id, doc FROM tickets WHERE id >= ? AND id < ? AND day = ? ORDER BY id';
    const found = new Map<string, string>();
    const read = (db: Database.Database) => {
      for (const { id, doc } of db.prepare(sql).iterate(...range) as Iterable<{ id: string; doc: string }>) {
        if (!found.has(id)) found.set(id, doc);
      }
    };
    read(this.#db);
    // A ticket moves in its own month or later, and not before the events of its day.
    if (readAnchor(this.#db).at >= from) {
      for (const file of archiveFilesIn(this.#folder)) {
        if (archivedMonth(file) < day.slice(0, 7)) continue;
        const archive = openArchive(file);
        try {
          read(archive);
        } finally {
          archive.close();
        }
      }
    }
    return [...found.values()].map((doc) => ticketFrom(doc));
  }

  /** One picture of live database and archives, for as long as `read` takes. */
  #reading<T>(day: string | null, read: (parts: readonly Part[]) => T): T {
    this.#db.exec('BEGIN');
    const archives: Part[] = [];
    try {
      const anchor = readAnchor(this.#db);
      const months =
        day === null ? [] : [addDays(day, -1), day, addDays(day, 1)].map((date) => date.slice(0, 7));
      if (day !== null && anchor.seq > 0 && anchor.at >= this.span(addDays(day, -1)).from) {
        for (const month of new Set(months)) {
          const file = archiveFile(this.#folder, month);
          if (existsSync(file)) archives.push(partOf(openArchive(file), anchor.seq));
        }
      }
      return read([...archives, partOf(this.#db, Number.MAX_SAFE_INTEGER)]);
    } finally {
      for (const { db } of archives) db.close();
      this.#db.exec('COMMIT');
    }
  }
}

function partOf(db: Database.Database, atMost: number): Part {
  const row = db.prepare('SELECT MIN(seq) AS first, MAX(seq) AS last FROM events').get();
  const { first, last } = row as { first: number | null; last: number | null };
  return { db, first: first ?? 1, last: Math.min(last ?? 0, atMost) };
}

/** Where a span of time lies in each file: positions `from` to `until`, the latter excluded. */
function within(
  parts: readonly Part[],
  span: { readonly from: number; readonly until: number },
): { readonly part: Part; readonly from: number; readonly until: number }[] {
  return parts.flatMap((part) => {
    const [from, until] = [firstAt(part, span.from), firstAt(part, span.until)];
    return from < until ? [{ part, from, until }] : [];
  });
}

/** The first position at or behind an instant: events are gap-free and their time never goes back. */
function firstAt({ db, first, last }: Part, at: number): number {
  const atOf = db.prepare('SELECT at FROM events WHERE seq = ?').pluck();
  let [low, high] = [first, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((atOf.get(middle) as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eventsOf(parts: readonly Part[], history: readonly number[]): StoredEvent[] {
  return parts.flatMap(({ db, last }) =>
    (
      db
        .prepare(
          'SELECT * FROM events WHERE seq IN (SELECT value FROM json_each(?)) AND seq <= ? ORDER BY seq',
        )
        .all(JSON.stringify(history), last) as EventRow[]
    ).map((row) => upcast(row)),
  );
}

/** Names from this program's own lists only. */
function quoted(types: readonly string[]): string {
  return types.map((type) => `'${type}'`).join(', ');
}
