import type { CommandBody } from '@hall/shared/contracts/commands';
import { backInLine, liveIn, need, withQueue } from './change.ts';
import { ENTERPRISE } from './classes.ts';
import { type Decide, decided, refused } from './context.ts';
import type { EventOf, TicketReactivated } from './events.ts';
import { placeIndex } from './line.ts';
import { isCallable } from './next/eligible.ts';
import { inLine } from './next/lines.ts';
import { EMPTY_QUEUE, type HallState, type Ticket, windowOf } from './state.ts';

/** [K6] A passed number comes back (过号重排): the same number, behind the next few who wait. */
export const reactivateTicket: Decide<CommandBody<'ticket.reactivate'>> = (state, body, context) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (ticket.state !== 'no-show' || ticket.day !== state.day) {
    return refused('TICKET_STATE', 'only a number that was passed today comes back', { state: ticket.state });
  }
  const { config } = context;
  // The settings may have changed since it was passed.
  if (!config.queues.some(({ id }) => id === ticket.queue)) return refused('QUEUE_UNKNOWN', 'no such queue');
  const { times, behind } = config.calling.reactivate;
  if (ticket.reactivated >= times) {
    return refused('REACTIVATE_LIMIT', 'came back as often as it may', { times });
  }
  const again = ticket.personRef === null ? undefined : liveIn(state, ticket.personRef, ticket.queue)[0];
  if (again && config.taking.onePerPerson) {
    return refused('ALREADY_WAITING', 'the person took a new number since', { number: again.number });
  }
  const virtual = placeBehind(state, ticket.queue, behind, (other) => isCallable(other, config, context.at));
  const data: TicketReactivated = {
    ticket: ticket.id,
    virtual: virtual ?? context.at,
    // The window to which it was sent may have closed: it would wait for nobody.
    ...(waitsForNobody(state, ticket) && { unbound: true }),
  };
  const line = (state.queues.get(ticket.queue) ?? EMPTY_QUEUE).waiting;
  return decided([{ type: 'ticket.reactivated', data }], {
    ticket: ticket.id,
    number: ticket.number,
    ahead: placeIndex(line, { virtual: data.virtual, seq: ticket.seq, ticket: ticket.id }),
  });
};

/** Bound to windows that are all closed; those for enterprises [C6] open sooner or later. */
function waitsForNobody(state: HallState, { boundTo, classReason }: Ticket): boolean {
  if (boundTo === null || classReason === ENTERPRISE) return false;
  return boundTo.every((id) => windowOf(state, id).state === 'closed');
}

/**
 * The place just behind the so-manyth person who can be called, or behind all where there are fewer; null where
 * nobody waits. Whoever has a place in the very same millisecond as that person goes before as well.
 */
function placeBehind(
  state: HallState,
  queue: string,
  behind: number,
  callable: (ticket: Parameters<typeof isCallable>[0]) => boolean,
): number | null {
  let place: number | null = null;
  let count = 0;
  for (const ticket of inLine(state, queue)) {
    if (!callable(ticket)) continue;
    if (count === behind) break;
    count += 1;
    place = ticket.virtual + 1;
  }
  if (place !== null || behind > 0) return place;
  for (const ticket of inLine(state, queue)) if (callable(ticket)) return ticket.virtual - 1;
  return null;
}

/** The no-show is taken back: whoever comes back was not absent after all. */
export function reactivated(state: HallState, event: EventOf<'ticket.reactivated'>): HallState {
  const { ticket, virtual, unbound } = event.data;
  const before = need(state, ticket);
  const next = backInLine(state, event, ticket, 'no-show', {
    virtual,
    class: 'returning',
    reactivated: before.reactivated + 1,
    ...(unbound && { boundTo: null }),
  });
  return withQueue(next, before.queue, (queue) => ({ ...queue, noShow: queue.noShow - 1 }));
}
