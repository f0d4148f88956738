import { join, leave } from './line.ts';
import {
  CLOSED_WINDOW,
  EMPTY_QUEUE,
  type HallState,
  isLive,
  type Leg,
  type Place,
  type QueueState,
  type Ticket,
  type WindowStatus,
} from './state.ts';

/** The small changes that events are made of. Pure: each returns a new state. */

/** An event that concerns a ticket, whatever else it says. */
export interface OfTicket {
  readonly seq: number;
  readonly data: { readonly ticket: string };
}

export function need(state: HallState, id: string): Ticket {
  const ticket = state.tickets.get(id);
  if (!ticket) throw new Error(`event names ticket ${id}, which is not of this day`);
  return ticket;
}

export function placeOf(ticket: Ticket): Place {
  return { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
}

/** Whether a ticket stands in the line of its queue. */
export function inLine(ticket: Ticket): boolean {
  return isLive(ticket) && ticket.window === null;
}

/** Since when it waits: its arrival, or when it came back into a line. */
export function waitsSince(ticket: Ticket): number {
  return ticket.legs.at(-1)?.backAt ?? ticket.arrival;
}

/** How long it had waited when it was called. */
export function waitedMs(ticket: Ticket, calledAt: number): number {
  return Math.max(0, calledAt - waitsSince(ticket));
}

/** Changes the ticket of an event and notes the event in its history. */
export function withTicket(state: HallState, event: OfTicket, change: (ticket: Ticket) => Ticket): HallState {
  const ticket = state.tickets.get(event.data.ticket);
  return ticket ? withTicketOf(state, ticket.id, event.seq, change) : state;
}

/** As `withTicket`, for events that concern several. */
export function withTicketOf(
  state: HallState,
  id: string,
  seq: number,
  change: (ticket: Ticket) => Ticket,
): HallState {
  const ticket = need(state, id);
  const changed = { ...change(ticket), history: [...ticket.history, seq] };
  return { ...state, tickets: state.tickets.set(id, changed) };
}

export function withQueue(
  state: HallState,
  id: string,
  change: (queue: QueueState) => QueueState,
): HallState {
  return { ...state, queues: state.queues.set(id, change(state.queues.get(id) ?? EMPTY_QUEUE)) };
}

export function withWindow(
  state: HallState,
  id: string,
  change: (window: WindowStatus) => WindowStatus,
): HallState {
  return { ...state, windows: state.windows.set(id, change(state.windows.get(id) ?? CLOSED_WINDOW)) };
}

export function leaveLine(state: HallState, ticket: Ticket): HallState {
  return withQueue(state, ticket.queue, (queue) => ({
    ...queue,
    waiting: leave(queue.waiting, placeOf(ticket)),
  }));
}

export function joinLine(state: HallState, ticket: Ticket): HallState {
  return withQueue(state, ticket.queue, (queue) => ({
    ...queue,
    waiting: join(queue.waiting, placeOf(ticket)),
  }));
}

/**
 * Notes that a person waits in a queue. An itinerary or a transfer may bring two numbers of one person into one
 * line: all stand there, in the order of their ids, so that tables and memory agree.
 */
export function enrol(live: HallState['live'], ticket: Ticket): HallState['live'] {
  if (ticket.personRef === null) return live;
  const key = `${ticket.personRef} ${ticket.queue}`;
  const known = live.get(key);
  if (known === undefined) return live.set(key, ticket.id);
  const ids = known.split(' ');
  return ids.includes(ticket.id) ? live : live.set(key, [...ids, ticket.id].sort().join(' '));
}

export function strike(live: HallState['live'], ticket: Ticket): HallState['live'] {
  if (ticket.personRef === null) return live;
  const key = `${ticket.personRef} ${ticket.queue}`;
  const known = live.get(key);
  if (known === undefined) return live;
  if (known === ticket.id) return live.delete(key);
  const rest = known.split(' ').filter((id) => id !== ticket.id);
  return rest.length === 0 ? live.delete(key) : live.set(key, rest.join(' '));
}

/**
 * [T6] The living tickets of a person in a queue, the oldest first. One of yesterday at a window, whose end nobody
 * entered, keeps nobody from coming today.
 */
export function liveIn(state: HallState, personRef: string, queue: string): readonly Ticket[] {
  const ids = state.live.get(`${personRef} ${queue}`)?.split(' ') ?? [];
  return ids.flatMap((id) => state.tickets.get(id) ?? []).filter(({ day }) => day === state.day);
}

/** Ends a ticket: out of the line, and the person may queue again. */
export function leaveHall(state: HallState, event: OfTicket, change: (ticket: Ticket) => Ticket): HallState {
  const ticket = need(state, event.data.ticket);
  const waiting = inLine(ticket) ? leaveLine(state, ticket) : state;
  const next = withTicket(waiting, event, (old) => ({ ...change(old), noteRef: null }));
  return { ...next, live: strike(next.live, ticket) };
}

/** Of a ticket that nobody has called since it began to wait. */
const UNCALLED = {
  window: null,
  clerk: null,
  why: null,
  call: null,
  calledAt: null,
  announcedAt: null,
  recalls: 0,
  startedAt: null,
  endedAt: null,
  caseNumber: null,
  rating: null,
  shownBy: [],
  parkedAt: null,
  parkedUntil: null,
  overtaken: 0,
  overtakenAt: null,
} as const satisfies Partial<Ticket>;

/**
 * A ticket that was at a window waits again: what it had there becomes a leg of its way, and it stands in the line
 * that `to` says. Only tickets of the present day can: the numbers of yesterday are given anew.
 */
export function backInLine(
  state: HallState,
  event: { readonly seq: number; readonly at: number },
  id: string,
  end: Leg['end'],
  to: Partial<
    Pick<Ticket, 'queue' | 'items' | 'steps' | 'virtual' | 'arrival' | 'boundTo' | 'class' | 'reactivated'>
  > & {
    /** What the leg has that the ticket had not yet. */
    readonly leg?: Partial<Leg>;
  } = {},
): HallState {
  const before = need(state, id);
  if (before.day !== state.day) throw new Error(`ticket ${before.number} is of ${before.day}`);
  const { leg, ...change } = to;
  const left = inLine(before) ? leaveLine(state, before) : state;
  const next = withTicketOf(left, id, event.seq, (ticket) => ({
    ...ticket,
    ...UNCALLED,
    state: 'waiting',
    legs: [...ticket.legs, { ...legOf(ticket, end, event.at), ...leg }],
    ...change,
    home: homeAfter(ticket, change.queue),
  }));
  const ticket = need(next, id);
  const joined = joinLine(next, ticket);
  return { ...joined, live: enrol(strike(joined.live, before), ticket) };
}

/** The queue that gave the number, where it is not the present one. */
export function homeAfter(ticket: Ticket, queue: string = ticket.queue): string | null {
  const home = ticket.home ?? ticket.queue;
  return home === queue ? null : home;
}

function legOf(ticket: Ticket, end: Leg['end'], at: number): Leg {
  return {
    queue: ticket.queue,
    items: ticket.items,
    end,
    window: ticket.window,
    clerk: ticket.clerk,
    waitedMs: ticket.calledAt === null ? null : waitedMs(ticket, ticket.calledAt),
    calledAt: ticket.calledAt,
    startedAt: ticket.startedAt,
    endedAt: ticket.endedAt ?? at,
    caseNumber: ticket.caseNumber,
    rating: ticket.rating,
    backAt: at,
  };
}
