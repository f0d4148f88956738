import type { Fault } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { GROUP, ippAttribute, ippGroup, JOB_STATE, OPERATION, STATUS } from '../../codec/ipp.ts';
import type { PortHealth } from '../../supervisor.ts';
import type { IppClientFaultCode } from './ipp-client.ts';
import { createIppClient } from './ipp-client.ts';
import type { JobView } from './jobs.ts';
import {
  cameToNothing,
  cancelJob,
  findJob,
  isOver,
  jobView,
  listJobs,
  readJob,
  statusWords,
  USER,
} from './jobs.ts';
import type { PageFaultCode, PageOutcome, PageRecord, PageTotals } from './outcome.ts';
import { failed, unknown } from './outcome.ts';
import { openPageBook } from './page-book.ts';
import type { PageAbilities, PagePrinterStatus, Sides } from './printer-status.ts';
import { awayStatus, PDF, readStatus, STATUS_ATTRIBUTES } from './printer-status.ts';
import type { Task } from './task.ts';
import { jobTemplate, pageRecord } from './task.ts';
import { watchPrinter } from './watch.ts';

export type { CountSource, PageFaultCode, PageOutcome, PageRecord, PageTotals } from './outcome.ts';
export type { PagePrinterStatus, Sides } from './printer-status.ts';

/** While a job is under way: IPP has no events that every printer offers, and a page takes two seconds or more. */
export const DEFAULT_POLL_MS = 500;
export const DEFAULT_PAGE_DEADLINE_MS = 120_000;
/** After the deadline, how long a cancelled job may take to end. */
const CANCEL_MS = 5_000;
/** How long paper may still move, and an answer fail, after a job was called completed. */
const STILL_MS = 3_000;
/** RFC 8011, 5.1.3: a name is at most 255 octets; a printer that cuts it would not find the job again. */
const MAX_JOB_NAME_BYTES = 255;
const A4 = 'iso_a4_210x297mm';

export interface PagePrintOptions {
  /** Identifies the print across restarts; at most 255 bytes, no personal data: printers show it. */
  readonly jobName: string;
  readonly media?: typeof A4;
  /** Default one-sided. Two-sided where the printer can; where it cannot, on one side of more sheets. */
  readonly sides?: Sides;
  /** Milliseconds from now. */
  readonly deadlineMs?: number;
}

export interface PagePrinter {
  /**
   * Prints a PDF exactly once for its job name: a job of that name which the printer already has is followed, not
   * sent again, so that asking again after `unknown` is safe. One that is known to have been sent and that the
   * printer has forgotten is `unknown` (`JOB_GONE`): a person decides, and prints under a new name. After `failed`
   * the same name may be asked again. The PDF is not kept, and may be overwritten afterwards. Never rejects.
   */
  print(pdf: Uint8Array, options: PagePrintOptions): Promise<PageOutcome>;
  /** Takes a job back, whether it waits here or is in the printer. False: there is none, or it was over. */
  cancel(jobName: string): Promise<boolean>;
  status(): Promise<PagePrinterStatus>;
  health(): PortHealth;
  /** Paper used so far; survives a restart where a folder is given. */
  totals(): PageTotals;
  /** Ends at once; a print under way is `unknown` (`CLOSED`) and is found again by its name. */
  close(): Promise<void>;
}

export interface PagePrinterOptions {
  /** `ipp://host[:port]/ipp/print`, or `ipps:` */
  readonly uri: string;
  /** PEM of the certificate that an `ipps:` printer signed itself. */
  readonly ca?: string;
  /** Keeps, across restarts, which jobs were sent and how much paper was used: see `page-book.ts`. */
  readonly folder?: string;
  /**
   * True where nobody asks again for what was sent before: jobs of the folder's record that the printer still holds
   * are taken back at its first answer, for they would come out before somebody else. Default false: they are
   * followed when their names are asked for again.
   */
  readonly takesBackFormer?: boolean;
  /** Reasons, without ending, that mean nothing at this printer: `media-empty` of a tray that is never used. */
  readonly ignoreReasons?: readonly string[];
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of looking again. */
  readonly random?: () => number;
  readonly pollMs?: number;
  /** Given, the printer is also looked at while nothing is printed, see `watch.ts`. */
  readonly onHealth?: (health: PortHealth) => void;
}

