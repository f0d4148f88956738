import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Ticket } from '../domain/state.ts';
import { archivedMonth, archiveFilesIn, openArchive } from './archive-files.ts';
import type { Anchor, HashedRow } from './chain.ts';
import { ticketIdsFrom } from './projections.ts';
import { ticketFrom } from './ticket-text.ts';

/** The main thread asks: it does not wait for the writer's commit longer than for a slow disk. */
const BUSY_MS = 50;
const DAY_MS = 86_400_000;
/** Digits of the time that a ticket id begins with. */
const TIME_DIGITS = 12;

/** What a file held when it had this size and age. */
interface Range {
  readonly stamp: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly firstTicket: string;
  readonly lastTicket: string;
}

/**
 * Reads old months; opens a file for a question and closes it after, so that the folder can be copied or moved.
 * Which file can have the answer is remembered, so that a question opens one file and a wrong id none.
 */
export class Archives {
  readonly #folder: string;
  readonly #anchor: () => Anchor;
  readonly #ranges = new Map<string, Range>();
  #opened = 0;

  /** `anchor` says where the archives end. */
  constructor(folder: string, anchor: () => Anchor) {
    this.#folder = folder;
    this.#anchor = anchor;
  }

  /** How many files were opened so far. */
  get opened(): number {
    return this.#opened;
  }

  ticket(id: string): Ticket | null {
    if (id >= ticketIdsFrom(this.#anchor().at)) return null;
    const takenAt = Number.parseInt(id.slice(0, TIME_DIGITS), 16);
    if (!Number.isFinite(takenAt)) return null;
    // It moved in its own month or later; a day's grace for the hall's time zone.
    const from = new Date(takenAt - DAY_MS).toISOString().slice(0, 7);
    return this.#ask(
      (file) => archivedMonth(file) >= from,
      ({ firstTicket, lastTicket }) => firstTicket <= id && id <= lastTicket,
      (db) => {
        const row = db.prepare('SELECT doc FROM tickets WHERE id = ?').get(id) as { doc: string } | undefined;
        return row ? ticketFrom(row.doc) : null;
      },
    );
  }

  event(seq: number): HashedRow | null {
    if (seq > this.#anchor().seq) return null;
    return this.#ask(
      () => true,
      ({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq,
      (db) => (db.prepare('SELECT * FROM events WHERE seq = ?').get(seq) as HashedRow | undefined) ?? null,
    );
  }

  #ask<T>(
    maybe: (file: string) => boolean,
    holds: (range: Range) => boolean,
    question: (db: Database.Database) => T | null,
  ): T | null {
    for (const file of archiveFilesIn(this.#folder)) {
      if (!maybe(file)) continue;
      const { size, mtimeMs, ino } = statSync(file);
      const stamp = `${ino} ${size} ${mtimeMs}`;
      const known = this.#ranges.get(file);
      if (known?.stamp === stamp && !holds(known)) continue;
      this.#opened += 1;
      const db = openArchive(file, BUSY_MS);
      try {
        if (known?.stamp !== stamp) this.#ranges.set(file, rangeOf(db, stamp));
        const answer = question(db);
        if (answer !== null) return answer;
      } finally {
        db.close();
      }
    }
    return null;
  }
}

/** Nothing is within the range of an empty file. */
function rangeOf(db: Database.Database, stamp: string): Range {
  const seqs = db.prepare('SELECT MIN(seq) AS first, MAX(seq) AS last FROM events').get();
  const ids = db.prepare('SELECT MIN(id) AS first, MAX(id) AS last FROM tickets').get();
  const events = seqs as { first: number | null; last: number | null };
  const tickets = ids as { first: string | null; last: string | null };
  return {
    stamp,
    firstSeq: events.first ?? Number.POSITIVE_INFINITY,
    lastSeq: events.last ?? Number.NEGATIVE_INFINITY,
    firstTicket: tickets.first ?? '~',
    lastTicket: tickets.last ?? '',
  };
}
