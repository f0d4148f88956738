import type { HallState } from '../state.ts';
import { inLine, type Lines } from './lines.ts';

/** [X6] A secondary queue that is open to the window now: more wait there than its threshold. */
export interface OpenSecondary {
  readonly queue: string;
  readonly above: number;
}

export function openSecondaries(state: HallState, lines: Lines): OpenSecondary[] {
  return lines.secondary.filter(
    ({ queue, above }) => !lines.queues.includes(queue) && eligibleIn(state, lines, queue, above + 1) > above,
  );
}

/** How many the window could call from a line, counted up to `most`. */
export function eligibleIn(
  state: HallState,
  lines: Lines,
  queue: string,
  most = Number.POSITIVE_INFINITY,
): number {
  let count = 0;
  for (const ticket of inLine(state, queue)) {
    if (count >= most) break;
    if (lines.eligible(ticket)) count += 1;
  }
  return count;
}
