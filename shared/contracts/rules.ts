import { z } from 'zod';
import { BusinessDay, QueueId, WindowId } from './identifiers.ts';
import { Text } from './text.ts';

/**
 * The settings of the numbered rules in queue-server/hall/domain/RULES.md. Every field has a default, so that a
 * hall says only what it wants otherwise. What belongs to one queue or window stands there (hall-config.ts).
 */

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written HH:MM');
const Weekday = z.number().int().min(1).max(7);
const Span = { from: ClockTime, to: ClockTime };

/** Weekly opening: Monday 1 … Sunday 7, half-open [from, to). */
export const Hours = z.array(z.strictObject({ days: z.array(Weekday).min(1), ...Span })).min(1);
export type Hours = z.infer<typeof Hours>;

/** [T3] 延时 (after hours) and 错时 (at other hours than offices keep): told as such, beside the usual hours. */
export const ExtendedHours = z.array(
  z.strictObject({
    days: z.array(Weekday).min(1),
    ...Span,
    kind: z.enum(['extended', 'staggered']),
    /** Only between these days, both included. */
    between: z.tuple([BusinessDay, BusinessDay]).optional(),
  }),
);

/** [T5] Numbers that may be taken in a span of the day. */
export const SlotQuotas = z.array(z.strictObject({ ...Span, quota: z.number().int().min(0).max(9999) }));

/** [B1] Places that can be booked in a span of the day. */
export const BookingSlots = z.array(
  z.strictObject({ days: z.array(Weekday).min(1), ...Span, places: z.number().int().min(1).max(999) }),
);

/** [T2] Days that are not as the week says: 节假日 closed, 调休 make-up days open. */
export const Calendar = z.strictObject({
  days: z
    .array(
      z.strictObject({
        date: BusinessDay,
        name: Text,
        kind: z.enum(['closed', 'open']),
        /** An open day keeps the hours of this weekday, unless `hours` says otherwise. */
        as: Weekday.optional(),
        hours: z.array(z.strictObject(Span)).min(1).optional(),
      }),
    )
    .max(400)
    .default([]),
});
export type Calendar = z.infer<typeof Calendar>;

export const NumberingRules = z.strictObject({
  /** [N3] `daily`: each day begins at the first number; `continue`: behind yesterday's last, round the range. */
  restart: z.enum(['daily', 'continue']).default('daily'),
  /** [N4] Numbers at the end of each queue's range that each kiosk keeps for times without a server. */
  perKiosk: z.number().int().min(0).max(500).default(0),
});

export const TakingRules = z.strictObject({
  /** [T6] One live ticket for a person in a queue. */
  onePerPerson: z.boolean().default(true),
  /** [T7] [T9] Who misses or cancels too many bookings cannot book for a while. */
  blocks: z
    .array(
      z.strictObject({
        after: z.enum(['missed', 'cancelled']),
        times: z.number().int().min(1).max(50),
        withinDays: z.number().int().min(1).max(366),
        forDays: z.number().int().min(1).max(366),
      }),
    )
    .max(8)
    .default([
      { after: 'missed', times: 3, withinDays: 30, forDays: 30 },
      { after: 'cancelled', times: 5, withinDays: 30, forDays: 7 },
    ]),
  /** [T8] Bookings of one item by one person for one day. */
  bookingsPerItemAndDay: z.number().int().min(1).max(20).default(1),
  /** [T10] A queue that no window serves: refuse and send to the guide desk, or take and wait for a window. */
  withoutWindow: z.enum(['refuse', 'take']).default('refuse'),
  /** [T11] So many minutes before closing: say so with the number, or refuse. */
  closingSoon: z
    .strictObject({
      minutes: z.number().int().min(0).max(240).default(20),
      mode: z.enum(['tell', 'refuse']).default('tell'),
    })
    .prefault({}),
});

/** [C3] What a guide confirms by looking at a paper or a person. */
export const CONFIRMED_KINDS = ['disabled', 'soldier', 'pregnant'] as const;
export const ConfirmedKind = z.enum(CONFIRMED_KINDS);
export type ConfirmedKind = z.infer<typeof ConfirmedKind>;

export const ReasonId = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const Reasons = z
  .array(z.strictObject({ id: ReasonId, name: Text }))
  .min(1)
  .max(12);

export const PriorityRules = z.strictObject({
  /** [C1] */
  seniorAge: z.number().int().min(50).max(100),
  /** Minutes that a class is ahead of its arrival: [C1] senior, [C2] appointment, [C3] priority, [C4] green. */
  bonusMin: z.strictObject({
    senior: z.number().int().min(0).max(240),
    priority: z.number().int().min(0).max(240),
    green: z.number().int().min(0).max(240),
    appointment: z.number().int().min(0).max(240).default(0),
  }),
  /** [C3] */
  confirmed: z.array(ConfirmedKind).default([...CONFIRMED_KINDS]),
  /** [C4] Why somebody may use the green channel. */
  greenReasons: Reasons.default([
    { id: 'key-project', name: { zh: '重点项目', en: 'Key project' } },
    { id: 'urgent', name: { zh: '急事急办', en: 'Urgent matter' } },
    { id: 'special-care', name: { zh: '特殊困难群众', en: 'Special care' } },
  ]),
  /** [C5] 帮办/代办: live tickets that one agent may hold for others; 0: nobody may. */
  agentTickets: z.number().int().min(0).max(50).default(3),
  /** [C6] 重点企业 are served at these windows. */
  enterpriseWindows: z.array(WindowId).default([]),
});

