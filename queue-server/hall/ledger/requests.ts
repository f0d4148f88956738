import { hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { Answer, Request } from './ledger.ts';

/** Longer than any device may be without its server and still ask again under the old id. */
const REMEMBERED_MS = 7 * 86_400_000;

interface StoredRequest {
  readonly id: number;
  readonly actor: string;
  readonly request_id: string;
  readonly at: number;
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
  #pending: string[] = [];

  /** `now` is ledger time, ms: what is older than a week is not looked up any more. */
  constructor(db: Database, now: number) {
    this.#insert = db.prepare(
      'INSERT INTO requests (actor, request_id, command, at, ok, answer, sum) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#read = db.prepare('SELECT * FROM requests WHERE id = ?');
    this.#oldest = db.prepare('SELECT id, actor, request_id, at FROM requests ORDER BY id LIMIT ?');
    this.#drop = db.prepare('DELETE FROM requests WHERE id <= ?');
    // A busy week has a hundred thousand: as arrays they are read in half the time.
    const rows = db
      .prepare('SELECT id, actor, request_id, at FROM requests ORDER BY id DESC')
      .raw()
      .iterate();
    for (const [id, actor, requestId, at] of rows as Iterable<[number, string, string, number]>) {
      if (at < now - REMEMBERED_MS) break;
      this.#rows.set(keyOf(actor, requestId), id);
    }
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
    this.#rows.set(key, Number(added.lastInsertRowid));
    this.#pending.push(key);
  }

  /** Deletes some of what is older than a week, on disk and in memory; true where more may be left. */
  sweep(now: number): boolean {
    const rows = this.#oldest.all(SWEEP_ROWS) as StoredRequest[];
    const old = rows.filter((row) => row.at < now - REMEMBERED_MS);
    const last = old.at(-1);
    if (!last) return false;
    this.#drop.run(last.id);
    for (const row of old) this.#rows.delete(keyOf(row.actor, row.request_id));
    return old.length === SWEEP_ROWS;
  }

  committed(): void {
    this.#pending = [];
  }

  undone(): void {
    for (const key of this.#pending) this.#rows.delete(key);
    this.#pending = [];
  }
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
