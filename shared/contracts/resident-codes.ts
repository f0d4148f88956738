import { progressTokenIn } from './paper-code.ts';
import type { BookingBy, TicketBy } from './resident-link.ts';

/** What the codes on papers of this hall say: written by printers, read by scanners at kiosks. */

/** Of a booking's paper. For this hall's scanners; a phone sees that it is a booking, and nothing of whom. */
const BOOKING_MARK = 'YC-BOOKING:';
const NAME = '[0-9a-f]{32}';
const BOOKING = new RegExp(`^${BOOKING_MARK}(${NAME})$`);

export function bookingQr(booking: string): string {
  return `${BOOKING_MARK}${booking}`;
}

export type ScannedPaper =
  | { readonly of: 'booking'; readonly by: Extract<BookingBy, { kind: 'paper' }> }
  | { readonly of: 'ticket'; readonly by: Extract<TicketBy, { kind: 'token' }> };

/** Null: nothing that this hall has printed. */
export function paperOfScan(text: string): ScannedPaper | null {
  const scanned = text.trim();
  const booking = BOOKING.exec(scanned)?.[1];
  if (booking !== undefined) return { of: 'booking', by: { kind: 'paper', booking } };
  const token = progressTokenIn(scanned);
  return token === null ? null : { of: 'ticket', by: { kind: 'token', token } };
}
