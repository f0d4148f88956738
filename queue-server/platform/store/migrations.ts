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
];
