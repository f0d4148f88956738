import { Map as ImmutableMap } from 'immutable';
import type { HallEvent, TicketTaken } from '../events.ts';
import type { HallState, Ticket } from '../state.ts';
import { isWaiting } from './eligible.ts';

/**
 * Waiting tickets that a rule looks for by name: overtaken ones and green ones of a queue, those bound to a window.
 * They follow from the tickets and are not stored; with them no call walks the lines in search of a few people.
 */
export type Marks = ImmutableMap<string, ImmutableMap<string, true>>;

export const NO_MARKS: Marks = ImmutableMap();

const KEYS = {
  overtaken: (queue: string) => `overtaken ${queue}`,
  green: (queue: string) => `green ${queue}`,
  bound: (window: string) => `bound ${window}`,
  /** No-shows, of whom the desks speak [K6]. */
  passed: (queue: string) => `passed ${queue}`,
} as const;

/** The waiting tickets with a mark, in no order. */
export function marked(state: HallState, mark: keyof typeof KEYS, of: string): Iterable<Ticket> {
  const ids = state.marks.get(KEYS[mark](of));
  return ids === undefined ? [] : ticketsOf(state, ids);
}

function* ticketsOf(state: HallState, ids: ImmutableMap<string, true>): Iterable<Ticket> {
  for (const id of ids.keys()) {
    const ticket = state.tickets.get(id);
    if (ticket) yield ticket;
  }
}

/** All marks of these tickets: what {@link remarked} would have gathered one by one. */
export function marksOf(tickets: Iterable<Ticket>): Marks {
  return NO_MARKS.withMutations((marks) => {
    for (const ticket of tickets) for (const key of marksFor(ticket)) put(marks, key, ticket.id);
  });
}

/** Which tickets an event can have changed; null: too many to name. */
export function touchedBy(event: HallEvent): readonly string[] | null {
  if (event.type === 'day.began') return null;
  const { ticket, tickets, overtook, released } = event.data as {
    readonly ticket?: string;
    readonly tickets?: readonly string[];
    readonly overtook?: readonly string[];
    readonly released?: readonly string[];
  };
  const more = overtook ?? tickets ?? released;
  if (ticket === undefined) return more ?? [];
  return more === undefined ? [ticket] : [ticket, ...more];
}

/** The marks after an event: `before` are the touched tickets as they were, `state` is what the event made. */
export function remarked(
  state: HallState,
  ids: readonly string[] | null,
  before: readonly (Ticket | undefined)[],
): Marks {
  if (ids === null) return marksOf(state.tickets.values());
  let { marks } = state;
  ids.forEach((id, i) => {
    const old = before[i];
    const now = state.tickets.get(id);
    if (old === now) return;
    const had = old ? marksFor(old) : NONE;
    const has = now ? marksFor(now) : NONE;
    if (had.length === 0 && has.length === 0) return;
    for (const key of had) if (!has.includes(key)) marks = without(marks, key, id);
    for (const key of has) if (!had.includes(key)) marks = put(marks, key, id);
  });
  return marks;
}

/** Whether a number that was just given has no mark, as most: nothing has to be looked up for it. */
export function beginsUnmarked({ class: ticketClass, boundTo }: TicketTaken): boolean {
  return ticketClass !== 'green' && boundTo === undefined;
}

const NONE: readonly string[] = [];

function marksFor(ticket: Ticket): readonly string[] {
  if (ticket.state === 'no-show') return [KEYS.passed(ticket.queue)];
  if (!isWaiting(ticket) || (ticket.overtaken === 0 && ticket.class !== 'green' && ticket.boundTo === null)) {
    return NONE;
  }
  const keys: string[] = [];
  if (ticket.overtaken > 0) keys.push(KEYS.overtaken(ticket.queue));
  if (ticket.class === 'green') keys.push(KEYS.green(ticket.queue));
  for (const window of ticket.boundTo ?? []) keys.push(KEYS.bound(window));
  return keys;
}

function put(marks: Marks, key: string, id: string): Marks {
  return marks.set(key, (marks.get(key) ?? ImmutableMap<string, true>()).set(id, true));
}

function without(marks: Marks, key: string, id: string): Marks {
  const left = marks.get(key)?.delete(id);
  return left === undefined || left.size === 0 ? marks.delete(key) : marks.set(key, left);
}
