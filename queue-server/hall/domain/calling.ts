import type { CommandBody } from '@hall/shared/contracts/commands';
import { onBoard, takenOff } from './board.ts';
import { leaveLine, need, waitedMs, withQueue, withTicket, withTicketOf, withWindow } from './change.ts';
import { type Context, type Decide, type Decision, DONE, decided, refused } from './context.ts';
import type { CallReason, EventOf, HallEvent } from './events.ts';
import { explainCall } from './explain.ts';
import { selectNext, sinceShareAfter } from './next/select.ts';
import { type AtWindow, seat, type TakenSeat } from './seat.ts';
import { endOfService } from './serving.ts';
import { type HallState, IDLE_PAD, type Ticket, type Undo } from './state.ts';
import { remembered } from './undo-memory.ts';

/** Calls and recalls [K1] [K2] [K13]. Who is called says selection.ts. */

/** A seat from which somebody can be called now, and what has to end before. */
type ReadyToCall =
  | { readonly ok: false; readonly decision: Decision }
  | { readonly ok: true; readonly at: TakenSeat; readonly ending: readonly HallEvent[] };

/** [K1] the lock between calls; [K13] a running service: refused, or ended by the same decision. */
export function readyToCall(
  state: HallState,
  body: AtWindow & { readonly end?: boolean | undefined },
  context: Context,
): ReadyToCall {
  const at = seat(state, body, context);
  if (!at.ok) return at;
  const no = (decision: Decision): ReadyToCall => ({ ok: false, decision });
  if (at.former) return no(refused('WINDOW_UNKNOWN', 'the window is gone: whoever is there is the last one'));
  if (at.status.state !== 'open') return no(refused('WINDOW_CLOSED', 'the window is not open'));
  const running = at.ticket?.state === 'serving';
  if (at.ticket && !(running && context.config.calling.overRunning === 'confirm')) {
    return no(refused('WINDOW_BUSY', 'the running service has not ended'));
  }
  if (context.at < at.status.lockedUntil) {
    return no(refused('CALL_LOCKED', 'a call was just made', { until: at.status.lockedUntil }));
  }
  if (!at.ticket) return { ok: true, at, ending: [] };
  if (body.end !== true) {
    const { number } = at.ticket;
    return no(
      refused(
        'CONFIRM_END',
        'a service runs here',
        { number },
        {
          zh: `${number} 正在办理。请确认办结并呼叫下一位。`,
          en: `${number} is being served. Confirm that this ends and the next one is called.`,
        },
      ),
    );
  }
  return { ok: true, at, ending: endOfService(state, at.status, at.ticket, at.window, context).events };
}

interface Called {
  readonly ticket: Pick<Ticket, 'id' | 'number'>;
  readonly why: CallReason;
  readonly overtook?: readonly string[];
}

/**
 * The call of a selected ticket, behind whatever has to happen first, and its answer. Where a service ends, that is
 * the event right before the call.
 */
export function callOf(
  state: HallState,
  { at, ending }: Extract<ReadyToCall, { ok: true }>,
  { ticket, why, overtook }: Called,
  context: Context,
): Decision {
  const before = state.seq + ending.length;
  const call: HallEvent = {
    type: 'ticket.called',
    data: {
      ticket: ticket.id,
      window: at.window.id,
      zone: at.window.zone,
      windowNumber: at.window.number,
      clerk: context.actor,
      why,
      lockedUntil: lockedUntil(context),
      ...(overtook && overtook.length > 0 ? { overtook } : {}),
      ...(ending.at(-1)?.type === 'ticket.finished' ? { ended: before } : {}),
    },
  };
  return decided([...ending, call], {
    ticket: ticket.id,
    number: ticket.number,
    call: before + 1,
    why: explainCall(ticket.number, why, context.config),
  });
}

/** [K1] */
export function lockedUntil({ at, config }: Context): number {
  return at + config.calling.lockSeconds * 1000;
}

export const callNext: Decide<CommandBody<'window.call'>> = (state, body, context) => {
  const ready = readyToCall(state, body, context);
  if (!ready.ok) return ready.decision;
  const next = selectNext(state, context.config, ready.at.window, context.at);
  if (!next) return refused('NOBODY_WAITING', 'no callable ticket in the queues of this window');
  return callOf(state, ready, next, context);
};

