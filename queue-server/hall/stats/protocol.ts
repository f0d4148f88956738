import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PublishedRatings } from '@hall/shared/contracts/public-info';
import type { GroupRow, Morning, ReplayMinute, ReplayTimeline, Report } from '@hall/shared/contracts/reports';

/** What main thread and report thread say to each other. */

export interface Moment {
  /** Today's business day, and now. */
  readonly today: string;
  readonly now: number;
}

export interface ReportJobs {
  report: {
    readonly ask: { readonly from: string; readonly to: string; readonly clerks: boolean };
    readonly answer: Report;
  };
  own: {
    readonly ask: { readonly from: string; readonly to: string; readonly clerk: string };
    readonly answer: GroupRow | null;
  };
  /** What the public sees of the ratings; days before the hall's first are none. */
  ratings: {
    readonly ask: { readonly from: string; readonly to: string };
    readonly answer: PublishedRatings;
  };
  morning: { readonly ask: { readonly day: string }; readonly answer: Morning };
  minute: { readonly ask: { readonly day: string; readonly at: number }; readonly answer: ReplayMinute };
  timeline: { readonly ask: { readonly day: string }; readonly answer: ReplayTimeline };
}
export type JobName = keyof ReportJobs;

export type Job<N extends JobName = JobName> = {
  [K in N]: { readonly name: K; readonly ask: ReportJobs[K]['ask'] };
}[N];

export interface ThreadOptions {
  readonly ledgerFile: string;
  readonly timeZone: string;
}

export type ToReports =
  | { readonly kind: 'config'; readonly config: HallConfig }
  | { readonly kind: 'job'; readonly id: number; readonly job: Job; readonly moment: Moment }
  | { readonly kind: 'close' };

export type FromReports =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'bug'; readonly id: number; readonly reason: string }
  /** Days that are read of those that are needed. */
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly of: number };
