import type Database from 'better-sqlite3';
import { evolve } from '../domain/evolve.ts';
import { emptyHall, type HallState } from '../domain/state.ts';
import { chainHash, type EventRow, GENESIS } from './chain.ts';
import { Projections } from './projections.ts';
import { upcast } from './upcast.ts';

export interface Verification {
  readonly events: number;
  readonly head: string;
  /** In plain English, empty where all is well. */
  readonly problems: readonly string[];
}

/** Reads every event, checks the chain, replays it, and compares the outcome with the tables. */
export function verifyLedger(db: Database.Database): Verification {
  const problems: string[] = [];
  let head = GENESIS;
  let state = emptyHall();
  let count = 0;
  for (const row of db.prepare('SELECT * FROM events ORDER BY seq').iterate() as Iterable<
    EventRow & { hash: Buffer }
  >) {
    count += 1;
    if (row.seq !== count) {
      problems.push(`event ${count} is missing`);
      count = row.seq;
    }
    if (chainHash(head, row) !== row.hash.toString('hex')) problems.push(`event ${row.seq} was changed`);
    head = row.hash.toString('hex');
    try {
      state = evolve(state, upcast(row));
    } catch (error) {
      problems.push(`event ${row.seq} cannot be replayed: ${(error as Error).message}`);
    }
    if (problems.length > 20) return { events: count, head, problems };
  }
  const tables = new Projections(db).read(state.seq, state.at);
  if (comparable(tables) !== comparable(state)) problems.push('the tables differ from the replayed events');
  return { events: count, head, problems };
}

/** A state as text, independent of the order in which maps were filled. */
export function comparable(state: HallState): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, entry]) => [key, sorted(entry)]),
      );
    }
    return value;
  };
  const plain = Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' && 'toJS' in value ? value.toJS() : value,
    ]),
  );
  return JSON.stringify(sorted(plain));
}
