import { hash } from 'node:crypto';

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

/** SHA-256 over the previous hash and the row's fields, each ended by a zero byte; hex. */
export function chainHash(previous: string, row: EventRow): string {
  return hash(
    'sha256',
    `${previous}\0${row.seq}\0${row.at}\0${row.occurred_at}\0${row.type}\0${row.v}\0${row.actor}\0${row.request_id}\0${row.data}\0`,
  );
}
