import type { CommandBody } from '@hall/shared/contracts/commands';
import { leaveLine, need, strike, withTicketOf } from './change.ts';
import { type Decide, decided, refused } from './context.ts';
import type { EventOf } from './events.ts';
import { turnOf } from './next/eligible.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/** As a manager gives it; the hall itself does it at the times of its rule [W4]. */
export type CloseWaitingBody = CommandBody<'tickets.close'> & {
  /**
   * Only whose turn came before this instant (ms): a machine that slept through noon does not close the lines of
   * the afternoon, and noon does not close a booking of the afternoon.
   */
  readonly cameBefore?: number;
};

/** [W4] What still waits in these queues is closed; whoever is at a window or parked there is served. */
export const closeWaiting: Decide<CloseWaitingBody> = (state, body, { config }) => {
  if (body.queues.some((queue) => !config.queues.some(({ id }) => id === queue))) {
    return refused('QUEUE_UNKNOWN', 'no such queue');
  }
  const { cameBefore } = body;
  const tickets = [...new Set(body.queues)].flatMap((queue) =>
    (state.queues.get(queue) ?? EMPTY_QUEUE).waiting
      .toArray()
      .map(({ ticket }) => ticket)
      .filter((id) => cameBefore === undefined || turnOf(need(state, id)) < cameBefore),
  );
  if (tickets.length === 0) return decided([], { closed: 0 });
  const reason = cameBefore === undefined ? 'manager' : 'bulk';
  return decided([{ type: 'tickets.closed', data: { tickets, reason } }], { closed: tickets.length });
};

export function ticketsClosed(state: HallState, event: EventOf<'tickets.closed'>): HallState {
  return event.data.tickets.reduce((next, id) => {
    const ticket = need(next, id);
    const out = withTicketOf(leaveLine(next, ticket), id, event.seq, (old) => ({
      ...old,
      state: 'closed',
      endedAt: event.at,
      noteRef: null,
    }));
    return { ...out, live: strike(out.live, ticket) };
  }, state);
}
