import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { HallState, Ticket } from '../../domain/state.ts';

/**
 * "Who comes next" of RULES.md once more, written plainly: all tickets of the day, filtered and sorted. Slow, and on
 * purpose without a line of the code that it checks.
 */

const MINUTE_MS = 60_000;
/** [K4] of a kiosk that never reports, besides `unknownPrintSeconds`. */
const SILENCE_MS = 60_000;

export interface Expected {
  readonly ticket: string;
  readonly rule: 'X1' | 'X3' | 'X4' | 'X5' | 'X6';
  /** Whom this call overtakes and counts, in order of ids. */
  readonly overtook: readonly string[];
  /** How many it overtakes. */
  readonly passedOver: number;
}

export function expectedNext(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  at: number,
): Expected | null {
  const mine = ofWindow(state, config, window, at);
  const { next } = config;
  const atLimit = mine.own.filter((ticket) => isAtLimit(ticket, config, at)).toSorted(byTurn);
  const since = state.windows.get(window.id)?.sinceShare ?? 0;
  if (atLimit.length === 0 || since >= next.share - 1) {
    const bound = mine.own.filter((t) => t.boundTo !== null).toSorted(mine.byPlace)[0];
    if (next.boundFirst && bound) return expected('X3', bound, mine.own);
    const green = mine.own.filter((t) => t.class === 'green' && mine.queues.includes(t.queue));
    const first = green.toSorted(mine.byPlace)[0];
    if (next.greenFirst && first) return expected('X4', first, mine.own);
  }
  if (atLimit[0]) return expected('X1', atLimit[0], mine.own);
  const first = mine.own.toSorted(next.by === 'virtual' ? mine.byPlace : byTurn)[0];
  if (first) return expected('X5', first, mine.own);
  const open = mine.secondary.filter(({ people, above }) => people.length > above);
  const helped = open.flatMap(({ people }) => people);
  const order = open.map(({ queue }) => queue);
  const second =
    helped.filter((ticket) => isAtLimit(ticket, config, at)).toSorted(byTurn)[0] ??
    helped.toSorted(placeOrder(order))[0];
  return second ? expected('X6', second, [...mine.own, ...helped]) : null;
}

/** Whom a call of this ticket out of turn would overtake. */
export function overtakenBy(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  ticket: Ticket,
  at: number,
): string[] {
  const { own, secondary } = ofWindow(state, config, window, at);
  const beside = secondary.filter(({ queue }) => queue === ticket.queue).flatMap(({ people }) => people);
  return laterThan(ticket, [...own, ...beside]);
}

function expected(rule: Expected['rule'], ticket: Ticket, among: readonly Ticket[]): Expected {
  const passedOver = new Set(passed(ticket, among)).size;
  return { rule, ticket: ticket.id, overtook: laterThan(ticket, among), passedOver };
}

/** [X1] Of those whom a call overtakes, so many are counted. */
const COUNTED = 50;

function passed(called: Ticket, among: readonly Ticket[]): Ticket[] {
  return among.filter((t) => t.id !== called.id && turn(t) < turn(called));
}

function laterThan(called: Ticket, among: readonly Ticket[]): string[] {
  const earliest = [...new Set(passed(called, among))].toSorted(byTurn).slice(0, COUNTED);
  return earliest.map(({ id }) => id).sort();
}

export function ofWindow(state: HallState, config: HallConfig, window: WindowConfig, at: number) {
  const { queues, secondary } = state.windows.get(window.id)?.assigned ?? window;
  const waiting = [...state.tickets.values()].filter((ticket) => couldCall(ticket, config, window.id, at));
  return {
    queues,
    own: waiting.filter((t) => queues.includes(t.queue) || (t.boundTo?.includes(window.id) ?? false)),
    secondary: secondary
      .filter(({ queue }) => !queues.includes(queue))
      .map(({ queue, above }) => ({ queue, above, people: waiting.filter((t) => t.queue === queue) })),
    byPlace: placeOrder(queues),
  };
}

function couldCall(ticket: Ticket, config: HallConfig, window: string, at: number): boolean {
  if (ticket.state !== 'waiting' && ticket.state !== 'committed') return false;
  if (ticket.boundTo !== null && !ticket.boundTo.includes(window)) return false;
  if (ticket.notBefore !== null && ticket.notBefore > at) return false;
  if (ticket.state === 'waiting') return true;
  const patience = config.calling.unknownPrintSeconds * 1000;
  const since = at - ticket.printAt;
  return (
    (ticket.print === 'unknown' && since >= patience) ||
    (ticket.print === 'pending' && since >= patience + SILENCE_MS)
  );
}

export function isAtLimit(ticket: Ticket, { next }: HallConfig, at: number): boolean {
  const long = ticket.overtakenAt !== null && at - ticket.overtakenAt >= next.overtaken.minutes * MINUTE_MS;
  return long || ticket.overtaken >= next.overtaken.people;
}

/** Since when a turn may be claimed. */
export function turn(ticket: Ticket): number {
  const came = ticket.notBefore === null ? ticket.arrival : ticket.notBefore;
  return Math.max(ticket.virtual, came);
}

function byTurn(a: Ticket, b: Ticket): number {
  return turn(a) - turn(b) || a.seq - b.seq;
}

function placeOrder(queues: readonly string[]) {
  const rank = ({ queue }: Ticket) => (queues.includes(queue) ? queues.indexOf(queue) : queues.length);
  return (a: Ticket, b: Ticket) => a.virtual - b.virtual || rank(a) - rank(b) || a.seq - b.seq;
}
