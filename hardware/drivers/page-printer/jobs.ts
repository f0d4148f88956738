import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { IppAttribute, IppGroup } from '../../codec/ipp.ts';
import {
  GROUP,
  ippAttribute,
  ippGroup,
  ippNumber,
  ippTexts,
  JOB_STATE,
  OPERATION,
  STATUS,
} from '../../codec/ipp.ts';
import type { IppClient } from './ipp-client.ts';

/** Shown on the printer's panel and in its log: the same for everybody. */
export const USER: IppAttribute = ippAttribute('requesting-user-name', 'name', 'yichuang');

/** One job as its printer tells of it. */
export interface JobView {
  readonly id: number;
  readonly name: string | undefined;
  readonly state: number;
  readonly reasons: readonly string[];
  /** Sides and sheets that left the printer, where it counts them. */
  readonly impressions: number | undefined;
  readonly sheets: number | undefined;
  /** False: the printer says that it never began with it (`time-at-processing` is no-value; RFC 8011, 5.3.14). */
  readonly mayHaveBegun: boolean;
}

const JOB_ATTRIBUTES = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
  'time-at-processing',
] as const;

export function jobView(group: IppGroup | undefined): JobView | undefined {
  const id = ippNumber(group, 'job-id');
  const state = ippNumber(group, 'job-state');
  if (id === undefined || state === undefined) return undefined;
  const began = group?.attributes.find(({ name }) => name === 'time-at-processing')?.values[0];
  return {
    id,
    name: ippTexts(group, 'job-name')[0],
    state,
    reasons: ippTexts(group, 'job-state-reasons'),
    impressions: ippNumber(group, 'job-impressions-completed'),
    sheets: ippNumber(group, 'job-media-sheets-completed'),
    mayHaveBegun: began?.kind !== 'out-of-band',
  };
}

export function isOver(job: JobView): boolean {
  return job.state >= JOB_STATE.canceled;
}

/**
 * Certain that no paper moved: the job ended without success, and the printer either never began with it or counts
 * pages (`counts`) and counted none.
 */
export function cameToNothing(job: JobView, counts: boolean): boolean {
  if (job.state !== JOB_STATE.canceled && job.state !== JOB_STATE.aborted) return false;
  if (!job.mayHaveBegun) return true;
  return counts && job.impressions === 0 && (job.sheets ?? 0) === 0;
}

/** A printer that knows several jobs of one name is judged by the one that matters most for "did it come out". */
function weight(job: JobView): number {
  if (!isOver(job)) return 3;
  if (job.state === JOB_STATE.completed) return 2;
  return job.impressions === 0 ? 0 : 1;
}

/** What the printer has, or had not long ago; an error when it could not be asked. */
export async function listJobs(
  client: IppClient,
  which: 'not-completed' | 'completed',
  withinMs: number,
): Promise<Result<readonly JobView[], Fault>> {
  const asked = await client.ask(OPERATION.getJobs, {
    withinMs,
    attributes: [
      USER,
      ippAttribute('which-jobs', 'keyword', which),
      ippAttribute('requested-attributes', 'keyword', ...JOB_ATTRIBUTES),
    ],
  });
  if (!asked.ok) return asked;
  if (asked.value.code > STATUS.okIgnored) return err(fault('IPP_ANSWER', statusWords(asked.value.code)));
  return ok(asked.value.groups.flatMap((group) => (group.tag === GROUP.job ? (jobView(group) ?? []) : [])));
}

/** The job with this name, or null; an error when the printer could not be asked. */
export async function findJob(
  client: IppClient,
  jobName: string,
  withinMs: number,
): Promise<Result<JobView | null, Fault>> {
  const found: JobView[] = [];
  // In this order a job that ends in between is seen in the second list.
  for (const which of ['not-completed', 'completed'] as const) {
    const listed = await listJobs(client, which, withinMs);
    if (!listed.ok) return listed;
    found.push(...listed.value.filter(({ name }) => name === jobName));
  }
  return ok(found.sort((a, b) => weight(b) - weight(a) || b.id - a.id)[0] ?? null);
}

/** The job of this number and name; null when the printer has forgotten it, or gave its number to another. */
export async function readJob(
  client: IppClient,
  job: { readonly id: number; readonly jobName: string },
  withinMs: number,
): Promise<Result<JobView | null, Fault>> {
  const asked = await client.ask(OPERATION.getJobAttributes, {
    withinMs,
    attributes: [
      { name: 'job-id', values: [{ kind: 'integer', value: job.id }] },
      USER,
      ippAttribute('requested-attributes', 'keyword', ...JOB_ATTRIBUTES),
    ],
  });
  if (!asked.ok) return asked;
  if (asked.value.code === STATUS.notFound) return ok(null);
  const view = jobView(ippGroup(asked.value, GROUP.job));
  if (!view) return err(fault('IPP_ANSWER', 'an answer without a job'));
  return ok(view.name === undefined || view.name === job.jobName ? view : null);
}

/** True: the printer took the order. A job that was over already is not cancelled. */
export async function cancelJob(client: IppClient, id: number, withinMs: number): Promise<boolean> {
  const asked = await client.ask(OPERATION.cancelJob, {
    withinMs,
    attributes: [{ name: 'job-id', values: [{ kind: 'integer', value: id }] }, USER],
  });
  return asked.ok && asked.value.code <= STATUS.okIgnored;
}

export const statusWords = (code: number): string =>
  `the printer answered IPP status 0x${code.toString(16).padStart(4, '0')}`;
