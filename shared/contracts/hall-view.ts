import { z } from 'zod';
import { Bell } from './guide-desk.ts';
import { BusinessDay, Instant, QueueId, TicketNumber, WaitRange, WindowId, ZoneId } from './identifiers.ts';
import { SecondaryQueue } from './queueing.ts';
import { Text } from './text.ts';

/** The hall at a moment, for staff: numbers, never names of citizens. */
export const HallView = z.strictObject({
  at: Instant,
  day: BusinessDay,
  seq: z.number().int(),
  name: Text,
  zones: z.array(
    z.strictObject({
      id: ZoneId,
      name: Text,
      waiting: z.number().int(),
      openWindows: z.number().int(),
      windows: z.number().int(),
    }),
  ),
  queues: z.array(
    z.strictObject({
      id: QueueId,
      prefix: z.string(),
      name: Text,
      zone: ZoneId,
      waiting: z.number().int(),
      late: z.number().int(),
      longestMin: z.number(),
      issued: z.number().int(),
      served: z.number().int(),
      quota: z.number().int(),
      open: z.boolean(),
      estimate: WaitRange.nullable(),
      windows: z.array(z.number().int()),
      /** Called by pre-printed numbers [P1]. */
      paper: z.boolean().optional(),
      /** Its pre-printed numbers; null: it has none, so no paper mode. */
      paperNumbers: z.strictObject({ first: z.number().int(), last: z.number().int() }).nullable().optional(),
      /** A wait above so many minutes is late. */
      warnAfterMin: z.number().optional(),
    }),
  ),
  windows: z.array(
    z.strictObject({
      id: WindowId,
      number: z.number().int(),
      zone: ZoneId,
      state: z.enum(['open', 'paused', 'closed']),
      reason: Text.nullable(),
      /** User name, and the name that colleagues know. */
      clerk: z.string().nullable(),
      clerkName: z.string().nullable(),
      serving: TicketNumber.nullable(),
      servingState: z.enum(['called', 'serving']).nullable(),
      since: Instant.nullable(),
      served: z.number().int(),
      /** Back from a pause [W1]. */
      returnAt: Instant.nullable().optional(),
      /** Queues that it serves now; `assigned`: of today only [W2]. */
      serves: z.array(QueueId).optional(),
      assigned: z.boolean().optional(),
      /** Queues that it helps out in, above so many waiting. */
      secondary: z.array(SecondaryQueue).optional(),
      /** What it serves on other days: the way back from an assignment. */
      usual: z.strictObject({ queues: z.array(QueueId), secondary: z.array(SecondaryQueue) }).optional(),
    }),
  ),
  devices: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      name: Text,
      online: z.boolean(),
      since: Instant.nullable(),
      troubles: z.array(z.string()),
    }),
  ),
  /** Machines at which somebody asks for a guide, the longest ringing first. */
  bells: z.array(Bell),
  today: z.strictObject({
    issued: z.number().int(),
    served: z.number().int(),
    noShow: z.number().int(),
    waiting: z.number().int(),
    averageWaitMin: z.number().nullable(),
    averageServiceMin: z.number().nullable(),
    rated: z.number().int(),
    averageGrade: z.number().nullable(),
    casesPending: z.number().int(),
    casesSynced: z.number().int(),
  }),
});
export type HallView = z.infer<typeof HallView>;
