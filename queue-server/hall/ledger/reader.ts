import type { Database, Statement } from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';
import type { EventRow } from './chain.ts';
import { ticketFrom } from './ticket-text.ts';
import { upcast } from './upcast.ts';

export interface OutboxRow {
  readonly record: string;
  readonly kind: 'case' | 'rating';
  readonly ticket: string;
  readonly version: number;
  readonly created_at: number;
}

/** Reports and stories, through a read-only connection that the writer never waits for. */
export class LedgerReader {
  readonly #db: Database;
  readonly #event: Statement;
  readonly #ticket: Statement;
  readonly #after: Statement;
  readonly #waiting: Statement;
  readonly #counts: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#event = db.prepare('SELECT * FROM events WHERE seq = ?');
    this.#ticket = db.prepare('SELECT doc FROM tickets WHERE id = ?');
    this.#after = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#waiting = db.prepare(
      `SELECT record, kind, ticket, version, created_at FROM outbox
       WHERE accepted < version AND (created_at, record) > (?, ?) ORDER BY created_at, record LIMIT ?`,
    );
    this.#counts = db.prepare(
      'SELECT COUNT(*) FILTER (WHERE accepted < version) AS pending, COUNT(*) FILTER (WHERE accepted >= version) AS synced FROM outbox',
    );
  }

  storyOf(ticket: Ticket): StoredEvent[] {
    return ticket.history.flatMap((seq) => {
      const row = this.#event.get(seq) as EventRow | undefined;
      return row ? [upcast(row)] : [];
    });
  }

  /** Also of days that are over. */
  ticket(id: string): Ticket | null {
    const row = this.#ticket.get(id) as { doc: string } | undefined;
    return row ? ticketFrom(row.doc) : null;
  }

  after(seq: number, limit: number): StoredEvent[] {
    return (this.#after.all(seq, limit) as EventRow[]).map(upcast);
  }

  /** What waits for the platform, oldest first, behind a row. */
  outbox(limit: number, after: OutboxRow | null): OutboxRow[] {
    return this.#waiting.all(after?.created_at ?? -1, after?.record ?? '', limit) as OutboxRow[];
  }

  outboxCounts(): { pending: number; synced: number } {
    return this.#counts.get() as { pending: number; synced: number };
  }

  close(): void {
    this.#db.close();
  }
}
