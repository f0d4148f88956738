import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { localTime } from '@hall/shared/contracts/time';
import Database from 'better-sqlite3';
import type { HallState } from '../domain/state.ts';
import { archiveFile } from './archive-files.ts';
import { type Anchor, chainHash, type HashedRow, readAnchor, writeAnchor } from './chain.ts';
import { ticketIdsFrom } from './projections.ts';

/** Events that move at a time: on a slow disk some tens of milliseconds, which a command may have to wait. */
const STEP_EVENTS = 500;
/** Tickets that move at a time; fewer than the events that made them. */
const STEP_TICKETS = 500;
const DAY_MS = 86_400_000;

/** The tables of an archive file, with the rows as they were in the live database. */
const ARCHIVE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT NOT NULL,
    data TEXT NOT NULL,
    hash BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    queue TEXT NOT NULL,
    state TEXT NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
`;

interface TicketRow {
  readonly id: string;
  readonly day: string;
  readonly number: string;
  readonly queue: string;
  readonly state: string;
  readonly doc: string;
}

export interface ArchiveRules {
  readonly keepDays: number;
  readonly timeZone: string;
}

/** Where a kill can be tested: after the copy is on disk, before the originals go. */
export type ArchiveMoment = 'copied';

/**
 * Moves events and tickets of days long past into one file a month. The order makes a kill at any instant
 * harmless: the copy is written, synced and its chain checked before the originals go in one transaction. What a
 * kill leaves twice is byte for byte the same, and the next step goes on from there.
 */
export class Archiver {
  readonly #db: Database.Database;
  readonly #folder: string;
  readonly #rules: ArchiveRules;
  readonly #at: (moment: ArchiveMoment) => void;

  constructor(
    db: Database.Database,
    folder: string,
    rules: ArchiveRules,
    at: (moment: ArchiveMoment) => void = () => {},
  ) {
    this.#db = db;
    this.#folder = folder;
    this.#rules = rules;
    this.#at = at;
  }

  /**
   * One small step; true where more is left. `state` is that of the ledger: what it knows is never moved.
   * Throws SQLite's errors, and an Error where an archive holds something else than it should.
   */
  step(state: HallState): boolean {
    const before = Math.min(state.at - this.#rules.keepDays * DAY_MS, state.dayBegan);
    const anchor = readAnchor(this.#db);
    const events = this.#oldest(anchor, before);
    const until = events.at(-1)?.at ?? Math.min(anchor.at, before);
    const tickets = this.#ticketsUntil(until, state);
    if (events.length === 0 && tickets.length === 0) return false;
    const month = this.#monthOf(until);
    this.#copy(month, anchor, events, tickets);
    this.#at('copied');
    this.#remove(anchor, events, tickets);
    if (events[0]) this.#seal(this.#monthOf(anchor.at), this.#monthOf(events[0].at));
    return true;
  }

  /** Events of one month only, and before the time limit. */
  #oldest(anchor: Anchor, before: number): HashedRow[] {
    const rows = this.#db
      .prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(anchor.seq, STEP_EVENTS) as HashedRow[];
    const first = rows[0];
    if (!first || first.at >= before) return [];
    const month = this.#monthOf(first.at);
    const end = rows.findIndex((row) => row.at >= before || this.#monthOf(row.at) !== month);
    return end < 0 ? rows : rows.slice(0, end);
  }

  /** Tickets that were taken before an instant, whose day is over and about which the platform knows everything. */
  #ticketsUntil(until: number, state: HallState): TicketRow[] {
    if (until <= 0) return [];
    return this.#db
      .prepare(
        `SELECT * FROM tickets WHERE id < ?
         AND id NOT IN (SELECT ticket FROM outbox WHERE accepted < version)
         AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?`,
      )
      .all(ticketIdsFrom(until), JSON.stringify(state.carried), STEP_TICKETS) as TicketRow[];
  }

  #copy(month: string, anchor: Anchor, events: readonly HashedRow[], tickets: readonly TicketRow[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = archiveFile(this.#folder, month);
    if (existsSync(file)) chmodSync(file, 0o600);
    // Whoever reads an archive makes this step fail and come again later; the writer never waits.
    const archive = new Database(file, { timeout: 0 });
    try {
      // EXTRA syncs the folder too when the journal goes: the copy must outlive the originals.
      archive.pragma('journal_mode = DELETE');
      archive.pragma('synchronous = EXTRA');
      archive.exec(ARCHIVE_SCHEMA);
      const put = archive.prepare(
        `INSERT OR IGNORE INTO events (seq, at, occurred_at, type, v, actor, request_id, data, hash)
         VALUES (@seq, @at, @occurred_at, @type, @v, @actor, @request_id, @data, @hash)`,
      );
      const putTicket = archive.prepare(
        `INSERT OR REPLACE INTO tickets (id, day, number, queue, state, doc)
         VALUES (@id, @day, @number, @queue, @state, @doc)`,
      );
      archive.transaction(() => {
        for (const row of events) put.run(row);
        for (const row of tickets) putTicket.run(row);
      })();
      const last = events.at(-1);
      if (last) verifyCopy(archive, anchor, last);
    } finally {
      archive.close();
    }
    syncFolder(this.#folder);
  }

  #remove(anchor: Anchor, events: readonly HashedRow[], tickets: readonly TicketRow[]): void {
    const dropTicket = this.#db.prepare('DELETE FROM tickets WHERE id = ?');
    const dropOutbox = this.#db.prepare('DELETE FROM outbox WHERE record = ? AND accepted >= version');
    const last = events.at(-1);
    this.#db
      .transaction(() => {
        if (last) {
          this.#db.prepare('DELETE FROM events WHERE seq > ? AND seq <= ?').run(anchor.seq, last.seq);
          writeAnchor(this.#db, { seq: last.seq, at: last.at, hash: last.hash.toString('hex') });
        }
        for (const { id, doc } of tickets) {
          dropTicket.run(id);
          const { caseNumber, rating } = JSON.parse(doc) as { caseNumber?: string; rating?: string };
          if (caseNumber) dropOutbox.run(`case:${caseNumber}`);
          if (rating) dropOutbox.run(`rating:${rating}`);
        }
      })
      .immediate();
  }

  /** A month that is complete is for reading only. */
  #seal(former: string, month: string): void {
    const file = archiveFile(this.#folder, former);
    if (former !== month && existsSync(file)) chmodSync(file, 0o400);
  }

  #monthOf(at: number): string {
    return localTime(at, this.#rules.timeZone).day.slice(0, 7);
  }
}

/** Reads back what was written: the chain from the anchor to the last event must hold in the copy. */
function verifyCopy(archive: Database.Database, anchor: Anchor, last: HashedRow): void {
  let hash = anchor.hash;
  let seq = anchor.seq;
  const rows = archive
    .prepare('SELECT * FROM events WHERE seq > ? AND seq <= ? ORDER BY seq')
    .iterate(anchor.seq, last.seq) as Iterable<HashedRow>;
  for (const row of rows) {
    seq += 1;
    hash = chainHash(hash, row);
    if (row.seq !== seq || hash !== row.hash.toString('hex')) {
      throw new Error(`the archive of ledger event ${seq} holds something else`);
    }
  }
  if (seq !== last.seq || hash !== last.hash.toString('hex')) {
    throw new Error(`the archive ends at ledger event ${seq} instead of ${last.seq}`);
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
