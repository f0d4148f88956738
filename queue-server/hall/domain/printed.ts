import { withTicket } from './change.ts';
import type { EventOf } from './events.ts';
import type { HallState, PrintState } from './state.ts';

/** What reports on papers make of tickets: a number counts when its paper is out. */

export function printed(state: HallState, event: EventOf<'ticket.printed'>): HallState {
  return withTicket(state, event, (ticket) => ({
    ...ticket,
    print: 'printed',
    printAt: event.at,
    state: ticket.state === 'committed' ? 'waiting' : ticket.state,
  }));
}

export function notPrinted(
  state: HallState,
  event: EventOf<'ticket.print-failed' | 'ticket.print-unknown'>,
  print: PrintState,
): HallState {
  return withTicket(state, event, (ticket) => ({ ...ticket, print, printAt: event.at }));
}

export function reprinted(state: HallState, event: EventOf<'ticket.reprinted'>): HallState {
  return withTicket(state, event, (ticket) => ({
    ...ticket,
    ordinal: event.data.ordinal,
    print: 'pending',
    printAt: event.at,
  }));
}
