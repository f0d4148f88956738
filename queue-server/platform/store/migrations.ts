/** Numbered from 1 without gaps; one that was released is never changed. */
export const MIGRATIONS: ReadonlyArray<{ readonly number: number; readonly sql: string }> = [
  {
    number: 1,
    sql: `
      CREATE TABLE records (
        kind TEXT NOT NULL CHECK (kind IN ('case', 'rating', 'certificate')),
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        fingerprint BLOB NOT NULL,
        body TEXT NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT;
      CREATE INDEX records_newest ON records (kind, received_at DESC);
      CREATE TABLE ledger_heads (
        hall TEXT NOT NULL,
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (hall, epoch, seq)
      ) STRICT;
      CREATE INDEX ledger_heads_newest ON ledger_heads (received_at DESC);
    `,
  },
  {
    number: 2,
    sql: `
      ALTER TABLE ledger_heads ADD COLUMN day TEXT NOT NULL DEFAULT '';
      ALTER TABLE ledger_heads ADD COLUMN key TEXT NOT NULL DEFAULT '';
      ALTER TABLE ledger_heads ADD COLUMN signature TEXT NOT NULL DEFAULT '';
      -- Heads that were refused, for people to look into; never deleted.
      CREATE TABLE ledger_head_conflicts (
        reason TEXT NOT NULL,
        hall TEXT NOT NULL,
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (hall, epoch, seq, hash)
      ) STRICT;
      CREATE TRIGGER ledger_heads_stay BEFORE DELETE ON ledger_heads
        BEGIN SELECT RAISE(ABORT, 'heads are never deleted'); END;
      CREATE TRIGGER ledger_heads_as_they_were BEFORE UPDATE ON ledger_heads
        BEGIN SELECT RAISE(ABORT, 'heads are never changed'); END;
    `,
  },
];
