import type { CommandBody } from '@hall/shared/contracts/commands';
import { liveIn } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import { isWaiting, placeAnew } from './next/eligible.ts';
import { windowsServing } from './serving-windows.ts';
import { windowOf } from './state.ts';

/** [K8] At the guide desk: whoever waits goes to another line, or is bound to one window, without being called. */
export const moveTicket: Decide<CommandBody<'ticket.move'>> = (state, body, context) => {
  const { config } = context;
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (!isWaiting(ticket)) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket is not moved`, { state: ticket.state });
  }
  const { window } = body.to;
  const queue = body.to.queue ?? ticket.queue;
  if (!config.queues.some(({ id }) => id === queue)) return refused('QUEUE_UNKNOWN', 'no such queue');
  if (window !== undefined && !config.windows.some(({ id }) => id === window)) {
    return refused('WINDOW_UNKNOWN', 'no such window');
  }
  // Nobody else may call a bound ticket: at a closed window it would wait for nobody.
  if (window !== undefined && windowOf(state, window).state === 'closed') {
    return refused('TRANSFER_NOWHERE', 'that window is closed', { window });
  }
  if (window === undefined && windowsServing(state, config, queue).length === 0) {
    return refused('QUEUE_WITHOUT_WINDOW', 'no window serves that queue', { queue });
  }
  const boundTo = window === undefined ? null : [window];
  if (queue === ticket.queue && JSON.stringify(boundTo) === JSON.stringify(ticket.boundTo)) {
    return decided([], DONE);
  }
  if (queue !== ticket.queue && ticket.personRef !== null && config.taking.onePerPerson) {
    const other = liveIn(state, ticket.personRef, queue)[0];
    if (other) return refused('ALREADY_WAITING', 'the person waits there already', { number: other.number });
  }
  const anew = queue !== ticket.queue && !config.calling.transferKeepsArrival;
  return decided(
    [
      {
        type: 'ticket.transferred',
        data: {
          ticket: ticket.id,
          from: null,
          queue,
          boundTo,
          virtual: anew ? placeAnew(ticket, context.at) : ticket.virtual,
          ...(anew && { arrival: context.at }),
        },
      },
    ],
    DONE,
  );
};
