import { z } from 'zod';
import { BackupSettings } from './backup.ts';
import { HallMap, mapProblems } from './hall-map.ts';
import { DepartmentId, HallId, ItemId, QueueId, Slug, StaffName, WindowId, ZoneId } from './identifiers.ts';
import { isCreditCode } from './identity.ts';
import { LedgerSettings } from './ledger-settings.ts';
import { PrivacySettings } from './privacy.ts';
import { ANNOUNCEMENTS_MAX, Announcement, QUESTIONS_MAX, Question } from './public-info.ts';
import { isReservedName, RESERVED_NAMES } from './reserved-names.ts';
import { separationProblem } from './roles.ts';
import {
  BookingRules,
  BookingSlots,
  Calendar,
  CallingRules,
  EstimateRules,
  ExtendedHours,
  Hours,
  NextRules,
  NumberingRules,
  PaperRules,
  PriorityRules,
  SlotQuotas,
  TakingRules,
  WindowRules,
} from './rules.ts';
import { Text } from './text.ts';
import { STANDARD_THEMES, THEMES_MAX, Theme } from './themes.ts';

/** A hall is data: this schema is the whole of what a hall can be told to be. */

export const Zone = z.strictObject({ id: ZoneId, name: Text, place: Text });

export const Department = z.strictObject({
  id: DepartmentId,
  name: Text,
  /** 统一社会信用代码, GB 32100. */
  creditCode: z.string().refine(isCreditCode, 'the check character of the credit code does not fit'),
});

export const Queue = z.strictObject({
  id: QueueId,
  name: Text,
  zone: ZoneId,
  department: DepartmentId,
  prefix: z.string().regex(/^[A-Z]{1,2}$/),
  /** Digits of a number: A012 has three. */
  digits: z.number().int().min(2).max(4),
  firstNumber: z.number().int().min(0),
  lastNumber: z.number().int().max(9999),
  /** Tickets a day; not above the range of numbers. */
  dailyQuota: z.number().int().min(1),
  hours: Hours,
  /** [T3] */
  extended: ExtendedHours.default([]),
  /** [T5] Besides the quota of the day. */
  slots: SlotQuotas.default([]),
  /** [B1] No slots: the queue takes no bookings. */
  bookings: BookingSlots.default([]),
  /** [P2] Pre-printed numbers of this queue: they lie outside the range of numbers. */
  paperNumbers: z
    .strictObject({ first: z.number().int().min(0).max(9999), last: z.number().int().max(9999) })
    .optional(),
  /** A board and the manager view turn amber from this wait on, in minutes. */
  warnAfterMin: z.number().int().min(1),
  /** Whether a ticket needs an ID card. */
  realName: z.boolean(),
});

export const Window = z.strictObject({
  id: WindowId,
  /** What hangs above it: "3". */
  number: z.number().int().min(1).max(999),
  zone: ZoneId,
  /** Served in this order of preference where two people came at the same moment. */
  queues: z.array(QueueId).min(1),
  /** [X6] 跨窗通办: served as well when more than so many wait there. */
  secondary: z.array(z.strictObject({ queue: QueueId, above: z.number().int().min(0).max(999) })).default([]),
});

export const Item = z.strictObject({
  id: ItemId,
  /** 31 characters: credit code of the department (18) + 13. */
  code: z.string().regex(/^[0-9A-Z]{31}$/, 'an item code has 31 characters'),
  name: Text,
  department: DepartmentId,
  queue: QueueId,
  /** Ids of the hall's {@link Theme}s. */
  themes: z.array(Slug).min(1),
  /** Everyday words that people use for it, in any language, dialect too. */
  aliases: z.array(z.string().min(1).max(40)).max(60),
  /** 即办件: decided on the spot. */
  onTheSpot: z.boolean(),
  /** Working days. */
  promisedDays: z.number().int().min(0),
  legalDays: z.number().int().min(0),
  feeYuan: z.number().min(0),
  materials: z
    .array(
      z.strictObject({
        name: Text,
        copies: z.number().int().min(0),
        /** original 原件, copy 复印件, electronic 电子, shared 数据共享免提交 */
        form: z.enum(['original', 'copy', 'electronic', 'shared']),
      }),
    )
    .min(1)
    .refine((materials) => materials.every((m) => !/等|其他|相关/.test(m.name.zh)), {
      message: 'vague words (等, 其他, 相关) are not allowed in a list of materials',
    }),
  steps: z.array(Text).min(1),
  /** A paper that the self-service machines can print for this item. */
  certificate: z.enum(['insurance']).optional(),
});
export type Item = z.infer<typeof Item>;

