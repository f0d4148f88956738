import type { CommandBody } from '@hall/shared/contracts/commands';
import { backInLine, need, withTicketOf, withWindow } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf } from './events.ts';
import { lastWindowStops } from './last-window.ts';
import { type AtWindow, seat, seatOf } from './seat.ts';
import { CLOSED_WINDOW, type HallState, type Ticket, windowOf } from './state.ts';

/** A window opens, pauses with a reason and a time of return [W1], and closes without stranding anybody [W3] [K7]. */

const MINUTE_MS = 60_000;

export const openWindow: Decide<AtWindow> = (state, body, context) => {
  const left = leftBehind(state, body.window);
  const at = left ? seatOf(state, body, context) : seat(state, body, context);
  if (!at.ok) return at.decision;
  if (left && at.status.clerk !== context.actor) {
    return decided([{ type: 'window.opened', data: { window: at.window.id, clerk: context.actor } }], DONE);
  }
  if (at.status.state === 'open') return decided([], DONE);
  return decided([{ type: 'window.opened', data: { window: at.window.id, clerk: context.actor } }], DONE);
};

/** [I5] A service of yesterday whose end nobody entered: whoever sits down there ends it. */
function leftBehind(state: HallState, window: string): boolean {
  const { ticket } = windowOf(state, window);
  return ticket !== null && state.tickets.get(ticket)?.day !== state.day;
}

export const pauseWindow: Decide<CommandBody<'window.pause'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.status.state === 'closed') return refused('WINDOW_CLOSED', 'the window is closed');
  if (at.ticket) return refused('WINDOW_BUSY', 'a person is at the window');
  const reason = context.config.windowRules.pauseReasons.find(({ id }) => id === body.reason);
  if (!reason) return refused('PAUSE_REASON', 'not a reason of this hall', { reason: body.reason });
  const stops =
    at.status.state === 'open'
      ? lastWindowStops(state, at.window, 'pauses', body.anyway === true, context)
      : null;
  if (stops) return stops;
  const returnAt = context.at + (body.minutes ?? reason.minutes) * MINUTE_MS;
  return decided(
    [{ type: 'window.paused', data: { window: at.window.id, reason: reason.id, returnAt } }],
    DONE,
  );
};

export type CloseBody = CommandBody<'window.close'> & {
  /** Whether a manager asks, who may close a window that its clerk has left. */
  readonly manager?: boolean;
};

export const closeWindow: Decide<CloseBody> = (state, body, context) => {
  const taken = seat(state, body, context);
  const at = !taken.ok && body.manager ? seatOf(state, body, context) : taken;
  if (!at.ok) return at.decision;
  if (at.status.state === 'closed') return decided([], DONE);
  // Whoever was left there by a clerk who has gone waits again.
  const alone = !taken.ok && body.anyway === true && at.ticket?.day === state.day;
  if (at.ticket && !alone) return refused('WINDOW_BUSY', 'a person is at the window');
  const stops = lastWindowStops(state, at.window, 'closes', body.anyway === true, context);
  if (stops) return stops;
  const here = at.ticket ? [at.ticket.id] : [];
  const released = [...here, ...at.status.parked, ...boundTo(state, at.window.id)];
  return decided(
    [
      {
        type: 'window.closed',
        data: { window: at.window.id, ...(released.length > 0 ? { released } : {}) },
      },
    ],
    DONE,
  );
};

/** Tickets that wait for this window and for no other that is at work. */
function boundTo(state: HallState, window: string): string[] {
  return [...state.queues.values()].flatMap((queue) =>
    queue.waiting
      .toArray()
      .map(({ ticket }) => need(state, ticket))
      .filter((ticket) => ticket.boundTo?.includes(window) && stillBound(state, ticket, window) === null)
      .map(({ id }) => id),
  );
}

/** The windows for which a ticket still waits when one closes; null: it may go to any. */
function stillBound(state: HallState, ticket: Ticket, closed: string): readonly string[] | null {
  const rest = (ticket.boundTo ?? []).filter((id) => id !== closed && windowOf(state, id).state !== 'closed');
  return rest.length === 0 ? null : rest;
}

export function opened(state: HallState, event: EventOf<'window.opened'>): HallState {
  return withWindow(state, event.data.window, (status) => ({
    ...status,
    state: 'open',
    reason: null,
    returnAt: null,
    clerk: event.data.clerk,
    undo: null,
  }));
}

export function paused(state: HallState, event: EventOf<'window.paused'>): HallState {
  return withWindow(state, event.data.window, (status) => ({
    ...status,
    state: 'paused',
    reason: event.data.reason,
    returnAt: event.data.returnAt ?? null,
    undo: null,
  }));
}

export function closed(state: HallState, event: EventOf<'window.closed'>): HallState {
  const { window, released = [] } = event.data;
  const free = released.reduce((next, id) => release(next, event, id), state);
  return withWindow(free, window, ({ served, lastTicket, pad, assigned, sinceShare }) => ({
    ...CLOSED_WINDOW,
    ...{ served, lastTicket, pad, assigned, sinceShare },
  }));
}

/** [K7] Whoever was parked or left there comes first by arrival; whoever was bound may go to any window. */
function release(state: HallState, event: EventOf<'window.closed'>, id: string): HallState {
  const ticket = need(state, id);
  if (ticket.window === event.data.window) {
    const virtual = Math.min(ticket.virtual, ticket.arrival);
    return backInLine(state, event, id, 'released', { boundTo: null, virtual });
  }
  return withTicketOf(state, id, event.seq, (old) => ({ ...old, boundTo: null }));
}
