import type { QueueConfig } from '@hall/shared/contracts/hall-config';
import { minutesOf } from '@hall/shared/contracts/time';
import { endOf } from './calendar.ts';
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

/** The next span of today in which numbers are left. */
export function nextSlot(
  queue: QueueConfig,
  status: QueueState,
  minutes: number,
): { readonly from: string; readonly to: string; readonly left: number } | null {
  const later = queue.slots
    .filter((slot) => minutesOf(slot.from) > minutes && leftLater(slot, status) > 0)
    .sort((a, b) => minutesOf(a.from) - minutesOf(b.from))[0];
  return later === undefined ? null : { from: later.from, to: later.to, left: leftLater(later, status) };
}

/** Places of today that are booked and may still be claimed: nobody else gets them. */
export function keptForBookings(state: HallState, queue: QueueConfig): number {
  if (queue.bookings.length === 0) return 0;
  return state.bookings.count(
    (booking) => booking.state === 'booked' && booking.queue === queue.id && booking.day === state.day,
  );
}