export const ROLES = ['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const Staff = z.strictObject({
  username: StaffName,
  name: z.string().min(1).max(40),
  nameEn: z.string().min(1).max(60),
  staffNumber: z.string().regex(/^[0-9]{3,8}$/),
  roles: z.array(Role).min(1),
  department: DepartmentId,
  post: Text,
  /** 星级, shown on the pad when the hall's rule allows it. */
  stars: z.number().int().min(0).max(5),
});

/** How staff get in. */
export const AccessSettings = z.strictObject({
  /** Who must have a second factor besides the password. */
  totp: z.enum(['optional', 'administrators', 'everyone']).default('optional'),
  /** Managers, auditors and administrators are logged out after so long without use, minutes. */
  idleMinutes: z.number().int().min(5).max(720).default(30),
  /** Clerks, chiefs and guides stay at their desk for the working day, minutes. */
  deskIdleMinutes: z.number().int().min(5).max(1440).default(720),
  /** No session lives longer, hours. */
  sessionHours: z.number().int().min(1).max(24).default(12),
});
export type AccessSettings = z.infer<typeof AccessSettings>;

/** Sections one by one; what they refer to in each other is checked by {@link HallConfig}. */
export const HallShape = z.strictObject({
  version: z.literal(1),
  id: HallId,
  name: Text,
  timeZone: z.string().refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'not a known time zone'),
  address: Text,
  phone: z.string().max(40),
  opening: Text,
  notices: z.array(Text).max(12),
  calling: CallingRules,
  rating: z.strictObject({
    timeoutSeconds: z.number().int().min(10).max(600),
    commentMax: z.number().int().min(0).max(500),
    thanksSeconds: z.number().int().min(1).max(60),
    /** What the public sees of the ratings: of how many days, and from how many ratings and clerks on. */
    published: z
      .strictObject({
        days: z.number().int().min(1).max(90).default(30),
        minimum: z.number().int().min(10).max(1_000).default(20),
        clerks: z.number().int().min(2).max(50).default(3),
      })
      .prefault({}),
  }),
  priority: PriorityRules,
  numbering: NumberingRules.prefault({}),
  calendar: Calendar.prefault({}),
  taking: TakingRules.prefault({}),
  booking: BookingRules.prefault({}),
  next: NextRules.prefault({}),
  windowRules: WindowRules.prefault({}),
  paper: PaperRules.prefault({}),
  estimates: EstimateRules.prefault({}),
  /** Whether pad and window show name and photo of the clerk. */
  showClerk: z.boolean(),
  reprintLimit: z.number().int().min(0).max(9),
  zones: z.array(Zone).min(1),
  departments: z.array(Department).min(1),
  queues: z.array(Queue).min(1),
  windows: z.array(Window).min(1),
  /** The tiles of a kiosk's start screen, in their order. */
  themes: z
    .array(Theme)
    .min(1)
    .max(THEMES_MAX)
    .default(() => [...STANDARD_THEMES]),
  items: z.array(Item).min(1),
  announcements: z.array(Announcement).max(ANNOUNCEMENTS_MAX).default([]),
  questions: z.array(Question).max(QUESTIONS_MAX).default([]),
  /** The plan of the hall; null: the hall has none, and people are told the place in words. */
  map: HallMap.nullable().default(null),
  staff: z.array(Staff).min(1),
  access: AccessSettings.prefault({}),
  ledger: LedgerSettings.prefault({}),
  privacy: PrivacySettings.prefault({}),
  /** The queue for people who do not know where to go. */
  guideQueue: QueueId,
  backup: BackupSettings.optional(),
  devices: z
    .array(
      z.strictObject({
        id: Slug,
        kind: z.enum([
          'kiosk',
          'window-host',
          'server-host',
          'wall',
          'board',
          'window-screen',
          'pad',
          'sound',
        ]),
        name: Text,
        zone: ZoneId.optional(),
        windows: z.array(WindowId).optional(),
      }),
    )
    .max(400),
});

