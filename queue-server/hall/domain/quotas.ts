import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { localTime, minutesOf } from '@hall/shared/contracts/time';
import { END_OF_DAY, endOf } from './calendar.ts';
import { clockOf, instantOf } from './dates.ts';
import { nextOpening, openingAt } from './opening.ts';
import type { HallState, QueueState, Ticket } from './state.ts';

const MINUTE_MS = 60_000;

/** Quotas: of the day [T4] and of spans of the day [T5]. */

export interface SlotQuota {
  readonly from: string;
  readonly to: string;
  readonly quota: number;
}

/** The span with a quota that a minute of the day lies in; null: only the quota of the day counts then. */
export function slotAt(queue: QueueConfig, minutes: number): SlotQuota | null {
  for (const slot of queue.slots) {
    if (minutes >= minutesOf(slot.from) && minutes < endOf(slot.to)) return slot;
  }
  return null;
}

/** Under what the numbers of a span are counted: one that a manager moved counts for itself. */
export function slotKey(slot: SlotQuota): string {
  return `${slot.from}-${slot.to}`;
}

/**
 * Numbers taken today in the span that is on now, at `minutes` of the day. A span that a manager has just set is
 * counted from the tickets once; from then on the ledger counts it.
 */
export function takenIn(
  state: HallState,
  queue: string,
  slot: SlotQuota,
  at: number,
  minutes: number,
): number {
  const counted = state.queues.get(queue)?.slotsTaken[slotKey(slot)];
  if (counted !== undefined) return counted;
  const began = Math.floor(at / MINUTE_MS) * MINUTE_MS - (minutes - minutesOf(slot.from)) * MINUTE_MS;
  return state.tickets.count(
    (ticket) =>
      ticket.queue === queue && ticket.arrival >= began && ticket.day === state.day && walkedUp(ticket),
  );
}

/** Booked places, pre-printed and offline numbers are no part of a span's quota. */
function walkedUp(ticket: Ticket): boolean {
  return ticket.booking === null && ticket.origin === null;
}

function leftLater(slot: SlotQuota, status: QueueState): number {
  return Math.max(0, slot.quota - (status.slotsTaken[slotKey(slot)] ?? 0));
}

/** When a queue gives numbers again today; `slot` where that is in a span with a quota of its own. */
export interface NextFree {
  /** `10:00` */
  readonly from: string;
  readonly slot: { readonly to: string; readonly left: number } | null;
}

/** After the present span is used up; null: not today. Between spans only the quota of the day counts. */
export function nextFree(
  config: HallConfig,
  queue: QueueConfig,
  status: QueueState,
  at: number,
  present: SlotQuota,
): NextFree | null {
  const now = localTime(at, config.timeZone);
  let minute = endOf(present.to);
  while (minute < END_OF_DAY) {
    const instant = instantOf(now.day, minute, config.timeZone);
    if (!openingAt(config, queue, instant).open) {
      const next = nextOpening(config, queue, instant);
      if (next === null || next.day !== now.day) return null;
      minute = minutesOf(next.clock);
    }
    const slot = slotAt(queue, minute);
    const from = clockOf(minute);
    if (slot === null) return { from, slot: null };
    const left = leftLater(slot, status);
    if (left > 0) return { from, slot: { to: slot.to, left } };
    minute = endOf(slot.to);
  }
  return null;
}

/** Places of today that are booked and may still be claimed: nobody else gets them. */
export function keptForBookings(state: HallState, queue: QueueConfig): number {
  if (queue.bookings.length === 0) return 0;
  return state.bookings.count(
    (booking) => booking.state === 'booked' && booking.queue === queue.id && booking.day === state.day,
  );
}
