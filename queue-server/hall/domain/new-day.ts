import { Map as ImmutableMap } from 'immutable';
import { withoutOld } from './blocks.ts';
import { bookingsOfNewDay } from './bookings.ts';
import { certificatesKept } from './certificates.ts';
import { enrol, need } from './change.ts';
import type { EventOf } from './events.ts';
import { CLOSED_WINDOW, EMPTY_QUEUE, type HallState, type QueueState, type WindowStatus } from './state.ts';

/**
 * A new business day starts clean: lines, numbers, boards, windows. What stays are the learned times, and
 * whoever is at a window at midnight: they are served to the end, with case and rating.
 */
export function newDay(state: HallState, { data: { day }, at }: EventOf<'day.began'>): HallState {
  const booked = bookingsOfNewDay(state, day);
  const queues = state.queues.map(
    (queue): QueueState => ({
      ...EMPTY_QUEUE,
      services: queue.services,
      serviceMs: queue.serviceMs,
      carriedNumber: queue.lastNumber ?? queue.carriedNumber,
    }),
  );
  // Sorted: the order in which windows were first used is not part of the state.
  const carried = state.windows
    .toList()
    .flatMap((window) => (window.ticket === null ? [] : [window.ticket]))
    .sort();
  // Nobody sits at an empty window over night: one that was left open would be nobody else's.
  const windows = state.windows.map(
    (window): WindowStatus =>
      window.ticket === null
        ? CLOSED_WINDOW
        : {
            ...window,
            lastTicket: null,
            served: 0,
            assigned: null,
            parked: [],
            sinceShare: 0,
            undo: null,
          },
  );
  return {
    ...state,
    day,
    dayBegan: at,
    carried: carried.toArray(),
    tickets: state.tickets.filter((ticket) => carried.includes(ticket.id)),
    queues,
    windows,
    live: carried.reduce((live, id) => enrol(live, need(state, id)), state.live.clear()),
    ratings: ImmutableMap(),
    certificates: certificatesKept(state),
    boards: ImmutableMap(),
    cases: 0,
    bookings: booked.bookings,
    bookers: withoutOld(booked.bookers, day),
    bells: ImmutableMap(),
  };
}
