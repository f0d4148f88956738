import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { type Fault, fault } from '@hall/shared/contracts/result';
import Database, { type Statement } from 'better-sqlite3';
import { ConfigInForce } from '../config/versions.ts';
import { loosened, settled } from '../domain/batch.ts';
import type { Happening, SettledRequest } from '../domain/context.ts';
import { instantOf } from '../domain/dates.ts';
import { dayToBegin, decide, type LedgerCommand, type LedgerCommands } from '../domain/decide.ts';
import type { StoredEvent } from '../domain/events.ts';
import { evolve } from '../domain/evolve.ts';
import type { TicketPlace } from '../domain/place.ts';
import type { SettingsChangeBody } from '../domain/settings.ts';
import type { HallState } from '../domain/state.ts';
import { archiveFilesIn, archiveFolder, settleArchive } from './archive-files.ts';
import { ArchiveFailure, Archiver } from './archiver.ts';
import { chainHash, type EventRow, verifyTail } from './chain.ts';
import { keepHead } from './head-table.ts';
import { Projections, ticketIdsFrom } from './projections.ts';
import { Requests } from './requests.ts';
import { migrate } from './schema.ts';
import { readSettings, SettingsTable } from './settings-table.ts';
import { settleLog, soundLog } from './settle-log.ts';
import { LIFTS, type Lifts, upcast, versionOf } from './upcast.ts';

/**
 * Pages in the write-ahead log before it is carried over into the database, inside a commit: few enough that
 * no one waits long for it. The newest pages are mostly appended to, so that doing it often costs little.
 */
const CHECKPOINT_PAGES = 500;

/** Somebody may well read an archive once or twice when a step comes by; steps that fail are minutes apart. */
const ARCHIVE_BUSY_STEPS = 3;

export interface Request<N extends LedgerCommand = LedgerCommand> {
  readonly command: N;
  readonly body: LedgerCommands[N];
  readonly actor: string;
  readonly requestId: string;
  /** False where the server made the id itself: nobody knows it, so nobody can ask again. */
  readonly repeatable?: boolean;
  /** Wall clock of the server when it came in, ms. */
  readonly at: number;
}

/** An answer travels as the JSON text that was stored: it is made once, and a repeat is the same to the byte. */
/** Of a number that was given just now: what its paper needs from the answer, so that nobody reads the JSON again. */
export interface Given {
  readonly ticket: string;
  readonly ahead: number;
}

/** `given` is there for new numbers without a way or notices of their own; a repeated answer never has it. */
export type Answer =
  | { readonly ok: true; readonly json: string; readonly given?: Given }
  | { readonly ok: false; readonly error: Fault<ErrorCode> };

export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly events: readonly StoredEvent[];
}

