import { z } from 'zod';
import { Instant, QueueId, TicketId, TicketNumber } from './identifiers.ts';
import { Text } from './text.ts';
import { TicketClass } from './ticket-class.ts';

/** Somebody who waits, as a clerk's list shows it. */
export const WaitingRow = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  queue: QueueId,
  queueName: Text,
  class: TicketClass,
  items: z.array(Text),
  arrivedAt: Instant,
  classReason: Text.nullable(),
  /** A number whose paper is not confirmed yet cannot be called. */
  callable: z.boolean(),
  /** Why it cannot: its paper is not out, its slot has not begun, or it is bound to another window. */
  held: z.enum(['paper', 'slot', 'window']).nullable().optional(),
  /** Begin of the booked slot. */
  slotAt: Instant.nullable().optional(),
});
export type WaitingRow = z.infer<typeof WaitingRow>;
