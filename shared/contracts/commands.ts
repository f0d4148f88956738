import { z } from 'zod';
import { ACCOUNT_COMMANDS } from './accounts.ts';
import { Catalogue } from './catalogue.ts';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { Desk } from './desk.ts';
import { ENROLMENT_COMMANDS } from './enrolment.ts';
import { ESTIMATE_COMMANDS } from './estimates.ts';
import { GUIDE_DESK_COMMANDS } from './guide-desk.ts';
import { HallView } from './hall-view.ts';
import {
  BusinessDay,
  CertificateId,
  Instant,
  ItemId,
  QueueId,
  TicketId,
  TicketNumber,
  WaitRange,
  WindowId,
  ZoneId,
} from './identifiers.ts';
import { Person } from './identity.ts';
import { MAINTENANCE_COMMANDS } from './maintenance.ts';
import { OFFLINE_COMMANDS } from './offline.ts';
import { CertificateTrace } from './paper-question.ts';
import { PAPER_SCAN_COMMANDS } from './paper-scan.ts';
import { PrintReport } from './print-report.ts';
import { PRIVACY_COMMANDS } from './privacy.ts';
import { PUBLIC_INFO_COMMANDS } from './public-info.ts';
import { QUEUE_LINE_COMMANDS } from './queue-line.ts';
import { Agent, Claim, QUEUEING_COMMANDS, TicketState } from './queueing.ts';
import { Grade } from './ratings.ts';
import { REMOTE_COMMANDS } from './remote.ts';
import { REPORT_COMMANDS } from './reports.ts';
import { RESIDENT_COMMANDS } from './resident.ts';
import { ReasonId } from './rules.ts';
import { SETTINGS_COMMANDS } from './settings.ts';
import { Text } from './text.ts';

/**
 * The one command table. HTTP (people's browsers) and MQTT (devices) are thin adapters over it: the same
 * bodies, the same authorisation, the same answers.
 */

export { PrintReport };

/** What the resident learns with a number; also what the paper says. */
export const TicketSlip = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  /** Which print of this number: an older paper is replaced by a newer one. */
  ordinal: z.number().int().min(1),
  day: BusinessDay,
  at: Instant,
  hall: Text,
  zone: ZoneId,
  zoneName: Text,
  place: Text,
  queue: QueueId,
  queueName: Text,
  department: Text,
  items: z.array(Text),
  class: z.enum(['ordinary', 'appointment', 'senior', 'priority', 'green', 'returning']),
  /** Why this class, where it is not ordinary. */
  classReason: Text.nullable(),
  ahead: z.number().int().min(0),
  estimate: WaitRange.nullable(),
  windows: z.array(z.number().int()),
  /** What happens when one misses the call. */
  rule: Text,
  /** What else the person should know: closing soon, after hours, no window yet, where the class comes from. */
  notices: z.array(Text).max(4).optional(),
  /** Where the ticket goes after its first queue [K10]. */
  route: z
    .array(z.strictObject({ queueName: Text, zoneName: Text }))
    .max(5)
    .optional(),
  /** Unguessable; opens this ticket's progress and nothing else. */
  progressToken: z.string().regex(/^[0-9a-f]{32}$/),
  /** First characters of the ledger's head when the ticket was written: anchors the chain on paper. */
  shortCode: z.string().regex(/^[0-9A-F]{6}$/),
  /** [N4] Given by a kiosk without a server: `ahead` is 0 and means nothing, nobody knows the wait. */
  offline: z.literal(true).optional(),
  /** [N4] The kiosk's clock was lost: the day is a guess. */
  daySure: z.literal(false).optional(),
});
export type TicketSlip = z.infer<typeof TicketSlip>;

export const TicketTake = z
  .strictObject({
    queue: QueueId.optional(),
    items: z.array(ItemId).max(5).default([]),
    person: Person.optional(),
    /** No paper: the slip is on a screen only, and the ticket is callable at once. */
    paperless: z.boolean().default(false),
    /** Only staff may claim for a person. */
    claim: Claim.optional(),
    agent: Agent.optional(),
    /** Checks in this booking [B3]. */
    booking: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    /** [B3] A machine has seen the paper of the booking, or its code and phone number, and no card. */
    withoutCard: z.literal(true).optional(),
  })
  .refine((body) => body.queue !== undefined || body.items.length > 0 || body.booking !== undefined, {
    message: 'name a queue, a booking or at least one item',
  });

