import { z } from 'zod';
import { type CommandEntry, get } from './command-entry.ts';
import { Instant, ItemId, QueueId, TicketId, TicketNumber } from './identifiers.ts';
import { Text } from './text.ts';

/** Who waits in one line, for whoever steers the hall: numbers and classes, never names. */

export const QueueLine = z.strictObject({
  at: Instant,
  queue: QueueId,
  /** All who wait; `waiting` may show fewer. */
  total: z.number().int(),
  /** In order of their places. */
  waiting: z.array(
    z.strictObject({
      ticket: TicketId,
      number: TicketNumber,
      class: z.enum(['ordinary', 'appointment', 'senior', 'priority', 'green', 'returning']),
      /** Why this class, where it is not ordinary. */
      classReason: Text.nullable(),
      items: z.array(ItemId),
      arrivedAt: Instant,
      /** Why it cannot be called now: its paper is not out, or its slot has not begun. Null: it can. */
      held: z.enum(['paper', 'slot']).nullable(),
      /** Begin of the booked slot. */
      slotAt: Instant.nullable(),
      /** Numbers of the windows it is bound to; null: any window of the queue. */
      boundTo: z.array(z.number().int()).nullable(),
    }),
  ),
});
export type QueueLine = z.infer<typeof QueueLine>;

export const QUEUE_LINE_COMMANDS = {
  'queue.read': {
    body: z.strictObject({ queue: QueueId }),
    answer: QueueLine,
    roles: ['chief', 'guide', 'manager', 'auditor'],
    devices: [],
    http: get('/queues/{queue}'),
    reads: true,
    says: 'who waits in a queue, with classes and why somebody cannot be called yet',
  },
} as const satisfies Record<string, CommandEntry>;
