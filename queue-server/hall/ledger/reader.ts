import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import type { Database, Statement } from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';
import { archiveFolder } from './archive-files.ts';
import { Archives } from './archives.ts';
import { AuditTrail } from './audit-trail.ts';
import { type EventRow, type HashedRow, readAnchor } from './chain.ts';
import { headsOf, newestHead } from './head-table.ts';
import { readSettings } from './settings-table.ts';
import { type LedgerSize, measureLedger } from './size.ts';
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
  readonly #file: string;
  readonly #archives: Archives;
  readonly #event: Statement;
  readonly #ticket: Statement;
  readonly #after: Statement;
  readonly #waiting: Statement;
  readonly #counts: Statement;
  /** Acts of staff and server. */
  readonly audit: AuditTrail;

  /** `ledgerFile` says where the archives of old months lie. */
  constructor(db: Database, ledgerFile: string) {
    this.#db = db;
    this.audit = new AuditTrail(db);
    this.#file = ledgerFile;
    this.#archives = new Archives(archiveFolder(ledgerFile), () => readAnchor(db));
    this.#event = db.prepare('SELECT * FROM events WHERE seq = ?');
    this.#ticket = db.prepare('SELECT doc FROM tickets WHERE id = ?');
    this.#after = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#waiting = db.prepare(
      `SELECT record, kind, ticket, version, created_at FROM outbox
       WHERE accepted < version AND (created_at, record) > (?, ?) ORDER BY created_at, record LIMIT ?`,
    );
    this.#counts = db.prepare(
      `SELECT (SELECT value FROM counters WHERE name = 'outbox.pending') AS pending,
              (SELECT value FROM counters WHERE name = 'outbox.synced') AS synced`,
    );
  }

  /**
   * The answer (JSON) that a request got when it was done; null: it was refused, or never came. Reads all that is
   * remembered: for the few who ask again after a restart, and would be told that there is nothing left to do.
   */
  doneBefore(actor: string, requestId: string, command: string): string | null {
    const row = this.#db
      .prepare('SELECT answer FROM requests WHERE actor = ? AND request_id = ? AND command = ? AND ok = 1')
      .get(actor, requestId, command);
    return (row as { answer: string } | undefined)?.answer ?? null;
  }

  storyOf(ticket: Ticket): StoredEvent[] {
    return ticket.history.flatMap((seq) => {
      const row = (this.#event.get(seq) as EventRow | undefined) ?? this.#archives.event(seq);
      return row ? [upcast(row)] : [];
    });
  }

  /** Also of days that are over, and of archived ones. */
  ticket(id: string): Ticket | null {
    const row = this.#ticket.get(id) as { doc: string } | undefined;
    return row ? ticketFrom(row.doc) : this.#archives.ticket(id);
  }

  after(seq: number, limit: number): StoredEvent[] {
    return (this.#after.all(seq, limit) as EventRow[]).map((row) => upcast(row));
  }

  /** What waits for the platform, oldest first, behind a row. */
  outbox(limit: number, after: OutboxRow | null): OutboxRow[] {
    return this.#waiting.all(after?.created_at ?? -1, after?.record ?? '', limit) as OutboxRow[];
  }

  outboxCounts(): { pending: number; synced: number } {
    return this.#counts.get() as { pending: number; synced: number };
  }

  /** One event, also an archived one; null where there is none. */
  event(seq: number): StoredEvent | null {
    const row = (this.#event.get(seq) as EventRow | undefined) ?? this.#archives.event(seq);
    return row ? upcast(row) : null;
  }

  /** The document of a version of the settings, JSON. */
  settings(version: number): string | null {
    return readSettings(this.#db, version);
  }

  /** The newest signed head that this database keeps. */
  newestHead(): LedgerHead | null {
    return newestHead(this.#db);
  }

  /** Signed heads of an epoch behind a position, in order. */
  headsOf(epoch: string, seq: number): LedgerHead[] {
    return headsOf(this.#db, epoch, seq);
  }

  /** The chain hash of an event, hex; null where the ledger does not reach so far. */
  hashOf(seq: number): string | null {
    const row = (this.#event.get(seq) as HashedRow | undefined) ?? this.#archives.event(seq);
    return row ? row.hash.toString('hex') : null;
  }

  /** How large the ledger is and how fast it grows; the archives' sizes come from their folder. */
  size(): LedgerSize {
    return measureLedger(this.#db, this.#file);
  }

  close(): void {
    this.#db.close();
  }
}
