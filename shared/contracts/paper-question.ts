import { z } from 'zod';
import { DeviceId, Instant, QueueId, TicketId, TicketNumber } from './identifiers.ts';

/**
 * A number that waits and whose newest paper nobody vouches for: whether somebody holds it has to be asked.
 * `unknown`: the machine could not tell. `failed`: it did not come out, and nobody printed it again. `silent`: its
 * machine has not said anything for a minute.
 */
export const PaperQuestion = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  queue: QueueId,
  /** Which paper of this number. */
  ordinal: z.number().int().min(1),
  outcome: z.enum(['unknown', 'failed', 'silent']),
  /** The machine at which the number was taken; null: another way. */
  device: DeviceId.nullable(),
  /** When it was reported, or asked for. */
  since: Instant,
});
export type PaperQuestion = z.infer<typeof PaperQuestion>;
