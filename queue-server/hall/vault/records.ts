import { RECORD_KINDS, type RecordKind } from '@hall/shared/contracts/privacy';
import Database from 'better-sqlite3';
import { type Migration, openStore } from './open-store.ts';
import type { PersonKeys } from './person-keys.ts';

/** Migrations of vault.db. The second one takes the keys out of it. */
function migrations(keys: PersonKeys): readonly Migration[] {
  return [
    `
  -- A key per person, wrapped by the hall key: destroying it forgets the person everywhere.
  CREATE TABLE persons (
    ref TEXT PRIMARY KEY,
    lookup BLOB UNIQUE,
    wrapped_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE records (
    ref TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (ref, kind, id)
  ) WITHOUT ROWID;
  -- Who read what, and why.
  CREATE TABLE access (at INTEGER NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL, purpose TEXT NOT NULL);
  `,
    (db) => {
      // Durable over there before they are gone here; a crash in between does it again.
      moveKeys(db, keys);
      db.exec(KEYS_APART);
    },
  ];
}

/** The number of migrations; none of them runs here. */
export const VAULT_SCHEMA = migrations(undefined as never).length;

const KEYS_APART = `
  DROP TABLE persons;
  ALTER TABLE records RENAME TO records_1;
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    -- The byte of its cipher suite, then what the suite makes.
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    -- Whether an event of the ledger names it.
    rooted INTEGER NOT NULL DEFAULT 0
  );
  -- All that was sealed before there were suites was sealed by suite 1.
  INSERT INTO records (ref, kind, sealed, created_at, last_used_at)
    SELECT ref, kind, CAST(X'01' || sealed AS BLOB), created_at, created_at FROM records_1;
  DROP TABLE records_1;
  CREATE INDEX records_due ON records (kind, last_used_at);
  CREATE INDEX records_unrooted ON records (last_used_at) WHERE rooted = 0;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  ALTER TABLE access RENAME TO access_1;
  CREATE TABLE access (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    ref TEXT,
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    result TEXT NOT NULL
  );
  -- Only the platform link read so far.
  INSERT INTO access (at, actor, ref, kind, purpose, result)
    SELECT at, 'sync', ref, kind, purpose, 'read' FROM access_1 ORDER BY at;
  DROP TABLE access_1;
  CREATE INDEX access_ref ON access (ref);
  -- Appended only; what is older than its time of keeping may go.
  CREATE TRIGGER access_stands BEFORE UPDATE ON access BEGIN
    SELECT RAISE(ABORT, 'the access log is never changed');
  END;
  CREATE TRIGGER access_stays BEFORE DELETE ON access
  WHEN OLD.at >= COALESCE((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'access-kept-from'), 0) BEGIN
    SELECT RAISE(ABORT, 'the access log is kept');
  END;
`;

function moveKeys(db: Database.Database, keys: PersonKeys): void {
  for (const row of db.prepare('SELECT ref, lookup, wrapped_key, created_at FROM persons').iterate()) {
    const { ref, lookup, wrapped_key, created_at } = row as {
      ref: string;
      lookup: Buffer | null;
      wrapped_key: Buffer;
      created_at: number;
    };
    keys.adopt({ ref, wrapped: wrapped_key, lookup, at: created_at });
  }
  keys.commit();
}

/** Whether a vault holds records whose keys lie in the other store. Version 1 had them in itself. */
export function needsKeys(file: string): boolean {
  const db = new Database(file, { readonly: true });
  try {
    if ((db.pragma('user_version', { simple: true }) as number) < 2) return false;
    return db.prepare('SELECT 1 FROM records LIMIT 1').get() !== undefined;
  } finally {
    db.close();
  }
}

/** vault.db: sealed records, each with a reference and a key of its own, and the log of who read them. */
export class Records {
  readonly db: Database.Database;
  readonly #statements;

  constructor(file: string, keys: PersonKeys) {
    this.db = openStore(file, 'vault', migrations(keys));
    this.#statements = prepare(this.db);
    // What a migration deleted is overwritten in the database, and here no longer in its log.
    this.db.pragma('wal_checkpoint(TRUNCATE)');
  }

  put(ref: string, kind: RecordKind, sealed: Buffer, at: number): void {
    this.#statements.put.run(ref, kind, sealed, at, at);
  }

