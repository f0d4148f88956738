import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { FromReports, Job, JobName, Moment, ReportJobs, ThreadOptions, ToReports } from './protocol.ts';

/** A page is answered within this, or told that the report is still being made; its own patience ends at 6 s. */
const ANSWER_WITHIN_MS = 3_000;
/** A page asks again every second; what nobody asked for after this is out of date. */
const LATE_MS = 60_000;
/** A month is told day by day; a thread that has said nothing for so long hangs. */
const SILENT_MS = 120_000;
/** So much memory it may have: a month of twenty thousand tickets a day goes through day by day. */
const MEMORY_MB = 1_024;
/** Reports that may wait for each other. */
const WAITING_MAX = 16;

interface Running {
  readonly promise: Promise<Result<unknown, Fault<ErrorCode>>>;
  readonly settle: (result: Result<unknown, Fault<ErrorCode>>) => void;
  readonly fail: (error: Error) => void;
  progress: { readonly done: number; readonly of: number };
}

/**
 * The main thread's side of `report-thread.ts`, which is started with the first question. The same question twice is
 * worked on once; one that takes long is answered REPORT_RUNNING, goes on, and is there when it is asked again.
 */
export class Reports {
  readonly #options: ThreadOptions & { readonly config: () => HallConfig };
  readonly #answerWithinMs: number;
  readonly #running = new Map<number, Running>();
  /** Question → id, while it runs. */
  readonly #asked = new Map<string, number>();
  /** Answers that came after their asker was told to wait. */
  readonly #late = new Map<
    string,
    { readonly result: Result<unknown, Fault<ErrorCode>>; readonly at: number }
  >();
  #worker: Worker | null = null;
  #told: HallConfig | null = null;
  #lastId = 0;
  #heardAt = 0;
  readonly #silentMs: number;

  constructor(
    options: ThreadOptions & { readonly config: () => HallConfig },
    answerWithinMs: number = ANSWER_WITHIN_MS,
    silentMs: number = SILENT_MS,
  ) {
    this.#options = options;
    this.#silentMs = silentMs;
    this.#answerWithinMs = answerWithinMs;
  }

  async ask<N extends JobName>(
    name: N,
    ask: ReportJobs[N]['ask'],
    moment: Moment,
  ): Promise<Result<ReportJobs[N]['answer'], Fault<ErrorCode>>> {
    const question = JSON.stringify([name, ask]);
    const late = this.#late.get(question);
    if (late) {
      this.#late.delete(question);
      if (moment.now - late.at < LATE_MS)
        return late.result as Result<ReportJobs[N]['answer'], Fault<ErrorCode>>;
    }
    this.#endHung();
    let id = this.#asked.get(question);
    if (id === undefined) {
      if (this.#running.size >= WAITING_MAX) return err(fault('REPORT_BUSY', 'too many reports at once'));
      id = this.#start({ name, ask } as Job, moment, question);
    }
    const running = this.#running.get(id) as Running;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.#answerWithinMs);
    });
    const result = await Promise.race([running.promise, patience]);
    clearTimeout(timer);
    if (result !== null) return result as Result<ReportJobs[N]['answer'], Fault<ErrorCode>>;
    void running.promise.then(
      (finished) => this.#keepLate(question, finished, moment.now),
      () => {},
    );
    return err(fault('REPORT_RUNNING', 'the report is still being made', { ...running.progress }));
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (!worker) return;
    this.#fail(new Error('the reports were closed'));
    await worker.terminate();
  }

  /** Whoever waited for a thread that hangs is told so, and the next question gets a new one. */
  #endHung(): void {
    const worker = this.#worker;
    if (!worker || this.#running.size === 0 || performance.now() - this.#heardAt < this.#silentMs) return;
    this.#worker = null;
    this.#told = null;
    this.#fail(new Error('the reports thread hung'));
    this.#running.clear();
    this.#asked.clear();
    void worker.terminate();
  }

  #keepLate(question: string, result: Result<unknown, Fault<ErrorCode>>, at: number): void {
    this.#late.set(question, { result, at });
    for (const old of [...this.#late.keys()].slice(0, -WAITING_MAX)) this.#late.delete(old);
  }

  #start(job: Job, moment: Moment, question: string): number {
    const worker = this.#thread();
    const id = ++this.#lastId;
    if (this.#running.size === 0) this.#heardAt = performance.now();
    let settle: Running['settle'] = () => {};
    let fail: Running['fail'] = () => {};
    const promise = new Promise<Result<unknown, Fault<ErrorCode>>>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    const end = () => {
      this.#running.delete(id);
      this.#asked.delete(question);
    };
    promise.then(end, end);
    this.#running.set(id, { promise, settle, fail, progress: { done: 0, of: 0 } });
    this.#asked.set(question, id);
    const config = this.#options.config();
    if (config !== this.#told) this.#post(worker, { kind: 'config', config });
    this.#told = config;
    this.#post(worker, { kind: 'job', id, job, moment });
    return id;
  }

  #post(worker: Worker, message: ToReports): void {
    worker.postMessage(message);
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const { ledgerFile, timeZone } = this.#options;
    const workerData: ThreadOptions = { ledgerFile, timeZone };
    const worker = new Worker(new URL('./report-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.on('message', (message: FromReports) => this.#receive(message));
    worker.on('error', (error) => {
      // The next question gets a new thread.
      if (this.#worker === worker) this.#worker = null;
      this.#told = null;
      this.#fail(error);
    });
    this.#worker = worker;
    this.#told = null;
    return worker;
  }

  #receive(message: FromReports): void {
    this.#heardAt = performance.now();
    const running = this.#running.get(message.id);
    if (!running) return;
    if (message.kind === 'progress') running.progress = { done: message.done, of: message.of };
    else if (message.kind === 'done') running.settle(ok(message.value));
    else if (message.kind === 'refused') running.settle(err(fault(message.code, message.reason)));
    else running.fail(new Error(message.reason));
  }

  #fail(error: Error): void {
    for (const { fail } of this.#running.values()) fail(error);
  }
}
