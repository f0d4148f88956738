import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import {
  BusinessDay,
  DeviceId,
  Instant,
  ItemId,
  QueueId,
  TicketId,
  TicketNumber,
  WindowId,
  ZoneId,
} from './identifiers.ts';
import { Person } from './identity.ts';
import { Calendar, ClockTime, ConfirmedKind, ReasonId } from './rules.ts';
import { Text } from './text.ts';
import { WaitingRow } from './waiting-row.ts';

/**
 * Commands of calling, classes, bookings and paper mode: what comes on top of the plain walk in commands.ts. The
 * rules behind them are numbered in queue-server/hall/domain/RULES.md.
 */

export const TicketState = z.enum([
  'committed',
  'waiting',
  'called',
  'parked',
  'serving',
  'finished',
  'no-show',
  'void',
  'closed',
]);
export type TicketState = z.infer<typeof TicketState>;

/** [C3] [C4] [C6] What a guide or manager confirms of a person; a machine cannot. */
export const Claim = z.discriminatedUnion('kind', [
  z.strictObject({ kind: ConfirmedKind }),
  z.strictObject({ kind: z.literal('green'), reason: ReasonId }),
  z.strictObject({ kind: z.literal('enterprise') }),
]);
export type Claim = z.infer<typeof Claim>;

/** [C5] Who acts for the person, and by which paper. */
export const Agent = z.strictObject({
  person: Person,
  authorisation: z.enum(['letter', 'relative', 'guardian', 'company']),
});
export type Agent = z.infer<typeof Agent>;

const at = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject({ window: WindowId, ...shape });
const staffAtWindow = ['clerk', 'chief', 'guide', 'manager'] as const;
const atGuideDesk = ['guide', 'manager'] as const;
export const SecondaryQueue = z.strictObject({ queue: QueueId, above: z.number().int().min(0).max(999) });

/** Where a ticket goes: into a line, or to one window. */
const Destination = z
  .strictObject({ queue: QueueId.optional(), window: WindowId.optional() })
  .refine((to) => to.queue !== undefined || to.window !== undefined, {
    message: 'name a queue or a window',
  });

export const TicketRow = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  queue: QueueId,
  queueName: Text,
  state: TicketState,
  class: z.enum(['ordinary', 'appointment', 'senior', 'priority', 'green', 'returning']),
  classReason: Text.nullable(),
  arrivedAt: Instant,
  window: z.number().int().nullable(),
  /** What may be done with it now. */
  can: z.array(z.enum(['reprint', 'confirm-class', 'reactivate', 'move', 'cancel'])),
});
export type TicketRow = z.infer<typeof TicketRow>;

export const BookingSlot = z.strictObject({
  from: ClockTime,
  to: ClockTime,
  places: z.number().int(),
  free: z.number().int(),
});
export const Booking = z.strictObject({
  booking: z.string().regex(/^[0-9a-f]{32}$/),
  queue: QueueId,
  queueName: Text,
  items: z.array(Text),
  day: BusinessDay,
  from: Instant,
  to: Instant,
  state: z.enum(['booked', 'checked-in', 'cancelled', 'missed']),
  /** What is read out at the counter: the last six characters. */
  code: z.string().regex(/^[0-9A-F]{6}$/),
  /** Masked name, for staff; null for others and where the person was forgotten. */
  name: z.string().nullable(),
});
export type Booking = z.infer<typeof Booking>;
const BookingId = Booking.shape.booking;

/** One pre-printed number as a clerk served it while the server was away, or as it is told afterwards. */
export const PaperEntry = z.strictObject({
  number: TicketNumber,
  window: WindowId,
  calledAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  outcome: z.enum(['finished', 'no-show', 'open']),
});
export type PaperEntry = z.infer<typeof PaperEntry>;

const Called = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  call: z.number().int(),
  /** Why this ticket now. */
  why: Text,
});

