import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { localTime } from '@hall/shared/contracts/time';
import Database from 'better-sqlite3';
import type { HallState } from '../domain/state.ts';
import { ARCHIVE_SCHEMA, archiveFile } from './archive-files.ts';
import { type Anchor, chainHash, type HashedRow, readAnchor, writeAnchor } from './chain.ts';
import { ticketIdsFrom } from './projections.ts';

/** Events that move at a time: on a slow disk some tens of milliseconds, which a command may have to wait. */
const STEP_EVENTS = 500;
/** Tickets that move at a time; fewer than the events that made them. */
const STEP_TICKETS = 500;
/** Tickets that are looked at in a step: most of them may have to stay. */
const LOOK_TICKETS = 2000;
const DAY_MS = 86_400_000;

interface TicketRow {
  readonly id: string;
  readonly day: string;
  readonly number: string;
  readonly queue: string;
  readonly state: string;
  readonly doc: string;
}

/** A walk over the tickets that may move. */
interface Pass {
  /** Ids up to this were looked at. */
  readonly from: string;
  /** Whether it has come to the end; later tickets are looked at as they become old. */
  readonly over: boolean;
  /** What kept tickets here when it began. */
  readonly with: string;
}

export interface ArchiveRules {
  readonly keepDays: number;
  readonly timeZone: string;
  /** False: nothing waits for a platform, as there is none. */
  readonly platform: boolean;
}

/** An archive could not be written or does not hold what it should; the ledger itself is as it was. */
export class ArchiveFailure extends Error {
  /** Somebody reads the archive: it will be free again by itself. */
  readonly busy: boolean;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.busy = String((cause as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_BUSY');
  }
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
  #pass: Pass = { from: '', over: true, with: '' };

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
   * Throws an {@link ArchiveFailure}, and SQLite's errors where the ledger itself fails.
   */
  step(state: HallState): boolean {
    const before = Math.min(state.at - this.#rules.keepDays * DAY_MS, state.dayBegan);
    const anchor = readAnchor(this.#db);
    const events = this.#oldest(anchor, before);
    const until = events.at(-1)?.at ?? Math.min(anchor.at, before);
    const { tickets, pass } = this.#ticketsUntil(until, state);
    if (events.length > 0 || tickets.length > 0) {
      const month = this.#monthOf(until);
      try {
        this.#copy(month, anchor, events, tickets);
      } catch (error) {
        throw new ArchiveFailure(error);
      }
      this.#at('copied');
      this.#remove(anchor, events, tickets);
    }
    this.#pass = pass;
    if (events[0]) this.#seal(this.#monthOf(anchor.at), this.#monthOf(events[0].at));
    return !pass.over || events.length > 0 || tickets.length > 0;
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

  /**
   * Tickets that were taken before an instant, whose day is over and about which the platform knows everything.
   * Those that have to stay are not looked at again before something that keeps tickets here has changed; a pass
   * that is under way goes on to its end first, so that it gets there however often that changes.
   */
  #ticketsUntil(until: number, state: HallState): { tickets: TicketRow[]; pass: Pass } {
    const accepted = this.#db
      .prepare("SELECT value FROM counters WHERE name = 'outbox.synced'")
      .pluck()
      .get();
    const keptBy = `${accepted} ${state.carried.join()}`;
    const anew = this.#pass.over && this.#pass.with !== keptBy;
    const pass = anew ? { from: '', over: false, with: keptBy } : this.#pass;
    if (until <= 0) return { tickets: [], pass: { ...pass, over: true } };
    const end = ticketIdsFrom(until);
    const looked = this.#db
      .prepare(
        `SELECT id, (? AND EXISTS (SELECT 1 FROM outbox WHERE ticket = tickets.id AND accepted < version)) AS stays
         FROM tickets WHERE id > ? AND id < ? ORDER BY id LIMIT ?`,
      )
      .all(this.#rules.platform ? 1 : 0, pass.from, end, LOOK_TICKETS) as {
      id: string;
      stays: number;
    }[];
    const free = looked.filter(({ id, stays }) => stays === 0 && !state.carried.includes(id));
    const some = free.slice(0, STEP_TICKETS);
    const all = some.length === free.length;
    const tickets = this.#db
      .prepare('SELECT * FROM tickets WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')
      .all(JSON.stringify(some.map(({ id }) => id))) as TicketRow[];
    const last = all ? looked.at(-1) : some.at(-1);
    const over = all && looked.length < LOOK_TICKETS;
    return { tickets, pass: { ...pass, from: last?.id ?? pass.from, over } };
  }

  #copy(month: string, anchor: Anchor, events: readonly HashedRow[], tickets: readonly TicketRow[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = archiveFile(this.#folder, month);
    if (existsSync(file)) chmodSync(file, 0o600);
    else this.#make(file);
    // Whoever reads an archive makes this step fail and come again later; the writer never waits.
    const archive = new Database(file, { timeout: 0 });
    try {
      // EXTRA syncs the folder too when the journal goes: the copy must outlive the originals.
      archive.pragma('journal_mode = DELETE');
      archive.pragma('synchronous = EXTRA');
      // One that an older program was killed in the making of has not all its tables.
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

  /** A new month, which has its tables from the first instant that anybody can find it. */
  #make(file: string): void {
    const draft = `${file}.new`;
    for (const name of [draft, `${draft}-journal`]) rmSync(name, { force: true });
    const archive = new Database(draft);
    archive.pragma('synchronous = EXTRA');
    archive.exec(`BEGIN; ${ARCHIVE_SCHEMA} COMMIT`);
    archive.close();
    renameSync(draft, file);
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
