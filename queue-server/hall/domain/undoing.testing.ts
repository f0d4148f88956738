import { comparable } from '../ledger/verify.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/** All that undoing brings back: not the log, not the numbers of cases, not a note that went with the visit. */
export function broughtBack(state: HallState): unknown {
  return JSON.parse(
    comparable({
      ...state,
      seq: 0,
      at: 0,
      cases: 0,
      tickets: state.tickets.map((ticket) => ({ ...ticket, history: [], noteRef: null })),
      windows: state.windows.map((window) => ({ ...window, undo: null })),
      // A line that nobody ever stood in says as much as none.
      queues: state.queues.filter((queue) => JSON.stringify(queue) !== JSON.stringify(EMPTY_QUEUE)),
    }),
  );
}
