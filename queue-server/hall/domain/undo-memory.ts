import { need } from './change.ts';
import type { UndoableAct } from './events.ts';
import {
  type BoardEntry,
  CLOSED_WINDOW,
  type HallState,
  type LeftAs,
  type Ticket,
  type Undo,
  type WindowStatus,
} from './state.ts';

/**
 * [K12] What `window.undo` needs: ticket and window as they were before the act. It is part of the window's state,
 * so it survives a restart; the next act of the window takes its place. `ended`: the position of the end of a
 * service that is one act with this one [K13]; its memory stays, within that of the call.
 */
export function remembered(
  before: { readonly ticket: Ticket; readonly window: WindowStatus | undefined },
  after: HallState,
  act: UndoableAct,
  event: { readonly seq: number; readonly at: number; readonly data: { readonly window: string } },
  more: {
    readonly rows?: readonly BoardEntry[];
    readonly overtook?: readonly string[];
    readonly ended?: number | undefined;
  } = {},
): HallState {
  const { undo: last, ...window } = before.window ?? CLOSED_WINDOW;
  const undo: Undo = {
    act,
    seq: event.seq,
    at: event.at,
    ticket: before.ticket,
    window,
    left: leftAs(need(after, before.ticket.id)),
    rows: more.rows ?? [],
    overtook: more.overtook ?? [],
    ...(last && last.seq === more.ended ? { ended: last } : {}),
  };
  const id = event.data.window;
  const status = after.windows.get(id) ?? CLOSED_WINDOW;
  return { ...after, windows: after.windows.set(id, { ...status, undo }) };
}

export function leftAs(ticket: Ticket): LeftAs {
  const { state, queue, virtual, boundTo, classReason, legs, steps } = ticket;
  return {
    ...{ state, queue, virtual, class: ticket.class, classReason, boundTo },
    ...{ legs: legs.length, steps: steps.length },
  };
}
