import { z } from 'zod';
import { type CommandEntry, get } from './command-entry.ts';
import { FIGURE_IDS, type FigureId } from './figures.ts';
import { BusinessDay, Instant, QueueId, TicketId, TicketNumber, WindowId, ZoneId } from './identifiers.ts';
import { Text } from './text.ts';

/** Reports and replay: what they are asked for and what they answer. All figures are defined in figures.ts. */

/** The longest range of a report: a quarter. */
export const REPORT_DAYS_MAX = 92;
/** Below so many ratings no grade is told. */
export const FEWEST_RATINGS = 5;

const isDate = (text: string) => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
/** A date of the calendar: no 30 February. */
export const ReportDay = BusinessDay.refine(isDate, 'not a date of the calendar');

const range = { from: ReportDay, to: ReportDay };

const nullableNumber = z.number().nullable();
/** People and times are whole numbers, minutes and shares have one decimal; null where there is nothing to say. */
export const Figures = z.strictObject(
  Object.fromEntries(FIGURE_IDS.map((id) => [id, nullableNumber])) as Record<FigureId, typeof nullableNumber>,
);
export type Figures = z.infer<typeof Figures>;

export const REPORT_GROUPS = ['queue', 'window', 'item', 'zone', 'department', 'class', 'clerk'] as const;
export const ReportGroup = z.enum(REPORT_GROUPS);
export type ReportGroup = z.infer<typeof ReportGroup>;

export const GroupRow = z.strictObject({
  id: z.string(),
  name: Text,
  /** Windows and clerks: minutes open; else null. */
  openMinutes: z.number().nullable(),
  figures: Figures,
});
export type GroupRow = z.infer<typeof GroupRow>;

/** Half hours of the day, 0 … 47. */
export const HalfHour = z.strictObject({
  /** HH:MM at which it begins. */
  from: z.string(),
  arrived: z.number(),
  called: z.number(),
  served: z.number(),
  /** Carry-over at its end; null while it has not ended. */
  waiting: z.number().nullable(),
});
export type HalfHour = z.infer<typeof HalfHour>;

export const HeatCell = z.strictObject({
  /** Monday 1 … Sunday 7. */
  weekday: z.number().int().min(1).max(7),
  hour: z.number().int().min(0).max(23),
  arrived: z.number(),
  waitAvg: z.number().nullable(),
});
export type HeatCell = z.infer<typeof HeatCell>;

export const Report = z.strictObject({
  hall: Text,
  from: BusinessDay,
  to: BusinessDay,
  /** When it was computed. */
  at: Instant,
  /** False while its last day is not over. */
  complete: z.boolean(),
  /** Days with visitors: means over days divide by these. */
  daysWithVisitors: z.number().int(),
  figures: Figures,
  days: z.array(z.strictObject({ day: BusinessDay, weekday: z.number().int(), figures: Figures })),
  /** From the first half hour in which anything happened to the last; means over days with visitors. */
  halfHours: z.array(HalfHour),
  heat: z.array(HeatCell),
  /** `clerk` is empty for whoever may not see it. */
  groups: z.record(ReportGroup, z.array(GroupRow)),
  peak: z.strictObject({
    halfHour: z.strictObject({ from: z.string(), arrived: z.number() }).nullable(),
    waiting: z.strictObject({ count: z.number().int(), at: Instant }).nullable(),
  }),
  ratings: z.strictObject({
    asked: z.number().int(),
    given: z.number().int(),
    participationPct: nullableNumber,
    /** Null below five ratings: grade 5 first. */
    grades: z.array(z.strictObject({ grade: z.number().int(), count: z.number().int() })).nullable(),
    average: nullableNumber,
  }),
  /** Null where nobody had booked. */
  bookings: z
    .strictObject({ kept: z.number().int(), late: z.number().int(), missed: z.number().int() })
    .nullable(),
});
export type Report = z.infer<typeof Report>;

export const Forecast = z.strictObject({
  day: BusinessDay,
  weekday: z.number().int(),
  /** False: the hall is closed that day. */
  open: z.boolean(),
  /** Whose figures it is made of. */
  basis: z.array(BusinessDay),
  method: z.enum(['same-weekday', 'open-days', 'none']),
  expected: nullableNumber,
  low: nullableNumber,
  high: nullableNumber,
  halfHours: z.array(
    z.strictObject({ from: z.string(), expected: z.number(), low: z.number(), high: z.number() }),
  ),
  /** Which windows to open when, zone by zone; spans of equal need. */
  windows: z.array(
    z.strictObject({
      zone: ZoneId,
      zoneName: Text,
      spans: z.array(
        z.strictObject({
          from: z.string(),
          to: z.string(),
          needed: z.number().int(),
          /** Numbers of the windows to open; fewer than needed where the zone has no more. */
          windows: z.array(z.number().int()),
        }),
      ),
    }),
  ),
});
export type Forecast = z.infer<typeof Forecast>;

