import { withTicket } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf } from './events.ts';
import { type HallState, isLive, type Ticket } from './state.ts';

/** A clerk's note for colleagues: its words lie in the vault, here is only where. */
export interface NoteBody {
  readonly ticket: string;
  /** Null: there is nothing to remember any more. */
  readonly noteRef: string | null;
}

export const noteTicket: Decide<NoteBody> = (state, { ticket: id, noteRef }) => {
  const ticket = state.tickets.get(id);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  // A note goes when the visit ends: there is no visit any more that it could be about.
  if (!isLive(ticket)) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket takes no note`, { state: ticket.state });
  }
  if (noteRef === null && ticket.noteRef === null) return decided([], DONE);
  return decided([{ type: 'ticket.noted', data: { ticket: id, noteRef } }], DONE);
};

export function noted(state: HallState, event: EventOf<'ticket.noted'>): HallState {
  return withTicket(state, event, (ticket) => ({ ...ticket, noteRef: event.data.noteRef }));
}

/** Notes that are not needed any more between two states; `ids` are the tickets that changed. */
export function notesOver(before: ReadonlyMapLike, after: ReadonlyMapLike, ids: Iterable<string>): string[] {
  return [...new Set(ids)].flatMap((id) => {
    const ref = before.get(id)?.noteRef ?? null;
    return ref !== null && after.get(id)?.noteRef !== ref ? [ref] : [];
  });
}

interface ReadonlyMapLike {
  get(id: string): Ticket | undefined;
}
