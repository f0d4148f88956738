import { Map as ImmutableMap } from 'immutable';
import type { StoredEvent, TicketTaken } from './events.ts';
import { join, leave } from './line.ts';
import { afterRestore } from './restored.ts';
import {
  CLOSED_WINDOW,
  EMPTY_QUEUE,
  type HallState,
  IDLE_PAD,
  isLive,
  type Place,
  type QueueState,
  type Ticket,
  type WindowStatus,
} from './state.ts';

/** Rows of a board. */
const BOARD_ROWS = 12;
/** Old service times fade: the mean follows about this many latest services. */
const SERVICE_MEMORY = 200;

/** What one event makes of the hall. Pure: old states stay valid. An event that cannot apply is a bug. */
export function evolve(state: HallState, event: StoredEvent): HallState {
  return { ...apply(state, event), seq: event.seq, at: Math.max(state.at, event.at) };
}

type EventOf<T extends StoredEvent['type']> = Extract<StoredEvent, { type: T }>;

function apply(state: HallState, event: StoredEvent): HallState {
  switch (event.type) {
    case 'day.began':
      return newDay(state, event.data.day, event.at);
    case 'ticket.taken':
      return taken(state, event, event.data);
    case 'ticket.printed':
      return withTicket(state, event, (ticket) => ({
        ...ticket,
        print: 'printed',
        printAt: event.at,
        state: ticket.state === 'committed' ? 'waiting' : ticket.state,
      }));
    case 'ticket.print-failed':
      return withTicket(state, event, (ticket) => ({
        ...ticket,
        print: 'failed',
        printAt: event.at,
      }));
    case 'ticket.print-unknown':
      return withTicket(state, event, (ticket) => ({
        ...ticket,
        print: 'unknown',
        printAt: event.at,
      }));
    case 'ticket.reprinted':
      return withTicket(state, event, (ticket) => ({
        ...ticket,
        ordinal: event.data.ordinal,
        print: 'pending',
        printAt: event.at,
      }));
    case 'ticket.cancelled':
      return leaveHall(state, event, (ticket) => ({
        ...ticket,
        state: 'void',
        endedAt: event.at,
      }));
    case 'ticket.called':
      return called(state, event);
    case 'ticket.recalled':
      return recalled(state, event);
    case 'ticket.started':
      return withTicket(state, event, (ticket) => ({
        ...ticket,
        state: 'serving',
        startedAt: event.at,
      }));
    case 'ticket.finished':
      return finished(state, event);
    case 'ticket.no-show': {
      const { ticket, window } = event.data;
      const gone = leaveHall(state, event, (old) => ({ ...old, state: 'no-show', endedAt: event.at }));
      const queue = gone.tickets.get(ticket)?.queue;
      const counted =
        queue === undefined ? gone : withQueue(gone, queue, (q) => ({ ...q, noShow: q.noShow + 1 }));
      return withWindow(counted, window, (w) => ({ ...w, ticket: null, lastTicket: ticket }));
    }
    case 'window.opened':
      return withWindow(state, event.data.window, (w) => ({
        ...w,
        state: 'open',
        reason: null,
        clerk: event.data.clerk,
      }));
    case 'window.paused':
      return withWindow(state, event.data.window, (w) => ({
        ...w,
        state: 'paused',
        reason: event.data.reason,
      }));
    case 'window.closed':
      return withWindow(state, event.data.window, (w) => ({
        ...CLOSED_WINDOW,
        served: w.served,
        lastTicket: w.lastTicket,
        pad: w.pad,
      }));
    case 'call.shown':
      return withTicket(state, event, (ticket) =>
        ticket.call === event.data.call && !ticket.shownBy.includes(event.data.device)
          ? { ...ticket, shownBy: [...ticket.shownBy, event.data.device] }
          : ticket,
      );
    case 'rating.given':
      return rated(state, event, 'given', event.data.grade, event.data.thanksUntil);
    case 'rating.declined':
      return rated(state, event, 'declined', null, null);
    case 'rating.lapsed':
      return rated(state, event, 'lapsed', null, null);
    case 'certificate.issued': {
      const { certificate, kind, verification, device } = event.data;
      return {
        ...state,
        certificates: state.certificates.set(certificate, { kind, verification, device, outcome: 'issued' }),
      };
    }
    case 'certificate.printed':
      return withCertificate(state, event.data.certificate, 'printed');
    case 'certificate.print-failed':
      return withCertificate(state, event.data.certificate, 'failed');
    case 'certificate.print-unknown':
      return withCertificate(state, event.data.certificate, 'unknown');
    case 'hall.restored':
      return afterRestore(state, event.data);
    case 'platform.accepted':
    case 'staff.logged-in':
    case 'staff.logged-out':
    case 'audit.noted':
      return state;
  }
}

