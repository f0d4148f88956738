import type { Database, Statement } from 'better-sqlite3';
import { Map as ImmutableMap, List } from 'immutable';
import type { StoredEvent } from '../domain/events.ts';
import { join } from '../domain/line.ts';
import {
  type BoardEntry,
  type Certificate,
  emptyHall,
  type HallState,
  isLive,
  type QueueState,
  type Rating,
  type Ticket,
  type WindowStatus,
} from '../domain/state.ts';

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

  constructor(db: Database) {
    this.#db = db;
    this.#putTicket = db.prepare(
      `INSERT INTO tickets (id, seq, day, number, queue, state, doc) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, doc = excluded.doc`,
    );
    this.#putDoc = db.prepare(
      'INSERT INTO docs (kind, id, doc) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc',
    );
    this.#putOutbox = db.prepare(
      'INSERT INTO outbox (record, kind, ticket, version, created_at) VALUES (?, ?, ?, 1, ?)',
    );
    this.#acceptOutbox = db.prepare('UPDATE outbox SET accepted = ? WHERE record = ?');
  }

  /** Writes what the events changed between two states; runs inside their transaction. */
  write(before: HallState, after: HallState, events: readonly StoredEvent[]): void {
    if (after.day !== before.day) this.#endOfDay(before.day);
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
      if (event.type === 'platform.accepted') this.#acceptOutbox.run(event.data.version, event.data.record);
    }
    for (const id of touched) {
      const ticket = after.tickets.get(id);
      if (ticket) this.#ticket(ticket);
    }
    this.#changed('queue', before.queues, after.queues, ({ waiting: _, ...queue }: QueueState) => queue);
    this.#changed('window', before.windows, after.windows);
    this.#changed('board', before.boards, after.boards);
    if (before.ratings !== after.ratings) this.#changed('rating', before.ratings, after.ratings);
    if (before.certificates !== after.certificates)
      this.#changed('certificate', before.certificates, after.certificates);
    if (before.day !== after.day || before.cases !== after.cases) {
      this.#putDoc.run('hall', 'hall', JSON.stringify({ day: after.day, cases: after.cases }));
    }
  }

  #ticket(ticket: Ticket): void {
    this.#putTicket.run(
      ticket.id,
      ticket.seq,
      ticket.day,
      ticket.number,
      ticket.queue,
      ticket.state,
      JSON.stringify(ticket),
    );
  }

  #changed<T>(
    kind: string,
    before: ImmutableMap<string, T>,
    after: ImmutableMap<string, T>,
    strip: (value: T) => unknown = (value) => value,
  ): void {
    if (before === after) return;
    for (const [id, value] of after) {
      if (before.get(id) !== value) this.#putDoc.run(kind, id, JSON.stringify(strip(value)));
    }
  }

  /** What still waited is closed with its day. */
  #endOfDay(day: string | null): void {
    this.#db.prepare(`DELETE FROM docs WHERE kind IN ('rating', 'certificate', 'board')`).run();
    if (day === null) return;
    this.#db
      .prepare(
        `UPDATE tickets SET state = 'closed', doc = json_set(doc, '$.state', 'closed')
         WHERE day = ? AND state IN ('committed', 'waiting', 'called', 'serving')`,
      )
      .run(day);
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
    const hall = of<{ day: string; cases: number }>('hall').get('hall');
    const empty = emptyHall();
    if (!hall) return { ...empty, seq, at };
    const tickets = (
      this.#db.prepare('SELECT doc FROM tickets WHERE day = ? ORDER BY seq').all(hall.day) as {
        doc: string;
      }[]
    ).map((row) => JSON.parse(row.doc) as Ticket);
    let queues = of<Omit<QueueState, 'waiting'>>('queue').map(
      (queue): QueueState => ({ ...queue, waiting: List() }),
    );
    for (const ticket of tickets) {
      const queue = queues.get(ticket.queue);
      if (!queue || !isLive(ticket) || ticket.window !== null) continue;
      const place = { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
      queues = queues.set(ticket.queue, { ...queue, waiting: join(queue.waiting, place) });
    }
    return {
      seq,
      at,
      day: hall.day,
      cases: hall.cases,
      tickets: ImmutableMap(tickets.map((ticket) => [ticket.id, ticket])),
      queues,
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
