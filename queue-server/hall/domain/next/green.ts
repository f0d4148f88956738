import type { HallState, Ticket } from '../state.ts';
import { foremost, type Lines, standsBefore } from './lines.ts';
import { marked } from './marks.ts';

/** [X4] The green ticket with the earliest place in the window's own queues. */
export function greenChannel(state: HallState, lines: Lines): Ticket | null {
  const before = (a: Ticket, b: Ticket) => standsBefore(a, b, lines.queues);
  return foremost(
    lines.queues.flatMap((queue) => foremost(marked(state, 'green', queue), lines.eligible, before) ?? []),
    () => true,
    before,
  );
}
