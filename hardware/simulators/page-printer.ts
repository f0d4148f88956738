import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { IppAttribute, IppGroup, IppMessage } from '../codec/ipp.ts';
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
} from '../codec/ipp.ts';
import {
  isJobTemplate,
  printerDescription,
  SUPPORTED_MEDIA,
  sidesSupported,
} from './page-printer/attributes.ts';
import { startIppServer } from './page-printer/ipp-server.ts';
import { countPages, isOver, type Job, jobAttributes } from './page-printer/jobs.ts';
import type { FaultyListener, SimulatorLines } from './simulator-port.ts';

const IPP_PATH = '/ipp/print';
/** RFC 8011, 4.1.4.1 */
const CHARSET_NOT_SUPPORTED = 0x040d;
/** How many finished pages are kept. */
const KEPT_JOBS = 50;

/**
 * What can be wrong (RFC 8011, 5.4.12): `media-empty`: the tray is empty; `media-jam`: paper stuck; `paused`: somebody
 * pressed stop. `toner-low` and `media-low` warn, and paper goes on coming.
 */
export const PAGE_FAULTS = [
  'media-empty',
  'media-needed',
  'media-jam',
  'paused',
  'toner-empty',
  'cover-open',
  'door-open',
  'input-tray-missing',
  'output-area-full',
  'toner-low',
  'media-low',
] as const;
export type PageFault = (typeof PAGE_FAULTS)[number];
const MILD: readonly PageFault[] = ['toner-low', 'media-low'];

export interface PagePrinterSimulatorOptions {
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Time for one page. */
  readonly pageMs?: number;
  /** `false`: a second job is answered server-error-busy, as ippeveprinter does. Default true. */
  readonly queues?: boolean;
  /** `false`: prints on one side only, and says so. Default true. */
  readonly duplex?: boolean;
  /** `false`: tells no page counts, as many office printers. Default true. */
  readonly counts?: boolean;
  /** A job is called completed this long before its last page lies in the tray; until then the printer is busy. */
  readonly earlyMs?: number;
  readonly clock?: Clock;
  readonly now?: () => number;
  readonly onChange?: () => void;
}

export interface SimulatedPage {
  readonly id: string;
  readonly jobName: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly sides: string;
  /** Milliseconds since the epoch at which the last page came out. */
  readonly at: number;
}

export interface PagePrinterSimulator {
  readonly port: number;
  /** `ipp://127.0.0.1:port/ipp/print` */
  readonly uri: string;
  /** Jobs whose pages all came out, oldest first. */
  readonly pages: readonly SimulatedPage[];
  readonly fault: PageFault | null;
  readonly activeJobs: number;
  /** Faults of the cable and the plug; jobs survive a cut of the power. */
  readonly lines: SimulatorLines;
  /** Sets or clears (null) a fault; a job under way stops or goes on. */
  setFault(fault: PageFault | null): void;
  /** The next job is aborted after this many pages. */
  abortNextAfter(pages: number): void;
  /** The next Print-Job is taken, but its answer is lost. */
  loseNextAnswer(): void;
  /** The next job is called completed while its last page is stuck: the jam stays. */
  jamOnNextLastPage(): void;
  /** Somebody presses "cancel" at the panel; false when nothing is being printed. */
  cancelAtPrinter(): boolean;
  /**
   * `over`: jobs that ended are no longer known, as at a full history. `all`: what a printer without a disk forgets
   * with its power; numbers begin at 1 again.
   */
  forgetJobs(which: 'over' | 'all'): void;
  /** Every request gets this HTTP status (401, 503 …) and no answer; null ends it. */
  refuseWith(httpStatus: number | null): void;
  close(): Promise<void>;
}

/** A page printer at `ipp://127.0.0.1:port/ipp/print` that keeps the PDFs it "printed". */
export async function startPagePrinterSimulator(
  options: PagePrinterSimulatorOptions = {},
): Promise<PagePrinterSimulator> {
  const printer = new SimulatedPagePrinter(options);
  await printer.listen();
  return printer;
}

