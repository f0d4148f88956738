import type { BoardEntry, HallState, Ticket, Undo } from './state.ts';

/** Rows of a board. */
const BOARD_ROWS = 12;

export interface CallPlace {
  readonly window: string;
  readonly zone: string;
  readonly windowNumber: number;
}

/** The newest call comes on top of its zone's board, and a ticket stands there once. */
export function onBoard(
  state: HallState,
  event: { readonly seq: number; readonly at: number },
  ticket: Ticket,
  { window, zone, windowNumber }: CallPlace,
): HallState {
  if (!isSaid(ticket)) return state;
  const { id, number } = ticket;
  const row = {
    ticket: id,
    number,
    window,
    windowNumber,
    call: event.seq,
    at: event.at,
    class: ticket.class,
  };
  const rows = (state.boards.get(zone) ?? []).filter((entry) => entry.ticket !== id);
  return { ...state, boards: state.boards.set(zone, [row, ...rows].slice(0, BOARD_ROWS)) };
}

/** Somebody who came without a number [K11] knows none: no board shows it and no voice says it. */
export function isSaid(ticket: Ticket): boolean {
  return ticket.why?.rule !== 'walk-in';
}

/** Rows that stood on a board before and do not any more. */
export function takenOff(before: HallState, after: HallState, zone: string): readonly BoardEntry[] {
  const left = after.boards.get(zone) ?? [];
  return (before.boards.get(zone) ?? []).filter((row) => !left.some((entry) => entry.call === row.call));
}

/** A call is taken back: its row goes, and what it pushed off returns, if it still says what was called last. */
export function offBoard(state: HallState, { ticket, rows }: Undo): HallState {
  const zone = state.boards.findKey((board) => board.some((entry) => entry.ticket === ticket.id));
  if (zone === undefined) return state;
  const kept = (state.boards.get(zone) ?? []).filter((entry) => entry.ticket !== ticket.id);
  // A row of somebody else may have been taken back itself since; the ticket's own one stood there.
  const back = rows.filter(
    (row) => row.ticket === ticket.id || state.tickets.get(row.ticket)?.call === row.call,
  );
  const board = [...kept, ...back].sort((a, b) => b.call - a.call).slice(0, BOARD_ROWS);
  return {
    ...state,
    boards: board.length === 0 ? state.boards.delete(zone) : state.boards.set(zone, board),
  };
}