/** The configuration of a hall, its references and uniqueness checked. */
export const HallConfig = HallShape.superRefine((hall, context) => {
  const problem = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const unique = (list: readonly unknown[], at: string, key: string) => {
    const seen = new Set();
    list.forEach((value, i) => {
      if (seen.has(value)) problem([at, i, key], `"${String(value)}" is used twice`);
      seen.add(value);
    });
  };
  for (const at of [
    ...['zones', 'departments', 'queues', 'windows', 'themes'],
    ...['items', 'announcements', 'questions', 'devices'],
  ] as const) {
    unique(
      hall[at].map((entry) => entry.id),
      at,
      'id',
    );
  }
  unique(
    hall.queues.map((queue) => queue.prefix),
    'queues',
    'prefix',
  );
  unique(
    hall.windows.map((window) => window.number),
    'windows',
    'number',
  );
  unique(
    hall.items.map((item) => item.code),
    'items',
    'code',
  );
  unique(
    hall.staff.map((member) => member.username),
    'staff',
    'username',
  );
  unique(
    hall.staff.map((member) => member.staffNumber),
    'staff',
    'staffNumber',
  );

  const zones = new Set(hall.zones.map((zone) => zone.id));
  const departments = new Map(hall.departments.map((department) => [department.id, department]));
  const queues = new Set(hall.queues.map((queue) => queue.id));
  const windows = new Set(hall.windows.map((window) => window.id));
  const themes = new Set(hall.themes.map((theme) => theme.id));
  hall.queues.forEach((queue, i) => {
    if (!zones.has(queue.zone)) problem(['queues', i, 'zone'], `there is no zone "${queue.zone}"`);
    if (!departments.has(queue.department)) {
      problem(['queues', i, 'department'], `there is no department "${queue.department}"`);
    }
    if (queue.lastNumber < queue.firstNumber) problem(['queues', i, 'lastNumber'], 'lies below firstNumber');
    if (String(queue.lastNumber).length > queue.digits) {
      problem(['queues', i, 'lastNumber'], `does not fit into ${queue.digits} digits`);
    }
    if (queue.dailyQuota > queue.lastNumber - queue.firstNumber + 1) {
      problem(['queues', i, 'dailyQuota'], 'is larger than the range of numbers');
    }
    for (const list of ['hours', 'extended', 'slots', 'bookings'] as const) {
      for (const [j, span] of queue[list].entries()) {
        if (span.from >= span.to) problem(['queues', i, list, j], 'closes before it opens');
      }
    }
    const paper = queue.paperNumbers;
    if (paper && paper.last < paper.first) problem(['queues', i, 'paperNumbers'], 'ends before it begins');
    if (paper && paper.first <= queue.lastNumber && paper.last >= queue.firstNumber) {
      problem(['queues', i, 'paperNumbers'], 'overlaps the range of numbers that machines give');
    }
    const kiosks = hall.devices.filter((device) => device.kind === 'kiosk').length;
    if (queue.dailyQuota + kiosks * hall.numbering.perKiosk > queue.lastNumber - queue.firstNumber + 1) {
      problem(['queues', i, 'dailyQuota'], 'leaves too few numbers for what the kiosks keep back');
    }
  });
  if (hall.booking.daysAhead >= hall.privacy.keepDays.person) {
    problem(
      ['booking', 'daysAhead'],
      'reaches beyond the days that persons are kept (privacy.keepDays.person)',
    );
  }
  hall.calendar.days.forEach((day, i, days) => {
    const path = ['calendar', 'days', i];
    if (days.findIndex((other) => other.date === day.date) < i) {
      problem([...path, 'date'], `"${day.date}" is there twice`);
    }
    if (day.kind === 'closed' && (day.as !== undefined || day.hours !== undefined)) {
      problem(path, 'a closed day has no hours');
    }
    for (const span of day.hours ?? []) {
      if (span.from >= span.to) problem([...path, 'hours'], 'closes before it opens');
    }
    const weekday = ((new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
    const open = hall.queues.some(({ hours, extended }) =>
      [...hours, ...extended].some(({ days: on }) => on.includes(day.as ?? weekday)),
    );
    if (day.kind === 'open' && day.hours === undefined && !open) {
      problem(
        [...path, 'as'],
        'no queue has hours on that weekday: name the one whose hours count, or hours',
      );
    }
  });
  hall.priority.enterpriseWindows.forEach((window, i) => {
    if (!windows.has(window)) {
      problem(['priority', 'enterpriseWindows', i], `there is no window "${window}"`);
    }
  });
  hall.windowRules.bulkClose.forEach((time, i) => {
    for (const queue of time.queues ?? []) {
      if (!queues.has(queue)) problem(['windowRules', 'bulkClose', i], `there is no queue "${queue}"`);
    }
  });
  hall.windows.forEach((window, i) => {
    if (!zones.has(window.zone)) problem(['windows', i, 'zone'], `there is no zone "${window.zone}"`);
    for (const [j, queue] of window.queues.entries()) {
      if (!queues.has(queue)) problem(['windows', i, 'queues', j], `there is no queue "${queue}"`);
    }
    for (const [j, { queue }] of window.secondary.entries()) {
      if (!queues.has(queue)) problem(['windows', i, 'secondary', j], `there is no queue "${queue}"`);
      if (window.queues.includes(queue)) problem(['windows', i, 'secondary', j], 'is served in any case');
    }
  });
  hall.items.forEach((item, i) => {
    const department = departments.get(item.department);
    if (!department) problem(['items', i, 'department'], `there is no department "${item.department}"`);
    else if (!item.code.startsWith(department.creditCode)) {
      problem(['items', i, 'code'], 'does not start with the credit code of its department');
    }
    if (!queues.has(item.queue)) problem(['items', i, 'queue'], `there is no queue "${item.queue}"`);
    for (const [j, theme] of item.themes.entries()) {
      if (!themes.has(theme)) problem(['items', i, 'themes', j], `there is no theme "${theme}"`);
    }
    if (item.promisedDays > item.legalDays)
      problem(['items', i, 'promisedDays'], 'is longer than the legal limit');
  });
  hall.staff.forEach((member, i) => {
    if (!departments.has(member.department)) {
      problem(['staff', i, 'department'], `there is no department "${member.department}"`);
    }
    if (isReservedName(member.username, hall)) {
      problem(['staff', i, 'username'], 'is the name of a device, or one that the server itself uses');
    }
    const united = separationProblem(member.roles);
    if (united) problem(['staff', i, 'roles'], `no account both ${united[0]} and ${united[1]}`);
  });
  if (hall.map) for (const { path, message } of mapProblems(hall.map)) problem(['map', ...path], message);
  hall.announcements.forEach(({ from, until }, i) => {
    if (from !== undefined && until !== undefined && until < from)
      problem(['announcements', i, 'until'], 'lies before its first day');
  });
  if (!queues.has(hall.guideQueue)) problem(['guideQueue'], `there is no queue "${hall.guideQueue}"`);
  hall.devices.forEach((device, i) => {
    if (RESERVED_NAMES.includes(device.id))
      problem(['devices', i, 'id'], 'is a name that the server itself uses');
    if (device.zone !== undefined && !zones.has(device.zone)) {
      problem(['devices', i, 'zone'], `there is no zone "${device.zone}"`);
    }
    for (const [j, window] of (device.windows ?? []).entries()) {
      if (!windows.has(window)) problem(['devices', i, 'windows', j], `there is no window "${window}"`);
    }
  });
});
export type HallConfig = z.infer<typeof HallConfig>;
export type QueueConfig = HallConfig['queues'][number];
export type WindowConfig = HallConfig['windows'][number];
export type StaffConfig = HallConfig['staff'][number];
export type DeviceConfig = HallConfig['devices'][number];
export type DeviceKind = DeviceConfig['kind'];