/** Questions about tickets, bookings and the calendar: answered beside the ledger. */
export const QUEUEING_READS = {
  'ticket.find': {
    body: z.strictObject({ number: TicketNumber }),
    answer: z.strictObject({ tickets: z.array(TicketRow) }),
    roles: staffAtWindow,
    devices: [],
    http: get('/find/{number}'),
    reads: true,
    says: 'the tickets of today with this number',
  },
  'booking.slots': {
    body: z.strictObject({ queue: QueueId, day: BusinessDay }),
    answer: z.strictObject({ slots: z.array(BookingSlot) }),
    roles: staffAtWindow,
    devices: ['kiosk'],
    http: get('/bookings/slots/{queue}/{day}'),
    reads: true,
    says: 'what can be booked on a day',
  },
  'booking.find': {
    body: z.strictObject({ person: Person }),
    answer: z.strictObject({ bookings: z.array(Booking) }),
    roles: atGuideDesk,
    devices: ['kiosk'],
    // A search by a person's card: its number belongs in no address.
    http: post('/bookings/find'),
    reads: false,
    says: "a person's bookings of today and later",
  },
  'booking.list': {
    body: z.strictObject({ day: BusinessDay }),
    answer: z.strictObject({ bookings: z.array(Booking) }),
    roles: atGuideDesk,
    devices: [],
    http: get('/bookings/day/{day}'),
    reads: true,
    says: 'the bookings of a day, names masked',
  },
  'calendar.suggest': {
    body: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
    answer: Calendar,
    roles: ['manager'],
    devices: [],
    http: get('/calendar/{year}'),
    reads: true,
    says: 'holidays and make-up days of a year, for the calendar of the settings',
  },
} as const satisfies Record<string, CommandEntry>;

