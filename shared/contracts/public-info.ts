import { z } from 'zod';
import { type CommandEntry, get, post } from './command-entry.ts';
import { HallMap } from './hall-map.ts';
import {
  BusinessDay,
  DepartmentId,
  Instant,
  ItemId,
  QueueId,
  Slug,
  WindowId,
  ZoneId,
} from './identifiers.ts';
import { Person } from './identity.ts';
import { Calendar, ExtendedHours } from './rules.ts';
import { Text } from './text.ts';

/** What a hall tells everybody without a number: notices, questions and answers, windows, hours, plan, ratings. */

/** 通知公告 with its days: both included; without them it has always been there, or stays. */
export const Announcement = z.strictObject({
  id: Slug,
  title: Text,
  text: Text,
  from: BusinessDay.optional(),
  until: BusinessDay.optional(),
});
export type Announcement = z.infer<typeof Announcement>;

/** One entry of the 咨询知识库. Nothing here is made by a model: what is shown is what stands here. */
export const Question = z.strictObject({
  id: Slug,
  question: Text,
  answer: Text,
  /** Everyday words by which people ask, in any language, dialect too. */
  aliases: z.array(z.string().min(1).max(40)).max(60).default([]),
  /** The service that it is about. */
  item: ItemId.optional(),
});
export type Question = z.infer<typeof Question>;

export const ANNOUNCEMENTS_MAX = 40;
export const QUESTIONS_MAX = 500;

/** What a kiosk keeps a copy of, beside the catalogue. */
export const PublicInfo = z.strictObject({
  address: Text,
  phone: z.string(),
  calendar: Calendar.shape.days.unwrap(),
  /** Only queues that have such hours. */
  extended: z.array(z.strictObject({ queue: QueueId, hours: ExtendedHours })),
  windows: z.array(
    z.strictObject({
      id: WindowId,
      number: z.number().int(),
      zone: ZoneId,
      queues: z.array(QueueId),
    }),
  ),
  announcements: z.array(Announcement),
  questions: z.array(Question),
  map: HallMap.nullable(),
});
export type PublicInfo = z.infer<typeof PublicInfo>;

/** How a notice stands on a day (`YYYY-MM-DD`). */
export function announcementState(
  { from, until }: Pick<Announcement, 'from' | 'until'>,
  day: string,
): 'to-come' | 'shown' | 'over' {
  if (until !== undefined && until < day) return 'over';
  return from !== undefined && day < from ? 'to-come' : 'shown';
}

/** The newest first, of one day the one that was written last; those without a first day have always been there. */
export function newestFirst(all: readonly Announcement[]): Announcement[] {
  return all.toReversed().sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''));
}

/** Notices of a day, the newest first: what has not begun or is over is not shown. */
export function announcementsOn(all: readonly Announcement[], day: string): Announcement[] {
  return newestFirst(all).filter((one) => announcementState(one, day) === 'shown');
}

/**
 * The number on a receipt (受理通知书): the whole case number, as its code carries it, or its last twelve digits, as
 * people type it: the day, and the number of the day.
 */
export const ReceiptNumber = z.string().regex(/^([0-9A-Z]{31})?\d{12}$/, 'a receipt number has 12 digits');
/** Of the applicant's ID number. */
export const LastDigits = z.string().regex(/^\d{3}[\dX]$/, 'the last four characters of the ID number');

export const CASE_STAGES = [
  'received',
  'accepted',
  'supplement',
  'processing',
  'special',
  'decided',
  'issued',
  'collected',
  'posted',
  'not-accepted',
] as const;
export const CaseStage = z.enum(CASE_STAGES);
export type CaseStage = z.infer<typeof CaseStage>;

/** How far a case is. The applicant is masked: nobody behind the person reads a name. */
export const CaseProgress = z.strictObject({
  caseNumber: z.string().max(64),
  itemCode: z.string().max(40),
  /** In the platform's words. */
  itemName: z.string().max(200),
  department: z.string().max(100),
  applicant: z.string().max(40),
  stage: CaseStage,
  /** What happened so far, oldest first. */
  steps: z.array(z.strictObject({ stage: CaseStage, on: BusinessDay })).max(20),
  /** Until when it is promised; null where it is over, or nothing is promised. */
  promisedOn: BusinessDay.nullable(),
  result: z.enum(['granted', 'refused']).nullable(),
  /** What the applicant has to do, or should know. */
  note: Text.nullable(),
});
export type CaseProgress = z.infer<typeof CaseProgress>;

export const CASES_MAX = 10;

/** None where nothing fits: an unknown number and wrong digits are answered alike. */
export const CaseProgressAnswer = z.strictObject({
  at: Instant,
  cases: z.array(CaseProgress).max(CASES_MAX),
});
export type CaseProgressAnswer = z.infer<typeof CaseProgressAnswer>;

/** Grades of a group; null where there are too few to be published. */
const PublishedGrades = z.strictObject({
  count: z.number().int(),
  /** Numbers of the grades 5, 4, 3, 2, 1. */
  grades: z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int(), z.number().int()]),
});
export type PublishedGrades = z.infer<typeof PublishedGrades>;

export const PublishedRatings = z.strictObject({
  at: Instant,
  /** First and last business day that count; the day that is running does not. */
  from: BusinessDay,
  to: BusinessDay,
  /** Fewer ratings than this are not published. */
  minimum: z.number().int(),
  /** Of all groups that are published. */
  hall: PublishedGrades.nullable(),
  zones: z.array(z.strictObject({ zone: ZoneId, name: Text, grades: PublishedGrades.nullable() })),
  departments: z.array(
    z.strictObject({ department: DepartmentId, name: Text, grades: PublishedGrades.nullable() }),
  ),
});
export type PublishedRatings = z.infer<typeof PublishedRatings>;

export const PUBLIC_INFO_COMMANDS = {
  'case.progress': {
    body: z
      .strictObject({
        person: Person.optional(),
        receipt: ReceiptNumber.optional(),
        lastDigits: LastDigits.optional(),
      })
      .refine(
        ({ person, receipt, lastDigits }) =>
          (person === undefined) === (receipt !== undefined) &&
          (receipt === undefined) === (lastDigits === undefined),
        { message: 'name a person, or a receipt with the last digits' },
      ),
    answer: CaseProgressAnswer,
    roles: [],
    devices: ['kiosk'],
    // Numbers of persons belong in no address.
    http: post('/cases/progress'),
    reads: true,
    says: 'how far the cases of the person on the reader are, or the case of a receipt',
  },
  'ratings.published': {
    body: z.strictObject({}),
    answer: PublishedRatings,
    roles: ['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'],
    devices: ['kiosk'],
    http: get('/ratings/published'),
    reads: true,
    says: 'grades of the last days by area and department, as the hall publishes them',
  },
} as const satisfies Record<string, CommandEntry>;
