import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { Logger } from 'pino';
import type { Handlers } from '../../commands/administration.ts';
import type { HallState } from '../../domain/state.ts';
import type { Ask, AskName, FromThread, ThreadOptions, ToThread } from './protocol.ts';
import { Waits } from './waits.ts';

/** The thread hears of the ledger so often; more often says nothing that its pace could use. */
const TICK_MS = 500;
/** A thread that ended is started again after this, then twice as long each time. */
const RESTART_MS = 1_000;
const RESTART_AT_MOST_MS = 60_000;
/** It makes every curve anew within 15 s, and says that it still learns: one that is silent for so long hangs. */
const SILENT_MS = 120_000;
/** So much memory it may have: twenty thousand tickets a day take some two hundred. */
const MEMORY_MB = 768;
const ANSWER_WITHIN_MS = 5_000;
const CLOSE_WITHIN_MS = 3_000;

type Listener = (queues: readonly string[]) => void;
type Answer = Result<unknown, Fault<ErrorCode>>;

export interface EstimateFacts {
  /** `plain`: the learned estimate is not there, the plain formula speaks. */
  readonly mode: 'learned' | 'learning' | 'plain';
  readonly daysLearned: number;
  /** Since when the thread has failed; null while it runs. */
  readonly failedSince: number | null;
}

interface Options {
  readonly config: () => HallConfig;
  /** Data folder of the hall. */
  readonly data: string;
  readonly epoch: string;
  readonly state: () => HallState;
  readonly now: () => number;
  readonly log: Logger;
}

