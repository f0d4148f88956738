import { z } from 'zod';
import { type CommandEntry, post } from './command-entry.ts';
import { BusinessDay, Instant, ItemId, QueueId, RequestId, TicketId, TicketNumber } from './identifiers.ts';
import { PrintReport } from './print-report.ts';
import { Text } from './text.ts';

/** [N4] A kiosk without a server: what it knows beforehand, and what it tells when the server is there again. */

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A person, sealed to the hall's public key: X25519 with a key made for this one message, HKDF-SHA-256, AES-256-GCM.
 * The ticket's request id and its device are authenticated along with it. Only the vault can open it.
 */
export const SealedPerson = z.strictObject({
  v: z.literal(1),
  /** Public half of the key made for it, raw. */
  key: z.string().regex(BASE64).length(44),
  /** Ciphertext, padded so that its length says nothing of the name, and the tag of 16 bytes. */
  box: z.string().regex(BASE64).max(1_400),
});
export type SealedPerson = z.infer<typeof SealedPerson>;

/** Minutes after midnight, half-open. */
const OpenSpan = z.tuple([z.number().int().min(0).max(1440), z.number().int().min(0).max(1440)]);

export const OfflineKnowledge = z.strictObject({
  /** The hall's X25519 public key, raw: whoever shows a card is sealed to it. */
  sealTo: z.string().regex(BASE64).length(44),
  /** When queues give numbers on this day and the next ones, calendar and closing time included. */
  hours: z.array(
    z.strictObject({
      queues: z.array(QueueId),
      days: z.array(z.strictObject({ day: BusinessDay, open: z.array(OpenSpan) })),
    }),
  ),
});
export type OfflineKnowledge = z.infer<typeof OfflineKnowledge>;

export const OfflineTicket = z.strictObject({
  /** Of the press: an ask under this id that was answered or lost is about the same person and the same wish. */
  requestId: RequestId,
  number: TicketNumber,
  queue: QueueId,
  items: z.array(ItemId).max(5),
  /** The business day on the paper. */
  day: BusinessDay,
  /** Hall time as far as the kiosk could tell; the hall bounds it. */
  takenAt: Instant,
  /** False: the kiosk's clock was behind what it had known, so that day and time are guesses. */
  clockSure: z.boolean(),
  /** What the card's age made of it; the hall judges anew where it can read the person. */
  class: z.enum(['ordinary', 'senior']),
  person: SealedPerson.optional(),
  /** Made by the kiosk and printed as a code. */
  progressToken: z.string().regex(/^[0-9a-f]{32}$/),
  shortCode: z.string().regex(/^[0-9A-F]{6}$/),
  /** Papers under this number so far, and how the newest came out. */
  ordinal: z.number().int().min(1).max(10),
  report: PrintReport,
});
export type OfflineTicket = z.infer<typeof OfflineTicket>;

/**
 * `taken`: it stands in the log and in its line. `known`: it did already. `void`: the person was served under the
 * number that an answer had lost. `over`: its day is past. `refused`: it cannot be; a person has to look.
 */
export const OFFLINE_OUTCOMES = ['taken', 'known', 'void', 'over', 'refused'] as const;

const OfflineResult = z.strictObject({
  requestId: RequestId,
  outcome: z.enum(OFFLINE_OUTCOMES),
  /** Under which the hall knows it from now on. */
  ticket: TicketId.nullable(),
  code: z.string().nullable(),
  text: Text.nullable(),
});
export type OfflineResult = z.infer<typeof OfflineResult>;

/** Tickets in one reconciliation: their sealed persons fit into one message. */
export const OFFLINE_BATCH = 20;

export const OFFLINE_COMMANDS = {
  'ticket.reconcile': {
    body: z.strictObject({
      /** Hall time at which the kiosk lost the server, as far as it could tell. */
      since: Instant,
      tickets: z.array(OfflineTicket).max(OFFLINE_BATCH),
      /** Presses that were asked and that nobody waits for any more: no paper exists, whatever was decided. */
      givenUp: z.array(RequestId).max(100),
    }),
    answer: z.strictObject({ results: z.array(OfflineResult) }),
    roles: [],
    devices: ['kiosk'],
    http: post('/tickets/reconcile'),
    reads: false,
    says: 'numbers that the kiosk gave from its own range while it had no server',
  },
} as const satisfies Record<string, CommandEntry>;