class SimulatedPagePrinter implements PagePrinterSimulator {
  port: number;
  fault: PageFault | null = null;
  readonly pages: SimulatedPage[] = [];
  private readonly options: PagePrinterSimulatorOptions;
  private readonly clock: Clock;
  private readonly startedAt: number;
  private listener: FaultyListener | undefined;
  private jobs: Job[] = [];
  private nextJob = 1;
  private cancelPage: (() => void) | undefined;
  /** The last page of a job that was called completed moves still. */
  private cancelLanding: (() => void) | undefined;
  private abortAfter: number | undefined;
  private loseAnswer = false;
  private jamLast = false;
  private httpStatus: number | null = null;

  constructor(options: PagePrinterSimulatorOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.port = options.port ?? 0;
    this.startedAt = this.clock.now();
  }

  get uri(): string {
    return `ipp://127.0.0.1:${this.port}${IPP_PATH}`;
  }

  get activeJobs(): number {
    return this.jobs.filter((job) => !isOver(job)).length;
  }

  async listen(): Promise<void> {
    this.listener = await startIppServer({
      port: this.port,
      clock: this.clock,
      answer: (request) => {
        if (this.httpStatus !== null) return this.httpStatus;
        const answer = this.answer(request);
        if (!this.loseAnswer || request.code !== OPERATION.printJob) return answer;
        this.loseAnswer = false;
        return null;
      },
    });
    this.port = this.listener.address.port;
  }

  get lines(): SimulatorLines {
    if (this.listener === undefined) throw new Error('the printer does not listen yet');
    return this.listener;
  }

  setFault(fault: PageFault | null): void {
    this.fault = fault;
    this.work();
    this.options.onChange?.();
  }

  abortNextAfter(pages: number): void {
    this.abortAfter = pages;
  }

  loseNextAnswer(): void {
    this.loseAnswer = true;
  }

  jamOnNextLastPage(): void {
    this.jamLast = true;
  }

  cancelAtPrinter(): boolean {
    const job = this.jobs.find((candidate) => !isOver(candidate));
    if (!job) return false;
    job.endReason = 'job-canceled-at-device';
    this.end(job, JOB_STATE.canceled);
    return true;
  }

  forgetJobs(which: 'over' | 'all'): void {
    if (which === 'all') {
      this.cancelPage?.();
      this.cancelPage = undefined;
      this.nextJob = 1;
    }
    this.jobs = which === 'all' ? [] : this.jobs.filter((job) => !isOver(job));
    this.options.onChange?.();
  }

  refuseWith(httpStatus: number | null): void {
    this.httpStatus = httpStatus;
  }

  async close(): Promise<void> {
    this.cancelPage?.();
    this.cancelPage = undefined;
    this.cancelLanding?.();
    await this.listener?.close();
  }

  private answer(request: IppMessage): IppMessage {
    const problem = envelopeProblem(request);
    if (problem !== undefined) return reply(request, problem);
    switch (request.code) {
      case OPERATION.printJob:
        return this.printJob(request);
      case OPERATION.validateJob:
        return this.refusal(request) ?? reply(request, STATUS.ok);
      case OPERATION.getPrinterAttributes:
        return reply(request, STATUS.ok, [
          { tag: GROUP.printer, attributes: this.printerAttributes(request) },
        ]);
      case OPERATION.getJobs:
        return this.getJobs(request);
      case OPERATION.getJobAttributes: {
        const job = this.findJob(request);
        return job
          ? reply(request, STATUS.ok, [this.jobGroup(job, wanted(request, ['all']))])
          : reply(request, STATUS.notFound);
      }
      case OPERATION.cancelJob: {
        const job = this.findJob(request);
        if (!job) return reply(request, STATUS.notFound);
        if (isOver(job)) return reply(request, STATUS.notPossible);
        this.end(job, JOB_STATE.canceled);
        return reply(request, STATUS.ok);
      }
      default:
        return reply(request, STATUS.operationNotSupported);
    }
  }

  /** Why a job would not be taken: its format, or media that is not in a tray. */
  private refusal(request: IppMessage): IppMessage | undefined {
    const operation = ippGroup(request, GROUP.operation);
    const [format = 'application/octet-stream'] = ippTexts(operation, 'document-format');
    if (format !== 'application/pdf' && format !== 'application/octet-stream') {
      return reply(request, STATUS.documentFormatNotSupported);
    }
    if (!ippBoolean(operation, 'ipp-attribute-fidelity')) return undefined;
    const job = ippGroup(request, GROUP.job);
    const supported = { media: SUPPORTED_MEDIA, sides: sidesSupported(this.options.duplex !== false) };
    const foreign = (['media', 'sides'] as const).flatMap((name) => {
      const [asked] = ippTexts(job, name);
      return asked === undefined || supported[name].includes(asked)
        ? []
        : ippAttribute(name, 'keyword', asked);
    });
    if (foreign.length === 0) return undefined;
    return reply(request, STATUS.attributesNotSupported, [{ tag: GROUP.unsupported, attributes: foreign }]);
  }

