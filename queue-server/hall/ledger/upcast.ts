import type { StoredEvent } from '../domain/events.ts';
import type { EventRow } from './chain.ts';

export type Lift = (data: Record<string, unknown>) => Record<string, unknown>;

/** `type@v` → how data of version v becomes that of version v + 1. */
export type Lifts = Readonly<Record<string, Lift>>;

/** Every type is at version 1 until a lift of it stands here. Stored rows are never touched. */
export const LIFTS: Lifts = {};

/** The version that a type of event is written with now: one above its last lift. */
export function versionOf(type: string, lifts: Lifts = LIFTS): number {
  let version = 1;
  while (lifts[`${type}@${version}`]) version += 1;
  return version;
}

/** A stored row as an event of the newest version. Throws for a version from the future. */
export function upcast(row: EventRow, lifts: Lifts = LIFTS): StoredEvent {
  let data = JSON.parse(row.data) as Record<string, unknown>;
  let v = row.v;
  for (let lift = lifts[`${row.type}@${v}`]; lift; lift = lifts[`${row.type}@${v}`]) {
    data = lift(data);
    v += 1;
  }
  if (v > versionOf(row.type, lifts))
    throw new Error(`event ${row.seq} (${row.type}) has version ${v}, from a newer program`);
  return {
    seq: row.seq,
    at: row.at,
    occurredAt: row.occurred_at,
    type: row.type,
    v,
    actor: row.actor,
    requestId: row.request_id,
    data,
  } as StoredEvent;
}
