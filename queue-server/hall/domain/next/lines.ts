import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { type Assignment, EMPTY_QUEUE, type HallState, type Ticket, windowOf } from '../state.ts';
import { isBoundElsewhere, isCallable } from './eligible.ts';
import { marked } from './marks.ts';

/** What a window looks at when it asks who comes next. */
export interface Lines extends Assignment {
  readonly window: string;
  /** Whether this window could call the ticket now. */
  readonly eligible: (ticket: Ticket) => boolean;
}

/** [W2] What the window serves: as assigned for today, or as the hall's configuration says. */
export function linesOf(state: HallState, config: HallConfig, window: WindowConfig, at: number): Lines {
  const { queues, secondary } = windowOf(state, window.id).assigned ?? window;
  return {
    window: window.id,
    queues,
    secondary,
    eligible: (ticket) => isCallable(ticket, config, at) && !isBoundElsewhere(ticket, window.id),
  };
}

/** The tickets of a line in order of their places; whoever reads stops where enough was seen. */
export function* inLine(state: HallState, queue: string): Iterable<Ticket> {
  for (const place of (state.queues.get(queue) ?? EMPTY_QUEUE).waiting) {
    const ticket = state.tickets.get(place.ticket);
    if (ticket) yield ticket;
  }
}

/** Waiting tickets that are bound to this window and stand in a line that it does not serve. */
export function boundFromElsewhere(state: HallState, lines: Lines): Ticket[] {
  return [...marked(state, 'bound', lines.window)].filter((ticket) => !lines.queues.includes(ticket.queue));
}

/** The order of places across lines: virtual arrival, then the window's order of queues, then ledger position. */
export function standsBefore(a: Ticket, b: Ticket, queues: readonly string[]): boolean {
  if (a.virtual !== b.virtual) return a.virtual < b.virtual;
  const [first, second] = [orderOf(a, queues), orderOf(b, queues)];
  return first < second || (first === second && a.seq < b.seq);
}

function orderOf(ticket: Ticket, queues: readonly string[]): number {
  const index = queues.indexOf(ticket.queue);
  return index < 0 ? queues.length : index;
}

/** The best of some tickets by an order, or null. */
export function foremost(
  tickets: Iterable<Ticket>,
  counts: (ticket: Ticket) => boolean,
  before: (a: Ticket, b: Ticket) => boolean,
): Ticket | null {
  let best: Ticket | null = null;
  for (const ticket of tickets) {
    if ((best === null || before(ticket, best)) && counts(ticket)) best = ticket;
  }
  return best;
}
