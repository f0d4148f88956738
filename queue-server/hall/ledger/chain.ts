import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** The hash before the first event. */
export const GENESIS = '0'.repeat(64);

/** A row of the ledger exactly as stored; the chain is over these bytes, not over parsed values. */
export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly occurred_at: number;
  readonly type: string;
  readonly v: number;
  readonly actor: string;
  readonly request_id: string;
  readonly data: string;
}

export type HashedRow = EventRow & { readonly hash: Buffer };

/** SHA-256 over the previous hash and the row's fields, each ended by a zero byte; hex. See docs/ledger.md. */
export function chainHash(previous: string, row: EventRow): string {
  return hash(
    'sha256',
    `${previous}\0${row.seq}\0${row.at}\0${row.occurred_at}\0${row.type}\0${row.v}\0${row.actor}\0${row.request_id}\0${row.data}\0`,
  );
}

/** Where the live database begins: the newest event that was moved into an archive. */
export interface Anchor {
  readonly seq: number;
  readonly at: number;
  readonly hash: string;
}

const NO_ANCHOR: Anchor = { seq: 0, at: 0, hash: GENESIS };

export function readAnchor(db: Database): Anchor {
  const row = db.prepare("SELECT value FROM meta WHERE key = 'anchor'").get() as
    | { value: string }
    | undefined;
  return row ? (JSON.parse(row.value) as Anchor) : NO_ANCHOR;
}

export function writeAnchor(db: Database, anchor: Anchor): void {
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('anchor', ?)").run(JSON.stringify(anchor));
}

/** How much of the chain is checked at every start; `npm run ledger -- verify` checks all of it. */
const TAIL_EVENTS = 1000;

/** Checks the newest part of the chain and returns where it ends. Throws where it is broken. */
export function verifyTail(db: Database, count = TAIL_EVENTS): { seq: number; at: number; head: string } {
  const rows = db
    .prepare('SELECT * FROM (SELECT * FROM events ORDER BY seq DESC LIMIT ?) ORDER BY seq')
    .all(count + 1) as HashedRow[];
  const anchor = readAnchor(db);
  let last = anchor;
  const all = rows.length <= count;
  for (const [i, row] of rows.entries()) {
    // The first of the tail has nothing to be checked against, unless the live database begins with it.
    const known = i > 0 || all || row.seq <= anchor.seq + 1;
    if (known && row.seq !== last.seq + 1) throw new Error(`the ledger lacks event ${last.seq + 1}`);
    if (known && chainHash(last.hash, row) !== row.hash.toString('hex'))
      throw new Error(`the ledger was changed at event ${row.seq}`);
    last = { seq: row.seq, at: row.at, hash: row.hash.toString('hex') };
  }
  return { seq: last.seq, at: last.at, head: last.hash };
}
