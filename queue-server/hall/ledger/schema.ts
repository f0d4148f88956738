import type { Database } from 'better-sqlite3';

/**
 * Migrations of the ledger database, numbered without gaps and never edited after release; the number is
 * kept in `PRAGMA user_version`. Data is never reset.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- The ledger: gap-free, hash-chained over the stored bytes, never rewritten.
  CREATE TABLE events (
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

  -- The same request gets the same answer. Appended only; the look-up is in memory (requests.ts), because an
  -- index over random ids would touch a page of its own for every request.
  CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    actor TEXT NOT NULL,
    request_id TEXT NOT NULL,
    command TEXT NOT NULL,
    at INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    -- The answer's JSON, or that of the fault.
    answer TEXT NOT NULL
  );

  -- Projections, written in the transaction of their events. Ticket ids begin with the time, so a day is a
  -- range of the primary key and new tickets share their page.
  CREATE TABLE tickets (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    queue TEXT NOT NULL,
    state TEXT NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE docs (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;

  -- What the platform has to be told; the sync sends what is not done.
  CREATE TABLE outbox (
    record TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    accepted INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX outbox_waiting ON outbox (created_at) WHERE accepted < version;
  `,
  `
  -- Signed heads of the ledger, as they were given to the platform and to devices.
  CREATE TABLE heads (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hall TEXT NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (epoch, seq)
  ) WITHOUT ROWID;
  CREATE INDEX heads_newest ON heads (at);

  -- Totals that would take a walk through a table of years.
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counters SELECT 'outbox.synced', COUNT(*) FROM outbox WHERE accepted >= version;
  `,
  `
  -- Over the other columns (requests.ts): no event bears an answer out. Null in rows from before.
  ALTER TABLE requests ADD COLUMN sum TEXT;
  `,
  `
  -- Which tickets the archive must not take yet.
  CREATE INDEX outbox_pinning ON outbox (ticket) WHERE accepted < version;

  -- A hall without a platform waits with every case of years: counted as it changes.
  INSERT INTO counters SELECT 'outbox.pending', COUNT(*) FROM outbox WHERE accepted < version;
  CREATE TRIGGER outbox_added AFTER INSERT ON outbox WHEN NEW.accepted < NEW.version BEGIN
    UPDATE counters SET value = value + 1 WHERE name = 'outbox.pending';
  END;
  CREATE TRIGGER outbox_changed AFTER UPDATE ON outbox
  WHEN (OLD.accepted < OLD.version) <> (NEW.accepted < NEW.version) BEGIN
    UPDATE counters SET value = value + iif(NEW.accepted < NEW.version, 1, -1) WHERE name = 'outbox.pending';
  END;
  CREATE TRIGGER outbox_removed AFTER DELETE ON outbox WHEN OLD.accepted < OLD.version BEGIN
    UPDATE counters SET value = value - 1 WHERE name = 'outbox.pending';
  END;
  `,
  `
  -- Versions of the settings: each is told by its event (seq), in the same transaction; the document is here only,
  -- and the event holds its digest. Never rewritten.
  CREATE TABLE settings (
    version INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    reason TEXT,
    base INTEGER,
    back_to INTEGER,
    digest TEXT NOT NULL,
    doc TEXT NOT NULL
  );
  `,
  `
  -- Windows remember their last act and count their calls from here on: older events are silent on both in the
  -- tables, until the day after.
  INSERT OR REPLACE INTO meta SELECT 'windows-since', COALESCE(MAX(seq), 0) FROM events;
  `,
  `
  -- Certificates know since when they are as they are from here on; the day after, all of them do.
  INSERT OR REPLACE INTO meta SELECT 'certificates-since', COALESCE(MAX(seq), 0) FROM events;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings a database to the newest schema, or `upTo` an older one; refuses one that a newer program has written. */
export function migrate(db: Database, upTo = SCHEMA_VERSION): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > SCHEMA_VERSION) {
    throw new Error(
      `the ledger has schema ${found}, this program knows ${SCHEMA_VERSION}: start the newer program`,
    );
  }
  for (let version = found; version < upTo; version += 1) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] as string);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}