/** What a warning would cost: given again with `anyway: true` the command goes through. */
export const QUEUEING_COMMANDS = {
  ...QUEUEING_READS,
  'ticket.confirm-class': {
    body: z.strictObject({ ticket: TicketId, claim: Claim }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/tickets/{ticket}/class'),
    reads: false,
    says: 'a guide has seen the proof: the ticket moves to its place in this class',
  },
  'ticket.reactivate': {
    body: z.strictObject({ ticket: TicketId }),
    answer: z.strictObject({ ticket: TicketId, number: TicketNumber, ahead: z.number().int() }),
    roles: staffAtWindow,
    devices: [],
    http: post('/tickets/{ticket}/reactivate'),
    reads: false,
    says: 'a passed number comes back, behind the next few',
  },
  'ticket.move': {
    body: z.strictObject({ ticket: TicketId, to: Destination }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/tickets/{ticket}/move'),
    reads: false,
    says: 'a waiting ticket goes to another line or to one window',
  },
  'ticket.note': {
    body: z.strictObject({ ticket: TicketId, text: z.string().max(200) }),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/tickets/{ticket}/note'),
    reads: false,
    says: 'a note for colleagues, forgotten when the visit ends; empty text takes it away',
  },
  'tickets.close': {
    body: z.strictObject({ queues: z.array(QueueId).min(1) }),
    answer: z.strictObject({ closed: z.number().int() }),
    roles: ['manager'],
    devices: [],
    http: post('/close-waiting'),
    reads: false,
    says: 'closes in bulk what still waits in these queues',
  },
  'window.call-ticket': {
    body: at({ ticket: TicketId, reason: ReasonId }),
    answer: Called,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/call-ticket'),
    reads: false,
    says: 'call somebody out of turn, with a reason',
  },
  'window.serve': {
    body: at({ queue: QueueId, items: z.array(ItemId).max(5).default([]) }),
    answer: Called,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/serve'),
    reads: false,
    says: 'serve somebody at the window who has no number',
  },
  'window.park': {
    body: at({}),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/park'),
    reads: false,
    says: 'the person fetches something and comes back to this window',
  },
  'window.resume': {
    body: at({ ticket: TicketId }),
    answer: Called,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/resume'),
    reads: false,
    says: 'call back a parked ticket',
  },
  'window.transfer': {
    body: at({ to: Destination }),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/transfer'),
    reads: false,
    says: 'the person at the window goes to another line or window',
  },
  'window.undo': {
    body: at({}),
    answer: z.strictObject({ act: z.string(), number: TicketNumber }),
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/undo'),
    reads: false,
    says: 'takes back the last act of the window',
  },
  'window.assign': {
    body: at({
      queues: z.array(QueueId).min(1),
      secondary: z.array(SecondaryQueue).default([]),
      anyway: z.boolean().optional(),
    }),
    answer: Done,
    roles: ['manager'],
    devices: [],
    http: post('/windows/{window}/assign'),
    reads: false,
    says: 'which queues the window serves for the rest of the day',
  },
  'booking.make': {
    body: z.strictObject({
      queue: QueueId.optional(),
      items: z.array(ItemId).max(5).default([]),
      person: Person,
      day: BusinessDay,
      from: ClockTime,
    }),
    answer: Booking,
    roles: atGuideDesk,
    devices: ['kiosk'],
    http: post('/bookings'),
    reads: false,
    says: 'book a place in a span of a day',
  },
  'booking.cancel': {
    body: z.strictObject({ booking: BookingId }),
    answer: Done,
    roles: atGuideDesk,
    devices: ['kiosk'],
    http: post('/bookings/{booking}/cancel'),
    reads: false,
    says: 'give up a booking',
  },
  'paper.start': {
    body: z.strictObject({ queue: QueueId }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/queues/{queue}/paper'),
    reads: false,
    says: 'the queue goes on with pre-printed numbers',
  },
  'paper.end': {
    body: z.strictObject({ queue: QueueId }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/queues/{queue}/paper/end'),
    reads: false,
    says: 'machines give the numbers of the queue again',
  },
  'paper.call': {
    body: at({ number: TicketNumber }),
    answer: Called,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/call-paper'),
    reads: false,
    says: 'call a pre-printed number by typing it',
  },
  'paper.reconcile': {
    body: z.strictObject({ queue: QueueId, entries: z.array(PaperEntry).min(1).max(200) }),
    answer: z.strictObject({
      taken: z.number().int(),
      /** Numbers that were left out, and why. */
      refused: z.array(z.strictObject({ number: TicketNumber, code: z.string(), text: Text })),
    }),
    roles: staffAtWindow,
    devices: [],
    http: post('/queues/{queue}/paper/reconcile'),
    reads: false,
    says: 'what was served by pre-printed numbers, entered afterwards',
  },
  'helper.ring': {
    body: z.strictObject({}),
    answer: Done,
    roles: [],
    devices: ['kiosk'],
    http: post('/helper'),
    reads: false,
    says: 'somebody at this machine asks for a guide',
  },
  'helper.answer': {
    body: z.strictObject({ device: DeviceId }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/helper/{device}/answer'),
    reads: false,
    says: 'a guide is on the way',
  },
} as const satisfies Record<string, CommandEntry>;

/** What a clerk's desk shows of rules, on top of the plain walk. */
export const DESK_EXTRAS = {
  /** Parked here, the longest first. */
  parked: z.array(
    z.strictObject({
      ticket: TicketId,
      number: TicketNumber,
      queueName: Text,
      parkedAt: Instant,
      dueAt: Instant,
    }),
  ),
  /** No-shows of today that may come back, latest first. */
  passed: z.array(z.strictObject({ ticket: TicketId, number: TicketNumber, queueName: Text, at: Instant })),
  /** What `window.undo` would take back, and until when. */
  undo: z.strictObject({ act: z.string(), number: TicketNumber, until: Instant }).nullable(),
  /** Of a pause. */
  returnAt: Instant.nullable(),
  /** Queues that it serves now. */
  serves: z.array(z.strictObject({ queue: QueueId, name: Text, waiting: z.number().int() })),
  /** [X6] Queues that it helps out. */
  secondary: z.array(
    z.strictObject({
      queue: QueueId,
      name: Text,
      waiting: z.number().int(),
      above: z.number().int(),
      /** More than `above` wait who could be called here: a call goes there while the own lines have nobody. */
      open: z.boolean(),
      /** The first of those who wait there, while it is open. */
      rows: z.array(WaitingRow),
    }),
  ),
  /** Queues of this window that have pre-printed numbers, with the numbers' first and last. */
  paper: z.array(
    z.strictObject({
      queue: QueueId,
      name: Text,
      prefix: z.string(),
      first: z.number(),
      last: z.number(),
      /** False: the queue is not in paper mode; a console keeps its numbers for times without a server. */
      on: z.boolean().optional(),
    }),
  ),
  /** The lists that its dialogs offer. */
  choices: z.strictObject({
    pause: z.array(z.strictObject({ id: ReasonId, name: Text, minutes: z.number().int() })),
    outOfTurn: z.array(z.strictObject({ id: ReasonId, name: Text })),
    quickServe: z.boolean(),
  }),
  /** Where a person can be sent. */
  destinations: z.strictObject({
    queues: z.array(z.strictObject({ queue: QueueId, name: Text, zone: ZoneId })),
    windows: z.array(z.strictObject({ window: WindowId, number: z.number().int(), zone: ZoneId })),
  }),
} as const;

/** What a clerk knows of the person at the window besides number and class. */
export const SERVED_EXTRAS = {
  classReason: Text.nullable(),
  /** The whole itinerary: done, at present, still to come. */
  itinerary: z.array(
    z.strictObject({ queueName: Text, items: z.array(Text), state: z.enum(['done', 'now', 'next']) }),
  ),
  /** The clerk's note on this visit. */
  note: z.string().nullable(),
  /** Typical length of a service here, minutes. */
  expectedMin: z.number().nullable(),
  /** Why this ticket was called. */
  why: Text,
} as const;
