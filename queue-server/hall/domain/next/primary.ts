import type { HallState, Ticket } from '../state.ts';
import { isEarlierTurn, turnOf } from './eligible.ts';
import { boundFromElsewhere, inLine, type Lines, standsBefore } from './lines.ts';

/** [X5] The earliest in the window's own queues, by virtual arrival or by arrival alone. */
export function earliestInLines(state: HallState, lines: Lines, by: 'virtual' | 'arrival'): Ticket | null {
  const before =
    by === 'virtual' ? (a: Ticket, b: Ticket) => standsBefore(a, b, lines.queues) : isEarlierTurn;
  const best = earliestOf(state, lines, lines.queues, by, before);
  const others = boundFromElsewhere(state, lines).filter(lines.eligible);
  return others.reduce<Ticket | null>((a, b) => (a === null || before(b, a) ? b : a), best);
}

export function earliestOf(
  state: HallState,
  lines: Lines,
  queues: readonly string[],
  by: 'virtual' | 'arrival',
  before: (a: Ticket, b: Ticket) => boolean,
): Ticket | null {
  let best: Ticket | null = null;
  for (const queue of queues) {
    for (const ticket of inLine(state, queue)) {
      // Places are in order of virtual arrival, and nobody's turn is before their place.
      if (best !== null && ticket.virtual > (by === 'virtual' ? best.virtual : turnOf(best))) break;
      if (best !== null && !before(ticket, best)) continue;
      if (!lines.eligible(ticket)) continue;
      best = ticket;
      if (by === 'virtual') break;
    }
  }
  return best;
}
