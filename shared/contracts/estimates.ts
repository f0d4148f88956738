import { z } from 'zod';
import { type CommandEntry, post } from './command-entry.ts';
import { BusinessDay, Instant, QueueId, TicketId, WaitRange, WindowId } from './identifiers.ts';
import { Text } from './text.ts';

/** What the hall knows about its own estimates: how right they were, why they are so, and what would change them. */

const HALF_HOURS = /^([01]\d|2[0-3]):(00|30)$/;

const Figures = {
  /** Tickets that were told a range and called. */
  count: z.number().int().min(0),
  /** Mean |told − waited|, minutes, of the first figure told. */
  maeMin: z.number().min(0),
  /** Share called within the second figure told. */
  withinP80: z.number().min(0).max(1),
  /** Mean (told − waited), minutes: above zero, people were told too much. */
  biasMin: z.number(),
};

export const EstimateAccuracy = z.strictObject({
  from: BusinessDay,
  to: BusinessDay,
  /** Null where nobody was called who had been told a range. */
  total: z.strictObject(Figures).nullable(),
  days: z.array(z.strictObject({ day: BusinessDay, ...Figures })),
  queues: z.array(z.strictObject({ queue: QueueId, ...Figures })),
  /** By half hour of taking the number. */
  halfHours: z.array(z.strictObject({ from: z.string().regex(HALF_HOURS), ...Figures })),
  /** Everything apart, by day, queue and half hour. */
  cells: z.array(
    z.strictObject({
      day: BusinessDay,
      queue: QueueId,
      from: z.string().regex(HALF_HOURS),
      ...Figures,
    }),
  ),
});
export type EstimateAccuracy = z.infer<typeof EstimateAccuracy>;

const Change = z.strictObject({
  window: WindowId,
  /** Left out: as it is. */
  open: z.boolean().optional(),
  /** What it would serve; left out: as it is. */
  queues: z.array(QueueId).min(1).max(20).optional(),
});

export const WhatIf = z.strictObject({
  at: Instant,
  /** What would be done, in words. */
  changes: Text,
  /** Wait of someone who comes now. Null: nothing is known. */
  queues: z.array(
    z.strictObject({
      queue: QueueId,
      before: WaitRange.nullable(),
      after: WaitRange.nullable(),
      /** 开 5 号窗口办 C：34 → 19 分钟 */
      says: Text,
    }),
  ),
});
export type WhatIf = z.infer<typeof WhatIf>;

export const ESTIMATE_KINDS = ['free', 'learned', 'little-history', 'none', 'plain'] as const;

export const EstimateExplained = z.strictObject({
  at: Instant,
  queue: QueueId,
  ticket: TicketId.nullable(),
  range: WaitRange.nullable(),
  /** `free`: a window is free; `none`: nothing is known; `plain`: by the plain formula, the learned one is not ready. */
  kind: z.enum(ESTIMATE_KINDS),
  /** Whole sentences, the most important first. */
  because: z.array(Text).min(1),
});
export type EstimateExplained = z.infer<typeof EstimateExplained>;

export const ESTIMATE_COMMANDS = {
  'estimate.accuracy': {
    body: z
      .strictObject({
        day: BusinessDay.optional(),
        from: BusinessDay.optional(),
        to: BusinessDay.optional(),
      })
      .refine((body) => (body.day === undefined) === (body.from !== undefined && body.to !== undefined), {
        message: 'name a day, or from and to',
      })
      .refine((body) => body.from === undefined || body.to === undefined || body.from <= body.to, {
        message: 'ends before it begins',
      }),
    answer: EstimateAccuracy,
    roles: ['manager', 'auditor'],
    devices: [],
    http: post('/estimates/accuracy'),
    reads: true,
    says: 'what people were told against what came, by day, queue and half hour',
  },
  'estimate.what-if': {
    body: z.strictObject({
      /** Only this queue; left out: all that would change. */
      queue: QueueId.optional(),
      changes: z.array(Change).min(1).max(20),
    }),
    answer: WhatIf,
    roles: ['chief', 'manager'],
    devices: [],
    http: post('/estimates/what-if'),
    reads: true,
    says: 'waits if windows were opened, closed or served other queues; changes nothing',
  },
  'estimate.explain': {
    body: z
      .strictObject({ ticket: TicketId.optional(), queue: QueueId.optional() })
      .refine((body) => (body.ticket === undefined) !== (body.queue === undefined), {
        message: 'name a ticket or a queue',
      }),
    answer: EstimateExplained,
    roles: ['clerk', 'chief', 'guide', 'manager', 'auditor'],
    devices: [],
    http: post('/estimates/explain'),
    reads: true,
    says: 'why the wait of a ticket, or of someone who comes now, is what it is',
  },
} as const satisfies Record<string, CommandEntry>;
