import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { IppGroup } from '../../codec/ipp.ts';
import {
  GROUP,
  ippAttribute,
  ippBoolean,
  ippGroup,
  ippNumber,
  ippTexts,
  JOB_STATE,
  OPERATION,
  PRINTER_STATE,
  STATUS,
} from '../../codec/ipp.ts';
import { createIppClient } from './ipp-client.ts';

export const DEFAULT_POLL_MS = 500;
export const DEFAULT_PAGE_DEADLINE_MS = 120_000;
/** After the deadline, how long a cancelled job may take to end. */
const CANCEL_MS = 5_000;
const USER_NAME = 'yichuang';

/** Printer reasons that keep paper from coming, most telling first (RFC 8011, 5.4.12). */
const BLOCKING_REASONS = {
  'media-empty': 'MEDIA_EMPTY',
  'media-needed': 'MEDIA_EMPTY',
  'media-jam': 'MEDIA_JAM',
  'cover-open': 'COVER_OPEN',
  'door-open': 'COVER_OPEN',
  'input-tray-missing': 'TRAY_MISSING',
  'toner-empty': 'TONER_EMPTY',
  'marker-supply-empty': 'TONER_EMPTY',
  'output-area-full': 'OUTPUT_FULL',
  shutdown: 'PRINTER_STOPPED',
  paused: 'PRINTER_STOPPED',
  other: 'PRINTER_STOPPED',
} as const;

export type PageFaultCode =
  | (typeof BLOCKING_REASONS)[keyof typeof BLOCKING_REASONS]
  | 'OFFLINE'
  | 'BUSY'
  | 'REFUSED'
  | 'MEDIA_NOT_SUPPORTED'
  | 'ABORTED'
  | 'CANCELED'
  | 'JOB_GONE'
  | 'CONNECTION_LOST'
  | 'DEADLINE';

/** `failed`: certain that no page came out. `unknown`: sent, and neither pages nor their absence are proved. */
export type PageOutcome =
  | { readonly outcome: 'printed'; readonly jobId: number }
  | { readonly outcome: 'failed'; readonly code: PageFaultCode; readonly message: string }
  | { readonly outcome: 'unknown'; readonly code: PageFaultCode; readonly message: string };

export interface PagePrinterStatus {
  readonly state: 'idle' | 'processing' | 'stopped' | 'away';
  readonly acceptingJobs: boolean;
  /** Without `-error`, `-warning`, `-report`; empty when all is well. */
  readonly reasons: readonly string[];
  /** What keeps it from printing. */
  readonly code: PageFaultCode | null;
}

export interface PagePrintOptions {
  /** Identifies the print across restarts; at most 255 bytes, no personal data. */
  readonly jobName: string;
  readonly media?: 'iso_a4_210x297mm';
  /** Milliseconds from now. */
  readonly deadlineMs?: number;
}

export interface PagePrinter {
  /**
   * Prints a PDF exactly once for its job name: a job of that name which the printer already has is followed,
   * not sent again, so that asking again after `unknown` is safe. Never rejects.
   */
  print(pdf: Uint8Array, options: PagePrintOptions): Promise<PageOutcome>;
  status(): Promise<PagePrinterStatus>;
}

export interface PagePrinterOptions {
  /** `ipp://host[:port]/ipp/print` */
  readonly uri: string;
  readonly clock?: Clock;
  readonly pollMs?: number;
}

interface JobView {
  readonly id: number;
  readonly state: number;
  readonly reasons: readonly string[];
  /** Pages that left the printer, where it counts them. */
  readonly impressions: number | undefined;
}

