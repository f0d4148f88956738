import { hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { Answer, Request } from './ledger.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Longer than any device may be without its server and still ask again under the old id. */
const REMEMBERED_MS = 7 * DAY_MS;

/**
 * Time without requests ages an answer by no more than this: after a leap of the clock, as after a holiday,
 * the answers from before are still those that a device may ask for.
 */
const LONGEST_GAP_MS = DAY_MS;

/** The rows up to `id`, none of which came later than at `age`, in ms of running. */
interface Mark {
  readonly id: number;
  readonly age: number;
}

interface StoredRequest {
  readonly id: number;
  readonly actor: string;
  readonly request_id: string;
}

/** A row as it lies in the table. */
export interface AnswerRow {
  readonly id: number;
  readonly actor: string;
  readonly request_id: string;
  readonly command: string;
  readonly at: number;
  readonly ok: number;
  readonly answer: string;
  readonly sum: string | null;
}

interface Known {
  readonly command: string;
  readonly answer: Answer;
}

/** Rows that go at a time: a sweep never keeps a command waiting for long. */
const SWEEP_ROWS = 500;

/**
 * Which requests were answered, and how. Answers are on disk, appended in the transaction of their events;
 * the way to them (actor and id → row) is in memory and read once at the start.
 */
export class Requests {
  readonly #rows = new Map<string, number>();
  readonly #insert: Statement;
  readonly #read: Statement;
  readonly #oldest: Statement;
  readonly #drop: Statement;
  /** Added since the last commit: forgotten again where that fails. */
  #pending: { key: string; id: number; at: number }[] = [];
  /** Of the rows that are looked up, oldest first, about an hour of them each. */
  readonly #marks: Mark[] = [];
  /** Rows up to this were too old at the start, and are not looked up. */
  #oldUpTo = 0;
  /** Time of the newest row, and the age of the hall then: see {@link LONGEST_GAP_MS}. */
  #newest: { at: number; age: number } | null = null;

  /** `now` is ledger time, ms: what is older than a week of running is not looked up any more. */
  constructor(db: Database, now: number) {
    this.#insert = db.prepare(
      'INSERT INTO requests (actor, request_id, command, at, ok, answer, sum) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#read = db.prepare('SELECT * FROM requests WHERE id = ?');
    this.#oldest = db.prepare('SELECT id, actor, request_id FROM requests WHERE id <= ? ORDER BY id LIMIT ?');
    this.#drop = db.prepare('DELETE FROM requests WHERE id <= ?');
    // A busy week has a hundred thousand: as arrays they are read in half the time.
    const rows = db
      .prepare('SELECT id, actor, request_id, at FROM requests ORDER BY id DESC')
      .raw()
      .iterate();
    let later = now;
    let age = 0;
    for (const [id, actor, requestId, at] of rows as Iterable<[number, string, string, number]>) {
      age -= gap(at, later);
      later = at;
      if (age < -REMEMBERED_MS) {
        this.#oldUpTo = id;
        break;
      }
      this.#newest ??= { at, age };
      const mark = this.#marks.at(-1);
      if (mark === undefined || mark.age - age >= HOUR_MS) this.#marks.push({ id, age });
      this.#rows.set(keyOf(actor, requestId), id);
    }
    this.#marks.reverse();
  }

  find(actor: string, requestId: string): Known | null {
    const id = this.#rows.get(keyOf(actor, requestId));
    if (id === undefined) return null;
    const row = this.#read.get(id) as AnswerRow;
    if (!isUnchanged(row)) throw new Error(`the answer to request ${id} was changed on disk`);
    const answer: Answer =
      row.ok === 1 ? { ok: true, json: row.answer } : { ok: false, error: JSON.parse(row.answer) };
    return { command: row.command, answer };
  }

  add(request: Request, at: number, answer: Answer): void {
    const { actor, requestId, command } = request;
    const row = {
      actor,
      request_id: requestId,
      command,
      at,
      ok: answer.ok ? 1 : 0,
      answer: answer.ok ? answer.json : JSON.stringify(answer.error),
    };
    const added = this.#insert.run(actor, requestId, command, at, row.ok, row.answer, sumOf(row));
    const key = keyOf(actor, requestId);
    const id = Number(added.lastInsertRowid);
    this.#rows.set(key, id);
    this.#pending.push({ key, id, at });
  }

  /** Deletes some of what is older than a week of running, on disk and in memory; true where more may be left. */
  sweep(now: number): boolean {
    const age = this.#newest === null ? 0 : this.#newest.age + gap(this.#newest.at, now);
    while (this.#marks[0] !== undefined && this.#marks[0].age < age - REMEMBERED_MS) {
      this.#oldUpTo = this.#marks[0].id;
      this.#marks.shift();
    }
    const old = this.#oldest.all(this.#oldUpTo, SWEEP_ROWS) as StoredRequest[];
    const last = old.at(-1);
    if (!last) return false;
    this.#drop.run(last.id);
    for (const row of old) this.#rows.delete(keyOf(row.actor, row.request_id));
    return old.length === SWEEP_ROWS;
  }

  committed(): void {
    for (const { id, at } of this.#pending) {
      const age = this.#newest === null ? 0 : this.#newest.age + gap(this.#newest.at, at);
      this.#newest = { at, age };
      const mark = this.#marks.at(-1);
      if (mark === undefined || age - mark.age >= HOUR_MS) this.#marks.push({ id, age });
    }
    this.#pending = [];
  }

  undone(): void {
    for (const { key } of this.#pending) this.#rows.delete(key);
    this.#pending = [];
  }
}

function gap(from: number, to: number): number {
  return Math.min(Math.max(0, to - from), LONGEST_GAP_MS);
}

/** Whether a row is as it was written; of rows from before there were sums nothing is known. */
export function isUnchanged(row: AnswerRow): boolean {
  return row.sum === null || row.sum === sumOf(row);
}

/** 64 bits are plenty against chance; against people there is the chain, which answers are not part of. */
function sumOf(row: Omit<AnswerRow, 'id' | 'sum'>): string {
  const { actor, request_id, command, at, ok, answer } = row;
  return hash('sha256', `${actor}\0${request_id}\0${command}\0${at}\0${ok}\0${answer}`).slice(0, 16);
}

/** Neither part can hold a space. */
function keyOf(actor: string, requestId: string): string {
  return `${actor} ${requestId}`;
}
