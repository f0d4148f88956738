import type { Database, Statement } from 'better-sqlite3';
import { Map as ImmutableMap } from 'immutable';
import { enrol } from '../domain/change.ts';
import type { StoredEvent } from '../domain/events.ts';
import { marksOf } from '../domain/next/marks.ts';
import {
  type Bell,
  type BoardEntry,
  type Booker,
  type Booking,
  type Certificate,
  CLOSED_WINDOW,
  emptyHall,
  type HallState,
  isLive,
  type QueueState,
  type Rating,
  type Ticket,
  type WindowStatus,
} from '../domain/state.ts';
import { VersionedMap } from '../domain/versioned-map.ts';

import { queuesOf } from './queues-of.ts';
import { settingsIn } from './settings-table.ts';
import { ticketFrom, ticketText } from './ticket-text.ts';

/**
 * The tables that mirror the state. Lines and the look-up of live tickets are not stored: they follow from
 * the tickets. Everything else is one JSON document an aggregate.
 */
export class Projections {
  readonly #db: Database;
  readonly #putTicket: Statement;
  readonly #putDoc: Statement;
  readonly #dropDoc: Statement;
  readonly #putOutbox: Statement;
  readonly #acceptOutbox: Statement;
  readonly #countSynced: Statement;
  readonly #raiseOutbox: Statement;
  readonly #uncountSynced: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#putTicket = db.prepare(
      `INSERT INTO tickets (id, day, number, queue, state, doc) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, state = excluded.state, doc = excluded.doc`,
    );
    this.#putDoc = db.prepare(
      'INSERT INTO docs (kind, id, doc) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc',
    );
    this.#dropDoc = db.prepare('DELETE FROM docs WHERE kind = ? AND id = ?');
    this.#putOutbox = db.prepare(
      'INSERT INTO outbox (record, kind, ticket, version, created_at) VALUES (?, ?, ?, 1, ?)',
    );
    this.#acceptOutbox = db.prepare(
      'UPDATE outbox SET accepted = ? WHERE record = ? AND accepted < version AND version <= ?',
    );
    this.#raiseOutbox = db.prepare('UPDATE outbox SET version = version + 1 WHERE record = ?');
    this.#uncountSynced = db.prepare(
      `UPDATE counters SET value = value - 1 WHERE name = 'outbox.synced'
         AND EXISTS (SELECT 1 FROM outbox WHERE record = ? AND accepted >= version)`,
    );
    this.#countSynced = db.prepare("UPDATE counters SET value = value + 1 WHERE name = 'outbox.synced'");
  }

  /** Writes what the events changed between two states; runs inside their transaction. */
  write(before: HallState, after: HallState, events: readonly StoredEvent[]): void {
    if (after.day !== before.day) this.#endOfDay(before);
    const touched = new Set<string>();
    for (const event of events) {
      const data = event.data as Touching;
      if (data.ticket !== undefined) touched.add(data.ticket);
      for (const ticket of data.overtook ?? data.tickets ?? data.released ?? []) touched.add(ticket);
      if (event.type === 'ticket.finished' && event.data.caseNumber !== null) {
        this.#putOutbox.run(`case:${event.data.caseNumber}`, 'case', event.data.ticket, event.at);
      }
      if (event.type === 'rating.given') {
        this.#putOutbox.run(`rating:${event.data.rating}`, 'rating', event.data.ticket, event.at);
      }
      if (event.type === 'window.undone' && event.data.caseNumber !== undefined) {
        this.#withdraw(`case:${event.data.caseNumber}`);
      }
      if (event.type === 'platform.accepted') this.#accepted(event.data.version, event.data.record);
    }
    // By id, so that new tickets go to the end of their table: ids of one instant are in no order, and where a
    // page is split in its middle SQLite renumbers pages and walks its whole page cache at the commit (100 µs).
    for (const id of [...touched].sort()) {
      const ticket = after.tickets.get(id);
      if (ticket) this.#ticket(ticket);
    }
    this.#learned(before, after, events);
    this.#changed('window', before.windows, after.windows);
    this.#replaced('board', before.boards, after.boards);
    this.#replaced('rating', before.ratings, after.ratings);
    this.#replaced('certificate', before.certificates, after.certificates);
    this.#replaced('booking', before.bookings, after.bookings);
    this.#replaced('booker', before.bookers, after.bookers);
    this.#replaced('bell', before.bells, after.bells);
    if (before.day !== after.day || before.cases !== after.cases) {
      this.#putDoc.run(
        'hall',
        'hall',
        JSON.stringify({
          day: after.day,
          dayBegan: after.dayBegan,
          carried: after.carried,
          cases: after.cases,
        }),
      );
    }
  }

  /**
   * [K12] The platform may have it already, or be reading it just now: it is told of the withdrawal in any case, by
   * a higher version.
   */
  #withdraw(record: string): void {
    this.#uncountSynced.run(record);
    this.#raiseOutbox.run(record);
  }

  #accepted(version: number, record: string): void {
    if (this.#acceptOutbox.run(version, record, version).changes > 0) this.#countSynced.run();
  }

  #ticket(ticket: Ticket): void {
    this.#putTicket.run(ticket.id, ticket.day, ticket.number, ticket.queue, ticket.state, ticketText(ticket));
  }

  #changed<T>(kind: string, before: ImmutableMap<string, T>, after: ImmutableMap<string, T>): void {
    if (before === after) return;
    for (const [id, value] of after) {
      if (before.get(id) !== value) this.#putDoc.run(kind, id, JSON.stringify(value));
    }
  }

  /** As `#changed`, for what can also go. */
  #replaced<T>(kind: string, before: ImmutableMap<string, T>, after: ImmutableMap<string, T>): void {
    if (before === after) return;
    this.#changed(kind, before, after);
    for (const id of before.keys()) if (!after.has(id)) this.#dropDoc.run(kind, id);
  }

  /** Of a queue only what does not follow from its tickets of today is stored. */
  #learned(before: HallState, after: HallState, events: readonly StoredEvent[]): void {
    if (before.queues === after.queues) return;
    for (const id of queuesOfNumbers(events) ?? after.queues.keys()) {
      const queue = after.queues.get(id);
      if (!queue) continue;
      const { services, serviceMs, floor, carriedNumber, paperSince, slotsTaken } = queue;
      const old = before.queues.get(id);
      if (
        old?.services !== services ||
        old.serviceMs !== serviceMs ||
        old.floor !== floor ||
        old.carriedNumber !== carriedNumber ||
        old.paperSince !== paperSince ||
        old.slotsTaken !== slotsTaken
      ) {
        const kept: Learned = { services, serviceMs, floor, carriedNumber, paperSince, slotsTaken };
        this.#putDoc.run('queue', id, JSON.stringify(kept));
      }
    }
  }

  /** What still waited is closed with its day. */
  #endOfDay(over: HallState): void {
    this.#db.prepare(`DELETE FROM docs WHERE kind IN ('rating', 'board')`).run();
    if (over.day === null) return;
    this.#db
      .prepare(
        `UPDATE tickets SET state = 'closed', doc = json_set(doc, '$.state', 'closed')
         WHERE id >= ? AND state IN ('committed', 'waiting', 'parked')`,
      )
      .run(ticketIdsFrom(over.dayBegan));
  }

  /** The state as the tables have it, at ledger position `seq` and time `at`. */
  read(seq: number, at: number): HallState {
    const docs = new Map<string, Map<string, unknown>>();
    for (const row of this.#db.prepare('SELECT kind, id, doc FROM docs').iterate()) {
      const { kind, id, doc } = row as { kind: string; id: string; doc: string };
      const ofKind = docs.get(kind) ?? new Map<string, unknown>();
      docs.set(kind, ofKind.set(id, JSON.parse(doc)));
    }
    const of = <T>(kind: string) => ImmutableMap((docs.get(kind) ?? new Map()) as Map<string, T>);
    const hall = of<{ day: string; dayBegan: number; carried: string[]; cases: number }>('hall').get('hall');
    const empty = emptyHall();
    const settings = settingsIn(this.#db);
    if (!hall) return { ...empty, seq, at, settings };
    // Two questions, each of which SQLite answers from the primary key: joined by OR they would walk all years.
    const rows = [
      ...this.#db
        .prepare('SELECT doc FROM tickets WHERE id IN (SELECT value FROM json_each(?)) AND day <> ?')
        .all(JSON.stringify(hall.carried), hall.day),
      ...this.#db
        .prepare('SELECT doc FROM tickets WHERE id >= ? AND day = ?')
        .all(ticketIdsFrom(hall.dayBegan), hall.day),
    ] as { doc: string }[];
    const tickets = rows.map((row) => ticketFrom(row.doc)).sort((a, b) => a.seq - b.seq);
    return {
      seq,
      at,
      day: hall.day,
      dayBegan: hall.dayBegan,
      carried: hall.carried.toSorted(),
      cases: hall.cases,
      tickets: new VersionedMap(tickets.map((ticket) => [ticket.id, ticket] as const)),
      queues: queuesOf(tickets, hall.day, of<Learned>('queue')),
      // Documents of older programs lack what came later.
      windows: of<Partial<WindowStatus>>('window').map((doc) => ({ ...CLOSED_WINDOW, ...doc })),
      bookings: of<Booking>('booking'),
      bookers: of<Booker>('booker'),
      bells: of<Bell>('bell'),
      marks: marksOf(tickets),
      settings,
      boards: of<readonly BoardEntry[]>('board'),
      ratings: of<Rating>('rating'),
      certificates: of<Partial<Certificate>>('certificate').map(
        (doc) => ({ since: hall.dayBegan, traced: null, ...doc }) as Certificate,
      ),
      live: tickets.filter(isLive).reduce(enrol, ImmutableMap<string, string>().asMutable()).asImmutable(),
    };
  }
}

type Learned = Pick<
  QueueState,
  'services' | 'serviceMs' | 'floor' | 'carriedNumber' | 'paperSince' | 'slotsTaken'
>;

/** The queues that may have changed where numbers were given and nothing else happened; null: any. */
function queuesOfNumbers(events: readonly StoredEvent[]): ReadonlySet<string> | null {
  const queues = new Set<string>();
  for (const event of events) {
    if (event.type !== 'ticket.taken') return null;
    queues.add(event.data.queue);
  }
  return queues;
}

/** What an event says of the rows that it changes. */
interface Touching {
  readonly ticket?: string;
  readonly overtook?: readonly string[];
  readonly tickets?: readonly string[];
  readonly released?: readonly string[];
}

/** The lowest ticket id that could be given at an instant (ms): ids begin with twelve hex digits of time. */
export function ticketIdsFrom(at: number): string {
  return at.toString(16).padStart(12, '0');
}