  private printJob(request: IppMessage): IppMessage {
    const refusal = this.refusal(request);
    if (refusal) return refusal;
    if (this.options.queues === false && this.activeJobs > 0) return reply(request, STATUS.busy);
    const operation = ippGroup(request, GROUP.operation);
    const job: Job = {
      id: this.nextJob,
      name: ippTexts(operation, 'job-name')[0] ?? 'Untitled',
      user: ippTexts(operation, 'requesting-user-name')[0] ?? 'anonymous',
      pdf: request.data,
      pages: countPages(request.data),
      sides: ippTexts(ippGroup(request, GROUP.job), 'sides')[0] ?? 'one-sided',
      createdAt: this.upTime(),
      startedAt: undefined,
      endedAt: undefined,
      state: JOB_STATE.pending,
      endReason: undefined,
      printedPages: 0,
    };
    this.nextJob += 1;
    this.jobs = [...this.jobs.slice(-KEPT_JOBS), job];
    this.work();
    this.options.onChange?.();
    const names = ['job-id', 'job-uri', 'job-state', 'job-state-reasons'];
    return reply(request, STATUS.ok, [this.jobGroup(job, names)]);
  }

  private getJobs(request: IppMessage): IppMessage {
    const operation = ippGroup(request, GROUP.operation);
    const [which = 'not-completed'] = ippTexts(operation, 'which-jobs');
    if (which !== 'completed' && which !== 'not-completed')
      return reply(request, STATUS.attributesNotSupported);
    const [user] = ippTexts(operation, 'requesting-user-name');
    const mine = ippBoolean(operation, 'my-jobs') === true;
    const names = wanted(request, ['job-id', 'job-uri']);
    const found = this.jobs
      .filter((job) => isOver(job) === (which === 'completed') && (!mine || job.user === user))
      // RFC 8011, 4.2.6.2: completed jobs come newest first.
      .sort((a, b) => (which === 'completed' ? b.id - a.id : a.id - b.id))
      .slice(0, ippNumber(operation, 'limit') ?? KEPT_JOBS);
    return reply(
      request,
      STATUS.ok,
      found.map((job) => this.jobGroup(job, names)),
    );
  }

  private findJob(request: IppMessage): Job | undefined {
    const operation = ippGroup(request, GROUP.operation);
    const [uri] = ippTexts(operation, 'job-uri');
    const id = ippNumber(operation, 'job-id') ?? Number(uri?.split('/').at(-1));
    return this.jobs.find((job) => job.id === id);
  }

  private jobGroup(job: Job, names: readonly string[]): IppGroup {
    const attributes = jobAttributes(job, this.uri, this.upTime(), this.options.counts !== false);
    const all = names.includes('all') || names.includes('job-description');
    return { tag: GROUP.job, attributes: attributes.filter(({ name }) => all || names.includes(name)) };
  }

  private printerAttributes(request: IppMessage): IppAttribute[] {
    const names = wanted(request, ['all']);
    const state = this.isStopped()
      ? PRINTER_STATE.stopped
      : this.activeJobs > 0 || this.cancelLanding !== undefined
        ? PRINTER_STATE.processing
        : PRINTER_STATE.idle;
    const { fault } = this;
    const reason =
      fault === null || fault === 'paused'
        ? (fault ?? 'none')
        : `${fault}-${MILD.includes(fault) ? 'warning' : 'error'}`;
    const attributes: IppAttribute[] = [
      ...printerDescription(this.uri, this.options.duplex !== false),
      { name: 'printer-state', values: [{ kind: 'enum', value: state }] },
      ippAttribute('printer-state-reasons', 'keyword', reason),
      { name: 'printer-is-accepting-jobs', values: [{ kind: 'boolean', value: true }] },
      { name: 'printer-up-time', values: [{ kind: 'integer', value: this.upTime() }] },
      { name: 'queued-job-count', values: [{ kind: 'integer', value: this.activeJobs }] },
    ];
    return attributes.filter(
      ({ name }) =>
        names.includes('all') ||
        names.includes(name) ||
        (names.includes('job-template') && isJobTemplate(name)) ||
        (names.includes('printer-description') && !isJobTemplate(name)),
    );
  }