export { Catalogue, Desk, HallView, TicketState };

export const StoryEntry = z.strictObject({
  seq: z.number().int(),
  at: Instant,
  type: z.string(),
  says: Text,
  /** Staff user name or device id, by role. */
  by: z.string().nullable(),
});

export const TicketStory = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  day: BusinessDay,
  queue: QueueId,
  queueName: Text,
  state: TicketState,
  class: TicketSlip.shape.class,
  entries: z.array(StoryEntry),
});
export type TicketStory = z.infer<typeof TicketStory>;

export const PadForm = z.strictObject({
  window: WindowId,
  number: TicketNumber,
  items: z.array(Text),
  until: Instant,
  commentMax: z.number().int(),
});
export type PadForm = z.infer<typeof PadForm>;

export const CertificateSlip = z.strictObject({
  certificate: CertificateId,
  /** What a reader types or scans to check the paper. */
  verification: z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  title: Text,
  pages: z.number().int().min(1),
  /** Fetched once, within a minute, with the device's own credential. */
  path: z.string(),
});
export type CertificateSlip = z.infer<typeof CertificateSlip>;

const Empty = z.strictObject({});

const at = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject({ window: WindowId, ...shape });
const staffAtWindow = ['clerk', 'chief', 'guide', 'manager'] as const;

