import { z } from 'zod';
import { CertificateId, DeviceId, Instant, QueueId, TicketId, TicketNumber } from './identifiers.ts';

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

/** What a guide found who looked for it: its owner has it, it was taken out of the tray and destroyed, nothing lies there. */
export const CertificateTrace = z.enum(['handed-over', 'destroyed', 'nothing']);
export type CertificateTrace = z.infer<typeof CertificateTrace>;

/**
 * A certificate that nobody vouches for: it bears a person's data and may lie in a machine's tray. `unknown`: the
 * machine could not tell. `silent`: it has not said anything for two minutes.
 */
export const StrayCertificate = z.strictObject({
  certificate: CertificateId,
  kind: z.string(),
  /** The end of the code that stands on it: enough to know it by, too little to look it up. */
  lastOfCode: z.string().regex(/^[0-9A-Z]{4}$/),
  outcome: z.enum(['unknown', 'silent']),
  device: DeviceId,
  /** When it was reported, or made. */
  since: Instant,
});
export type StrayCertificate = z.infer<typeof StrayCertificate>;
