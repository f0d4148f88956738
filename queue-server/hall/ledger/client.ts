import { Worker } from 'node:worker_threads';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import type { Purpose } from '@hall/shared/contracts/privacy';
import Database from 'better-sqlite3';
import { evolveAll } from '../domain/batch.ts';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState } from '../domain/state.ts';
import type { VaultAsk, VaultAskName, VaultAsks } from '../vault/asks.ts';
import { verifyTail } from './chain.ts';
import type { Answer } from './ledger.ts';
import { Projections } from './projections.ts';
import type {
  FromWriter,
  Submission,
  SubmissionName,
  Submissions,
  ToWriter,
  WriterOptions,
} from './protocol.ts';
import { LedgerReader } from './reader.ts';

/** Commands that are gathered for one message while they keep coming: the writer's own least batch. */
const GATHERED = 32;

type Listener = (events: readonly StoredEvent[], state: HallState) => void;
/** Told of each batch after its answers: commands, ms of the disk, and the storage code where it failed. */
type CommitListener = (size: number, commitMs: number, failure: string | null) => void;

/**
 * The main thread's side of the ledger. It follows the committed events with the same `evolve`, so every
 * view is a function of what is on disk; listeners hear of events before any answer is given.
 */
export class LedgerClient {
  readonly epoch: string;
  readonly reader: LedgerReader;
  readonly #worker: Worker;
  /** The hall's clock, which never shows a time before the newest event. */
  readonly now: () => number;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  readonly #reads = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #heads = new Map<number, (kept: boolean) => void>();
  readonly #listeners: Listener[] = [];
  #committed: CommitListener = () => {};
  #archived: (failure: string | null) => void = () => {};
  #archiveFailure: string | null = null;
  #outbox: { id: number; submission: Submission }[] = [];
  #lastId = 0;
  /** Commands of the last commit. */
  #answered = 0;
  #state: HallState;
  #head: string;
  #closed: (() => void) | undefined;

  private constructor(
    worker: Worker,
    epoch: string,
    reader: LedgerReader,
    start: { state: HallState; head: string },
    now: () => number,
  ) {
    this.#worker = worker;
    this.epoch = epoch;
    this.reader = reader;
    this.#state = start.state;
    this.#head = start.head;
    this.now = now;
    worker.on('message', (message: FromWriter) => this.#receive(message));
  }

  /** Starts the writer thread; rejects with its reason where ledger or vault cannot be opened. */
  static async open(
    options: WriterOptions,
    clock: (notBefore: number) => () => number,
  ): Promise<LedgerClient> {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: options });
    const first = await new Promise<FromWriter>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (first.kind !== 'ready') {
      throw new Error(first.kind === 'refuses' ? first.reason : 'the writer did not start');
    }
    const db = new Database(options.ledgerFile, { readonly: true });
    const tail = verifyTail(db, 0);
    const state = new Projections(db).read(tail.seq, tail.at);
    return new LedgerClient(
      worker,
      first.epoch,
      new LedgerReader(db, options.ledgerFile),
      { state, head: tail.head },
      clock(tail.at),
    );
  }

  get state(): HallState {
    return this.#state;
  }

  get head(): string {
    return this.#head;
  }

  onEvents(listener: Listener): void {
    this.#listeners.push(listener);
  }

  onCommit(listener: CommitListener): void {
    this.#committed = listener;
  }

  /** Why old days cannot be archived at present, or null. */
  get archiveFailure(): string | null {
    return this.#archiveFailure;
  }

  /** Told when archiving begins to fail, and with null when it goes on. */
  onArchive(listener: (failure: string | null) => void): void {
    this.#archived = listener;
  }

  onFailure(listener: (error: Error) => void): void {
    this.#worker.on('error', listener);
  }

  /** Resolves when the outcome is on disk. Submissions of one tick travel together. */
  submit<N extends SubmissionName>(
    command: N,
    body: Submissions[N],
    actor: string,
    requestId: string,
    repeatable = true,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      this.#answers.set(id, resolve);
      if (this.#outbox.length === 0) setImmediate(() => this.#gather(0));
      this.#outbox.push({
        id,
        submission: { command, body, actor, requestId, repeatable, at: this.now() } as Submission,
      });
    });
  }

  /**
   * Personal data, for a purpose that is logged with whoever asks (by itself only the link to the platform
   * does); null where it was forgotten; rejects where the vault cannot be read.
   */
  read(what: 'person' | 'text', ref: string, purpose: Purpose, actor = 'sync'): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#reads.set(id, { resolve, reject });
      this.#post({ kind: 'read', id, what, ref, access: { actor, purpose, at: this.now() } });
    });
  }

  /** The vault's keeping: see {@link VaultAsks}. Rejects where a store fails. */
  vault<N extends VaultAskName>(what: N, body: VaultAsks[N]['body']): Promise<VaultAsks[N]['answer']> {
    // Commands given before go first.
    this.#flush();
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#reads.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#post({ kind: 'vault', id, ask: { what, body } as VaultAsk });
    });
  }

  /** Keeps a signed head beside the events; false where the disk fails. */
  keepHead(head: LedgerHead): Promise<boolean> {
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      this.#heads.set(id, resolve);
      this.#post({ kind: 'head', id, head });
    });
  }

  async close(): Promise<void> {
    this.#flush();
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      this.#post({ kind: 'close' });
    });
    this.reader.close();
    await this.#worker.terminate();
  }

  /**
   * Where several ask at once, whoever asks in the next turn of the loop shares the commit: a turn that brings
   * nobody costs microseconds, a commit of its own a hundred times that. Nothing ever waits for a clock.
   */
  #gather(seen: number): void {
    const here = this.#outbox.length;
    const company = this.#answered > 1 || this.#answers.size > 1;
    if (company && here > seen && here < GATHERED) setImmediate(() => this.#gather(here));
    else this.#flush();
  }

  #flush(): void {
    if (this.#outbox.length === 0) return;
    const batch = this.#outbox;
    this.#outbox = [];
    this.#post({ kind: 'batch', batch });
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'committed') {
      this.#head = message.head;
      if (message.answers.length > 0) this.#answered = message.answers.length;
      if (message.events.length > 0) {
        this.#state = evolveAll(this.#state, message.events);
        for (const listener of this.#listeners) listener(message.events, this.#state);
      }
      for (const { id, answer } of message.answers) {
        this.#answers.get(id)?.(answer);
        this.#answers.delete(id);
      }
      this.#committed(message.answers.length, message.commitMs, storageFailure(message.answers));
    } else if (message.kind === 'read' || message.kind === 'vault') {
      const waiting = this.#reads.get(message.id);
      if (message.failed) waiting?.reject(new Error('the vault could not be read'));
      else waiting?.resolve(message.value);
      this.#reads.delete(message.id);
    } else if (message.kind === 'head') {
      this.#heads.get(message.id)?.(message.kept);
      this.#heads.delete(message.id);
    } else if (message.kind === 'archive') {
      this.#archiveFailure = message.failure;
      this.#archived(message.failure);
    } else if (message.kind === 'closed') this.#closed?.();
  }
}

/** A batch is on disk as a whole or not at all, so one answer speaks for it. */
function storageFailure(answers: readonly { readonly answer: Answer }[]): string | null {
  const answer = answers[0]?.answer;
  return answer && !answer.ok && answer.error.code.startsWith('STORAGE_') ? answer.error.code : null;
}
