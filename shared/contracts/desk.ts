import { z } from 'zod';
import { Instant, TicketId, TicketNumber, WindowId, ZoneId } from './identifiers.ts';
import { DESK_EXTRAS, SERVED_EXTRAS } from './queueing.ts';
import { Text } from './text.ts';
import { TicketClass } from './ticket-class.ts';
import { WaitingRow } from './waiting-row.ts';

const ServedTicket = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  state: z.enum(['called', 'serving']),
  class: TicketClass,
  items: z.array(Text),
  queueName: Text,
  calledAt: Instant,
  startedAt: Instant.nullable(),
  waitedMin: z.number().min(0),
  recalls: z.number().int(),
  call: z.number().int(),
  ...SERVED_EXTRAS,
});

/** What a clerk sees of the own window. */
export const Desk = z.strictObject({
  window: WindowId,
  number: z.number().int(),
  zone: ZoneId,
  state: z.enum(['open', 'paused', 'closed']),
  reason: Text.nullable(),
  clerk: z.string().nullable(),
  serving: ServedTicket.nullable(),
  /** The own lines, and whoever is bound to this window from elsewhere: the first of them. */
  waiting: z.array(WaitingRow),
  waitingTotal: z.number().int(),
  /** The next call is possible at this instant. */
  lockedUntil: Instant,
  /** Screens that should have acknowledged the present call and did not. */
  unacknowledged: z.array(z.strictObject({ device: z.string(), name: Text })),
  acknowledged: z.number().int(),
  last: z.strictObject({ number: TicketNumber, rating: z.enum(['open', 'given', 'none']) }).nullable(),
  ...DESK_EXTRAS,
});
export type Desk = z.infer<typeof Desk>;