/** The main thread's side of the estimates thread: it tells it how far the ledger is, and hands out what it makes. */
export class Estimates {
  readonly waits: Waits;
  readonly #options: Options;
  readonly #asks = new Map<number, (answer: Answer) => void>();
  #listeners: Listener[] = [];
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;
  #restartMs = RESTART_MS;
  #config: HallConfig;
  #heardAt = 0;
  #daysLearned = 0;
  #failedSince: number | null = null;
  /** A thread that fails before it has made a curve may fail because of what was kept. */
  #discard = false;
  #madeCurves = false;
  /** The disk refuses: then what was kept is not to blame. */
  #notKept = false;
  #lastId = 0;
  #closed: (() => void) | null = null;
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
    this.#config = options.config();
    this.waits = new Waits(options.config, options.now);
  }

  /** Returns at once: the plain formula speaks until the thread has learned. */
  start(): void {
    this.#begin();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Told when the range of a queue may have changed. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  facts(): EstimateFacts {
    const mode = this.waits.learned ? 'learned' : this.#failedSince === null ? 'learning' : 'plain';
    return { mode, daysLearned: this.#daysLearned, failedSince: this.#failedSince };
  }

  /** The thread's end, as a fault would have it: for tests. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  handlers(): Handlers<AskName> {
    return {
      'estimate.accuracy': async ({ body }) => this.#ask({ what: 'estimate.accuracy', body }),
      'estimate.what-if': async ({ body }) => this.#ask({ what: 'estimate.what-if', body }),
      'estimate.explain': async ({ body }) => {
        const told = await this.#ask<'estimate.explain'>({ what: 'estimate.explain', body });
        return !told.ok && told.error.code === 'ESTIMATE_UNAVAILABLE' ? this.#plainly(body) : told;
      },
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearInterval(this.#timer);
    if (this.#restart) clearTimeout(this.#restart);
    const worker = this.#worker;
    if (!worker) return;
    this.#post({
      kind: 'tick',
      seq: this.#options.state().seq,
      at: this.#options.now(),
      quotes: this.waits.takeQuotes(),
    });
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      worker.once('exit', () => resolve());
      setTimeout(resolve, CLOSE_WITHIN_MS).unref();
      this.#post({ kind: 'close' });
    });
    await worker.terminate();
    this.#fail();
  }

  #begin(): void {
    const { config, data, epoch, now } = this.#options;
    this.#config = config();
    const options: ThreadOptions = {
      ledgerFile: path.join(data, 'ledger.db'),
      storeFile: path.join(data, 'estimates.db'),
      epoch,
      config: this.#config,
      at: now(),
      discard: this.#discard,
    };
    let worker: Worker;
    try {
      worker = new Worker(new URL('./thread.ts', import.meta.url), {
        workerData: options,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      });
    } catch (error) {
      // A machine that has no room for a thread: the hall goes on, and it is tried again.
      const { message } = error as Error;
      this.#options.log.warn({ event: 'estimates.failed', reason: message }, 'the estimates thread');
      this.#again();
      return;
    }
    this.#worker = worker;
    this.#heardAt = performance.now();
    this.#madeCurves = false;
    worker.on('message', (message: FromThread) => this.#receive(message));
    worker.on('error', (error) =>
      this.#options.log.warn({ event: 'estimates.failed', reason: error.message }, 'the estimates thread'),
    );
    worker.on('exit', () => this.#ended(worker));
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#fail();
    if (this.#stopping) return;
    this.#discard = !this.#madeCurves && !this.#notKept;
    this.#again();
  }

  /** Another thread a while later. */
  #again(): void {
    this.#failedSince ??= this.#options.now();
    this.#changed(this.#config.queues.map((queue) => queue.id));
    this.#restart = setTimeout(() => this.#begin(), this.#restartMs);
    this.#restart.unref();
    this.#restartMs = Math.min(RESTART_AT_MOST_MS, this.#restartMs * 2);
  }

  /** Nothing that was made counts any longer, and whoever waits is told so. */
  #fail(): void {
    this.waits.clear();
    for (const tell of this.#asks.values()) tell(unavailable());
    this.#asks.clear();
  }

  #tick(): void {
    const { config, state, now, log } = this.#options;
    if (!this.#worker) return;
    if (performance.now() - this.#heardAt > SILENT_MS) {
      log.warn({ event: 'estimates.silent' }, 'the estimates thread is silent and is started again');
      void this.#worker.terminate();
      return;
    }
    if (this.#config !== config()) {
      this.#config = config();
      this.#post({ kind: 'config', config: this.#config });
    }
    this.#post({ kind: 'tick', seq: state().seq, at: now(), quotes: this.waits.takeQuotes() });
  }

  #receive(message: FromThread): void {
    this.#heardAt = performance.now();
    switch (message.kind) {
      case 'ready':
        this.#daysLearned = message.daysLearned;
        this.waits.restore(message.quotes);
        return;
      case 'curves':
        this.#daysLearned = message.daysLearned;
        this.#failedSince = null;
        this.#madeCurves = true;
        this.#discard = false;
        this.#restartMs = RESTART_MS;
        this.#changed(this.waits.put(message.curves));
        return;
      case 'learning':
        return;
      case 'keeping':
        this.#notKept = message.trouble !== null;
        if (message.trouble === null) {
          this.#options.log.info({ event: 'estimates.kept' }, 'what was learned is kept again');
        } else {
          const reason = message.trouble;
          this.#options.log.warn({ event: 'estimates.not-kept', reason }, 'what was learned cannot be kept');
        }
        return;
      case 'told':
        this.#asks.get(message.id)?.(message.told);
        this.#asks.delete(message.id);
        return;
      case 'closed':
        this.#closed?.();
    }
  }

  #changed(queues: readonly string[]): void {
    for (const listener of this.#listeners) listener(queues);
  }

  #ask<N extends AskName>(
    ask: Extract<Ask, { what: N }>,
  ): Promise<Result<CommandAnswer<N>, Fault<ErrorCode>>> {
    return new Promise((resolve) => {
      const settle = resolve as (answer: Answer) => void;
      if (!this.#worker || this.#stopping) return settle(unavailable());
      const id = ++this.#lastId;
      const timer = setTimeout(() => {
        this.#asks.delete(id);
        settle(unavailable());
      }, ANSWER_WITHIN_MS);
      this.#asks.set(id, (answer) => {
        clearTimeout(timer);
        settle(answer);
      });
      const { state, now } = this.#options;
      this.#post({ kind: 'ask', id, ask, seq: state().seq, at: now(), quotes: this.waits.takeQuotes() });
    });
  }

  /** What can be said without the thread. */
  #plainly({
    ticket: id,
    queue,
  }: Extract<Ask, { what: 'estimate.explain' }>['body']): Result<
    CommandAnswer<'estimate.explain'>,
    Fault<ErrorCode>
  > {
    const state = this.#options.state();
    const ticket = id === undefined ? undefined : state.tickets.get(id);
    if (id !== undefined && !ticket) return err(fault('TICKET_UNKNOWN', 'no such ticket today'));
    const asked = ticket?.queue ?? (queue as string);
    if (!this.#options.config().queues.some((one) => one.id === asked)) {
      return err(fault('QUEUE_UNKNOWN', 'no such queue'));
    }
    return ok({
      at: this.#options.now(),
      queue: asked,
      ticket: id ?? null,
      range: ticket ? this.waits.ofTicket(state, ticket) : this.waits.newcomer(state, asked),
      kind: 'plain',
      because: [
        {
          zh: '学习型估计暂不可用，现按“前面的人数 × 平均办理时间 ÷ 窗口数”计算。',
          en: 'The learned estimate is not available: people ahead × mean service ÷ windows open.',
        },
      ],
    });
  }

  #post(message: ToThread): void {
    this.#worker?.postMessage(message);
  }
}

function unavailable(): Answer {
  return err(fault('ESTIMATE_UNAVAILABLE', 'the estimates thread is not ready'));
}
