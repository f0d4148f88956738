import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import { waitRangeOf } from '@hall/shared/contracts/wait-words';
import { isFreeNow } from '../../domain/estimates/free.ts';
import type { Quote } from '../../domain/estimates/learner.ts';
import { plainWait } from '../../domain/estimates/plain.ts';
import { placeIndex } from '../../domain/line.ts';
import type { TicketPlace } from '../../domain/place.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from '../../domain/state.ts';
import type { SentCurve } from './protocol.ts';

/** Told at once: whoever is first and has a free window. */
const NOW: WaitRange = Object.freeze({ lowMin: 0, highMin: 0 });
const MINUTE_MS = 60_000;
/** Answers kept, so that the same request gets the same one: more than a busy day's tickets. */
const TOLD_KEPT = 30_000;
const FIGURES = 4;

/** What waits are told; a look-up in what the estimates thread made. */
export interface WaitSource {
  /** Of someone who comes now. Null: nothing is known. */
  newcomer(state: HallState, queue: string): WaitRange | null;
  /** Of a ticket that waits; null for any other. */
  ofTicket(state: HallState, ticket: Ticket): WaitRange | null;
  /** As the two above, for papers and public screens: null where the hall tells no waits [E1]. */
  readonly told: Pick<WaitSource, 'newcomer' | 'ofTicket'>;
}

/**
 * The newest curves. A look-up costs an index into a list; the plain formula speaks while there are none. 0 is said
 * by the state of this moment, not by a curve that may be two seconds old.
 */
export class Waits implements WaitSource {
  readonly told: WaitSource['told'];
  readonly #config: () => HallConfig;
  readonly #now: () => number;
  #curves: ReadonlyMap<string, Curve> = new Map();
  #answers = new Map<string, WaitRange | null>();
  #older = new Map<string, WaitRange | null>();
  #quotes: (readonly [string, Quote])[] = [];

  constructor(config: () => HallConfig, now: () => number) {
    this.#config = config;
    this.#now = now;
    const tells = () => this.#config().estimates.told;
    this.told = {
      newcomer: (state, queue) => (tells() ? this.newcomer(state, queue) : null),
      ofTicket: (state, ticket) => (tells() ? this.ofTicket(state, ticket) : null),
    };
  }