/**
 * A new business day starts clean: lines, numbers, boards, windows. What stays are the learned times, and
 * whoever is at a window at midnight: they are served to the end, with case and rating.
 */
function newDay(state: HallState, day: string, at: number): HallState {
  const queues = state.queues.map(
    (queue): QueueState => ({ ...EMPTY_QUEUE, services: queue.services, serviceMs: queue.serviceMs }),
  );
  // Sorted: the order in which windows were first used is not part of the state.
  const carried = state.windows
    .toList()
    .flatMap((window) => (window.ticket === null ? [] : [window.ticket]))
    .sort();
  // Nobody sits at an empty window over night: one that was left open would be nobody else's.
  const windows = state.windows.map(
    (window): WindowStatus =>
      window.ticket === null ? CLOSED_WINDOW : { ...window, lastTicket: null, served: 0 },
  );
  return {
    ...state,
    day,
    dayBegan: at,
    carried: carried.toArray(),
    tickets: state.tickets.filter((ticket) => carried.includes(ticket.id)),
    queues,
    windows,
    live: state.live.filter((ticket) => carried.includes(ticket)),
    ratings: ImmutableMap(),
    certificates: ImmutableMap(),
    boards: ImmutableMap(),
    cases: 0,
  };
}

function taken(state: HallState, event: StoredEvent, data: TicketTaken): HallState {
  const ticket: Ticket = {
    id: data.ticket,
    seq: event.seq,
    number: data.number,
    ordinalOfDay: data.ordinalOfDay,
    day: state.day as string,
    queue: data.queue,
    items: data.items,
    class: data.class,
    arrival: data.arrival,
    virtual: data.virtual,
    personRef: data.personRef,
    progressToken: data.progressToken,
    shortCode: data.shortCode,
    source: data.source,
    state: data.paperless ? 'waiting' : 'committed',
    ordinal: 1,
    print: data.paperless ? 'paperless' : 'pending',
    printAt: event.at,
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
    history: [event.seq],
  };
  const queue = state.queues.get(data.queue) ?? EMPTY_QUEUE;
  return {
    ...state,
    tickets: state.tickets.set(ticket.id, ticket),
    queues: state.queues.set(data.queue, {
      ...queue,
      lastNumber: data.ordinalOfDay,
      issued: queue.issued + 1,
      waiting: join(queue.waiting, placeOf(ticket)),
    }),
    live: data.personRef ? state.live.set(`${data.personRef} ${data.queue}`, ticket.id) : state.live,
  };
}

function called(state: HallState, event: EventOf<'ticket.called'>): HallState {
  const { data } = event;
  const before = need(state, data.ticket);
  const next = withTicket(leaveLine(state, before), event, (ticket) => ({
    ...ticket,
    state: 'called',
    window: data.window,
    clerk: data.clerk,
    why: data.why,
    call: event.seq,
    calledAt: event.at,
    announcedAt: event.at,
    shownBy: [],
  }));
  const waited = withQueue(next, before.queue, (queue) => ({
    ...queue,
    waits: queue.waits + 1,
    waitMs: queue.waitMs + Math.max(0, event.at - before.arrival),
  }));
  const locked = withWindow(waited, data.window, (window) => ({
    ...window,
    ticket: data.ticket,
    lockedUntil: data.lockedUntil,
    pad: IDLE_PAD,
  }));
  return onBoard(locked, event, need(locked, data.ticket), data);
}

function recalled(state: HallState, event: EventOf<'ticket.recalled'>): HallState {
  const { data } = event;
  const next = withTicket(state, event, (ticket) => ({
    ...ticket,
    call: event.seq,
    announcedAt: event.at,
    recalls: ticket.recalls + 1,
    shownBy: [],
  }));
  return onBoard(next, event, need(next, data.ticket), data);
}

function onBoard(
  state: HallState,
  event: StoredEvent,
  ticket: Ticket,
  place: { window: string; zone: string; windowNumber: number },
): HallState {
  const row = {
    ticket: ticket.id,
    number: ticket.number,
    window: place.window,
    windowNumber: place.windowNumber,
    call: event.seq,
    at: event.at,
    class: ticket.class,
  };
  const rows = (state.boards.get(place.zone) ?? []).filter((entry) => entry.ticket !== ticket.id);
  return { ...state, boards: state.boards.set(place.zone, [row, ...rows].slice(0, BOARD_ROWS)) };
}