export interface LedgerOptions {
  readonly file: string;
  readonly config: HallConfig;
  /** False: no platform is linked, and what waits for one keeps nothing out of the archive. Default true. */
  readonly platform?: boolean;
  readonly newId?: () => string;
  /** How events of older versions are lifted; the program's own unless a test says otherwise. */
  readonly lifts?: Lifts;
  /** Only the negative control of the power-cut proof says NORMAL: it loses what was acknowledged. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/**
 * The hall's only writer. Synchronous by design: it lives in a worker thread, where a commit may take as
 * long as the disk does. One call of `run` is one transaction.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #newId: () => string;
  readonly #lifts: Lifts;
  readonly #inForce: ConfigInForce;
  #db: Database.Database;
  #projections: Projections;
  #statements: Statements;
  #requests: Requests;
  #settings: SettingsTable;
  #archiver: Archiver;
  #state: HallState;
  #head: string;
  #commitMs = 0;
  #archiveFailure: string | null = null;
  /** Steps in a row that found the archive being read. */
  #archiveBusy = 0;
  /** Why the database is shut, while it is: a full disk is told as one for as long as it is. */
  #shutBy: 'STORAGE_FULL' | 'STORAGE_FAILED' = 'STORAGE_FAILED';

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#newId = options.newId ?? randomId;
    this.#lifts = options.lifts ?? LIFTS;
    this.#inForce = new ConfigInForce(options.config, (version) => readSettings(this.#db, version));
    const opened = this.#open();
    this.#db = opened.db;
    this.#projections = opened.projections;
    this.#statements = opened.statements;
    this.#requests = opened.requests;
    this.#settings = opened.settings;
    this.#archiver = opened.archiver;
    this.#state = opened.state;
    this.#head = opened.head;
  }

  get state(): HallState {
    return this.#state;
  }

  /** How long the disk took for the last commit. */
  get commitMs(): number {
    return this.#commitMs;
  }

  /** Why old days cannot be archived at present, or null. */
  get archiveFailure(): string | null {
    return this.#archiveFailure;
  }

  /** Hash of the newest event, hex. */
  get head(): string {
    return this.#head;
  }

  /** New after a restore: numbers and positions of another epoch are not comparable. */
  get epoch(): string {
    return (this.#db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as { value: string }).value;
  }

  #open() {
    // Before it is opened: closing it again after a refusal would delete the log, and the next start would accept.
    soundLog(this.#options.file);
    const db = new Database(this.#options.file);
    try {
      return this.#prepare(db);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #prepare(db: Database.Database) {
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${this.#options.synchronous ?? 'FULL'}`);
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    settleLog(db);
    migrate(db);
    // What a kill left half written can be read by nobody until a writer has looked at it.
    for (const file of archiveFilesIn(archiveFolder(this.#options.file))) settleArchive(file);
    db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)").run(this.#newId().slice(0, 8));
    const tail = verifyTail(db);
    const projections = new Projections(db);
    return {
      db,
      projections,
      statements: prepareStatements(db),
      requests: new Requests(db, tail.at),
      settings: new SettingsTable(db),
      archiver: new Archiver(db, archiveFolder(this.#options.file), {
        keepDays: this.#options.config.ledger.keepDays,
        timeZone: this.#options.config.timeZone,
        platform: this.#options.platform ?? true,
      }),
      state: projections.read(tail.seq, tail.at),
      head: tail.head,
    };
  }

  /**
   * Decides and commits a batch in one transaction. Nothing is answered before it is on disk; where the disk
   * fails, every decision of the batch is undone, in memory too, and all get STORAGE_FULL or STORAGE_FAILED.
   */
  run(requests: readonly Request[]): BatchResult {
    if (!this.#db.open) {
      const found = this.#reopen(this.#state.seq);
      if (!this.#db.open) return failed(requests, fault(this.#shutBy, 'the ledger cannot be opened again'));
      const result = this.run(requests);
      return { ...result, events: [...found, ...result.events] };
    }
    const morrow = requests.findIndex((request, i) => i > 0 && this.#beginsDay(request));
    if (morrow > 0 && !this.#beginsDay(requests[0] as Request)) {
      // A day ends in a transaction of its own: tickets of the old day are written before they leave the state.
      const before = this.run(requests.slice(0, morrow));
      const after = this.run(requests.slice(morrow));
      return { answers: [...before.answers, ...after.answers], events: [...before.events, ...after.events] };
    }
    const state = this.#state;
    const head = this.#head;
    try {
      this.#statements.begin.run();
      this.#state = loosened(state);
      const events: StoredEvent[] = [];
      const answers = requests.map((request) => this.#one(request, events));
      this.#state = settled(this.#state);
      this.#projections.write(state, this.#state, events);
      const decidedAt = performance.now();
      this.#statements.commit.run();
      this.#commitMs = performance.now() - decidedAt;
      this.#requests.committed();
      return { answers, events };
    } catch (error) {
      this.#state = state;
      this.#head = head;
      this.#requests.undone();
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      if (!isStorageError(error)) {
        // A bug in one decision must not take the others with it: each gets a transaction of its own.
        if (requests.length > 1) return this.#apart(requests);
        console.error(error);
        return failed(requests, fault('INTERNAL', error instanceof Error ? error.message : String(error)));
      }
      const found = this.#reopen(state.seq);
      const answer = fault(storageCode(error), `commit failed: ${error.code}`);
      return { ...failed(requests, answer), events: found };
    }
  }

  /** Whether this request was answered before. */
  knows(actor: string, requestId: string): boolean {
    return this.#requests.find(actor, requestId) !== null;
  }

  #apart(requests: readonly Request[]): BatchResult {
    const results = requests.map((request) => this.run([request]));
    return {
      answers: results.flatMap((result) => result.answers),
      events: results.flatMap((result) => result.events),
    };
  }

  #beginsDay(request: Request): boolean {
    const at = Math.max(request.at, this.#state.at);
    return dayToBegin(this.#state, at, this.#options.config.timeZone) !== null;
  }

  #one(request: Request, events: StoredEvent[]): Answer {
    const repeatable = request.repeatable !== false;
    const known = repeatable ? this.#requests.find(request.actor, request.requestId) : null;
    if (known) {
      if (known.command === request.command) return known.answer;
      return { ok: false, error: fault('REQUEST_ID_REUSED', `the id belongs to ${known.command}`) };
    }
    const at = Math.max(request.at, this.#state.at);
    const config = this.#inForce.at(this.#state.settings, at);
    const dayBegan = dayToBegin(this.#state, at, config.timeZone);
    if (dayBegan) events.push(this.#append(dayBegan, { ...request, actor: 'hall' }, at));
    const decision = decide(this.#state, request.command, request.body, {
      config,
      configAt: (instant) => this.#inForce.elsewhen(this.#state.settings, instant),
      at,
      actor: request.actor,
      newId: this.#newId,
      newTicketId: () => ticketIdsFrom(at) + this.#newId().slice(12),
      head: this.#head,
      takenUnder: (requestId) => this.#takenUnder(request.actor, requestId),
    });
    if (decision.ok) {
      for (const event of decision.value.events) {
        const stored = this.#append(event, request, at);
        if (stored.type === 'settings.changed')
          this.#settings.add(stored, request.body as SettingsChangeBody);
        events.push(stored);
      }
    }
    const answer: Answer = decision.ok
      ? { ok: true, json: JSON.stringify(decision.value.answer), ...givenIn(request.command, decision.value) }
      : { ok: false, error: decision.error };
    if (repeatable) this.#requests.add(request, at, answer);
    if (decision.ok) this.#settle(decision.value.settles ?? [], request, at);
    return answer;
  }

  #takenUnder(actor: string, requestId: string): string | null {
    const known = this.#requests.find(actor, requestId);
    if (known?.command !== 'ticket.take' || !known.answer.ok) return null;
    return (JSON.parse(known.answer.json) as { ticket: string }).ticket;
  }

  /** [N4] An ask that is still on its way must not become a second number. */
  #settle(settles: readonly SettledRequest[], { actor, body }: Request, at: number): void {
    for (const { requestId, command, answer } of settles) {
      if (this.#requests.find(actor, requestId)) continue;
      const said: Answer = answer.ok ? { ok: true, json: JSON.stringify(answer.value) } : answer;
      this.#requests.add({ command, body, actor, requestId, at } as Request, at, said);
    }
  }

  /** The day may have begun long after it: a server that was away in the morning begins it when it is back. */
  #midnight(): number {
    const { day, dayBegan } = this.#state;
    return day === null ? dayBegan : instantOf(day, 0, this.#options.config.timeZone);
  }

  #append(event: Happening, request: Request, at: number): StoredEvent {
    // Told afterwards [P2]: within the day, and never in the future.
    const occurredAt =
      event.occurredAt === undefined ? at : Math.min(at, Math.max(this.#midnight(), event.occurredAt));
    const stored = {
      ...event,
      seq: this.#state.seq + 1,
      at,
      occurredAt,
      v: versionOf(event.type, this.#lifts),
      actor: request.actor,
      requestId: request.requestId,
    } as StoredEvent;
    const data = JSON.stringify(event.data);
    const row: EventRow = {
      seq: stored.seq,
      at,
      occurred_at: occurredAt,
      type: stored.type,
      v: stored.v,
      actor: stored.actor,
      request_id: stored.requestId,
      data,
    };
    const hash = chainHash(this.#head, row);
    this.#statements.append.run(
      row.seq,
      at,
      occurredAt,
      row.type,
      row.v,
      row.actor,
      row.request_id,
      data,
      Buffer.from(hash, 'hex'),
    );
    this.#state = evolve(this.#state, stored);
    this.#head = hash;
    return stored;
  }

  /**
   * After a failed commit only the disk knows what it holds: read it again rather than guess. A commit whose
   * sync failed may be there all the same; what is found beyond `seq` is told like any other event, so that
   * nobody's picture of the hall differs from the disk.
   */
  #reopen(seq: number): StoredEvent[] {
    try {
      this.#db.close();
      const opened = this.#open();
      this.#db = opened.db;
      this.#projections = opened.projections;
      this.#statements = opened.statements;
      this.#requests = opened.requests;
      this.#settings = opened.settings;
      this.#archiver = opened.archiver;
      this.#state = opened.state;
      this.#head = opened.head;
      const rows = this.#db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq').all(seq) as EventRow[];
      return rows.map((row) => upcast(row, this.#lifts));
    } catch (error) {
      // Still failing: the next batch fails too, is answered so, and tries again.
      this.#shutBy = storageCode(error);
      console.error(error);
      return [];
    }
  }

  /**
   * One small step of housekeeping: forgets answers older than a week, moves old days into the archive. True
   * where more is left. It changes nothing that anybody was told, so a failure is only said and tried again.
   */
  tidy(): boolean {
    return (
      this.#aside(() => {
        const swept = this.#requests.sweep(this.#state.at);
        return this.#archive() || swept;
      }) ?? false
    );
  }

  /** What fails in an archive is no failure of the ledger, which goes on as it is. */
  #archive(): boolean {
    try {
      const more = this.#archiver.step(this.#state);
      this.#archiveFailure = null;
      this.#archiveBusy = 0;
      return more;
    } catch (error) {
      if (!(error instanceof ArchiveFailure)) throw error;
      this.#archiveBusy = error.busy ? this.#archiveBusy + 1 : 0;
      if (!error.busy || this.#archiveBusy >= ARCHIVE_BUSY_STEPS) this.#archiveFailure = error.message;
      return false;
    }
  }

  /** Keeps a signed head; false where the disk fails. */
  keepHead(head: LedgerHead): boolean {
    return this.#aside(() => keepHead(this.#db, head)) ?? false;
  }

  /** Work beside the batches. After a failure the database is opened anew, as after a failed commit. */
  #aside<T>(work: () => T): T | null {
    if (!this.#db.open) return null;
    try {
      return work();
    } catch (error) {
      console.error(error);
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      if (isStorageError(error) && !isBusy(error)) this.#reopen(this.#state.seq);
      return null;
    }
  }

  /** Keeps the database from growing by more than `pages` until it is opened anew: a full disk, on demand. */
  limitTo(pages: number): void {
    const used = this.#db.pragma('page_count', { simple: true }) as number;
    this.#db.pragma(`max_page_count = ${used + pages}`);
  }

  close(): void {
    // The reader of this process is still open, so SQLite would leave the log where it is: a hall that ends in order
    // ends in one file. What cannot be carried over (a disk that fails) is as safe in the log.
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // As above.
    }
    this.#db.close();
  }
}

const ID_BYTES = 16;
/** Randomness is drawn for so many ids at a time, which makes them cheap. */
const IDS_AT_ONCE = 256;
let randomness = Buffer.alloc(0);
let used = 0;

/** 128 random bits, hex. */
function randomId(): string {
  if (used === randomness.length) {
    randomness = randomBytes(ID_BYTES * IDS_AT_ONCE);
    used = 0;
  }
  used += ID_BYTES;
  return randomness.toString('hex', used - ID_BYTES, used);
}

interface Statements {
  readonly begin: Statement;
  readonly commit: Statement;
  readonly append: Statement;
}

function prepareStatements(db: Database.Database): Statements {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    append: db.prepare(
      `INSERT INTO events (seq, at, occurred_at, type, v, actor, request_id, data, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}

function failed(requests: readonly Request[], error: Fault<ErrorCode>): BatchResult {
  return { answers: requests.map(() => ({ ok: false, error })), events: [] };
}

/** SQLite's word for a full disk, and the system's, which settling the log meets first. */
function storageCode(error: unknown): 'STORAGE_FULL' | 'STORAGE_FAILED' {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' ? 'STORAGE_FULL' : 'STORAGE_FAILED';
}

/** Another connection is at work: the disk is well, and holds what it held. */
function isBusy(error: { code: string }): boolean {
  return error.code.startsWith('SQLITE_BUSY');
}

function isStorageError(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // A broken constraint is a mistake of ours, not of the disk.
  return /^SQLITE_(?!CONSTRAINT)/.test(String(error.code));
}

function givenIn(command: string, { events, answer }: { events: readonly Happening[]; answer: unknown }) {
  if (command !== 'ticket.take' || events[0]?.type !== 'ticket.taken') return {};
  const { ticket, ahead, route, notices } = answer as TicketPlace;
  return route === undefined && notices === undefined ? { given: { ticket, ahead } } : {};
}