/** Drives one IPP Everywhere printer. Jobs of one driver are sent one after another. */
export function openPagePrinter(options: PagePrinterOptions): PagePrinter {
  const clock = options.clock ?? systemClock;
  const pollMs = options.pollMs ?? DEFAULT_POLL_MS;
  const client = createIppClient(options.uri, clock);
  /** Names that were sent, or may have been: about these "nothing came out" is never certain. */
  const attempted = new Set<string>();
  let tail: Promise<unknown> = Promise.resolve();

  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const user = ippAttribute('requesting-user-name', 'name', USER_NAME);

  async function status(): Promise<PagePrinterStatus> {
    const asked = await client.ask(OPERATION.getPrinterAttributes, [
      ippAttribute(
        'requested-attributes',
        'keyword',
        'printer-state',
        'printer-state-reasons',
        'printer-is-accepting-jobs',
      ),
    ]);
    if (!asked.ok) return { state: 'away', acceptingJobs: false, reasons: [], code: 'OFFLINE' };
    const group = ippGroup(asked.value, GROUP.printer);
    const reasons = strip(ippTexts(group, 'printer-state-reasons'));
    const state = ippNumber(group, 'printer-state');
    const acceptingJobs = ippBoolean(group, 'printer-is-accepting-jobs') ?? true;
    const stopped = state === PRINTER_STATE.stopped || !acceptingJobs;
    return {
      state:
        state === PRINTER_STATE.stopped
          ? 'stopped'
          : state === PRINTER_STATE.processing
            ? 'processing'
            : 'idle',
      acceptingJobs,
      reasons,
      code: blockingCode(reasons) ?? (stopped ? 'PRINTER_STOPPED' : null),
    };
  }

  /** The job with this name, or null; an error when the printer could not be asked. */
  async function findJob(jobName: string): Promise<Result<JobView | null, Fault>> {
    for (const which of ['not-completed', 'completed']) {
      const asked = await client.ask(OPERATION.getJobs, [
        user,
        ippAttribute('which-jobs', 'keyword', which),
        ippAttribute('requested-attributes', 'keyword', 'job-id', 'job-name', ...JOB_ATTRIBUTES),
      ]);
      if (!asked.ok) return asked;
      if (asked.value.code > STATUS.okIgnored) return err(fault('IPP_ANSWER', statusWords(asked.value.code)));
      const jobs = asked.value.groups.filter((group) => group.tag === GROUP.job);
      const found = jobs.find((group) => ippTexts(group, 'job-name')[0] === jobName);
      const view = found && jobView(found);
      if (view) return ok(view);
    }
    return ok(null);
  }

  async function jobById(id: number): Promise<Result<JobView | null, Fault>> {
    const asked = await client.ask(OPERATION.getJobAttributes, [
      { name: 'job-id', values: [{ kind: 'integer', value: id }] },
      user,
      ippAttribute('requested-attributes', 'keyword', 'job-id', ...JOB_ATTRIBUTES),
    ]);
    if (!asked.ok) return asked;
    if (asked.value.code === STATUS.notFound) return ok(null);
    const view = jobView(ippGroup(asked.value, GROUP.job));
    return view ? ok(view) : err(fault('IPP_ANSWER', 'an answer without a job'));
  }

  /** Sends until the printer takes it; `null` means that it may or may not have taken it. */
  async function send(
    pdf: Uint8Array,
    jobName: string,
    media: string,
    deadline: number,
  ): Promise<JobView | PageOutcome | null> {
    for (;;) {
      const sent = await client.ask(
        OPERATION.printJob,
        [
          user,
          ippAttribute('job-name', 'name', jobName),
          ippAttribute('document-format', 'mimeType', 'application/pdf'),
          { name: 'ipp-attribute-fidelity', values: [{ kind: 'boolean', value: true }] },
        ],
        [ippAttribute('media', 'keyword', media)],
        pdf,
      );
      if (!sent.ok) {
        return sent.error.code === 'IPP_NOT_SENT' ? failed('OFFLINE', sent.error.message) : null;
      }
      const { code } = sent.value;
      if (code <= STATUS.okIgnored) return jobView(ippGroup(sent.value, GROUP.job)) ?? null;
      if (code !== STATUS.busy) return failed(refusalCode(code), statusWords(code));
      if (clock.now() + pollMs >= deadline) {
        return failed((await status()).code ?? 'BUSY', 'the printer was busy until the deadline');
      }
      await wait(pollMs);
    }
  }

  async function follow(first: JobView, deadline: number): Promise<PageOutcome> {
    let job = first;
    for (;;) {
      const ended = await judge(job);
      if (ended) return ended;
      if (clock.now() >= deadline) return giveUp(job);
      await wait(pollMs);
      const asked = await jobById(job.id);
      if (!asked.ok) continue;
      if (asked.value === null) return unknown('JOB_GONE', 'the printer no longer knows the job');
      job = asked.value;
    }
  }

  /** The outcome of a job that has ended, or null. */
  async function judge(job: JobView): Promise<PageOutcome | null> {
    if (job.state === JOB_STATE.completed) {
      const { reasons } = await status();
      // A printer may call a job completed while its last page is stuck.
      if (reasons.includes('media-jam')) return unknown('MEDIA_JAM', 'completed, but paper is jammed');
      if (job.reasons.includes('job-completed-with-errors'))
        return unknown('ABORTED', 'completed with errors');
      return { outcome: 'printed', jobId: job.id };
    }
    if (job.state !== JOB_STATE.canceled && job.state !== JOB_STATE.aborted) return null;
    // The answer to Print-Job does not count pages.
    const counted = job.impressions === undefined ? await jobById(job.id) : ok(job);
    const impressions = counted.ok ? counted.value?.impressions : undefined;
    const cause = (await status()).code ?? (job.state === JOB_STATE.canceled ? 'CANCELED' : 'ABORTED');
    const words = `the job ended ${job.state === JOB_STATE.canceled ? 'canceled' : 'aborted'}`;
    return impressions === 0 ? failed(cause, `${words}, no page came out`) : unknown(cause, words);
  }

  /** Past the deadline: the job is cancelled, so that it does not come out for somebody else later. */
  async function giveUp(job: JobView): Promise<PageOutcome> {
    const cause = (await status()).code ?? 'DEADLINE';
    await client.ask(OPERATION.cancelJob, [
      { name: 'job-id', values: [{ kind: 'integer', value: job.id }] },
      user,
    ]);
    for (const end = clock.now() + CANCEL_MS; clock.now() < end; await wait(pollMs)) {
      const asked = await jobById(job.id);
      if (!asked.ok || asked.value === null) continue;
      if (asked.value.state === JOB_STATE.completed) return { outcome: 'printed', jobId: job.id };
      const isOver = asked.value.state === JOB_STATE.canceled || asked.value.state === JOB_STATE.aborted;
      if (!isOver) continue;
      const words = 'cancelled at the deadline';
      return asked.value.impressions === 0
        ? failed(cause, `${words}, no page came out`)
        : unknown(cause, words);
    }
    return unknown(cause, 'the job did not end by the deadline');
  }

  async function printNow(
    pdf: Uint8Array,
    printOptions: PagePrintOptions,
    deadline: number,
  ): Promise<PageOutcome> {
    const { jobName, media = 'iso_a4_210x297mm' } = printOptions;
    if (clock.now() >= deadline) return failed('DEADLINE', 'there was no time left; nothing was sent');
    const existing = await findJob(jobName);
    // Without this look nothing is sent: an earlier try may be in the printer.
    if (!existing.ok) return notAsked(existing.error, attempted.has(jobName));
    if (existing.value) return follow(existing.value, deadline);
    attempted.add(jobName);
    const sent = await send(pdf, jobName, media, deadline);
    if (sent === null) return findLost(jobName, deadline);
    if (!('outcome' in sent)) return follow(sent, deadline);
    attempted.delete(jobName);
    return sent;
  }

  /** The connection broke while the document was sent: the printer says whether it has the job. */
  async function findLost(jobName: string, deadline: number): Promise<PageOutcome> {
    while (clock.now() < deadline) {
      await wait(pollMs);
      const found = await findJob(jobName);
      if (found.ok && found.value) return follow(found.value, deadline);
      if (found.ok) break;
    }
    return unknown('CONNECTION_LOST', 'the connection broke while the document was sent');
  }

  return {
    status,
    print(pdf, printOptions) {
      const deadline = clock.now() + (printOptions.deadlineMs ?? DEFAULT_PAGE_DEADLINE_MS);
      const printing = tail.then(() => printNow(pdf, printOptions, deadline));
      tail = printing;
      return printing;
    },
  };
}

