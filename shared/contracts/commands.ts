import { z } from 'zod';
import { ACCOUNT_COMMANDS } from './accounts.ts';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { ENROLMENT_COMMANDS } from './enrolment.ts';
import { ESTIMATE_COMMANDS } from './estimates.ts';
import { Bell, GUIDE_DESK_COMMANDS } from './guide-desk.ts';
import {
  BusinessDay,
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
import { PrintReport } from './print-report.ts';
import { PRIVACY_COMMANDS } from './privacy.ts';
import { QUEUE_LINE_COMMANDS } from './queue-line.ts';
import {
  Agent,
  Claim,
  DESK_EXTRAS,
  QUEUEING_COMMANDS,
  SERVED_EXTRAS,
  SecondaryQueue,
  TicketState,
  WAITING_EXTRAS,
} from './queueing.ts';
import { Grade } from './ratings.ts';
import { REPORT_COMMANDS } from './reports.ts';
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
  })
  .refine((body) => body.queue !== undefined || body.items.length > 0 || body.booking !== undefined, {
    message: 'name a queue, a booking or at least one item',
  });

export { TicketState };

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

const ServedTicket = z.strictObject({
  ticket: TicketId,
  number: TicketNumber,
  state: z.enum(['called', 'serving']),
  class: TicketSlip.shape.class,
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
  waiting: z.array(
    z.strictObject({
      ticket: TicketId,
      number: TicketNumber,
      queue: QueueId,
      queueName: Text,
      class: TicketSlip.shape.class,
      items: z.array(Text),
      arrivedAt: Instant,
      classReason: Text.nullable(),
      /** A number whose paper is not confirmed yet cannot be called. */
      callable: z.boolean(),
      ...WAITING_EXTRAS,
    }),
  ),
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

const PublicItem = z.strictObject({
  id: ItemId,
  code: z.string(),
  name: Text,
  department: Text,
  queue: QueueId,
  zone: ZoneId,
  themes: z.array(z.string()),
  aliases: z.array(z.string()),
  onTheSpot: z.boolean(),
  promisedDays: z.number().int(),
  legalDays: z.number().int(),
  feeYuan: z.number(),
  materials: z.array(
    z.strictObject({
      name: Text,
      copies: z.number().int(),
      form: z.enum(['original', 'copy', 'electronic', 'shared']),
    }),
  ),
  steps: z.array(Text),
  certificate: z.enum(['insurance']).optional(),
});

/** What anyone may know of the hall's services. */
export const Catalogue = z.strictObject({
  version: z.string(),
  hall: Text,
  guideQueue: QueueId,
  seniorAge: z.number().int(),
  zones: z.array(z.strictObject({ id: ZoneId, name: Text, place: Text })),
  queues: z.array(
    z.strictObject({
      id: QueueId,
      prefix: z.string(),
      name: Text,
      zone: ZoneId,
      department: Text,
      realName: z.boolean(),
      hours: z.array(z.strictObject({ days: z.array(z.number()), from: z.string(), to: z.string() })),
    }),
  ),
  items: z.array(PublicItem),
});
export type Catalogue = z.infer<typeof Catalogue>;

export const PadForm = z.strictObject({
  window: WindowId,
  number: TicketNumber,
  items: z.array(Text),
  until: Instant,
  commentMax: z.number().int(),
});
export type PadForm = z.infer<typeof PadForm>;

export const CertificateSlip = z.strictObject({
  certificate: z.string().regex(/^[0-9a-f]{32}$/),
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
    body: Empty,
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
    devices: ['pad'],
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
    body: z.strictObject({ certificate: CertificateSlip.shape.certificate, report: PrintReport }),
    answer: Done,
    roles: [],
    devices: ['kiosk'],
    http: post('/certificates/{certificate}/print-report'),
    reads: false,
    says: 'how the page came out',
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
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof COMMANDS;
export type CommandBody<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['body']>;
export type CommandInput<N extends CommandName> = z.input<(typeof COMMANDS)[N]['body']>;
export type CommandAnswer<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['answer']>;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
export const COMMAND_ENTRIES: Readonly<Record<CommandName, CommandEntry>> = COMMANDS;
export const CommandName = z.enum(COMMAND_NAMES as [CommandName, ...CommandName[]]);
