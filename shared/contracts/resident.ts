import { z } from 'zod';
import { type CommandEntry, get, post } from './command-entry.ts';
import { GuideDesk } from './guide-desk.ts';
import { Instant, TicketId, TicketNumber, WaitRange } from './identifiers.ts';
import { Person } from './identity.ts';
import { Booking, TicketState } from './queueing.ts';
import { Text } from './text.ts';
import { TicketClass } from './ticket-class.ts';

/** What a resident asks at a kiosk besides a number: what can be booked, an own booking, the own place in line. */

/** What can be booked, and when people with a booking may come. */
export const BookingOffers = GuideDesk.shape.booking;
export type BookingOffers = z.infer<typeof BookingOffers>;

/** The last six characters of a booking: what its paper says and what is typed. */
export const BookingCode = Booking.shape.code;
/** As people type a number in China; only ever compared, never shown. */
export const PhoneNumber = z.string().regex(/^[0-9+-]{5,20}$/);
/** First characters of the ledger's head, on every paper of a ticket. */
const PaperCode = z.string().regex(/^[0-9A-F]{6}$/);

/** How a booking without its card is shown to be the asker's own. */
export const BookingProof = z.discriminatedUnion('kind', [
  /** The code, and the phone number that the booking was made with. */
  z.strictObject({ kind: z.literal('code'), code: BookingCode, phone: PhoneNumber }),
  /** The QR code of its paper, which holds its unguessable name. */
  z.strictObject({ kind: z.literal('paper'), booking: Booking.shape.booking }),
]);
export type BookingProof = z.infer<typeof BookingProof>;

/** How a ticket is shown to be the asker's own. */
export const TicketProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('card'), person: Person }),
  /** Number and code as they stand on its paper. */
  z.strictObject({ kind: z.literal('paper'), number: TicketNumber, code: PaperCode }),
  /** From the QR code of its paper. */
  z.strictObject({ kind: z.literal('token'), token: z.string().regex(/^[0-9a-f]{32}$/) }),
]);
export type TicketProof = z.infer<typeof TicketProof>;

/** One ticket as its owner may know it. Nothing in it says who that is. */
export const MyTicket = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  state: TicketState,
  class: TicketClass,
  /** Why this class, where it is not ordinary. */
  classReason: Text.nullable(),
  queueName: Text,
  zoneName: Text,
  place: Text,
  items: z.array(Text),
  /** Null where nobody is waited for any more. */
  ahead: z.number().int().min(0).nullable(),
  estimate: WaitRange.nullable(),
  /** Numbers of the windows that may call it. */
  windows: z.array(z.number().int()),
  /** Where it was called to, or is served. */
  window: z.number().int().nullable(),
  calledAt: Instant.nullable(),
  /** Where it stands, in one sentence. */
  now: Text,
  /** What explains it, and what is asked of the person meanwhile. */
  more: z.array(Text).max(12),
  /** A new paper would be given to whoever shows this proof. */
  mayReprint: z.boolean(),
});
export type MyTicket = z.infer<typeof MyTicket>;

const atGuideDesk = ['guide', 'manager'] as const;

export const RESIDENT_COMMANDS = {
  'booking.offers': {
    body: z.strictObject({}),
    answer: BookingOffers,
    roles: atGuideDesk,
    devices: ['kiosk'],
    http: get('/bookings/offers'),
    reads: true,
    says: 'which queues take bookings, on which days, and when one may check in',
  },
  'booking.lookup': {
    body: z.strictObject({ by: BookingProof }),
    answer: z.strictObject({ bookings: z.array(Booking) }),
    roles: [],
    devices: ['kiosk'],
    // A phone number belongs in no address.
    http: post('/bookings/lookup'),
    reads: false,
    says: 'a booking by its paper, or by its code and phone number; wrong guesses are counted',
  },
  'ticket.progress': {
    body: z.strictObject({ by: TicketProof }),
    answer: z.strictObject({ tickets: z.array(MyTicket).max(8) }),
    roles: [],
    devices: ['kiosk'],
    http: post('/progress'),
    reads: false,
    says: "the asker's own tickets of today: place, estimate, windows, called or missed",
  },
} as const satisfies Record<string, CommandEntry>;
