import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { waitRangeOf } from '@hall/shared/contracts/wait-words';
import Database from 'better-sqlite3';
import { loosened, settled } from '../../domain/batch.ts';
import { type AccuracySums, accuracyKey, added, comparedOf } from '../../domain/estimates/accuracy.ts';
import { becauseOf } from '../../domain/estimates/because.ts';
import { type Curve, curvesOf, partsOf } from '../../domain/estimates/curve.ts';
import { estimate } from '../../domain/estimates/estimate.ts';
import { hallNow, placeOf } from '../../domain/estimates/hall-now.ts';
import { Learner, type Quote } from '../../domain/estimates/learner.ts';
import { emptyModel } from '../../domain/estimates/model.ts';
import { Observer } from '../../domain/estimates/observe.ts';
import { seededRandom } from '../../domain/estimates/random.ts';
import { whatIf } from '../../domain/estimates/what-if.ts';
import type { StoredEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { servedBy } from '../../domain/serving-windows.ts';
import type { HallState } from '../../domain/state.ts';
import type { EventRow } from '../../ledger/chain.ts';
import { Projections } from '../../ledger/projections.ts';
import { upcast } from '../../ledger/upcast.ts';
import type { Ask, ThreadOptions, Told } from './protocol.ts';
import { accuracyReport, EstimateStore, isOutside } from './store.ts';

/** Days of events that a lost model is learned from again. */
const REBUILD_DAYS = 20;
const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 500;
const SAVE_EVERY_MS = 60_000;
/** A line that moved is simulated again at most this often. */
const REFRESH_MS = 1_500;
/** Time passes though nothing happens: pauses come nearer, services last longer. */
const STALE_MS = 15_000;
/** Quotes of tickets that nobody ended. */
const QUOTE_MS = 36 * 3_600_000;
/** Before something is told, the newest events are taken in for at most so long. */
const ASK_CATCH_UP_MS = 400;

/**
 * What runs in the estimates thread: it follows the ledger through a connection of its own, learns, and makes the
 * curves. Its time is given to it in slices; `stopwatch` is in ms.
 */
export class EstimateKeeper {
  readonly #db: Database.Database;
  readonly #store: EstimateStore;
  readonly #options: ThreadOptions;
  readonly #stopwatch: () => number;
  readonly #learner: Learner;
  readonly #dirty = new Set<string>();
  /** Queue → when its curve was made, by the stopwatch. */
  readonly #made = new Map<string, number>();
  #config: HallConfig;
  #state: HallState;
  /** The next event that the learner has not taken. */
  #learnerNext: number;
  #target: number;
  #at: number;
  #sums = new Map<string, AccuracySums>();
  #savedAt: number;
  #savedSeq: number;
  #trouble: string | null = null;

  constructor(options: ThreadOptions, stopwatch: () => number) {
    this.#options = options;
    this.#stopwatch = stopwatch;
    this.#config = options.config;
    this.#at = options.at;
    this.#db = new Database(options.ledgerFile, { readonly: true });
    this.#store = new EstimateStore(options.storeFile);
    if (options.discard) this.#store.forgetModel();
    this.#state = this.#readState();
    this.#target = this.#state.seq;
    const kept = this.#keptModel();
    this.#learner = new Learner(kept, {
      observer: new Observer(() => this.#config.next),
      undoMs: () => this.#config.calling.undoSeconds * 1000,
      onKept: (one) => {
        const compared = comparedOf(one, this.#config.timeZone);
        const key = accuracyKey(compared);
        const known = this.#sums.get(key);
        this.#sums.set(key, known ? added(known, compared) : compared);
      },
    });
    for (const [ticket, quote] of this.#store.quotes()) this.#learner.quotes.set(ticket, quote);
    this.#learnerNext = kept.dayBeganSeq;
    this.#savedAt = stopwatch();
    this.#savedSeq = kept.seq;
    this.#everything();
  }

  /** All events that were there at the start have been learned from. */
  get ready(): boolean {
    return this.#learnerNext > this.#state.seq;
  }

  get daysLearned(): number {
    return this.#learner.live.habits.days.length;
  }

  /** Why what was learned cannot be kept at present; null where it can. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get seq(): number {
    return this.#state.seq;
  }

  get quotes(): readonly (readonly [string, Quote])[] {
    return [...this.#learner.quotes];
  }

  tick(seq: number, at: number, quotes: readonly (readonly [string, Quote])[]): void {
    this.#target = Math.max(this.#target, seq);
    this.#at = Math.max(this.#at, at);
    for (const [ticket, quote] of quotes) this.#learner.quotes.set(ticket, quote);
  }

  configure(config: HallConfig): void {
    this.#config = config;
    this.#everything();
  }

  /** Works for about `limitMs`; returns the curves that were made anew. */
  work(limitMs: number): readonly Curve[] {
    const until = this.#stopwatch() + limitMs;
    this.#advance(until);
    if (!this.ready) return [];
    this.#learner.settle(this.#at);
    const curves = this.#refresh(until);
    if (this.#stopwatch() - this.#savedAt >= SAVE_EVERY_MS) this.save();
    return curves;
  }

  tell(ask: Ask): Told {
    if (ask.what === 'estimate.accuracy') {
      const { day, from = day, to = day } = ask.body;
      this.save();
      return ok(
        accuracyReport(this.#store.accuracy(from as string, to as string), from as string, to as string),
      );
    }
    this.#advance(this.#stopwatch() + ASK_CATCH_UP_MS);
    if (!this.ready) return err(fault('ESTIMATE_UNAVAILABLE', 'still learning from earlier days'));
    if (ask.what === 'estimate.explain') return this.#explain(ask.body);
    const hall = hallNow(this.#state, this.#config, this.#at);
    return whatIf(this.#learner.live, hall, this.#config, ask.body, this.#state.seq);
  }

  /** What was learned for good goes to disk; called by itself once a minute. */
  save(): void {
    this.#savedAt = this.#stopwatch();
    const { quotes, settled } = this.#learner;
    if (!this.ready || (settled.seq === this.#savedSeq && this.#sums.size === 0)) return;
    for (const [ticket, { at }] of quotes) if (this.#at - at > QUOTE_MS) quotes.delete(ticket);
    try {
      this.#store.save(this.#options.epoch, settled, quotes, this.#sums.values(), this.#at);
    } catch (error) {
      // A full disk costs nothing but what a restart has to learn again; a broken file is for the next start.
      if (!isOutside(error)) throw error;
      this.#trouble = (error as Error).message;
      return;
    }
    this.#trouble = null;
    this.#sums = new Map();
    this.#savedSeq = settled.seq;
  }

  close(): void {
    this.save();
    this.#store.close();
    this.#db.close();
  }

  #readState(): HallState {
    // One picture: events and tables of the same moment.
    return this.#db.transaction(() => {
      const last = this.#db.prepare('SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1').get() as
        | { seq: number; at: number }
        | undefined;
      return new Projections(this.#db).read(last?.seq ?? 0, last?.at ?? 0);
    })();
  }

  #keptModel() {
    const kept = this.#store.model(this.#options.epoch, this.#config.timeZone);
    if (kept && kept.seq <= this.#state.seq) return kept;
    this.#store.forgetModel();
    const before = this.#firstSince(this.#at - REBUILD_DAYS * DAY_MS) - 1;
    return { model: emptyModel(this.#config.timeZone), seq: before, dayBeganSeq: before };
  }

  /** Position of the first event not before an instant; times never go back in the ledger. */
  #firstSince(at: number): number {
    const ends = this.#db.prepare('SELECT min(seq) AS low, max(seq) AS high FROM events').get() as {
      low: number | null;
      high: number | null;
    };
    let [low, high] = [ends.low ?? 1, (ends.high ?? 0) + 1];
    const time = this.#db.prepare('SELECT at FROM events WHERE seq = ?');
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = time.get(middle) as { at: number } | undefined;
      if (row !== undefined && row.at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #rows(from: number, to: number): StoredEvent[] {
    const rows = this.#db
      .prepare('SELECT * FROM events WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?')
      .all(from, to, ROWS_AT_ONCE) as EventRow[];
    return rows.map((row) => upcast(row));
  }

  #advance(until: number): void {
    while (!this.ready && this.#stopwatch() < until) {
      const events = this.#rows(this.#learnerNext, this.#state.seq);
      for (const event of events) this.#learner.take(event);
      this.#learnerNext = (events.at(-1)?.seq ?? this.#state.seq) + 1;
    }
    while (this.ready && this.#state.seq < this.#target && this.#stopwatch() < until) {
      const events = this.#rows(this.#state.seq + 1, this.#target);
      if (events.length === 0) return;
      let state = loosened(this.#state);
      for (const event of events) {
        this.#touch(event, state);
        state = evolve(state, event);
        this.#touch(event, state);
        this.#learner.take(event);
        this.#learnerNext = event.seq + 1;
      }
      this.#state = settled(state);
    }
  }

  /** Notes which lines an event moves. */
  #touch(event: StoredEvent, state: HallState): void {
    const data = event.data as { window?: string; ticket?: string; queue?: string };
    if (event.type === 'day.began' || event.type === 'tickets.closed') this.#everything();
    if (data.queue !== undefined) this.#dirty.add(data.queue);
    const queue = data.ticket === undefined ? undefined : state.tickets.get(data.ticket)?.queue;
    if (queue !== undefined && !IDLE_EVENTS.has(event.type)) this.#dirty.add(queue);
    if (data.window === undefined || !event.type.startsWith('window.')) return;
    const config = this.#config.windows.find((window) => window.id === data.window);
    for (const served of config ? servedBy(state, config).queues : []) this.#dirty.add(served);
  }

  #everything(): void {
    for (const { id } of this.#config.queues) this.#dirty.add(id);
  }

  /** Makes the curves that are due, the longest due first, while there is time. */
  #refresh(until: number): Curve[] {
    const now = this.#stopwatch();
    const age = (queue: string) => now - (this.#made.get(queue) ?? Number.NEGATIVE_INFINITY);
    const queues = this.#config.queues.map((queue) => queue.id);
    const due = (queue: string) => age(queue) >= (this.#dirty.has(queue) ? REFRESH_MS : STALE_MS);
    if (!queues.some(due)) return [];
    const hall = hallNow(this.#state, this.#config, this.#at);
    const parts = partsOf(hall, queues)
      .filter((part) => part.some(due))
      .sort((a, b) => Math.max(...b.map(age)) - Math.max(...a.map(age)));
    const curves: Curve[] = [];
    for (const part of parts) {
      if (curves.length > 0 && this.#stopwatch() >= until) break;
      // The same state gives the same estimate.
      curves.push(...curvesOf(this.#learner.live, hall, part, seededRandom(this.#state.seq)));
      for (const queue of part) {
        this.#made.set(queue, now);
        this.#dirty.delete(queue);
      }
    }
    return curves;
  }

  #explain({ ticket, queue }: Extract<Ask, { what: 'estimate.explain' }>['body']): Told {
    const { live } = this.#learner;
    const [at, config, state] = [this.#at, this.#config, this.#state];
    const hall = hallNow(state, config, at);
    if (queue !== undefined && !config.queues.some((one) => one.id === queue)) {
      return err(fault('QUEUE_UNKNOWN', 'no such queue'));
    }
    if (ticket !== undefined && !state.tickets.has(ticket)) {
      return err(fault('TICKET_UNKNOWN', 'no such ticket today'));
    }
    const place = ticket === undefined ? null : placeOf(state, config, ticket, at);
    if (ticket !== undefined && place === null) {
      return err(
        fault('TICKET_STATE', 'the ticket does not wait', { state: state.tickets.get(ticket)?.state }),
      );
    }
    const asked = place ?? { queue: queue as string, virtual: at };
    const waiting = hall.waiting.filter((one) => one.ticket !== ticket);
    const { p50Min, p80Min, reasons } = estimate(
      live,
      { ...hall, waiting, ticket: asked },
      seededRandom(state.seq),
    );
    return ok({
      at,
      queue: asked.queue,
      ticket: ticket ?? null,
      range: p50Min === null || p80Min === null ? null : waitRangeOf(p50Min, p80Min),
      kind: reasons.kind,
      because: becauseOf(reasons, config),
    });
  }
}

/** They concern a ticket and move no line. */
const IDLE_EVENTS: ReadonlySet<string> = new Set([
  'call.shown',
  'ticket.recalled',
  'ticket.noted',
  'ticket.printed',
  'rating.given',
  'rating.declined',
  'rating.lapsed',
]);
