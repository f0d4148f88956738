import type { Database, Statement } from 'better-sqlite3';
import type { Answer, Request } from './ledger.ts';

/** Longer than any device may be without its server and still ask again under the old id. */
const REMEMBERED_MS = 7 * 86_400_000;

interface Known {
  readonly command: string;
  readonly answer: Answer;
}

/**
 * Which requests were answered, and how. Answers are on disk, appended in the transaction of their events;
 * the way to them (actor and id → row) is in memory and read once at the start.
 */
export class Requests {
  readonly #rows = new Map<string, number>();
  readonly #insert: Statement;
  readonly #read: Statement;
  /** Added since the last commit: forgotten again where that fails. */
  #pending: string[] = [];

  /** `now` is ledger time, ms: what is older than a week is not looked up any more. */
  constructor(db: Database, now: number) {
    this.#insert = db.prepare(
      'INSERT INTO requests (actor, request_id, command, at, ok, answer) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#read = db.prepare('SELECT command, ok, answer FROM requests WHERE id = ?');
    const rows = db.prepare('SELECT id, actor, request_id, at FROM requests ORDER BY id DESC').iterate();
    for (const row of rows as Iterable<{ id: number; actor: string; request_id: string; at: number }>) {
      if (row.at < now - REMEMBERED_MS) break;
      this.#rows.set(keyOf(row.actor, row.request_id), row.id);
    }
  }

  find(actor: string, requestId: string): Known | null {
    const id = this.#rows.get(keyOf(actor, requestId));
    if (id === undefined) return null;
    const row = this.#read.get(id) as { command: string; ok: number; answer: string };
    const answer: Answer =
      row.ok === 1 ? { ok: true, json: row.answer } : { ok: false, error: JSON.parse(row.answer) };
    return { command: row.command, answer };
  }

  add(request: Request, at: number, answer: Answer): void {
    const { actor, requestId, command } = request;
    const added = this.#insert.run(
      actor,
      requestId,
      command,
      at,
      answer.ok ? 1 : 0,
      answer.ok ? answer.json : JSON.stringify(answer.error),
    );
    const key = keyOf(actor, requestId);
    this.#rows.set(key, Number(added.lastInsertRowid));
    this.#pending.push(key);
  }

  committed(): void {
    this.#pending = [];
  }

  undone(): void {
    for (const key of this.#pending) this.#rows.delete(key);
    this.#pending = [];
  }
}

/** Neither part can hold a space. */
function keyOf(actor: string, requestId: string): string {
  return `${actor} ${requestId}`;
}