export const MORNING_LINES_MAX = 10;
export const Morning = z.strictObject({
  day: BusinessDay,
  at: Instant,
  /** The day that the note looks back on; null where there is none. */
  yesterday: BusinessDay.nullable(),
  lines: z
    .array(z.strictObject({ about: z.enum(['yesterday', 'unusual', 'today', 'windows']), says: Text }))
    .max(MORNING_LINES_MAX),
  today: Forecast,
  tomorrow: Forecast,
});
export type Morning = z.infer<typeof Morning>;

/** `clerk` needs who may see it. */
export const EXPORT_TABLES = ['all', 'summary', 'days', 'half-hours', 'heat', ...REPORT_GROUPS] as const;
export const ExportTable = z.enum(EXPORT_TABLES);
export type ExportTable = z.infer<typeof ExportTable>;

/** A moment of the hall, from the log. */
export const ReplayMinute = z.strictObject({
  day: BusinessDay,
  at: Instant,
  /** Of the last event before it. */
  seq: z.number().int(),
  zones: z.array(
    z.strictObject({
      id: ZoneId,
      name: Text,
      waiting: z.number().int(),
      openWindows: z.number().int(),
      /** Latest calls, newest first. */
      board: z.array(
        z.strictObject({
          ticket: TicketId,
          number: TicketNumber,
          windowNumber: z.number().int(),
          at: Instant,
        }),
      ),
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
      longestMin: z.number().int(),
      /** First in line. */
      next: z.array(z.strictObject({ ticket: TicketId, number: TicketNumber, waitedMin: z.number().int() })),
    }),
  ),
  windows: z.array(
    z.strictObject({
      id: WindowId,
      number: z.number().int(),
      zone: ZoneId,
      state: z.enum(['open', 'paused', 'closed']),
      ticket: TicketId.nullable(),
      serving: TicketNumber.nullable(),
      servingState: z.enum(['called', 'serving']).nullable(),
      since: Instant.nullable(),
      served: z.number().int(),
    }),
  ),
  today: z.strictObject({
    issued: z.number().int(),
    served: z.number().int(),
    noShow: z.number().int(),
    waiting: z.number().int(),
  }),
});
export type ReplayMinute = z.infer<typeof ReplayMinute>;

export const ReplayTimeline = z.strictObject({
  day: BusinessDay,
  /** From the first to the last instant that can be shown. */
  from: Instant,
  to: Instant,
  zones: z.array(z.strictObject({ id: ZoneId, name: Text })),
  /** One entry for every five minutes; `at` is its end. */
  points: z.array(
    z.strictObject({
      at: Instant,
      /** In the order of `zones`. */
      waiting: z.array(z.number().int()),
      openWindows: z.number().int(),
      calls: z.number().int(),
    }),
  ),
  notable: z.array(z.strictObject({ at: Instant, seq: z.number().int(), kind: z.string(), says: Text })),
});
export type ReplayTimeline = z.infer<typeof ReplayTimeline>;

export const REPORT_COMMANDS = {
  'report.day': {
    body: z.strictObject({ day: ReportDay }),
    answer: Report,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/reports/day/{day}'),
    reads: true,
    says: 'figures of one business day; figures by clerk for the manager only',
  },
  'report.range': {
    body: z.strictObject(range),
    answer: Report,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/reports/range/{from}/{to}'),
    reads: true,
    says: 'figures of a month or any range of up to 92 days; REPORT_RUNNING while it is being computed',
  },
  'report.own': {
    body: z.strictObject(range),
    answer: z.strictObject({ from: BusinessDay, to: BusinessDay, row: GroupRow.nullable() }),
    roles: ['clerk', 'chief'],
    devices: [],
    http: get('/reports/own/{from}/{to}'),
    reads: true,
    says: 'the figures of whoever asks, and of nobody else',
  },
  'report.morning': {
    body: z.strictObject({ day: ReportDay }),
    answer: Morning,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/reports/morning/{day}'),
    reads: true,
    says: 'a note in at most ten lines for a day, with the forecasts for it and for the day after',
  },
  'report.export': {
    body: z.strictObject({
      ...range,
      table: ExportTable,
      format: z.enum(['xlsx', 'csv']),
      language: z.enum(['zh', 'en']),
    }),
    answer: z.strictObject({ name: z.string(), type: z.string(), base64: z.string() }),
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/reports/export/{from}/{to}/{table}/{format}/{language}'),
    reads: true,
    says: 'a spreadsheet, or one table of it as CSV; /reports/files/… is the same as a download',
  },
  'replay.minute': {
    body: z.strictObject({
      day: ReportDay,
      /** HH:MM or HH:MM:SS on the hall's clock. */
      minute: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/),
    }),
    answer: ReplayMinute,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/replay/{day}/at/{minute}'),
    reads: true,
    says: 'the hall as it stood at an instant, from the log',
  },
  'replay.timeline': {
    body: z.strictObject({ day: ReportDay }),
    answer: ReplayTimeline,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/replay/{day}/timeline'),
    reads: true,
    says: 'a day in steps of five minutes, with what happened of note',
  },
} as const satisfies Record<string, CommandEntry>;
