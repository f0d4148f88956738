import type { CommandBody } from '@hall/shared/contracts/commands';
import { onBoard, takenOff } from './board.ts';
import { lockedUntil } from './calling.ts';
import { need, withTicket, withWindow } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf } from './events.ts';
import { explainResume } from './explain-calls.ts';
import { type AtWindow, seat } from './seat.ts';
import { type HallState, IDLE_PAD } from './state.ts';
import { remembered } from './undo-memory.ts';

/** [K7] A person fetches something and comes back to the same window, without a new number. */

const MINUTE_MS = 60_000;

export const park: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const { ticket, window, status } = at;
  if (!ticket) return refused('WINDOW_IDLE', 'nobody is at this window');
  if (at.former) return refused('WINDOW_UNKNOWN', 'nobody could come back to a window that is gone');
  // Nobody is parked over midnight: a ticket of yesterday is served to the end [I5].
  if (ticket.day !== state.day)
    return refused('TICKET_STATE', 'a ticket of yesterday', { state: ticket.state });
  const { most, minutes } = context.config.calling.park;
  if (status.parked.length >= most) return refused('PARK_LIMIT', 'too many are parked here', { most });
  const dueAt = context.at + minutes * MINUTE_MS;
  return decided([{ type: 'ticket.parked', data: { ticket: ticket.id, window: window.id, dueAt } }], DONE);
};

export const resume: Decide<CommandBody<'window.resume'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const { window, status } = at;
  if (status.state !== 'open') return refused('WINDOW_CLOSED', 'the window is not open');
  if (at.ticket) return refused('WINDOW_BUSY', 'a person is at the window');
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (!status.parked.includes(ticket.id)) {
    return refused('TICKET_STATE', 'not parked at this window', { state: ticket.state });
  }
  if (context.at < status.lockedUntil) {
    return refused('CALL_LOCKED', 'a call was just made', { until: status.lockedUntil });
  }
  return decided(
    [
      {
        type: 'ticket.resumed',
        data: {
          ticket: ticket.id,
          window: window.id,
          zone: window.zone,
          windowNumber: window.number,
          clerk: context.actor,
          lockedUntil: lockedUntil(context),
        },
      },
    ],
    {
      ticket: ticket.id,
      number: ticket.number,
      call: state.seq + 1,
      why: explainResume(ticket.number, context.at - (ticket.parkedAt ?? context.at)),
    },
  );
};

export function parked(state: HallState, event: EventOf<'ticket.parked'>): HallState {
  const { ticket: id, window: at, dueAt } = event.data;
  const before = need(state, id);
  const window = state.windows.get(at);
  const next = withTicket(state, event, (ticket) => ({
    ...ticket,
    state: 'parked',
    parkedAt: event.at,
    parkedUntil: dueAt,
  }));
  const left = withWindow(next, at, (status) => ({
    ...status,
    ticket: null,
    lastTicket: id,
    parked: [...status.parked, id],
  }));
  return remembered({ ticket: before, window }, left, 'park', event);
}

/** Called anew at its window: screens show it, and it can be recalled as often as after the first call. */
export function resumed(state: HallState, event: EventOf<'ticket.resumed'>): HallState {
  const { data } = event;
  const before = need(state, data.ticket);
  const window = state.windows.get(data.window);
  const next = withTicket(state, event, (ticket) => ({
    ...ticket,
    state: 'called',
    clerk: data.clerk,
    call: event.seq,
    announcedAt: event.at,
    recalls: 0,
    shownBy: [],
    parkedAt: null,
    parkedUntil: null,
  }));
  const seated = withWindow(next, data.window, (status) => ({
    ...status,
    ticket: data.ticket,
    lockedUntil: data.lockedUntil,
    pad: IDLE_PAD,
    parked: status.parked.filter((id) => id !== data.ticket),
  }));
  const shown = onBoard(seated, event, need(seated, data.ticket), data);
  return remembered({ ticket: before, window }, shown, 'resume', event, {
    rows: takenOff(seated, shown, data.zone),
  });
}
