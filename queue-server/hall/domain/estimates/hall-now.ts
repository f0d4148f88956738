import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { turnOf } from '../next/eligible.ts';
import { isAtLimit } from '../next/overtaken.ts';
import { servedBy } from '../serving-windows.ts';
import { type HallState, type Ticket, windowOf } from '../state.ts';
import type { HallNow, InLine } from './curve.ts';
import { MINUTE_MS } from './day.ts';
import type { WindowNow } from './words.ts';

/**
 * The ledger's state as the estimator sees it. What comes before the lines (RULES.md X1, X3, X4) becomes an early
 * place: whoever is bound, green or overtaken to the limit stands so many minutes before everybody else.
 */
export const LEAD_MIN = { green: 480, bound: 960, overtaken: 1440 } as const;

/**
 * Of a long line only the first are played, so that all lines together stay below so many; the curve goes on as
 * steeply behind them.
 */
const MOST_IN_ALL = 6_000;
const LEAST_OF_A_LINE = 100;

export function hallNow(state: HallState, config: HallConfig, at: number): HallNow {
  const most = Math.max(LEAST_OF_A_LINE, Math.floor(MOST_IN_ALL / config.queues.length));
  return {
    at,
    waiting: config.queues.flatMap((queue) => inLine(state, config, queue.id, at, most)),
    windows: config.windows.map((window) => windowNow(state, window)),
  };
}

function windowNow(state: HallState, window: WindowConfig): WindowNow {
  const status = windowOf(state, window.id);
  const { queues, secondary } = servedBy(state, window);
  const ticket = status.ticket === null ? undefined : state.tickets.get(status.ticket);
  // Where too few wait now, it does not help out, and the two parts of the hall have nothing to do with each other.
  const helps = secondary.filter(({ queue, above }) => (state.queues.get(queue)?.waiting.size ?? 0) > above);
  return {
    id: window.id,
    queues,
    ...(helps.length > 0 ? { secondary: helps } : {}),
    state: status.state === 'paused' ? 'away' : status.state,
    ...(status.clerk === null ? {} : { by: status.clerk }),
    serving:
      ticket && ticket.calledAt !== null
        ? { queue: ticket.queue, calledAt: ticket.calledAt, started: ticket.state === 'serving' }
        : null,
    ...(status.returnAt == null ? {} : { backAt: status.returnAt }),
  };
}

function inLine(state: HallState, config: HallConfig, queue: string, at: number, most: number): InLine[] {
  const found: InLine[] = [];
  let position = 0;
  for (const place of state.queues.get(queue)?.waiting ?? []) {
    if (found.length >= most) break;
    const ticket = state.tickets.get(place.ticket);
    // A paper that failed is printed again or given up; nobody is called by it.
    if (ticket && ticket.print !== 'failed') found.push(inLineOf(ticket, config, at, position));
    position += 1;
  }
  return found;
}

function inLineOf(ticket: Ticket, config: HallConfig, at: number, position: number): InLine {
  const lead = leadOf(ticket, config, at);
  // [X5]; the overtaken go by their turns in any case.
  const byTurn = config.next.by === 'arrival' || lead === LEAD_MIN.overtaken;
  const later = ticket.notBefore !== null && ticket.notBefore > at;
  const bound = ticket.boundTo !== null && ticket.boundTo.length > 0;
  return {
    ticket: ticket.id,
    queue: ticket.queue,
    virtual: (byTurn ? turnOf(ticket) : ticket.virtual) - lead * MINUTE_MS,
    position,
    special: lead > 0 || later || bound,
    ...(later ? { notBefore: ticket.notBefore as number } : {}),
    ...(bound ? { boundTo: ticket.boundTo as readonly string[] } : {}),
  };
}

/** [X1] [X3] [X4], in minutes. */
function leadOf(ticket: Ticket, config: HallConfig, at: number): number {
  const { boundFirst, greenFirst } = config.next;
  if (isAtLimit(ticket, config, at)) return LEAD_MIN.overtaken;
  if (boundFirst && ticket.boundTo !== null && ticket.boundTo.length > 0) return LEAD_MIN.bound;
  return greenFirst && ticket.class === 'green' ? LEAD_MIN.green : 0;
}

/** The place that a ticket is asked about with; null where it does not wait. */
export function placeOf(state: HallState, config: HallConfig, id: string, at: number): InLine | null {
  const ticket = state.tickets.get(id);
  if (!ticket) return null;
  const line = state.queues.get(ticket.queue)?.waiting;
  const position = line?.findIndex((place) => place.ticket === id) ?? -1;
  return position < 0 ? null : inLineOf(ticket, config, at, position);
}
