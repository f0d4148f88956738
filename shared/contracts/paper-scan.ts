import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { BusinessDay, DeviceId, HallId, TicketNumber } from './identifiers.ts';
import { PaperKeyText } from './paper-code.ts';
import { TicketRow } from './queueing.ts';
import { Text } from './text.ts';

/** Scanning a ticket's paper at the guide desk or at a window: whether it is genuine, and the newest of its number. */

/**
 * - `newest`: the paper that counts; `row` says how the ticket stands.
 * - `replaced`: a newer paper of this number was asked for; `newest` is its ordinal.
 * - `not-yet`: genuine, given without a server, and its kiosk has not told the hall of it yet.
 * - `lost`: genuine, but the hall does not know this ticket, and nothing is on its way: a person has to help.
 * - `other-paper`: genuine, but the number is another paper's; a person has to help.
 * - `other-day`: genuine, of another business day.
 * - `unsigned`: of a machine that signs nothing; the ticket is known, which paper of it this is cannot be told.
 * - `forged`: not signed by a machine of this hall, or changed since.
 * - `other-hall`: says that it is of another hall.
 * - `no-code`: no ticket's code.
 */
export const PAPER_VERDICTS = [
  'newest',
  'replaced',
  'not-yet',
  'lost',
  'other-paper',
  'other-day',
  'unsigned',
  'forged',
  'other-hall',
  'no-code',
] as const;
export type PaperVerdict = (typeof PAPER_VERDICTS)[number];

export const PaperScan = z.strictObject({
  verdict: z.enum(PAPER_VERDICTS),
  /** As the paper says, where it can be believed. */
  number: TicketNumber.nullable(),
  day: BusinessDay.nullable(),
  /** Which paper of its number it is. */
  ordinal: z.number().int().nullable(),
  /** The newest paper of the number, and how that one came out. */
  newest: z
    .strictObject({
      ordinal: z.number().int(),
      print: z.enum(['paperless', 'pending', 'printed', 'failed', 'unknown']),
    })
    .nullable(),
  /** The machine that printed it, where that is known. */
  machine: z
    .strictObject({ device: DeviceId, name: Text.nullable(), state: z.enum(['online', 'away', 'out']) })
    .nullable(),
  /** The ticket as it stands now. */
  row: TicketRow.nullable(),
});
export type PaperScan = z.infer<typeof PaperScan>;

export const PaperKey = z.strictObject({ device: DeviceId, key: PaperKeyText });
export type PaperKey = z.infer<typeof PaperKey>;
export const PaperKeys = z.strictObject({ hall: HallId, keys: z.array(PaperKey) });
export type PaperKeys = z.infer<typeof PaperKeys>;

/** The longest that a scanner hands over; a code has 158 characters, and an address before it. */
const SCAN_MOST = 512;
const staffAtWindow = ['clerk', 'chief', 'guide', 'manager'] as const;

export const PAPER_SCAN_COMMANDS = {
  'ticket.scan': {
    body: z.strictObject({ code: z.string().min(1).max(SCAN_MOST) }),
    answer: PaperScan,
    roles: staffAtWindow,
    devices: [],
    // A code opens a ticket's progress: it stands in no address that a log could keep.
    http: post('/tickets/scan'),
    reads: true,
    says: 'whether a scanned paper is genuine and the newest of its number, and how its ticket stands',
  },
  'ticket.paper-keys': {
    body: z.strictObject({}),
    answer: PaperKeys,
    roles: staffAtWindow,
    devices: [],
    http: get('/paper-keys'),
    reads: true,
    says: 'the public keys that papers are signed with, for consoles that go on without the server',
  },
  'ticket.paper-key': {
    body: z.strictObject({ key: PaperKeyText }),
    answer: Done,
    roles: [],
    devices: ['kiosk'],
    http: post('/paper-keys'),
    reads: false,
    says: 'the public key that this machine signs its papers with',
  },
} as const satisfies Record<string, CommandEntry>;
