import type { StoredEvent } from '../events.ts';
import { learn, type Model } from './model.ts';
import type { Observer } from './observe.ts';
import type { Forecast, Observation } from './words.ts';

/** What a ticket was told when it was taken. */
export interface Quote {
  readonly queue: string;
  readonly at: number;
  /** Whole minutes, as on the paper. */
  readonly lowMin: number;
  readonly highMin: number;
  /** Null where there is nothing to learn from it: certain, or by the plain formula. */
  readonly forecast: Forecast | null;
}

interface Pending {
  readonly seq: number;
  readonly at: number;
  readonly seen: readonly Observation[];
}

/** A first call that can be undone no more, with what the ticket had been told. */
export interface Kept {
  readonly ticket: string;
  readonly calledAt: number;
  readonly quote: Quote;
}

/**
 * Learns from events and forgets what is undone. `live` holds all that happened, for the estimates of this moment;
 * `settled` only what can be undone no more, and is what is kept. An undone act leaves no trace in either.
 */
export class Learner {
  readonly quotes = new Map<string, Quote>();
  readonly #observer: Observer;
  /** ms in which an act can be undone [K12]. */
  readonly #undoMs: () => number;
  readonly #onKept: (kept: Kept) => void;
  #settled: Model;
  #live: Model;
  #settledSeq: number;
  #dayBeganSeq: number;
  #settledDayBeganSeq: number;
  #pending: Pending[] = [];
  /** Those before it are settled: a list that only grows is cut now and then, not at each event. */
  #head = 0;

  constructor(
    start: { readonly model: Model; readonly seq: number; readonly dayBeganSeq: number },
    options: {
      readonly observer: Observer;
      readonly undoMs: () => number;
      readonly onKept: (kept: Kept) => void;
    },
  ) {
    this.#settled = start.model;
    this.#live = start.model;
    this.#settledSeq = start.seq;
    this.#dayBeganSeq = start.dayBeganSeq;
    this.#settledDayBeganSeq = start.dayBeganSeq;
    this.#observer = options.observer;
    this.#undoMs = options.undoMs;
    this.#onKept = options.onKept;
  }

  /** All that happened. */
  get live(): Model {
    return this.#live;
  }

  /** What is kept: the model, the position up to which it knows, and where that business day began. */
  get settled(): { readonly model: Model; readonly seq: number; readonly dayBeganSeq: number } {
    return { model: this.#settled, seq: this.#settledSeq, dayBeganSeq: this.#settledDayBeganSeq };
  }

  /** Events in order; those that the kept model knows only tell the observer who is where. */
  take(event: StoredEvent): void {
    const seen = this.#observer.observe(event);
    if (event.type === 'day.began') this.#dayBeganSeq = event.seq;
    if (event.seq <= this.#settledSeq) return;
    this.settle(event.at);
    if (event.type === 'window.undone') this.#undo(event.data.undoes);
    this.#pending.push({ seq: event.seq, at: event.at, seen });
    for (const one of seen) this.#live = this.#learned(this.#live, one);
  }

  /** What happened longer ago than anybody can undo is learned for good. */
  settle(now: number): void {
    const before = now - this.#undoMs() - IN_FLIGHT_MS;
    const from = this.#head;
    for (; this.#head < this.#pending.length; this.#head += 1) {
      const { seq, at, seen } = this.#pending[this.#head] as Pending;
      if (at > before) break;
      this.#settledSeq = seq;
      for (const one of seen) this.#settleOne(one);
    }
    if (this.#head === from) return;
    const next = this.#pending[this.#head];
    if (next === undefined) this.#live = this.#settled;
    if (next === undefined || next.seq > this.#dayBeganSeq) this.#settledDayBeganSeq = this.#dayBeganSeq;
    if (this.#head < CUT_FROM && next !== undefined) return;
    this.#pending = this.#pending.slice(this.#head);
    this.#head = 0;
  }

  #settleOne(one: Observation): void {
    this.#settled = this.#learned(this.#settled, one);
    if (one.kind === 'gave-up') this.quotes.delete(one.ticket);
    if (one.kind !== 'called') return;
    const quote = this.quotes.get(one.ticket);
    if (!quote) return;
    this.quotes.delete(one.ticket);
    this.#onKept({ ticket: one.ticket, calledAt: one.at, quote });
  }

  #undo(seq: number): void {
    const waiting = this.#pending.slice(this.#head);
    const left = waiting.filter((one) => one.seq !== seq);
    if (left.length === waiting.length) return;
    this.#pending = left;
    this.#head = 0;
    this.#live = this.#settled;
    for (const { seen } of left) for (const one of seen) this.#live = this.#learned(this.#live, one);
  }

  /** The forecast is learned from with the call: models stay small however many wait. */
  #learned(model: Model, one: Observation): Model {
    const quote = one.kind === 'called' ? this.quotes.get(one.ticket) : undefined;
    if (one.kind !== 'called' || !quote?.forecast || one.at - quote.at > A_DAY_MS) return learn(model, one);
    const { ticket } = one;
    const told = learn(model, { kind: 'quoted', at: one.at, ticket, forecast: quote.forecast });
    const { today } = told;
    const quoted = { ...today.quoted, [ticket]: { ...quote.forecast, at: quote.at } };
    return learn({ ...told, today: { ...today, quoted } }, one);
  }
}

/** A command that was given in time may be in the ledger a little later. */
const IN_FLIGHT_MS = 5_000;
const CUT_FROM = 1_000;
const A_DAY_MS = 86_400_000;
