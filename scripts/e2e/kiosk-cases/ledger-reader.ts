import Database from 'better-sqlite3';

/** One event as it stands in the hall's ledger. */
export interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly actor: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a running hall's ledger on, from where it stopped last. */
export class LedgerReader {
  readonly #file: string;
  #after = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(): readonly Entry[] {
    const db = new Database(this.#file, { readonly: true, fileMustExist: true });
    try {
      const rows = db
        .prepare(
          'SELECT seq, type, actor, request_id AS requestId, data FROM events WHERE seq > ? ORDER BY seq',
        )
        .all(this.#after) as (Omit<Entry, 'data'> & { readonly data: string })[];
      this.#after = rows.at(-1)?.seq ?? this.#after;
      return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Entry['data'] }));
    } finally {
      db.close();
    }
  }
}
