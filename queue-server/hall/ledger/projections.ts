import type { Database, Statement } from 'better-sqlite3';
import { Map as ImmutableMap } from 'immutable';
import type { StoredEvent } from '../domain/events.ts';
import { join } from '../domain/line.ts';
import {
  type BoardEntry,
  type Certificate,
  EMPTY_QUEUE,
  emptyHall,
  type HallState,
  isLive,
  type QueueState,
  type Rating,
  type Ticket,
  type WindowStatus,
} from '../domain/state.ts';

import { ticketFrom, ticketText } from './ticket-text.ts';

/**
 * The tables that mirror the state. Lines and the look-up of live tickets are not stored: they follow from
 * the tickets. Everything else is one JSON document an aggregate.
 */
export class Projections {
  readonly #db: Database;
  readonly #putTicket: Statement;
  readonly #putDoc: Statement;
  readonly #putOutbox: Statement;
  readonly #acceptOutbox: Statement;
  readonly #countSynced: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#putTicket = db.prepare(
      `INSERT INTO tickets (id, day, number, queue, state, doc) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, doc = excluded.doc`,
    );
    this.#putDoc = db.prepare(
      'INSERT INTO docs (kind, id, doc) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc',
    );
    this.#putOutbox = db.prepare(
      'INSERT INTO outbox (record, kind, ticket, version, created_at) VALUES (?, ?, ?, 1, ?)',
    );
    this.#acceptOutbox = db.prepare(
      'UPDATE outbox SET accepted = ? WHERE record = ? AND accepted < version AND version <= ?',
    );
    this.#countSynced = db.prepare("UPDATE counters SET value = value + 1 WHERE name = 'outbox.synced'");
  }

  /** Writes what the events changed between two states; runs inside their transaction. */
  write(before: HallState, after: HallState, events: readonly StoredEvent[]): void {
    if (after.day !== before.day) this.#endOfDay(before);
    const touched = new Set<string>();
    for (const event of events) {
      const data = event.data as { ticket?: string; rating?: string; certificate?: string };
      if (data.ticket !== undefined) touched.add(data.ticket);
      if (event.type === 'ticket.finished' && event.data.caseNumber !== null) {
        this.#putOutbox.run(`case:${event.data.caseNumber}`, 'case', event.data.ticket, event.at);
      }
      if (event.type === 'rating.given') {
        this.#putOutbox.run(`rating:${event.data.rating}`, 'rating', event.data.ticket, event.at);
      }
      if (event.type === 'platform.accepted') this.#accepted(event.data.version, event.data.record);
    }
    for (const id of touched) {
      const ticket = after.tickets.get(id);
      if (ticket) this.#ticket(ticket);
    }
    this.#learned(before, after);
    this.#changed('window', before.windows, after.windows);
    this.#changed('board', before.boards, after.boards);
    if (before.ratings !== after.ratings) this.#changed('rating', before.ratings, after.ratings);
    if (before.certificates !== after.certificates)
      this.#changed('certificate', before.certificates, after.certificates);
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

  /** A version never changes today (records.ts), so what was accepted once is done. */
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

  /** Of a queue only the learned times and the floor are stored: all else follows from its tickets. */
  #learned(before: HallState, after: HallState): void {
    if (before.queues === after.queues) return;
    for (const [id, { services, serviceMs, floor }] of after.queues) {
      const old = before.queues.get(id);
      if (old?.services !== services || old.serviceMs !== serviceMs || old.floor !== floor) {
        this.#putDoc.run('queue', id, JSON.stringify({ services, serviceMs, floor }));
      }
    }
  }

  /** What still waited is closed with its day. */
  #endOfDay(over: HallState): void {
    this.#db.prepare(`DELETE FROM docs WHERE kind IN ('rating', 'certificate', 'board')`).run();
    if (over.day === null) return;
    this.#db
      .prepare(
        `UPDATE tickets SET state = 'closed', doc = json_set(doc, '$.state', 'closed')
         WHERE id >= ? AND state IN ('committed', 'waiting')`,
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
    if (!hall) return { ...empty, seq, at };
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
      tickets: ImmutableMap(tickets.map((ticket) => [ticket.id, ticket])),
      queues: queuesOf(tickets, hall.day, of<Learned>('queue')),
      windows: of<WindowStatus>('window'),
      boards: of<readonly BoardEntry[]>('board'),
      ratings: of<Rating>('rating'),
      certificates: of<Certificate>('certificate'),
      live: ImmutableMap(
        tickets
          .filter((ticket) => ticket.personRef !== null && isLive(ticket))
          .map((ticket) => [`${ticket.personRef} ${ticket.queue}`, ticket.id]),
      ),
    };
  }
}

type Learned = Pick<QueueState, 'services' | 'serviceMs' | 'floor'>;

/** The queues as their tickets of today, in order of taking, make them. */
function queuesOf(
  tickets: readonly Ticket[],
  day: string,
  learned: ImmutableMap<string, Learned>,
): ImmutableMap<string, QueueState> {
  const queues = new Map<string, QueueState>(
    [...learned].map(([id, times]) => [id, { ...EMPTY_QUEUE, ...times }]),
  );
  for (const ticket of tickets) {
    const queue = queues.get(ticket.queue) ?? EMPTY_QUEUE;
    const waits = isLive(ticket) && ticket.window === null;
    // Whoever was carried over midnight was taken and called yesterday, and ends today.
    const ofToday = ticket.day === day;
    const called = ofToday && ticket.calledAt !== null;
    queues.set(ticket.queue, {
      ...queue,
      lastNumber: ofToday ? ticket.ordinalOfDay : queue.lastNumber,
      issued: queue.issued + (ofToday ? 1 : 0),
      served: queue.served + (ticket.state === 'finished' ? 1 : 0),
      noShow: queue.noShow + (ticket.state === 'no-show' ? 1 : 0),
      waits: queue.waits + (called ? 1 : 0),
      waitMs: queue.waitMs + (called ? Math.max(0, (ticket.calledAt as number) - ticket.arrival) : 0),
      waiting: waits
        ? join(queue.waiting, { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id })
        : queue.waiting,
    });
  }
  return ImmutableMap(queues);
}

/** The lowest ticket id that could be given at an instant (ms): ids begin with twelve hex digits of time. */
export function ticketIdsFrom(at: number): string {
  return at.toString(16).padStart(12, '0');
}
