import type Database from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import { sorted } from './canonical.ts';
import type { Anchor } from './chain.ts';
import { ticketIdsFrom } from './projections.ts';
import { type AnswerRow, isUnchanged } from './requests.ts';
import { changedSettings } from './settings-table.ts';
import { ticketFrom } from './ticket-text.ts';

interface TicketRow {
  readonly id: string;
  readonly day: string;
  readonly number: string;
  readonly queue: string;
  readonly state: string;
  readonly doc: string;
}

interface OutboxEntry {
  readonly record: string;
  readonly kind: string;
  readonly ticket: string;
  readonly version: number;
  readonly created_at: number;
  readonly accepted: number;
}

/** Since this schema the waiting records are counted. */
const PENDING_SCHEMA = 4;

/** Kinds of documents that `Projections` reads; anything else in the table was not written by it. */
const KINDS = new Set([
  'window',
  'board',
  'rating',
  'certificate',
  'queue',
  'hall',
  'booking',
  'booker',
  'bell',
]);

/**
 * Compares the tables that the state of the day does not show with what the events say: tickets of all days,
 * the outbox, its total, and the answers that were given. Tickets are compared when their day ends, so that
 * years of them need no memory.
 */
export class TableChecks {
  readonly #db: Database.Database;
  readonly #problem: (text: string) => void;
  readonly #liveTicket: Database.Statement;
  readonly #archives: readonly {
    readonly ticket: Database.Statement;
    readonly count: number;
    readonly first: string | null;
    readonly last: string | null;
  }[];
  /** Tickets with ids below this may lie in an archive. */
  readonly #archivedBelow: string;
  readonly #liveRecord: Database.Statement;
  /** A copy that an older program wrote has no such total. */
  readonly #countsPending: boolean;
  readonly #outbox = new Map<string, OutboxEntry>();
  /** Records that were accepted and left the outbox with their archived tickets. */
  #gone = 0;
  #live = 0;
  #archived = 0;

  constructor(
    db: Database.Database,
    archives: readonly Database.Database[],
    anchor: Anchor,
    problem: (text: string) => void,
  ) {
    this.#db = db;
    this.#problem = problem;
    this.#liveTicket = db.prepare('SELECT * FROM tickets WHERE id = ?');
    this.#countsPending = (db.pragma('user_version', { simple: true }) as number) >= PENDING_SCHEMA;
    this.#liveRecord = db.prepare('SELECT 1 FROM outbox WHERE record = ?');
    this.#archivedBelow = ticketIdsFrom(Math.max(anchor.at, ...archives.map(newestIn)));
    this.#archives = archives.map((archive) => ({
      ticket: archive.prepare('SELECT * FROM tickets WHERE id = ?'),
      ...(archive
        .prepare('SELECT COUNT(*) AS count, MIN(id) AS first, MAX(id) AS last FROM tickets')
        .get() as { count: number; first: string | null; last: string | null }),
    }));
  }

  /** Records of the outbox that are remembered, to be compared at the end. */
  get remembered(): number {
    return this.#outbox.size;
  }

  follow(event: StoredEvent): void {
    if (event.type === 'ticket.finished' && event.data.caseNumber !== null) {
      this.#expect(`case:${event.data.caseNumber}`, 'case', event.data.ticket, event.at);
    }
    if (event.type === 'rating.given') {
      this.#expect(`rating:${event.data.rating}`, 'rating', event.data.ticket, event.at);
    }
    if (event.type === 'window.undone' && event.data.caseNumber !== undefined) {
      const entry = this.#outbox.get(`case:${event.data.caseNumber}`);
      if (entry) this.#outbox.set(entry.record, { ...entry, version: entry.version + 1 });
    }
    if (event.type === 'platform.accepted') {
      const { record, version } = event.data;
      const entry = this.#outbox.get(record);
      // As the table takes it: an older version than the present one says nothing.
      if (entry && entry.accepted < entry.version && entry.version <= version) {
        this.#accept({ ...entry, accepted: version });
      }
    }
  }

  /** What still waited was closed with its day; whoever was at a window went on into the next. */
  dayOver(before: HallState, after: HallState): void {
    for (const [id, ticket] of before.tickets) {
      if (after.tickets.has(id)) continue;
      const waited = ['committed', 'waiting', 'parked'].includes(ticket.state);
      this.#compare(waited ? { ...ticket, state: 'closed' } : ticket);
    }
  }

  end(state: HallState): void {
    for (const ticket of state.tickets.values()) this.#compare(ticket);
    const count = (sql: string) => (this.#db.prepare(sql).get() as { n: number }).n;
    const extra =
      count('SELECT COUNT(*) AS n FROM tickets') -
      this.#live +
      this.#archives.reduce((sum, { count: rows }) => sum + rows, 0) -
      this.#archived;
    if (extra !== 0) this.#problem(`${extra} tickets stand in the tables that no event took`);
    this.#compareOutbox();
    this.#compareAnswers();
    for (const version of changedSettings(this.#db))
      this.#problem(`the document of settings version ${version} was changed`);
    for (const { kind } of this.#db.prepare('SELECT DISTINCT kind FROM docs').all() as { kind: string }[]) {
      if (!KINDS.has(kind)) this.#problem(`the table of documents holds an unknown kind, ${kind}`);
    }
  }

  #expect(record: string, kind: string, ticket: string, at: number): void {
    this.#outbox.set(record, { record, kind, ticket, version: 1, created_at: at, accepted: 0 });
  }

  /** What is done and went with its ticket is only counted: years of cases need no memory. */
  #accept(entry: OutboxEntry): void {
    const gone = this.#mayBeGone(entry) && this.#liveRecord.get(entry.record) === undefined;
    if (!gone) this.#outbox.set(entry.record, entry);
    else if (this.#outbox.delete(entry.record)) this.#gone += 1;
  }

  #mayBeGone(entry: OutboxEntry): boolean {
    return entry.accepted >= entry.version && entry.ticket < this.#archivedBelow;
  }

  #compare(ticket: Ticket): void {
    const live = this.#liveTicket.get(ticket.id) as TicketRow | undefined;
    const old = ticket.id < this.#archivedBelow;
    const copies = old
      ? this.#archives
          .filter(
            ({ first, last }) => first !== null && last !== null && first <= ticket.id && ticket.id <= last,
          )
          .flatMap((archive) => (archive.ticket.get(ticket.id) as TicketRow) ?? [])
      : [];
    this.#live += live ? 1 : 0;
    this.#archived += copies.length;
    const rows = live ? [live, ...copies] : copies;
    if (rows.length === 0) this.#problem(`ticket ${ticket.number} of ${ticket.day} is not in the tables`);
    const wanted = JSON.stringify(sorted(ticket));
    for (const row of rows) {
      const same =
        row.day === ticket.day &&
        row.number === ticket.number &&
        row.queue === ticket.queue &&
        row.state === ticket.state &&
        textOf(row) === wanted;
      if (!same) this.#problem(`ticket ${ticket.number} of ${ticket.day} differs from its events`);
    }
  }

  #compareOutbox(): void {
    const rows = this.#db.prepare('SELECT * FROM outbox').iterate() as Iterable<OutboxEntry>;
    const wanted = new Map(this.#outbox);
    for (const row of rows) {
      const entry = wanted.get(row.record);
      wanted.delete(row.record);
      if (JSON.stringify(sorted(entry)) !== JSON.stringify(sorted(row))) {
        this.#problem(`the outbox row ${row.record} differs from its events`);
      }
    }
    for (const entry of wanted.values()) {
      if (!this.#mayBeGone(entry)) this.#problem(`the outbox lacks ${entry.record}`);
    }
    const held = [...this.#outbox.values()];
    const synced = this.#gone + held.filter((entry) => entry.accepted >= entry.version).length;
    this.#compareTotal('synced', synced, 'accepted records');
    if (this.#countsPending)
      this.#compareTotal('pending', this.#gone + held.length - synced, 'waiting records');
  }

  #compareTotal(name: string, wanted: number, what: string): void {
    const counted = this.#db.prepare('SELECT value FROM counters WHERE name = ?').get(`outbox.${name}`) as
      | { value: number }
      | undefined;
    if (counted?.value !== wanted) {
      this.#problem(`the outbox counts ${counted?.value} ${what}, the events ${wanted}`);
    }
  }

  /** Events do not hold answers: each has its sum, and one about a ticket must name one that exists, under its number. */
  #compareAnswers(): void {
    const answers = this.#db.prepare('SELECT * FROM requests').iterate() as Iterable<AnswerRow>;
    const changed = [...answers].flatMap((row) => (isUnchanged(row) ? [] : [row.id]));
    for (const id of changed) this.#problem(`the answer to request ${id} was changed`);
    // Tickets of archived days are in the archives; after months without running their answers are still remembered.
    const rows = this.#db
      .prepare(
        `SELECT id, command, ok, answer FROM requests
         WHERE command = 'ticket.take' AND ok = 1 AND at >= (SELECT MIN(at) FROM events)`,
      )
      .iterate() as Iterable<{ id: number; answer: string }>;
    const wrong = [...rows].filter(({ answer }) => {
      const { ticket, number } = numbered(answer);
      return (
        ticket === undefined || (this.#liveTicket.get(ticket) as TicketRow | undefined)?.number !== number
      );
    });
    for (const { id } of wrong)
      this.#problem(`the answer of request ${id} names another ticket than the tables`);
  }
}

/** When the newest event of an archive was; a running hall may have moved more than its anchor said a moment ago. */
function newestIn(archive: Database.Database): number {
  const row = archive.prepare('SELECT at FROM events ORDER BY seq DESC LIMIT 1').get();
  return (row as { at: number } | undefined)?.at ?? 0;
}

function textOf(row: TicketRow): string | null {
  try {
    return JSON.stringify(sorted(ticketFrom(row.doc)));
  } catch {
    return null;
  }
}

function numbered(answer: string): { ticket?: string; number?: string } {
  try {
    return JSON.parse(answer) as { ticket?: string; number?: string };
  } catch {
    return {};
  }
}
