import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { StoredEvent } from '../../domain/events.ts';
import type { HallState, Ticket } from '../../domain/state.ts';
import { isAtLimit, turn } from './oracle.ts';

/**
 * Watches a hall from outside, event by event: that nobody is overtaken further than RULES.md proves ("How far
 * anybody can be overtaken"). It counts for itself, from the log alone.
 */
export class FairnessWatch {
  readonly #config: HallConfig;
  /** Overtakings by turn in the present stay in a line. */
  readonly #byTurn = new Map<string, number>();
  readonly #chosen = new Map<string, number>();
  /** Of those at the limit: whom they found before them, and the windows that served them. */
  readonly #limits = new Map<string, { before: Set<string>; windows: Set<string> }>();
  /** Most that anybody was overtaken, by turn and by clerks' choices, in one stay. */
  most = 0;
  mostByTurn = 0;
  /** Largest bound that was proved for somebody who came to it. */
  bound = 0;
  readonly problems: string[] = [];

  constructor(config: HallConfig) {
    this.#config = config;
  }

  /** The hall before a decision, at its instant: notes who is at the limit. */
  before(state: HallState, at: number): void {
    for (const ticket of state.tickets.values()) {
      const { overtaken, state: now } = ticket;
      if (overtaken === 0 || (now !== 'waiting' && now !== 'committed')) continue;
      if (isAtLimit(ticket, this.#config, at)) this.#note(state, ticket);
    }
  }

  #note(state: HallState, ticket: Ticket): void {
    const known = this.#limits.get(ticket.id) ?? { before: new Set<string>(), windows: new Set<string>() };
    this.#limits.set(ticket.id, known);
    const lines = new Set<string>();
    for (const window of this.#config.windows) {
      const { queues, secondary } = state.windows.get(window.id)?.assigned ?? window;
      const helps = secondary.some(({ queue }) => queue === ticket.queue);
      const serves = ticket.boundTo?.includes(window.id) ?? (queues.includes(ticket.queue) || helps);
      if (!serves) continue;
      known.windows.add(window.id);
      for (const queue of queues) lines.add(queue);
      for (const { queue } of secondary) lines.add(queue);
    }
    for (const other of state.tickets.values()) {
      if (other.state !== 'waiting' && other.state !== 'committed') continue;
      if (!lines.has(other.queue) && !other.boundTo?.some((id) => known.windows.has(id))) continue;
      if (turn(other) < turn(ticket) || (turn(other) === turn(ticket) && other.seq < ticket.seq)) {
        known.before.add(other.id);
      }
    }
  }

  /** What a decision did. */
  see(event: StoredEvent, after: HallState): void {
    if (event.type === 'day.began') {
      for (const map of [this.#byTurn, this.#chosen, this.#limits]) map.clear();
      return;
    }
    if (event.type === 'window.undone' && event.data.act === 'call') {
      const counts = this.#undone.get(event.data.undoes);
      for (const { map, ticket, stay } of counts ?? []) {
        if (map.get(ticket) !== undefined && this.#stay(ticket) === stay) add(map, ticket, -1);
      }
      return;
    }
    if (event.type !== 'ticket.called') {
      const { ticket } = event.data as { readonly ticket?: string };
      if (ticket !== undefined && event.type !== 'ticket.transferred') this.#ended(ticket, after);
      return;
    }
    this.#called(event, after);
  }

  readonly #stays = new Map<string, number>();
  readonly #undone = new Map<
    number,
    { readonly map: Map<string, number>; readonly ticket: string; readonly stay: number }[]
  >();

  #stay(ticket: string): number {
    return this.#stays.get(ticket) ?? 0;
  }

  #called(event: Extract<StoredEvent, { type: 'ticket.called' }>, after: HallState): void {
    const { rule } = event.data.why;
    const chosen = rule === 'out-of-turn' || rule === 'paper' || rule === 'walk-in';
    const map = chosen ? this.#chosen : this.#byTurn;
    const counted = (event.data.overtook ?? []).map((ticket) => ({ map, ticket, stay: this.#stay(ticket) }));
    this.#undone.set(event.seq, counted);
    const { people } = this.#config.next.overtaken;
    const { share } = this.#config.next;
    for (const { ticket } of counted) {
      add(map, ticket, 1);
      const byTurn = this.#byTurn.get(ticket) ?? 0;
      const all = byTurn + (this.#chosen.get(ticket) ?? 0);
      this.most = Math.max(this.most, all);
      this.mostByTurn = Math.max(this.mostByTurn, byTurn);
      const limit = this.#limits.get(ticket);
      if (chosen || share < 2) continue;
      const bound =
        people + (limit === undefined ? 0 : limit.windows.size + Math.floor(limit.before.size / (share - 1)));
      this.bound = Math.max(this.bound, bound);
      if (byTurn > bound) {
        const { number } = after.tickets.get(ticket) as Ticket;
        this.problems.push(`[X1] ${number} was overtaken ${byTurn} times by turn, and ${bound} is the most`);
      }
    }
    if (this.#undone.size > KEPT) this.#undone.delete(this.#undone.keys().next().value as number);
    this.#ended(event.data.ticket, after);
  }

  /** A stay in a line is over: whoever comes back begins at nought. */
  #ended(ticket: string, after: HallState): void {
    const now = after.tickets.get(ticket);
    if (now && (now.state === 'waiting' || now.state === 'committed') && now.overtaken > 0) return;
    this.#stays.set(ticket, this.#stay(ticket) + 1);
    for (const map of [this.#byTurn, this.#chosen, this.#limits]) map.delete(ticket);
  }
}

/** Calls that can still be undone, at most. */
const KEPT = 500;

function add(map: Map<string, number>, key: string, n: number): void {
  map.set(key, (map.get(key) ?? 0) + n);
}
