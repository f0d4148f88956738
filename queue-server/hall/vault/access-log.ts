import type { AccessEntry, Purpose, RecordKind } from '@hall/shared/contracts/privacy';
import type { Database, Statement } from 'better-sqlite3';

/** Who reads, and what for. */
export interface Access {
  readonly actor: string;
  readonly purpose: Purpose;
  /** Hall time, ms. */
  readonly at: number;
}

/**
 * Who read what, when and why: a line for every look, also for one that found nothing or failed. The database
 * itself refuses to change a line, or to delete one before its time.
 */
export class AccessLog {
  readonly #db: Database;
  readonly #add: Statement;
  readonly #page: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#add = db.prepare(
      'INSERT INTO access (at, actor, ref, kind, purpose, result) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#page = db.prepare(
      `SELECT id, at, actor, kind, purpose, ref, result FROM access
       WHERE (? IS NULL OR id < ?) AND (? IS NULL OR ref = ?) ORDER BY id DESC LIMIT ?`,
    );
  }

  /** On disk when it returns; what cannot be logged must not be read. */
  add(access: Access, ref: string | null, kind: RecordKind, result: AccessEntry['result']): void {
    this.#add.run(access.at, access.actor, ref, kind, access.purpose, result);
  }

  /** Newest first, from before the entry `before`. */
  page(asked: { before?: number | undefined; ref?: string | undefined; limit: number }): AccessEntry[] {
    const before = asked.before ?? null;
    const ref = asked.ref ?? null;
    return this.#page.all(before, before, ref, ref, asked.limit) as AccessEntry[];
  }

  counts(): { count: number; oldestAt: number | null } {
    return this.#db.prepare('SELECT COUNT(*) AS count, MIN(at) AS oldestAt FROM access').get() as {
      count: number;
      oldestAt: number | null;
    };
  }

  /** Deletes entries of before `before`, `limit` at a time; returns how many. */
  purge(before: number, limit: number): number {
    return this.#db.transaction(() => {
      this.#db
        .prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('access-kept-from', ?)")
        .run(String(before));
      // Ids rise with time: the oldest are the first.
      return this.#db
        .prepare('DELETE FROM access WHERE id IN (SELECT id FROM access ORDER BY id LIMIT ?) AND at < ?')
        .run(limit, before).changes;
    })();
  }
}
