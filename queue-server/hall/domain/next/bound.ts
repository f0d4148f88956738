import type { HallState, Ticket } from '../state.ts';
import { foremost, type Lines, standsBefore } from './lines.ts';
import { marked } from './marks.ts';

/** [X3] The ticket bound to this window that has the earliest place, whichever line it stands in. */
export function boundToWindow(state: HallState, lines: Lines): Ticket | null {
  return foremost(marked(state, 'bound', lines.window), lines.eligible, (a, b) =>
    standsBefore(a, b, lines.queues),
  );
}
