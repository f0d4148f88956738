import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { BusinessDay, DeviceId, Instant, QueueId, TicketId, ZoneId } from './identifiers.ts';
import { PaperQuestion, StrayCertificate } from './paper-question.ts';
import { ConfirmedKind, ReasonId } from './rules.ts';
import { Text } from './text.ts';

/** What the guide desk needs besides hall and catalogue, and the way of a paper from the desk to a kiosk. */

/** A bell that rings at a kiosk: somebody there waits for a guide. */
export const Bell = z.strictObject({
  device: DeviceId,
  name: Text,
  zone: ZoneId.nullable(),
  since: Instant,
});
export type Bell = z.infer<typeof Bell>;

/** A machine that a paper can be asked from. */
export const PaperPlace = z.strictObject({
  device: DeviceId,
  name: Text,
  zone: ZoneId.nullable(),
  online: z.boolean(),
  /** As the machine says; `none` where it has no ticket printer or has not told yet. */
  printer: z.enum(['up', 'degraded', 'down', 'none']),
});
export type PaperPlace = z.infer<typeof PaperPlace>;

export const GuideDesk = z.strictObject({
  /** What a guide may confirm: [C3], [C4], [C6] with the numbers of the windows. */
  claims: z.strictObject({
    confirmed: z.array(ConfirmedKind),
    green: z.array(z.strictObject({ id: ReasonId, name: Text })),
    enterprise: z.array(z.number().int()),
  }),
  /** [C5] 0: no tickets for others. */
  agentTickets: z.number().int(),
  /** [K10] */
  itemsPerTicket: z.number().int(),
  /** [K6] Behind how many a passed number comes back. */
  reactivateBehind: z.number().int(),
  booking: z.strictObject({
    /** [B3] [B4] Check-in opens so long before the slot, and ends so long after it began; minutes. */
    earlyMin: z.number().int(),
    lateMin: z.number().int(),
    /** Today and the days that can be booked [B2]; `name` of a day of the calendar [T2]. */
    days: z.array(z.strictObject({ day: BusinessDay, weekday: z.number().int(), name: Text.nullable() })),
    /** Queues that take bookings, and on which of these days. */
    queues: z.array(z.strictObject({ queue: QueueId, days: z.array(BusinessDay) })),
  }),
  /** Why a queue gives no number now; null: it does. */
  queues: z.array(z.strictObject({ queue: QueueId, why: Text.nullable() })),
  kiosks: z.array(PaperPlace),
  /** Papers that somebody may hold or not, the newest first. */
  papers: z.array(PaperQuestion).optional(),
  /** Certificates to look for at their machines, the newest first. */
  certificates: z.array(StrayCertificate).optional(),
});
export type GuideDesk = z.infer<typeof GuideDesk>;

const atGuideDesk = ['guide', 'manager'] as const;

export const GUIDE_DESK_COMMANDS = {
  'guide.read': {
    body: z.strictObject({}),
    answer: GuideDesk,
    roles: atGuideDesk,
    devices: [],
    http: get('/guide'),
    reads: true,
    says: 'what the guide desk offers now: classes, days to book, why queues are closed, printers',
  },
  'ticket.print-at': {
    body: z.strictObject({ ticket: TicketId, device: DeviceId }),
    answer: Done,
    roles: atGuideDesk,
    devices: [],
    http: post('/tickets/{ticket}/print'),
    reads: false,
    says: 'a kiosk prints this number again; how the paper came out stands in the story of the ticket',
  },
} as const satisfies Record<string, CommandEntry>;