  get(ref: string, kind: RecordKind): Buffer | null {
    return (this.#statements.get.get(ref, kind) as { sealed: Buffer } | undefined)?.sealed ?? null;
  }

  has(ref: string): boolean {
    return this.#statements.has.get(ref) !== undefined;
  }

  remove(refs: readonly string[]): void {
    if (refs.length > 0) this.#statements.remove.run(JSON.stringify(refs));
  }

  /** Of these references, those without a record. */
  missing(refs: readonly string[]): string[] {
    return this.#refs(this.#statements.missing.all(JSON.stringify(refs)));
  }

  /** Notes that events name these. */
  root(refs: readonly string[]): void {
    if (refs.length > 0) this.#statements.root.run(JSON.stringify(refs));
  }

  /** After a restore of an older ledger, whose last event was at `at`: no event names what was made later. */
  unrootAfter(at: number): void {
    this.db.prepare('UPDATE records SET rooted = 0 WHERE rooted = 1 AND created_at > ?').run(at);
  }

  /** Those made before an instant (ms) count as named. */
  rootBefore(at: number): void {
    this.db.prepare('UPDATE records SET rooted = 1 WHERE rooted = 0 AND created_at < ?').run(at);
  }

  /** Named by no event, last used before `before` and made at `madeFrom` or later. */
  unrooted(before: number, madeFrom: number, limit: number): string[] {
    return this.#refs(this.#statements.unrooted.all(before, madeFrom, limit));
  }

  /** Kept long enough: last used before `before`. */
  due(kind: RecordKind, before: number, limit: number): string[] {
    return this.#refs(this.#statements.due.all(kind, before, limit));
  }

  /** When anything was last used, ms; null where there is nothing. */
  lastUsedAt(): number | null {
    const times = RECORD_KINDS.map((kind) => (this.#statements.newest.get(kind) as { at: number | null }).at);
    const known = times.filter((at) => at !== null);
    return known.length === 0 ? null : Math.max(...known);
  }

  /** Records behind `id`, for sweeping. */
  page(id: number, limit: number): { id: number; ref: string; last_used_at: number }[] {
    return this.#statements.page.all(id, limit) as { id: number; ref: string; last_used_at: number }[];
  }

  /** How many there are of a kind, how many were last used before `before`, and the oldest of the others. */
  counts(kind: RecordKind, before: number): { count: number; due: number; next: number | null } {
    return this.#statements.counts.get(before, before, kind) as {
      count: number;
      due: number;
      next: number | null;
    };
  }

  meta(key: string): string | null {
    return (this.#statements.meta.get(key) as { value: string } | undefined)?.value ?? null;
  }

  setMeta(key: string, value: string): void {
    this.#statements.setMeta.run(key, value);
  }

  metaKeys(prefix: string): string[] {
    const rows = this.#statements.metaKeys.all(prefix, `${prefix}\u{10ffff}`) as { key: string }[];
    return rows.map(({ key }) => key);
  }

  dropMeta(key: string): void {
    this.#statements.dropMeta.run(key);
  }

  close(): void {
    this.db.close();
  }

  #refs(rows: unknown[]): string[] {
    return (rows as { ref: string }[]).map(({ ref }) => ref);
  }
}

function prepare(db: Database.Database) {
  return {
    put: db.prepare(
      `INSERT INTO records (ref, kind, sealed, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (ref) DO UPDATE SET sealed = excluded.sealed,
         last_used_at = MAX(last_used_at, excluded.last_used_at)`,
    ),
    get: db.prepare('SELECT sealed FROM records WHERE ref = ? AND kind = ?'),
    has: db.prepare('SELECT 1 FROM records WHERE ref = ?'),
    remove: db.prepare('DELETE FROM records WHERE ref IN (SELECT value FROM json_each(?))'),
    missing: db.prepare(
      'SELECT value AS ref FROM json_each(?) WHERE value NOT IN (SELECT ref FROM records WHERE ref = value)',
    ),
    root: db.prepare(
      'UPDATE records SET rooted = 1 WHERE rooted = 0 AND ref IN (SELECT value FROM json_each(?))',
    ),
    unrooted: db.prepare(
      `SELECT ref FROM records WHERE rooted = 0 AND last_used_at < ? AND created_at >= ?
       ORDER BY last_used_at LIMIT ?`,
    ),
    due: db.prepare(
      'SELECT ref FROM records WHERE kind = ? AND last_used_at < ? ORDER BY last_used_at LIMIT ?',
    ),
    newest: db.prepare('SELECT MAX(last_used_at) AS at FROM records WHERE kind = ?'),
    page: db.prepare('SELECT id, ref, last_used_at FROM records WHERE id > ? ORDER BY id LIMIT ?'),
    counts: db.prepare(
      `SELECT COUNT(*) AS count, COUNT(*) FILTER (WHERE last_used_at < ?) AS due,
         MIN(last_used_at) FILTER (WHERE last_used_at >= ?) AS next FROM records WHERE kind = ?`,
    ),
    meta: db.prepare('SELECT value FROM meta WHERE key = ?'),
    metaKeys: db.prepare('SELECT key FROM meta WHERE key >= ? AND key < ?'),
    dropMeta: db.prepare('DELETE FROM meta WHERE key = ?'),
    setMeta: db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  };
}