/** Drives one IPP Everywhere printer (PWG 5100.14). Jobs of one driver are sent one after another. */
export function openPagePrinter(options: PagePrinterOptions): PagePrinter {
  const clock = options.clock ?? systemClock;
  const pollMs = options.pollMs ?? DEFAULT_POLL_MS;
  const client = createIppClient(options.uri, clock, options.ca);
  const book = openPageBook(options.folder);
  /** Jobs left in the printer past their deadline: they are taken back as soon as it answers again. */
  const abandoned = new Set<string>();
  /** Names asked for since this driver was opened: not of before. */
  const asked = new Set<string>();
  let mayHoldFormer = options.takesBackFormer === true;
  /** Jobs taken back before they were sent. */
  const canceled = new Set<string>();
  const waiting = new Set<string>();
  const wakers = new Set<() => void>();
  let isClosed = false;
  let tail: Promise<unknown> = Promise.resolve();
  const watch = watchPrinter({
    clock,
    look: () => ask(),
    onAnswer: sweep,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
  });

  /** Ends early when the driver is closed. */
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (isClosed) return resolve();
      const done = (): void => {
        wakers.delete(done);
        cancel();
        resolve();
      };
      const cancel = clock.after(ms, done);
      wakers.add(done);
    });
  const left = (deadline: number): number => Math.max(0, deadline - clock.now());

  async function ask(
    withinMs?: number,
  ): Promise<{ status: PagePrinterStatus; abilities: PageAbilities | null; problem: string | null }> {
    const asked = await client.ask(OPERATION.getPrinterAttributes, {
      ...(withinMs === undefined ? {} : { withinMs }),
      attributes: [USER, ippAttribute('requested-attributes', 'keyword', ...STATUS_ATTRIBUTES)],
    });
    const view =
      asked.ok && asked.value.code <= STATUS.okIgnored
        ? readStatus(asked.value, options.ignoreReasons)
        : null;
    if (view) {
      const { abilities, ...status } = view;
      watch.saw(status);
      return { status, abilities, problem: null };
    }
    const code: IppClientFaultCode = asked.ok ? 'IPP_ANSWER' : asked.error.code;
    const status = awayStatus(code);
    watch.saw(status);
    return {
      status,
      abilities: null,
      problem: asked.ok ? statusWords(asked.value.code) : asked.error.message,
    };
  }

  /** Why the printer does not print, as far as it says. */
  async function cause(otherwise: PageFaultCode, withinMs: number): Promise<PageFaultCode> {
    const { status } = await ask(withinMs);
    return status.code ?? otherwise;
  }

  /** Sends until the printer takes it; `null` means that it may or may not have taken it. */
  async function send(task: Task, abilities: PageAbilities): Promise<JobView | PageOutcome | null> {
    for (;;) {
      watch.count('sent');
      const sent = await client.ask(OPERATION.printJob, {
        withinMs: left(task.deadline),
        attributes: [
          USER,
          ippAttribute('job-name', 'name', task.jobName),
          ippAttribute('document-format', 'mimeType', PDF),
          { name: 'ipp-attribute-fidelity', values: [{ kind: 'boolean', value: true }] },
        ],
        job: jobTemplate(task, abilities),
        data: task.pdf,
      });
      let busyWords: string;
      if (sent.ok) {
        const { code } = sent.value;
        if (code <= STATUS.okIgnored) return jobView(ippGroup(sent.value, GROUP.job)) ?? null;
        if (!WORTH_WAITING.has(code)) return failed(refusalCode(code), statusWords(code));
        busyWords = statusWords(code);
      } else {
        const { code, message } = sent.error;
        if (code === 'IPP_NOT_SENT') return isClosed ? failed('CLOSED', message) : failed('OFFLINE', message);
        if (code === 'IPP_REFUSED') return failed('REFUSED', message);
        if (code !== 'IPP_BUSY') return null;
        busyWords = message;
      }
      watch.count('busy');
      if (clock.now() + pollMs >= task.deadline)
        return failed(await cause('BUSY', 0), `busy until the deadline: ${busyWords}`);
      await wait(pollMs);
      if (isClosed) return failed('CLOSED', 'the driver was closed; the printer had not taken it');
      if (canceled.delete(task.jobName)) return failed('CANCELED', 'taken back before the printer took it');
    }
  }

  async function follow(first: JobView, task: Task): Promise<PageOutcome> {
    let job = first;
    for (;;) {
      const ended = isOver(job) ? await judge(job, task) : null;
      if (ended) return ended;
      if (isClosed) return unknown('CLOSED', 'the driver was closed while the job was under way');
      if (clock.now() >= task.deadline) return giveUp(job, task);
      await wait(Math.min(pollMs, Math.max(1, left(task.deadline))));
      const asked = await readJob(client, { id: job.id, jobName: task.jobName }, left(task.deadline));
      if (!asked.ok) {
        watch.count('notAnswered');
        continue;
      }
      if (asked.value === null) return unknown('JOB_GONE', 'the printer no longer knows the job');
      job = asked.value;
      // The reason shows while the job waits for a person, not only at its end.
      if (job.state === JOB_STATE.stopped) await ask(left(task.deadline));
    }
  }

  /** The outcome of a job that is over. */
  async function judge(found: JobView, task: Task): Promise<PageOutcome> {
    // The answer to Print-Job does not count pages.
    const counted =
      found.impressions === undefined || found.mayHaveBegun
        ? await readJob(client, { id: found.id, jobName: task.jobName }, CANCEL_MS)
        : null;
    const job = counted?.ok && counted.value && isOver(counted.value) ? counted.value : found;
    if (job.state === JOB_STATE.completed) {
      const status = await stillStatus();
      // Not accounted: asked for again, it is found by its name and judged then.
      if (isClosed) return unknown('CLOSED', 'the driver was closed before the printer was looked at');
      if (status.state === 'away') return unknown('OFFLINE', 'completed, and away when it was looked at');
      const isStuck = status.reasons.includes('media-jam');
      const isPartial = job.reasons.includes('job-completed-with-errors');
      const record = account(job, task, !isStuck && !isPartial);
      if (isStuck) return unknown('MEDIA_JAM', 'completed, but paper is jammed');
      if (isPartial) return unknown('ABORTED', 'completed with errors');
      return { outcome: 'printed', jobId: job.id, pages: record };
    }
    const words = job.state === JOB_STATE.canceled ? 'the job was cancelled' : 'the job was aborted';
    const atPrinter = job.reasons.includes('job-canceled-at-device');
    const otherwise = job.state === JOB_STATE.canceled ? 'CANCELED' : 'ABORTED';
    const code = atPrinter ? 'CANCELED_AT_PRINTER' : await cause(otherwise, CANCEL_MS);
    return withoutSuccess(job, task, code, words);
  }

  /** A printer may call a job completed while its last page still moves, or is stuck: how it is once nothing moves. */
  async function stillStatus(): Promise<PagePrinterStatus> {
    const end = clock.now() + STILL_MS;
    for (;;) {
      const { status } = await ask(Math.max(pollMs, left(end)));
      const isSettled = status.state !== 'processing' && status.state !== 'away';
      if (isSettled || status.reasons.includes('media-jam') || isClosed || clock.now() >= end) return status;
      await wait(pollMs);
    }
  }

  function withoutSuccess(job: JobView, task: Task, code: PageFaultCode, words: string): PageOutcome {
    if (cameToNothing(job, book.printerCounts())) return failed(code, `${words}, no page came out`);
    if ((job.impressions ?? 0) > 0 || (job.sheets ?? 0) > 0) account(job, task, false);
    return unknown(code, words);
  }

  /** Past the deadline: the job is cancelled, so that it does not come out for somebody else later. */
  async function giveUp(job: JobView, task: Task): Promise<PageOutcome> {
    const end = clock.now() + CANCEL_MS;
    const code = await cause('DEADLINE', left(end));
    if (!(await cancelJob(client, job.id, left(end)))) watch.count('notCanceled');
    for (; clock.now() < end && !isClosed; await wait(pollMs)) {
      const asked = await readJob(client, { id: job.id, jobName: task.jobName }, left(end));
      if (!asked.ok) continue;
      if (asked.value === null) return unknown(code, 'the printer forgot the job at its deadline');
      if (asked.value.state === JOB_STATE.completed) return judge(asked.value, task);
      if (isOver(asked.value)) return withoutSuccess(asked.value, task, code, 'cancelled at the deadline');
    }
    abandoned.add(task.jobName);
    return unknown(code, 'the job did not end by the deadline');
  }

  /** Takes back what a printer that was away may still hold: its page would come out for somebody else. */
  async function sweep(): Promise<void> {
    if (mayHoldFormer) mayHoldFormer = !(await takeBackFormer());
    for (const jobName of abandoned) {
      const found = await findJob(client, jobName, CANCEL_MS);
      if (!found.ok) return;
      const isDone = found.value === null || isOver(found.value);
      if (isDone || (await cancelJob(client, found.value!.id, CANCEL_MS))) abandoned.delete(jobName);
    }
  }

  /** True: nothing from before this driver was opened is in the printer any more. */
  async function takeBackFormer(): Promise<boolean> {
    const listed = await listJobs(client, 'not-completed', CANCEL_MS);
    if (!listed.ok) return false;
    const former = listed.value.filter(
      ({ name }) => name !== undefined && !asked.has(name) && book.known(name)?.state === 'sent',
    );
    for (const { id } of former) {
      if (!(await cancelJob(client, id, CANCEL_MS))) return false;
      watch.count('formerCanceled');
    }
    return book.isRead();
  }

  function account(job: JobView, task: Task, isWhole: boolean): PageRecord {
    const record = pageRecord(job, task);
    const before = book.totals();
    book.cameOut(record, job.id, isWhole);
    const { sheets, impressions } = book.totals();
    watch.count('sheets', sheets - before.sheets);
    watch.count('impressions', impressions - before.impressions);
    return record;
  }

  async function printNow(task: Task): Promise<PageOutcome> {
    const { jobName, deadline } = task;
    if (isClosed) return failed('CLOSED', 'the driver is closed; nothing was sent');
    if (clock.now() >= deadline) return failed('DEADLINE', 'there was no time left; nothing was sent');
    const known = book.known(jobName);
    if (known?.state === 'out' && known.whole)
      return { outcome: 'printed', jobId: known.id, pages: known.record };
    abandoned.delete(jobName);
    const { abilities, problem, status } = await ask(left(deadline));
    // Without these looks nothing is sent: an earlier try may be in the printer.
    if (abilities === null) return notAsked(status.code ?? 'OFFLINE', problem ?? '', known !== undefined);
    await sweep();
    const existing = await findJob(client, jobName, left(deadline));
    if (!existing.ok)
      return notAsked(notAskedCode(existing.error), existing.error.message, known !== undefined);
    if (existing.value && !cameToNothing(existing.value, book.printerCounts()))
      return follow(existing.value, task);
    if (!existing.value && known)
      return unknown('JOB_GONE', 'it was sent before, and the printer no longer knows it');
    if (canceled.delete(jobName)) return failed('CANCELED', 'taken back before it was sent');
    if (!book.sent(jobName))
      return failed('RECORD_UNWRITABLE', 'the record of jobs cannot be written; nothing was sent');
    const sent = await send(task, abilities);
    if (sent === null) return findLost(task);
    return 'outcome' in sent ? sent : follow(sent, task);
  }

  /** The connection broke while the document was sent: the printer says whether it has the job. */
  async function findLost(task: Task): Promise<PageOutcome> {
    while (clock.now() < task.deadline && !isClosed) {
      await wait(pollMs);
      const found = await findJob(client, task.jobName, left(task.deadline));
      if (found.ok && found.value) return follow(found.value, task);
      if (found.ok) break;
    }
    if (isClosed) return unknown('CLOSED', 'the driver was closed while the document was sent');
    abandoned.add(task.jobName);
    return unknown('CONNECTION_LOST', 'the connection broke while the document was sent');
  }

  async function printAndNote(task: Task): Promise<PageOutcome> {
    const outcome = await printNow(task);
    if (outcome.outcome === 'failed' && book.known(task.jobName)?.state === 'sent')
      book.nothingCame(task.jobName);
    watch.count(outcome.outcome);
    return outcome;
  }

  return {
    async print(pdf, { jobName, media = A4, sides = 'one-sided', deadlineMs = DEFAULT_PAGE_DEADLINE_MS }) {
      if (jobName === '' || Buffer.byteLength(jobName) > MAX_JOB_NAME_BYTES)
        return failed('REFUSED', `a job name has 1 to ${MAX_JOB_NAME_BYTES} bytes`);
      const deadline = clock.now() + deadlineMs;
      const task: Task = { pdf, jobName, media, sides, deadline, sentSides: 'one-sided' };
      let isTooLate = false;
      asked.add(jobName);
      waiting.add(jobName);
      const printing = tail.then(() => {
        waiting.delete(jobName);
        if (canceled.delete(jobName)) return failed('CANCELED', 'taken back before it was sent');
        return isTooLate ? failed('DEADLINE', 'others came first; nothing was sent') : printAndNote(task);
      });
      tail = printing;
      // Whoever waits behind a slow job is told at the own deadline, not at that of the job before.
      const late = Promise.withResolvers<PageOutcome>();
      const cancelLate = clock.after(deadlineMs, () => {
        if (!waiting.has(jobName)) return;
        isTooLate = true;
        late.resolve(failed('DEADLINE', 'others came first; nothing was sent'));
      });
      const outcome = await Promise.race([printing, late.promise]);
      cancelLate();
      return outcome;
    },
    async cancel(jobName) {
      if (waiting.has(jobName)) {
        canceled.add(jobName);
        return true;
      }
      const found = await findJob(client, jobName, CANCEL_MS);
      if (!found.ok || !found.value || isOver(found.value)) return false;
      return cancelJob(client, found.value.id, CANCEL_MS);
    },
    status: async () => (await ask()).status,
    health: watch.health,
    totals: book.totals,
    async close() {
      isClosed = true;
      watch.close();
      client.close();
      for (const wake of [...wakers]) wake();
      await tail;
      book.close();
    },
  };
}

/** Full, resting, warming up: the same request may be taken a second later (RFC 8011, appendix B). */
const WORTH_WAITING = new Set<number>([STATUS.busy, STATUS.temporaryError, STATUS.serviceUnavailable]);

function refusalCode(status: number): PageFaultCode {
  if (status === STATUS.attributesNotSupported) return 'MEDIA_NOT_SUPPORTED';
  if (status === STATUS.documentFormatNotSupported) return 'FORMAT_NOT_SUPPORTED';
  return status === STATUS.notAcceptingJobs || status === STATUS.deviceError ? 'PRINTER_STOPPED' : 'REFUSED';
}

function notAskedCode(error: Fault): PageFaultCode {
  return awayStatus(error.code as IppClientFaultCode).code ?? 'OFFLINE';
}

function notAsked(code: PageFaultCode, why: string, wasSent: boolean): PageOutcome {
  const words = `the printer could not be asked: ${why}`;
  return wasSent ? unknown(code, words) : failed(code, `${words}; nothing was sent`);
}
