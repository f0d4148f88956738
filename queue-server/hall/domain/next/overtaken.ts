import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { HallState, Ticket } from '../state.ts';
import { isEarlierTurn, turnOf, type Waits } from './eligible.ts';
import { boundFromElsewhere, foremost, inLine, type Lines } from './lines.ts';
import { marked } from './marks.ts';

/**
 * [X1] Who was overtaken to the limit, and who is overtaken by a call. RULES.md ("How far anybody can be
 * overtaken") proves from these few functions how far it can go.
 */

const MINUTE_MS = 60_000;

export function isAtLimit(ticket: Ticket, config: HallConfig, at: number): boolean {
  const { people, minutes } = config.next.overtaken;
  return (
    ticket.overtaken >= people ||
    (ticket.overtakenAt !== null && at >= ticket.overtakenAt + minutes * MINUTE_MS)
  );
}

/**
 * Of those at the limit in the window's own lines, the one whose turn was the earliest: so that this rule itself
 * never overtakes anybody who is at the limit.
 */
export function overtakenToLimit(
  state: HallState,
  config: HallConfig,
  lines: Lines,
  at: number,
): Ticket | null {
  const bound = [...marked(state, 'bound', lines.window)];
  return earliestAtLimit(state, config, lines, lines.queues, bound, at);
}

/** The same among lines that are open to the window as secondary ones [X6]. */
export function overtakenInSecondaries(
  state: HallState,
  config: HallConfig,
  lines: Lines,
  open: readonly string[],
  at: number,
): Ticket | null {
  return earliestAtLimit(state, config, lines, open, [], at);
}

function earliestAtLimit(
  state: HallState,
  config: HallConfig,
  lines: Lines,
  queues: readonly string[],
  more: readonly Ticket[],
  at: number,
): Ticket | null {
  const counts = (ticket: Ticket) => isAtLimit(ticket, config, at) && lines.eligible(ticket);
  const found = [...queues.map((queue) => marked(state, 'overtaken', queue)), more].flatMap(
    (tickets) => foremost(tickets, counts, isEarlierTurn) ?? [],
  );
  return foremost(found, () => true, isEarlierTurn);
}

/**
 * Of those whom a call overtakes, so many with the earliest turns are counted: each is a row that is written. Who
 * stands behind fifty others is not called by X1 before them in any case.
 */
export const COUNTED_A_CALL = 50;

/** The ones that a call counts, in order of their turns. */
export function countedOf(overtook: readonly Ticket[]): readonly Ticket[] {
  const sorted = overtook.toSorted((a, b) => (isEarlierTurn(a, b) ? -1 : 1));
  return sorted.length > COUNTED_A_CALL ? sorted.slice(0, COUNTED_A_CALL) : sorted;
}

/**
 * Whom a call overtakes: everybody whom this window could have called instead and whose turn came earlier. The
 * lines are the window's own and `secondary`: those that were open to it when it called somebody of them.
 */
export function overtookBy(
  state: HallState,
  lines: Lines,
  called: Waits & { readonly id: string },
  secondary: readonly string[] = [],
): Ticket[] {
  const turn = turnOf(called);
  const overtook: Ticket[] = [];
  const see = (ticket: Ticket) => {
    if (ticket.id !== called.id && turnOf(ticket) < turn && lines.eligible(ticket)) overtook.push(ticket);
  };
  for (const queue of [...lines.queues, ...secondary]) {
    for (const ticket of inLine(state, queue)) {
      // Nobody's place is behind their turn, so behind this one all turns are later.
      if (ticket.virtual >= turn) break;
      see(ticket);
    }
  }
  for (const ticket of boundFromElsewhere(state, lines)) {
    if (!secondary.includes(ticket.queue)) see(ticket);
  }
  return overtook;
}