export const recall: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const { ticket, window } = at;
  if (ticket?.state !== 'called') return refused('WINDOW_IDLE', 'no called ticket at this window');
  const { recallLimit, recallSpacingSeconds } = context.config.calling;
  if (ticket.recalls >= recallLimit) return refused('RECALL_LIMIT', 'recalled too often');
  const from = (ticket.announcedAt ?? 0) + recallSpacingSeconds * 1000;
  if (context.at < from) return refused('RECALL_SOON', 'the last call was just made', { until: from });
  return decided(
    [
      {
        type: 'ticket.recalled',
        data: { ticket: ticket.id, window: window.id, zone: window.zone, windowNumber: window.number },
      },
    ],
    DONE,
  );
};

export function called(state: HallState, event: EventOf<'ticket.called'>): HallState {
  const { data, occurredAt } = event;
  const before = need(state, data.ticket);
  const window = state.windows.get(data.window);
  const next = withTicket(leaveLine(state, before), event, (ticket) => ({
    ...ticket,
    state: 'called',
    window: data.window,
    clerk: data.clerk,
    why: data.why,
    call: event.seq,
    calledAt: occurredAt,
    announcedAt: occurredAt,
    shownBy: [],
  }));
  const waited = withQueue(next, before.queue, (queue) => ({
    ...queue,
    waits: queue.waits + 1,
    waitMs: queue.waitMs + waitedMs(before, occurredAt),
  }));
  // What is told afterwards is over: the window is at something else.
  if (data.afterwards) return waited;
  const locked = withWindow(passed(waited, event), data.window, (status) => ({
    ...status,
    ticket: data.ticket,
    lockedUntil: data.lockedUntil,
    pad: IDLE_PAD,
    sinceShare: sinceShareAfter(status.sinceShare, data.why),
  }));
  const shown = onBoard(locked, event, need(locked, data.ticket), data);
  const rows = takenOff(locked, shown, data.zone);
  return remembered({ ticket: before, window }, shown, 'call', event, {
    rows,
    overtook: data.overtook ?? [],
    ended: data.ended,
  });
}

/** [X1] Whoever arrived earlier and still waits was overtaken once more. */
function passed(state: HallState, event: EventOf<'ticket.called'>): HallState {
  return (event.data.overtook ?? []).reduce(
    (next, id) =>
      withTicketOf(next, id, event.seq, (ticket) => ({
        ...ticket,
        overtaken: ticket.overtaken + 1,
        overtakenAt: ticket.overtakenAt ?? event.at,
      })),
    state,
  );
}

/** The call never was: those whom it had overtaken were not. */
export function notPassed(
  state: HallState,
  seq: number,
  { at, overtook }: Pick<Undo, 'at' | 'overtook'>,
): HallState {
  return overtook.reduce((next, id) => {
    const ticket = next.tickets.get(id);
    // Whoever was called meanwhile, or began to wait anew, counts from nought again.
    if (!ticket || ticket.overtaken === 0 || (ticket.overtakenAt ?? 0) > at) return next;
    return withTicketOf(next, id, seq, (old: Ticket) => ({
      ...old,
      overtaken: old.overtaken - 1,
      overtakenAt: old.overtaken === 1 ? null : old.overtakenAt,
    }));
  }, state);
}

export function recalled(state: HallState, event: EventOf<'ticket.recalled'>): HallState {
  const next = withTicket(state, event, (ticket) => ({
    ...ticket,
    call: event.seq,
    announcedAt: event.at,
    recalls: ticket.recalls + 1,
    shownBy: [],
  }));
  return onBoard(next, event, need(next, event.data.ticket), event.data);
}

/** A screen or a voice said that it showed the call. */
export function shown(state: HallState, event: EventOf<'call.shown'>): HallState {
  return withTicket(state, event, (ticket) =>
    ticket.call === event.data.call && !ticket.shownBy.includes(event.data.device)
      ? { ...ticket, shownBy: [...ticket.shownBy, event.data.device] }
      : ticket,
  );
}