export const COMMANDS = {
  'ticket.take': {
    body: TicketTake,
    answer: TicketSlip,
    roles: ['guide', 'manager'],
    devices: ['kiosk'],
    http: post('/tickets'),
    reads: false,
    says: 'take a place in a queue',
  },
  'ticket.report-print': {
    body: z.strictObject({ ticket: TicketId, ordinal: z.number().int().min(1), report: PrintReport }),
    answer: Done,
    roles: ['guide', 'manager'],
    devices: ['kiosk'],
    http: post('/tickets/{ticket}/print-report'),
    reads: false,
    says: 'how the paper came out; the ticket counts when it is out',
  },
  'ticket.reprint': {
    body: z.strictObject({ ticket: TicketId }),
    answer: TicketSlip,
    roles: ['guide', 'manager'],
    devices: ['kiosk'],
    http: post('/tickets/{ticket}/reprint'),
    reads: false,
    says: 'a new paper under the same number, which replaces the older one',
  },
  'ticket.cancel': {
    body: z.strictObject({ ticket: TicketId, reason: z.enum(['person', 'print-failed', 'staff']) }),
    answer: Done,
    roles: ['guide', 'manager'],
    devices: ['kiosk'],
    http: post('/tickets/{ticket}/cancel'),
    reads: false,
    says: 'give up a number that was not served',
  },
  'ticket.read': {
    body: z.strictObject({ ticket: TicketId }),
    answer: TicketStory,
    roles: ['clerk', 'chief', 'guide', 'manager', 'auditor'],
    devices: [],
    http: get('/tickets/{ticket}'),
    reads: true,
    says: 'the whole story of a ticket, by role',
  },
  'window.open': {
    body: at({}),
    answer: Desk,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/open'),
    reads: false,
    says: 'sit down at a window, or end a pause',
  },
  'window.call': {
    // `end`: the running service ends first [K13].
    body: at({ end: z.boolean().optional() }),
    answer: z.strictObject({
      ticket: TicketId,
      number: TicketNumber,
      call: z.number().int(),
      /** Why this ticket now. */
      why: Text,
    }),
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/call'),
    reads: false,
    says: 'call the next person',
  },
  'window.recall': {
    body: at({}),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/recall'),
    reads: false,
    says: 'announce the called number again',
  },
  'window.start': {
    body: at({}),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/start'),
    reads: false,
    says: 'the person is here: service begins',
  },
  'window.finish': {
    body: at({}),
    answer: z.strictObject({ ticket: TicketId, caseNumber: z.string().nullable() }),
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/finish'),
    reads: false,
    says: 'service ends; the pad asks for the rating and a case record is made',
  },
  'window.no-show': {
    body: at({ reason: z.enum(['absent', 'left', 'wrong-queue']).default('absent') }),
    answer: Done,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/no-show'),
    reads: false,
    says: 'the person did not come',
  },
  'window.pause': {
    body: at({
      reason: ReasonId.default('break'),
      /** Back in so many minutes; the reason's own where it is left out. */
      minutes: z.number().int().min(1).max(240).optional(),
      /** Though it is the last one of a queue [W3]. */
      anyway: z.boolean().optional(),
    }),
    answer: Desk,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/pause'),
    reads: false,
    says: 'stop calling for a while, with a reason on the window screen',
  },
  'window.close': {
    body: at({ anyway: z.boolean().optional() }),
    answer: Desk,
    roles: staffAtWindow,
    devices: [],
    http: post('/windows/{window}/close'),
    reads: false,
    says: 'leave the window',
  },
  'desk.read': {
    body: at({}),
    answer: Desk,
    roles: staffAtWindow,
    devices: [],
    http: get('/windows/{window}'),
    reads: true,
    says: 'the window as its clerk sees it',
  },
  'hall.read': {
    body: Empty,
    answer: HallView,
    roles: ['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'],
    devices: [],
    http: get('/hall'),
    reads: true,
    says: 'the hall at this moment',
  },
  'catalogue.read': {
    /** `themes`, `publicInfo`: with them; a host of before refuses a catalogue that has them. */
    body: z.strictObject({ themes: z.literal(true).optional(), publicInfo: z.literal(true).optional() }),
    answer: Catalogue,
    roles: ['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'],
    devices: ['kiosk'],
    http: get('/catalogue'),
    reads: true,
    says: 'zones, queues and service items with their guides',
  },
  'pad.read': {
    body: at({ ref: z.string().regex(/^[0-9a-f]{32}$/) }),
    answer: PadForm,
    roles: [],
    devices: ['pad'],
    http: get('/pads/{window}/{ref}'),
    reads: true,
    says: 'what the reference on a pad stands for',
  },
  'rating.give': {
    body: at({
      ref: z.string().regex(/^[0-9a-f]{32}$/),
      grade: Grade,
      reasons: z.array(z.number().int()).max(8),
      comment: z.string().max(500).optional(),
    }),
    answer: Done,
    roles: [],
    // A window host gives what was pressed on an evaluation keypad.
    devices: ['pad', 'window-host'],
    http: post('/pads/{window}/{ref}/rating'),
    reads: false,
    says: 'one rating for one service',
  },
  'rating.decline': {
    body: at({ ref: z.string().regex(/^[0-9a-f]{32}$/) }),
    answer: Done,
    roles: [],
    devices: ['pad'],
    http: post('/pads/{window}/{ref}/decline'),
    reads: false,
    says: 'the citizen does not wish to rate: stays "not rated"',
  },
  'certificate.issue': {
    body: z.strictObject({ kind: z.enum(['insurance']), person: Person }),
    answer: CertificateSlip,
    roles: [],
    devices: ['kiosk'],
    http: post('/certificates'),
    reads: false,
    says: 'make a certificate for the person whose card is on the reader',
  },
  'certificate.report-print': {
    body: z.strictObject({ certificate: CertificateId, report: PrintReport }),
    answer: Done,
    roles: [],
    devices: ['kiosk'],
    http: post('/certificates/{certificate}/print-report'),
    reads: false,
    says: 'how the page came out',
  },
  'certificate.trace': {
    body: z.strictObject({ certificate: CertificateId, found: CertificateTrace }),
    answer: Done,
    roles: ['guide', 'manager'],
    devices: [],
    http: post('/certificates/{certificate}/trace'),
    reads: false,
    says: 'somebody looked for a certificate that nobody vouches for',
  },
  ...ACCOUNT_COMMANDS,
  ...ENROLMENT_COMMANDS,
  ...PRIVACY_COMMANDS,
  ...MAINTENANCE_COMMANDS,
  ...ESTIMATE_COMMANDS,
  ...SETTINGS_COMMANDS,
  ...REPORT_COMMANDS,
  ...QUEUEING_COMMANDS,
  ...GUIDE_DESK_COMMANDS,
  ...QUEUE_LINE_COMMANDS,
  ...OFFLINE_COMMANDS,
  ...REMOTE_COMMANDS,
  ...PUBLIC_INFO_COMMANDS,
  ...PAPER_SCAN_COMMANDS,
  ...RESIDENT_COMMANDS,
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof COMMANDS;
export type CommandBody<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['body']>;
export type CommandInput<N extends CommandName> = z.input<(typeof COMMANDS)[N]['body']>;
export type CommandAnswer<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['answer']>;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
export const COMMAND_ENTRIES: Readonly<Record<CommandName, CommandEntry>> = COMMANDS;
export const CommandName = z.enum(COMMAND_NAMES as [CommandName, ...CommandName[]]);
