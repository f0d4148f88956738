import type Database from 'better-sqlite3';
import { openStoredRows } from './stored-rows.ts';

/**
 * Events as lines of JSON, each with the fields that its hash covers, exactly as stored, and the hash: see
 * docs/ledger.md for how a stranger checks them. `from` and `to` are ledger positions, both included.
 */
export function* exportLines(
  db: Database.Database,
  from = 1,
  to = Number.MAX_SAFE_INTEGER,
): Generator<string> {
  const stored = openStoredRows(db);
  try {
    for (const row of stored.rows) {
      if (row.seq < from) continue;
      if (row.seq > to) return;
      const { seq, at, occurred_at, type, v, actor, request_id, data, hash } = row;
      yield JSON.stringify({
        seq,
        at,
        occurred_at,
        type,
        v,
        actor,
        request_id,
        data,
        hash: hash.toString('hex'),
      });
    }
  } finally {
    stored.close();
  }
}