  /** Seconds since power-on, at least 1 (RFC 8011, 5.4.29). */
  private upTime(): number {
    return 1 + Math.floor((this.clock.now() - this.startedAt) / 1_000);
  }

  private isStopped(): boolean {
    return this.fault !== null && !MILD.includes(this.fault);
  }

  /** Moves the oldest job on, one page a `pageMs`. */
  private work(): void {
    const job = this.jobs.find((candidate) => !isOver(candidate));
    if (!job) return;
    if (this.isStopped()) {
      this.cancelPage?.();
      this.cancelPage = undefined;
      if (job.state === JOB_STATE.processing || job.state === JOB_STATE.pending)
        job.state = JOB_STATE.stopped;
      return;
    }
    if (this.cancelPage) return;
    job.state = JOB_STATE.processing;
    job.startedAt ??= this.upTime();
    if (this.abortAfter !== undefined && job.printedPages >= this.abortAfter) {
      this.abortAfter = undefined;
      this.end(job, JOB_STATE.aborted);
      return;
    }
    this.cancelPage = this.clock.after(this.options.pageMs ?? 0, () => {
      this.cancelPage = undefined;
      job.printedPages += 1;
      if (job.printedPages >= job.pages) this.complete(job);
      else this.work();
      this.options.onChange?.();
    });
  }

  private complete(job: Job): void {
    const at = (this.options.now ?? Date.now)();
    const { earlyMs = 0 } = this.options;
    if (earlyMs === 0) this.land();
    else this.cancelLanding = this.clock.after(earlyMs, () => this.land());
    this.pages.push({
      id: String(job.id),
      jobName: job.name,
      pdf: job.pdf,
      pages: job.pages,
      sides: job.sides,
      at,
    });
    if (this.pages.length > KEPT_JOBS) this.pages.shift();
    this.end(job, JOB_STATE.completed);
  }

  private land(): void {
    this.cancelLanding = undefined;
    if (!this.jamLast) return;
    this.jamLast = false;
    this.fault = 'media-jam';
    this.options.onChange?.();
  }

  private end(job: Job, state: number): void {
    this.cancelPage?.();
    this.cancelPage = undefined;
    job.state = state;
    job.endedAt = this.upTime();
    this.options.onChange?.();
    this.work();
  }
}

/** RFC 8011, 4.1: version, request id, the two first attributes and the target. */
function envelopeProblem(request: IppMessage): number | undefined {
  const [major] = request.version;
  if (major !== 1 && major !== 2) return STATUS.versionNotSupported;
  if (request.requestId <= 0) return STATUS.badRequest;
  const [operation] = request.groups;
  const [first, second] = operation?.attributes ?? [];
  if (operation?.tag !== GROUP.operation) return STATUS.badRequest;
  if (first?.name !== 'attributes-charset' || second?.name !== 'attributes-natural-language')
    return STATUS.badRequest;
  const [charset] = ippTexts(operation, 'attributes-charset');
  if (charset !== 'utf-8' && charset !== 'us-ascii') return CHARSET_NOT_SUPPORTED;
  const hasTarget = ['printer-uri', 'job-uri'].some((name) => ippTexts(operation, name).length > 0);
  return hasTarget ? undefined : STATUS.badRequest;
}

function wanted(request: IppMessage, otherwise: readonly string[]): readonly string[] {
  const names = ippTexts(ippGroup(request, GROUP.operation), 'requested-attributes');
  return names.length > 0 ? names : otherwise;
}

function reply(request: IppMessage, status: number, groups: readonly IppGroup[] = []): IppMessage {
  return {
    version: request.version[0] === 1 || request.version[0] === 2 ? request.version : [1, 1],
    code: status,
    requestId: request.requestId,
    groups: [
      {
        tag: GROUP.operation,
        attributes: [
          ippAttribute('attributes-charset', 'charset', 'utf-8'),
          ippAttribute('attributes-natural-language', 'language', 'en'),
        ],
      },
      ...groups,
    ],
    data: new Uint8Array(0),
  };
}