  /** Takes in curves; returns the queues whose told range may be another now. */
  put(sent: readonly SentCurve[]): readonly string[] {
    const curves = new Map(this.#curves);
    for (const one of sent) curves.set(one.queue, new Curve(one));
    this.#curves = curves;
    return sent.map((one) => one.queue);
  }

  /** The plain formula speaks until there are curves again. */
  clear(): void {
    this.#curves = new Map();
  }

  get learned(): boolean {
    return this.#curves.size > 0;
  }

  newcomer(state: HallState, queue: string): WaitRange | null {
    const at = this.#now();
    const line = (state.queues.get(queue) ?? EMPTY_QUEUE).waiting;
    const place = { virtual: at, seq: Number.MAX_SAFE_INTEGER, ticket: '' };
    const ahead = placeIndex(line, place);
    if (isFreeNow(state, this.#config(), queue, place, null, at)) return NOW;
    return this.#curves.get(queue)?.range(ahead) ?? plainWait(state, this.#config(), queue, ahead);
  }

  ofTicket(state: HallState, ticket: Ticket): WaitRange | null {
    if (ticket.state !== 'committed' && ticket.state !== 'waiting') return null;
    const line = (state.queues.get(ticket.queue) ?? EMPTY_QUEUE).waiting;
    return this.#at(state, ticket, placeIndex(line, { ...placeOf(ticket) }));
  }

  /**
   * What a slip says; kept under its ordinal, so that a repeated request is answered alike, and for comparing it
   * with the call. Null where the hall tells no waits [E1].
   */
  quote(state: HallState, place: TicketPlace): WaitRange | null {
    const key = place.ordinal === 1 ? place.ticket : `${place.ticket}/${place.ordinal}`;
    const known = this.#told(key);
    if (known !== undefined) return known;
    const ticket = state.tickets.get(place.ticket);
    if (ticket && place.ordinal === 1) return this.firstQuote(state, ticket, place.ahead);
    const range = ticket ? this.#tell(state, ticket, place.ahead) : null;
    this.#remember(key, range);
    return range;
  }

  /** As {@link quote}, of a number that was given just now: nobody was told anything of it before. */
  firstQuote(state: HallState, ticket: Ticket, ahead: number): WaitRange | null {
    const range = this.#tell(state, ticket, ahead);
    this.#remember(ticket.id, range);
    if (range) this.#quotes.push([ticket.id, this.#quoteOf(ticket, ahead, range)]);
    return range;
  }

  #tell(state: HallState, ticket: Ticket, ahead: number): WaitRange | null {
    const waits = ticket.state === 'committed' || ticket.state === 'waiting';
    return waits && this.#config().estimates.told ? this.#at(state, ticket, ahead) : null;
  }

  /** Answers of before a restart. */
  restore(quotes: readonly (readonly [string, Quote])[]): void {
    for (const [ticket, { lowMin, highMin }] of quotes) {
      if (this.#told(ticket) === undefined) this.#remember(ticket, { lowMin, highMin });
    }
  }

  /** What was told since the last time. */
  takeQuotes(): readonly (readonly [string, Quote])[] {
    const quotes = this.#quotes;
    if (quotes.length > 0) this.#quotes = [];
    return quotes;
  }

  #told(key: string): WaitRange | null | undefined {
    const newer = this.#answers.get(key);
    return newer === undefined ? this.#older.get(key) : newer;
  }

  /** Two generations: taking the oldest out of one large map, ticket by ticket, would cost more than the answer. */
  #remember(key: string, range: WaitRange | null): void {
    if (this.#answers.size >= TOLD_KEPT / 2) {
      this.#older = this.#answers;
      this.#answers = new Map();
    }
    this.#answers.set(key, range);
  }

  #quoteOf(ticket: Ticket, ahead: number, range: WaitRange): Quote {
    const curve = this.#curves.get(ticket.queue);
    // A booking waits for its slot, and who is bound for its window: from that nothing is learned about lines.
    const forecast =
      curve && range.highMin > 0 && ticket.notBefore === null && ticket.boundTo === null
        ? curve.forecast(ahead)
        : null;
    return { queue: ticket.queue, at: this.#now(), ...range, forecast };
  }

  #at(state: HallState, ticket: Ticket, ahead: number): WaitRange | null {
    const at = this.#now();
    const { queue, boundTo, notBefore } = ticket;
    const waitsForSlot = notBefore !== null && notBefore > at;
    if (
      ahead === 0 &&
      !waitsForSlot &&
      isFreeNow(state, this.#config(), queue, placeOf(ticket), boundTo, at)
    ) {
      return NOW;
    }
    const curve = this.#curves.get(queue);
    // A curve may be of before the first window opened: then the plain formula knows more.
    const range =
      curve?.special(ticket.id) ?? curve?.range(ahead) ?? plainWait(state, this.#config(), queue, ahead);
    if (!waitsForSlot || range === null) return range;
    const slotMin = Math.ceil((notBefore - at) / MINUTE_MS);
    return { lowMin: Math.max(slotMin, range.lowMin), highMin: Math.max(slotMin, range.highMin) };
  }
}

function placeOf(ticket: Ticket): { virtual: number; seq: number; ticket: string } {
  return { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
}

/** Ranges by position, made when they are first asked for. */
class Curve {
  readonly #sent: SentCurve;
  readonly #ranges: (WaitRange | null)[] = [];
  readonly #special: ReadonlyMap<string, WaitRange | null>;

  constructor(sent: SentCurve) {
    this.#sent = sent;
    this.#special = new Map(
      sent.special.map(([ticket, p50, p80]) => [ticket, Number.isNaN(p50) ? null : waitRangeOf(p50, p80)]),
    );
  }

  /** Undefined where the ticket has no turn of its own. */
  special(ticket: string): WaitRange | null | undefined {
    return this.#special.get(ticket);
  }

  range(ahead: number): WaitRange | null {
    const known = this.#ranges[ahead];
    if (known !== undefined) return known;
    const [p50, p80] = [this.#figure(ahead, 0), this.#figure(ahead, 1)];
    const range = Number.isNaN(p50) ? null : waitRangeOf(p50, p80);
    this.#ranges[ahead] = range;
    return range;
  }

  forecast(ahead: number): { rawP50: number; rawP80: number } | null {
    const [rawP50, rawP80] = [this.#figure(ahead, 2), this.#figure(ahead, 3)];
    return Number.isNaN(rawP50) ? null : { rawP50, rawP80 };
  }

  /** Past the end of the line it goes on as steeply. */
  #figure(ahead: number, which: 0 | 1 | 2 | 3): number {
    const { turns, slope, slopeP80 } = this.#sent;
    const last = turns.length / FIGURES - 1;
    const figure = turns[Math.min(ahead, last) * FIGURES + which] ?? Number.NaN;
    return ahead <= last ? figure : figure + (ahead - last) * (which % 2 === 0 ? slope : slopeP80);
  }
}
