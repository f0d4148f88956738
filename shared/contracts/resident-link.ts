import { z } from 'zod';
import { BusinessDay, ItemId, QueueId, TicketId } from './identifiers.ts';
import { Booking } from './queueing.ts';
import { BookingProof, PhoneNumber, TicketProof } from './resident.ts';
import { ClockTime } from './rules.ts';

/** Requests of the kiosk's page about bookings and the own place in line; a part of kiosk-link.ts. */

/** Of a card the page knows only what the host calls it. */
const LaidCard = z.strictObject({ kind: z.literal('card'), card: z.string() });
const [BY_CODE, BY_BOOKING] = BookingProof.options;
const [, BY_NUMBER, BY_TOKEN] = TicketProof.options;

export const BookingBy = z.discriminatedUnion('kind', [LaidCard, BY_CODE, BY_BOOKING]);
export type BookingBy = z.infer<typeof BookingBy>;
export const TicketBy = z.discriminatedUnion('kind', [LaidCard, BY_NUMBER, BY_TOKEN]);
export type TicketBy = z.infer<typeof TicketBy>;

const OwnBooking = Booking.shape.booking;

export const RESIDENT_REQUESTS = [
  z.strictObject({ name: z.literal('offers') }),
  z.strictObject({ name: z.literal('slots'), queue: QueueId, day: BusinessDay }),
  z.strictObject({ name: z.literal('bookings'), by: BookingBy }),
  /** For the person of this card; its paper is printed. */
  z.strictObject({
    name: z.literal('book'),
    queue: QueueId,
    items: z.array(ItemId).max(5),
    day: BusinessDay,
    from: ClockTime,
    card: z.string(),
    /** With it the booking can be found again without the card. */
    phone: PhoneNumber.nullable(),
  }),
  /** These three only of a booking that this visit has found or made. */
  z.strictObject({ name: z.literal('cancel-booking'), booking: OwnBooking }),
  z.strictObject({ name: z.literal('check-in'), booking: OwnBooking, card: z.string().nullable() }),
  z.strictObject({ name: z.literal('print-booking'), booking: OwnBooking }),
  z.strictObject({ name: z.literal('my-tickets'), by: TicketBy }),
  /** A paper for a ticket that `my-tickets` has shown. */
  z.strictObject({ name: z.literal('print-mine'), ticket: TicketId }),
] as const;