const JOB_ATTRIBUTES = ['job-state', 'job-state-reasons', 'job-impressions-completed'] as const;

function jobView(group: IppGroup | undefined): JobView | undefined {
  const id = ippNumber(group, 'job-id');
  const state = ippNumber(group, 'job-state');
  if (id === undefined || state === undefined) return undefined;
  const impressions = ippNumber(group, 'job-impressions-completed');
  return { id, state, reasons: ippTexts(group, 'job-state-reasons'), impressions };
}

/** `media-empty-error` → `media-empty`; `none` says nothing (RFC 8011, 5.4.12). */
function strip(reasons: readonly string[]): string[] {
  return reasons
    .map((reason) => reason.replace(/-(error|warning|report)$/, ''))
    .filter((reason) => reason !== 'none');
}

function blockingCode(reasons: readonly string[]): PageFaultCode | null {
  for (const [reason, code] of Object.entries(BLOCKING_REASONS)) {
    if (reasons.includes(reason)) return code;
  }
  return null;
}

function refusalCode(status: number): PageFaultCode {
  if (status === STATUS.attributesNotSupported) return 'MEDIA_NOT_SUPPORTED';
  if (status === STATUS.notAcceptingJobs) return 'PRINTER_STOPPED';
  return 'REFUSED';
}

const statusWords = (code: number): string =>
  `the printer answered IPP status 0x${code.toString(16).padStart(4, '0')}`;

function notAsked(error: Fault, wasAttempted: boolean): PageOutcome {
  const words = `the printer could not be asked: ${error.message}`;
  return wasAttempted ? unknown('OFFLINE', words) : failed('OFFLINE', `${words}; nothing was sent`);
}

function failed(code: PageFaultCode, message: string): PageOutcome {
  return { outcome: 'failed', code, message };
}

function unknown(code: PageFaultCode, message: string): PageOutcome {
  return { outcome: 'unknown', code, message };
}