export const BookingRules = z.strictObject({
  /** [B2] How far ahead. */
  daysAhead: z.number().int().min(0).max(60).default(7),
  /** [B3] Check-in opens so long before the slot. */
  earlyMin: z.number().int().min(0).max(240).default(20),
  /** [B4] Later than this after the slot began, a booking is an ordinary place. */
  lateMin: z.number().int().min(0).max(240).default(10),
});

export const NextRules = z.strictObject({
  /** [X1] Whoever was overtaken by so many, or so long ago for the first time, comes first. */
  overtaken: z
    .strictObject({
      people: z.number().int().min(1).max(99).default(5),
      minutes: z.number().int().min(1).max(480).default(20),
    })
    .prefault({}),
  /** [X2] While somebody is overtaken to the limit, bound and green tickets get at most one call in so many. */
  // One in one would be all of them, and nobody's turn would ever be safe.
  share: z.number().int().min(2).max(20).default(4),
  /** [X3] Tickets that are bound to a window and due come before its lines. */
  boundFirst: z.boolean().default(true),
  /** [X4] The green channel comes before the lines. */
  greenFirst: z.boolean().default(true),
  /** [X5] By arrival less the class's minutes, or by arrival alone. */
  by: z.enum(['virtual', 'arrival']).default('virtual'),
});

export const CallingRules = z.strictObject({
  /** [K1] A window cannot call again this soon after a call, seconds. */
  lockSeconds: z.number().int().min(0).max(120),
  /** [K2] */
  recallLimit: z.number().int().min(0).max(20),
  /** [K2] Between a call or recall and the next recall. */
  recallSpacingSeconds: z.number().int().min(0).max(120).default(5),
  /** [K3] An announcement is worthless after this, seconds. */
  announceSeconds: z.number().int().min(5).max(120),
  /** [K4] A ticket whose printing is unknown may be called after this, seconds. */
  unknownPrintSeconds: z.number().int().min(0).max(600),
  /** [K5] A number is a no-show only after so many calls. */
  noShowAfterCalls: z.number().int().min(1).max(10).default(1),
  /** [K6] How often a passed number may come back, and behind how many. */
  reactivate: z
    .strictObject({
      times: z.number().int().min(0).max(10).default(1),
      behind: z.number().int().min(0).max(50).default(3),
    })
    .prefault({}),
  /** [K7] Tickets that a window may park; a parked one is due again after so many minutes. */
  park: z
    .strictObject({
      most: z.number().int().min(0).max(50).default(5),
      minutes: z.number().int().min(1).max(600).default(60),
    })
    .prefault({}),
  /** [K8] Whoever is transferred keeps the time of arrival, or begins anew. */
  transferKeepsArrival: z.boolean().default(true),
  /** [K9] Reasons for calling somebody out of turn; an empty list forbids it. */
  outOfTurnReasons: z
    .array(z.strictObject({ id: ReasonId, name: Text }))
    .max(12)
    .default([
      { id: 'came-back', name: { zh: '材料已补齐', en: 'Came back with papers' } },
      { id: 'helper', name: { zh: '导办请求', en: 'Asked by a guide' } },
      { id: 'joint', name: { zh: '一同办理', en: 'Together with another case' } },
    ]),
  /** [K10] Items on one ticket. */
  itemsPerTicket: z.number().int().min(1).max(5).default(5),
  /** [K11] Serving somebody at the window without a number. */
  quickServe: z.boolean().default(true),
  /** [K12] */
  undoSeconds: z.number().int().min(0).max(300).default(30),
  /** [K13] A call while a service runs: refuse, or end it after a confirmation. */
  overRunning: z.enum(['refuse', 'confirm']).default('confirm'),
});

export const WindowRules = z.strictObject({
  /** [W1] 去向留言: why a window pauses, and for how long usually. */
  pauseReasons: z
    .array(z.strictObject({ id: ReasonId, name: Text, minutes: z.number().int().min(1).max(240) }))
    .min(1)
    .max(12)
    .default([
      { id: 'break', name: { zh: '暂时离开', en: 'Back in a moment' }, minutes: 10 },
      { id: 'meal', name: { zh: '用餐', en: 'Meal break' }, minutes: 45 },
      { id: 'meeting', name: { zh: '开会', en: 'In a meeting' }, minutes: 60 },
      { id: 'filing', name: { zh: '整理材料', en: 'Filing papers' }, minutes: 15 },
    ]),
  /** [W3] Closing or pausing the last window of a queue in which people wait. */
  lastWindow: z.enum(['allow', 'warn', 'refuse']).default('warn'),
  /** [W4] At these times what still waits is closed in bulk (besides the end of the day). */
  bulkClose: z
    .array(z.strictObject({ at: ClockTime, queues: z.array(QueueId).min(1).optional() }))
    .max(8)
    .default([]),
});

export const PaperRules = z.strictObject({
  /** [P1] Who may start paper mode. */
  startedBy: z.enum(['manager', 'guide']).default('guide'),
});

export const EstimateRules = z.strictObject({
  /** [E1] Whether waits are told on papers and screens. */
  told: z.boolean().default(true),
});
