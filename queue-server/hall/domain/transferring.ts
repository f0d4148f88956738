import type { CommandBody } from '@hall/shared/contracts/commands';
import {
  backInLine,
  enrol,
  homeAfter,
  joinLine,
  leaveLine,
  need,
  strike,
  withTicket,
  withWindow,
} from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf } from './events.ts';
import { placeAnew } from './next/eligible.ts';
import { seat } from './seat.ts';
import { windowsServing } from './serving-windows.ts';
import { type HallState, windowOf } from './state.ts';
import { remembered } from './undo-memory.ts';

/** [K8] The person at a window goes to another line, or to one window. */
export const transfer: Decide<CommandBody<'window.transfer'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const { ticket, window } = at;
  const { config } = context;
  if (!ticket) return refused('WINDOW_IDLE', 'nobody is at this window');
  if (ticket.day !== state.day)
    return refused('TICKET_STATE', 'a ticket of yesterday', { state: ticket.state });
  const queue = body.to.queue ?? ticket.queue;
  if (!config.queues.some(({ id }) => id === queue)) return refused('QUEUE_UNKNOWN', 'no such queue');
  const target = body.to.window;
  if (target === window.id) return refused('TRANSFER_NOWHERE', 'the person is at this window');
  if (target !== undefined) {
    if (!config.windows.some(({ id }) => id === target)) return refused('WINDOW_UNKNOWN', 'no such window');
    // Nobody else may call a bound ticket: at a closed window it would wait for nobody.
    if (windowOf(state, target).state === 'closed') {
      return refused('TRANSFER_NOWHERE', 'that window is closed', { window: target });
    }
  } else if (windowsServing(state, config, queue).length === 0) {
    return refused('QUEUE_WITHOUT_WINDOW', 'no window serves that queue', { queue });
  }
  const anew = !config.calling.transferKeepsArrival;
  return decided(
    [
      {
        type: 'ticket.transferred',
        data: {
          ticket: ticket.id,
          from: window.id,
          queue,
          boundTo: target === undefined ? null : [target],
          virtual: anew ? placeAnew(ticket, context.at) : ticket.virtual,
          ...(anew ? { arrival: context.at } : {}),
        },
      },
    ],
    DONE,
  );
};

export function transferred(state: HallState, event: EventOf<'ticket.transferred'>): HallState {
  const { ticket: id, from, queue, boundTo, virtual, arrival } = event.data;
  const before = need(state, id);
  const to = { queue, boundTo, virtual, ...(arrival === undefined ? {} : { arrival }) };
  if (from === null) return moved(state, event, to);
  const window = state.windows.get(from);
  const next = withWindow(backInLine(state, event, id, 'transferred', to), from, (status) => ({
    ...status,
    ticket: status.ticket === id ? null : status.ticket,
    lastTicket: id,
  }));
  return remembered({ ticket: before, window }, next, 'transfer', { ...event, data: { window: from } });
}

/** Out of one line into another; whoever is moved by the guide desk was not called. */
function moved(
  state: HallState,
  event: EventOf<'ticket.transferred'>,
  to: { queue: string; boundTo: readonly string[] | null; virtual: number; arrival?: number },
): HallState {
  const before = need(state, event.data.ticket);
  const next = withTicket(leaveLine(state, before), event, (ticket) => ({
    ...ticket,
    ...to,
    home: homeAfter(ticket, to.queue),
  }));
  const after = need(next, before.id);
  const joined = joinLine(next, after);
  return { ...joined, live: enrol(strike(joined.live, before), after) };
}
