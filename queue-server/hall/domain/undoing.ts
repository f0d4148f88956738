import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { offBoard } from './board.ts';
import { notPassed } from './calling.ts';
import {
  enrol,
  inLine,
  joinLine,
  leaveLine,
  liveIn,
  need,
  strike,
  waitedMs,
  withQueue,
  withTicketOf,
  withWindow,
} from './change.ts';
import { type Decide, decided, refused } from './context.ts';
import type { EventOf, HallEvent, WindowUndone } from './events.ts';
import { type AtWindow, seat } from './seat.ts';
import { notServed } from './serving.ts';
import { type HallState, IDLE_PAD, isLive, type Ticket, type Undo, type WindowStatus } from './state.ts';
import { leftAs } from './undo-memory.ts';

/**
 * [K12] Takes back the last act of a window. The log stays as it was [I6]: undoing is an event of its own, and
 * statistics are as if the act had never been. What is not taken back is the number of a case: it was given.
 * A call that ended a service [K13] is taken back with that end, the later first: all of it or nothing.
 */
export const undo: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const last = at.status.undo;
  if (!last) return refused('UNDO_NOTHING', 'this window did nothing that can be taken back');
  const until = undoableUntil(last, context.config.calling.undoSeconds);
  if (context.at > until) return refused('UNDO_LATE', 'the time for taking it back is over', { until });
  const now = state.tickets.get(last.ticket.id);
  if (!now || !asLeft(state, now, last, context.config)) {
    return refused('UNDO_GONE_ON', 'something happened to this number since', { act: last.act });
  }
  return decided(takenBack(state, at.window.id, last), { act: last.act, number: now.number });
};

function takenBack(state: HallState, window: string, last: Undo): HallEvent[] {
  const now = need(state, last.ticket.id);
  const data: WindowUndone = {
    window,
    act: last.act,
    ticket: now.id,
    undoes: last.seq,
    ...withdrawn(now, last),
    ...(last.overtook.length > 0 ? { overtook: last.overtook } : {}),
  };
  const events: HallEvent[] = [{ type: 'window.undone', data }];
  // Whoever was called without a number has nowhere to wait.
  if (last.act === 'call' && now.why?.rule === 'walk-in') {
    events.push({ type: 'ticket.cancelled', data: { ticket: now.id, reason: 'staff' } });
  }
  return last.ended ? [...events, ...takenBack(state, window, last.ended)] : events;
}

export function undoableUntil(last: Undo, undoSeconds: number): number {
  return last.at + undoSeconds * 1000;
}

/** Whether the ticket is still where the act put it, and may stand again where it stood; of both, where it is two. */
export function asLeft(
  state: HallState,
  now: Ticket,
  { act, ticket, left, seq, ended }: Undo,
  config: Pick<HallConfig, 'taking'>,
): boolean {
  const { taking } = config;
  const former = ended && state.tickets.get(ended.ticket.id);
  if (ended && !(former && asLeft(state, former, ended, config))) return false;
  const { rating } = madeBy(now, act);
  if (rating !== null && state.ratings.get(rating)?.outcome === 'given') return false;
  // [T6] The person took a new number meanwhile; one that stood there before does not matter.
  const others = now.personRef === null || isLive(now) ? [] : liveIn(state, now.personRef, ticket.queue);
  if (taking.onePerPerson && others.some((other) => other.seq > seq)) return false;
  // Calling without a number starts the service at once.
  const walkedIn = act === 'call' && now.why?.rule === 'walk-in' && now.state === 'serving';
  const is = leftAs(walkedIn ? { ...now, state: left.state } : now);
  return JSON.stringify(is) === JSON.stringify(left);
}

function withdrawn(now: Ticket, { act }: Undo): { caseNumber?: string; rating?: string } {
  const { caseNumber, rating } = madeBy(now, act);
  return { ...(caseNumber === null ? {} : { caseNumber }), ...(rating === null ? {} : { rating }) };
}

/** What a finished service left: on the ticket, or on its way where the ticket went on. */
function madeBy(now: Ticket, act: Undo['act']): Pick<Ticket, 'caseNumber' | 'rating'> {
  if (act !== 'finish') return { caseNumber: null, rating: null };
  return now.state === 'finished' ? now : (now.legs.at(-1) ?? now);
}

export function undone(state: HallState, event: EventOf<'window.undone'>): HallState {
  const { data } = event;
  const last = state.windows.get(data.window)?.undo;
  if (last?.seq !== data.undoes) throw new Error(`event ${event.seq} undoes what is not the last act`);
  const now = need(state, data.ticket);
  const out = inLine(now) ? leaveLine(state, now) : state;
  const back = withTicketOf(uncounted(out, now, last), now.id, event.seq, () => asBefore(now, last.ticket));
  const ticket = need(back, now.id);
  const placed = inLine(ticket) ? joinLine(back, ticket) : back;
  const struck = strike(placed.live, now);
  const listed = { ...placed, live: isLive(ticket) ? enrol(struck, ticket) : struck };
  const board = last.act === 'call' || last.act === 'resume' ? offBoard(listed, last) : listed;
  const fair = notPassed(board, event.seq, last);
  const quiet = data.rating === undefined ? fair : { ...fair, ratings: fair.ratings.delete(data.rating) };
  return withWindow(quiet, data.window, (status) => windowBefore(quiet, data.window, status, last));
}

/** The window before the act, but for what happened beside it: people who left, ratings, services told afterwards. */
function windowBefore(state: HallState, id: string, now: WindowStatus, last: Undo): WindowStatus {
  const { act, window, ended = null } = last;
  const { pad } = window;
  const asks = pad.rating === null || state.ratings.get(pad.rating)?.outcome === 'open';
  return {
    ...window,
    served: act === 'finish' ? now.served - 1 : now.served,
    pad: asks ? pad : IDLE_PAD,
    parked: window.parked.filter((one) => {
      const ticket = state.tickets.get(one);
      return ticket?.state === 'parked' && ticket.window === id;
    }),
    // The rest of the same act, which the next event takes back.
    undo: ended,
  };
}

/** What happened beside the act stays: reports on its paper, the note (which goes with a visit), its story. */
function asBefore(now: Ticket, before: Ticket): Ticket {
  const { print, printAt, ordinal, noteRef, history, overtaken, overtakenAt } = now;
  const out = before.state === 'committed' && print === 'printed';
  // The call of somebody who had overtaken it may have been taken back while it was at the window.
  const stayed = now.legs.length === before.legs.length;
  return {
    ...before,
    ...(stayed && { overtaken, overtakenAt }),
    ...{ state: out ? 'waiting' : before.state, print, printAt, ordinal, noteRef, history },
  };
}

/** [I6] */
function uncounted(state: HallState, now: Ticket, { act, ticket }: Undo): HallState {
  return withQueue(state, ticket.queue, (queue) => {
    if (act === 'call') {
      const waitMs = queue.waitMs - waitedMs(ticket, now.calledAt ?? now.arrival);
      return { ...queue, waits: queue.waits - 1, waitMs };
    }
    if (act === 'no-show') return { ...queue, noShow: queue.noShow - 1 };
    if (act !== 'finish') return queue;
    const ended = now.state === 'finished' ? now.endedAt : now.legs.at(-1)?.endedAt;
    return notServed(queue, ticket, ended ?? 0);
  });
}