function finished(state: HallState, event: EventOf<'ticket.finished'>): HallState {
  const { data } = event;
  const before = need(state, data.ticket);
  const gone = leaveHall(state, event, (ticket) => ({
    ...ticket,
    state: 'finished',
    endedAt: event.at,
    caseNumber: data.caseNumber,
    rating: data.rating,
  }));
  const counted = withQueue(gone, before.queue, (queue) => {
    const fade = queue.services >= SERVICE_MEMORY ? (SERVICE_MEMORY - 1) / SERVICE_MEMORY : 1;
    const took = Math.max(0, event.at - (before.startedAt ?? before.calledAt ?? event.at));
    return {
      ...queue,
      served: queue.served + 1,
      services: queue.services * fade + 1,
      serviceMs: queue.serviceMs * fade + took,
    };
  });
  const next = withWindow(counted, data.window, (window) => ({
    ...window,
    ticket: null,
    lastTicket: data.ticket,
    served: window.served + 1,
    pad: { show: 'rate', rating: data.rating, until: data.ratingUntil },
  }));
  return {
    ...next,
    cases: data.caseNumber === null ? next.cases : next.cases + 1,
    ratings: next.ratings.set(data.rating, {
      ticket: data.ticket,
      window: data.window,
      until: data.ratingUntil,
      outcome: 'open',
      grade: null,
    }),
  };
}

function rated(
  state: HallState,
  event: OfTicket & { readonly data: { readonly rating: string; readonly window: string } },
  outcome: 'given' | 'declined' | 'lapsed',
  grade: number | null,
  thanksUntil: number | null,
): HallState {
  const { data } = event;
  const rating = state.ratings.get(data.rating);
  if (!rating) return state;
  const noted = withTicket(state, event, (ticket) => ticket);
  const next = { ...noted, ratings: state.ratings.set(data.rating, { ...rating, outcome, grade }) };
  // The pad may already ask about a later service; only its own question ends.
  return withWindow(next, data.window, (window) =>
    window.pad.rating !== data.rating
      ? window
      : {
          ...window,
          pad: thanksUntil === null ? IDLE_PAD : { show: 'thanks', rating: null, until: thanksUntil },
        },
  );
}

function placeOf(ticket: Ticket): Place {
  return { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
}

function leaveLine(state: HallState, ticket: Ticket): HallState {
  return withQueue(state, ticket.queue, (queue) => ({
    ...queue,
    waiting: leave(queue.waiting, placeOf(ticket)),
  }));
}

/** Ends a ticket: out of the line, and the person may queue again. */
function leaveHall(state: HallState, event: OfTicket, change: (ticket: Ticket) => Ticket): HallState {
  const ticket = need(state, event.data.ticket);
  const waiting = isLive(ticket) && ticket.window === null ? leaveLine(state, ticket) : state;
  const next = withTicket(waiting, event, change);
  return ticket.personRef ? { ...next, live: next.live.delete(`${ticket.personRef} ${ticket.queue}`) } : next;
}

function need(state: HallState, id: string): Ticket {
  const ticket = state.tickets.get(id);
  if (!ticket) throw new Error(`event names ticket ${id}, which is not of this day`);
  return ticket;
}

/** An event that concerns a ticket, whatever else it says. */
interface OfTicket {
  readonly seq: number;
  readonly data: { readonly ticket: string };
}

/** Changes the ticket of an event and notes the event in its history. */
function withTicket(state: HallState, event: OfTicket, change: (ticket: Ticket) => Ticket): HallState {
  const ticket = state.tickets.get(event.data.ticket);
  if (!ticket) return state;
  const changed = { ...change(ticket), history: [...ticket.history, event.seq] };
  return { ...state, tickets: state.tickets.set(ticket.id, changed) };
}

function withQueue(state: HallState, id: string, change: (queue: QueueState) => QueueState): HallState {
  const queue = state.queues.get(id);
  return queue ? { ...state, queues: state.queues.set(id, change(queue)) } : state;
}

function withWindow(state: HallState, id: string, change: (window: WindowStatus) => WindowStatus): HallState {
  return { ...state, windows: state.windows.set(id, change(state.windows.get(id) ?? CLOSED_WINDOW)) };
}

function withCertificate(state: HallState, id: string, outcome: 'printed' | 'failed' | 'unknown'): HallState {
  const found = state.certificates.get(id);
  return found ? { ...state, certificates: state.certificates.set(id, { ...found, outcome }) } : state;
}
