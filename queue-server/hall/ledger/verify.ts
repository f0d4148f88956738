import type Database from 'better-sqlite3';
import { loosened, settled } from '../domain/batch.ts';
import { evolve } from '../domain/evolve.ts';
import { NO_SHORT_CODE } from '../domain/paper.ts';
import { emptyHall, type HallState } from '../domain/state.ts';
import { sorted } from './canonical.ts';
import { type Anchor, chainHash, GENESIS, type HashedRow, readAnchor } from './chain.ts';
import { type HeadCheck, HeadChecks } from './head-checks.ts';
import { headsAfter } from './head-table.ts';
import { Projections } from './projections.ts';
import { openStoredRows } from './stored-rows.ts';
import { TableChecks } from './table-checks.ts';
import { LIFTS, type Lifts, upcast } from './upcast.ts';

/** More than these say nothing new. */
const MAX_PROBLEMS = 20;
/** Digits of the head before a ticket that stand on it. */
const SHORT_CODE = 6;

export interface Verification {
  readonly events: number;
  /** Of them, in archive files. */
  readonly archived: number;
  readonly head: string;
  /** Heads from outside that the chain bears out. */
  readonly headsBorneOut: number;
  /** In plain English, empty where all is well. */
  readonly problems: readonly string[];
}

export interface VerifyOptions {
  readonly lifts?: Lifts;
  /** Heads that others keep; their signatures are checked by the caller (outside-heads.ts). */
  readonly heads?: readonly HeadCheck[];
}

/**
 * Reads every event, archives first, checks chain and short codes, replays it all, and compares the outcome with
 * every table and with the heads that were given out. The database may be one that a running hall writes to.
 */
export function verifyLedger(db: Database.Database, options: VerifyOptions = {}): Verification {
  const reading = !db.inTransaction;
  // One picture of the database, whatever its hall commits meanwhile.
  if (reading) db.exec('BEGIN');
  try {
    return verifyPicture(db, options);
  } finally {
    if (reading) db.exec('COMMIT');
  }
}

function verifyPicture(db: Database.Database, { lifts = LIFTS, heads = [] }: VerifyOptions): Verification {
  const problems: string[] = [];
  const problem = (text: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push(text);
  };
  const anchor = readAnchor(db);
  const epoch = (db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as { value: string }).value;
  const own = headsAfter(db, -1).map((head) => ({ source: 'the heads table', head }));
  const headChecks = new HeadChecks([...own, ...heads], epoch, problem);
  const stored = openStoredRows(db, (seq) =>
    problem(`the archive holds another event ${seq} than the ledger`),
  );
  const tables = new TableChecks(db, stored.archives, anchor, problem);
  let head = GENESIS;
  let state = emptyHall();
  let seq = 0;
  let events = 0;
  /** Position of the event that began the last day. */
  let dayBegan = 0;
  /** Without its archives a ledger can be checked from the anchor on, but not replayed. */
  let whole = true;
  try {
    for (const row of stored.rows) {
      events += 1;
      if (row.seq !== seq + 1) {
        problem(missing(seq + 1, row.seq - 1, anchor));
        whole = false;
      }
      // Behind a gap the chain is taken up from the row itself, or from where the archive is said to end.
      if (row.seq === anchor.seq + 1) head = anchor.hash;
      if (row.seq === seq + 1 || row.seq === anchor.seq + 1) checkRow(row, head, problem);
      const previous = head;
      seq = row.seq;
      head = row.hash.toString('hex');
      if (seq === anchor.seq && head !== anchor.hash)
        problem(`the archives do not end where the ledger begins`);
      headChecks.see(seq, head);
      if (!whole) continue;
      if (row.type === 'day.began') dayBegan = row.seq;
      try {
        state = replay(state, row, previous, { lifts, tables, headChecks, problem });
      } catch (error) {
        problem(`event ${row.seq} cannot be replayed: ${(error as Error).message}`);
        whole = false;
      }
      if (problems.length >= MAX_PROBLEMS) return { events, archived: 0, head, headsBorneOut: 0, problems };
    }
    state = settled(state);
    headChecks.end(seq);
    if (whole) {
      tables.end(state);
      const read = new Projections(db).read(state.seq, state.at);
      const since = (what: keyof typeof BEFORE) => dayBegan <= takenOver(db, what);
      const older = (Object.keys(BEFORE) as (keyof typeof BEFORE)[]).filter(since);
      const [written, replayed] = [read, state].map((side) =>
        comparable(older.reduce((made, what) => BEFORE[what](made), side)),
      );
      if (written !== replayed) problem('the tables differ from the replayed events');
    }
  } finally {
    stored.close();
  }
  const archived = Math.min(events, anchor.seq);
  return { events, archived, head, headsBorneOut: headChecks.borneOut, problems };
}

function missing(from: number, to: number, anchor: Anchor): string {
  const which = from >= to ? `event ${from} is` : `events ${from} to ${to} are`;
  const where = from <= anchor.seq ? ', or their archive is not here' : '';
  return `${which} missing${where}: the tables were not compared`;
}

function checkRow(row: HashedRow, previous: string, problem: (text: string) => void): void {
  if (chainHash(previous, row) !== row.hash.toString('hex')) problem(`event ${row.seq} was changed`);
}

function replay(
  state: HallState,
  row: HashedRow,
  previousHash: string,
  use: { lifts: Lifts; tables: TableChecks; headChecks: HeadChecks; problem: (text: string) => void },
): HallState {
  const event = upcast(row, use.lifts);
  if (event.type === 'ticket.taken') {
    const { origin } = event.data;
    const expected = origin === 'paper' ? NO_SHORT_CODE : previousHash.slice(0, SHORT_CODE).toUpperCase();
    if (event.data.shortCode !== expected) {
      use.problem(
        `ticket ${event.data.number} of event ${row.seq} has short code ${event.data.shortCode}, not ${expected}`,
      );
    }
  }
  if (event.type === 'hall.restored') use.headChecks.restored(event.data.from, event.data.epoch);
  if (event.type !== 'day.began') {
    const next = evolve(state, event);
    use.tables.follow(event);
    return next;
  }
  // Maps are changed in place within a day (domain/batch.ts): a fresh copy for each.
  const before = settled(state);
  const next = evolve(before, event);
  use.tables.dayOver(before, next);
  return loosened(next);
}

/** What tables of an older program do not know, left out: on the day on which they were taken over. */
const BEFORE = {
  // Windows remember their last act and count their calls.
  'windows-since': (state: HallState): HallState => ({
    ...state,
    windows: state.windows.map((window) => ({ ...window, undo: null, sinceShare: 0 })),
  }),
  'certificates-since': (state: HallState): HallState => ({
    ...state,
    certificates: state.certificates.map((certificate) => ({ ...certificate, since: 0 })),
  }),
} as const;

/** The last event before the tables knew it; 0: they always did, Infinity: an older program's copy. */
function takenOver(db: Database.Database, what: keyof typeof BEFORE): number {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(what);
  return Number((row as { value: string } | undefined)?.value ?? Number.POSITIVE_INFINITY);
}

/** A state as text, independent of the order in which maps were filled. */
export function comparable(state: HallState): string {
  return JSON.stringify(
    sorted(
      Object.fromEntries(
        Object.entries(state).map(([key, value]) => [
          key,
          value !== null && typeof value === 'object' && 'toJS' in value ? value.toJS() : value,
        ]),
      ),
    ),
  );
}
