import type { CommandBody } from '@hall/shared/contracts/commands';
import { checkedOut } from './bookings.ts';
import {
  backInLine,
  enrol,
  homeAfter,
  inLine,
  joinLine,
  leaveHall,
  leaveLine,
  need,
  strike,
  withTicket,
  withWindow,
} from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf, NextStep } from './events.ts';
import { nextStep, toNextStep } from './serving.ts';
import { type HallState, isLive } from './state.ts';

/**
 * A number is given up. Staff take away one step of an itinerary after the other [K10]: the ticket goes on to its
 * next step, and only the last one ends it. The person, or a paper that never came out, gives up all of it.
 */
export const cancelTicket: Decide<CommandBody<'ticket.cancel'>> = (state, body) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (ticket.state === 'void') return decided([], DONE);
  if (!isLive(ticket) || !(inLine(ticket) || ticket.state === 'parked')) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket cannot be given up`, { state: ticket.state });
  }
  const next = body.reason === 'staff' && ticket.state !== 'committed' ? nextStep(state, ticket) : null;
  const data = { ticket: ticket.id, reason: body.reason, ...(next ? { next } : {}) };
  return decided([{ type: 'ticket.cancelled', data }], DONE);
};

export function cancelled(state: HallState, event: EventOf<'ticket.cancelled'>): HallState {
  const before = need(state, event.data.ticket);
  const { next } = event.data;
  const unparked =
    before.state === 'parked' && before.window !== null
      ? withWindow(state, before.window, (status) => ({
          ...status,
          parked: status.parked.filter((id) => id !== before.id),
        }))
      : state;
  if (!next) {
    const gone = leaveHall(unparked, event, (ticket) => ({ ...ticket, state: 'void', endedAt: event.at }));
    const { booking } = before;
    return booking === null || event.data.reason !== 'print-failed'
      ? gone
      : { ...gone, bookings: checkedOut(gone, booking) };
  }
  return before.state === 'parked'
    ? backInLine(unparked, event, before.id, 'released', toNextStep(before, next))
    : skipped(unparked, event, next);
}

/** Nobody called it in this line: it leaves no leg. */
function skipped(state: HallState, event: EventOf<'ticket.cancelled'>, next: NextStep): HallState {
  const before = need(state, event.data.ticket);
  const out = withTicket(leaveLine(state, before), event, (ticket) => ({
    ...ticket,
    ...toNextStep(ticket, next),
    home: homeAfter(ticket, next.queue),
    overtaken: 0,
    overtakenAt: null,
  }));
  const after = need(out, before.id);
  const joined = joinLine(out, after);
  return { ...joined, live: enrol(strike(joined.live, before), after) };
}
