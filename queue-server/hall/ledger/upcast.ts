import type { StoredEvent } from '../domain/events.ts';
import type { EventRow } from './chain.ts';

/** The version that each event is written with now; every type is at 1 until one changes. */
export const EVENT_VERSION = 1;

type Lift = (data: Record<string, unknown>) => Record<string, unknown>;

/** `type@v` → how its data becomes that of version v + 1. */
const LIFTS: Readonly<Record<string, Lift>> = {};

/** A stored row as an event of the newest version. Throws for a version from the future. */
export function upcast(row: EventRow): StoredEvent {
  let data = JSON.parse(row.data) as Record<string, unknown>;
  let v = row.v;
  for (let lift = LIFTS[`${row.type}@${v}`]; lift; lift = LIFTS[`${row.type}@${v}`]) {
    data = lift(data);
    v += 1;
  }
  if (v > EVENT_VERSION)
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
