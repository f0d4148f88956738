import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { CallReason } from '../events.ts';
import { type HallState, type Ticket, windowOf } from '../state.ts';
import { boundToWindow } from './bound.ts';
import { greenChannel } from './green.ts';
import { type Lines, linesOf, standsBefore } from './lines.ts';
import { overtakenInSecondaries, overtakenToLimit } from './overtaken.ts';
import { earliestInLines, earliestOf } from './primary.ts';
import { type Found, reasonFor } from './reason.ts';
import { type OpenSecondary, openSecondaries } from './secondary.ts';

export interface Selected {
  readonly ticket: Ticket;
  readonly why: CallReason;
  /** Whom the call overtakes: for `overtook` of the event. */
  readonly overtook: readonly string[];
}

/** Who comes next at a window, by the ordered list of RULES.md: the first rule that finds somebody answers. */
export function selectNext(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  at: number,
): Selected | null {
  const lines = linesOf(state, config, window, at);
  const found = find(state, config, lines, at);
  return found === null ? null : reasonFor(state, config, lines, found, at);
}

function find(state: HallState, config: HallConfig, lines: Lines, at: number): Found | null {
  const overtaken = overtakenToLimit(state, config, lines, at);
  const ahead = beforeTheLines(state, config, lines);
  const byTurn = () =>
    found('lines', earliestInLines(state, lines, config.next.by)) ?? helpingOut(state, config, lines, at);
  if (overtaken === null) return ahead ?? byTurn();
  if (ahead === null) return found('overtaken', overtaken);
  const taken = shareIsDue(state, config, lines.window);
  const waits = taken ? overtaken : ahead.ticket;
  const share = { of: config.next.share, taken, waits: waits.number };
  // The very ticket that is at the limit may be bound or green itself.
  const same = overtaken.id === ahead.ticket.id;
  const next = taken ? ahead : ({ rule: 'overtaken', ticket: overtaken, open: [] } as const);
  return same ? next : { ...next, share };
}

/** [X2] Of so many calls by turn, this one may go to a bound or green ticket though somebody is at the limit. */
function shareIsDue(state: HallState, config: HallConfig, window: string): boolean {
  return windowOf(state, window).sinceShare >= config.next.share - 1;
}

/** [X3] [X4] */
function beforeTheLines(state: HallState, config: HallConfig, lines: Lines): Found | null {
  return (
    (config.next.boundFirst ? found('bound', boundToWindow(state, lines)) : null) ??
    (config.next.greenFirst ? found('green', greenChannel(state, lines)) : null)
  );
}

/** [X6] */
function helpingOut(state: HallState, config: HallConfig, lines: Lines, at: number): Found | null {
  const open = openSecondaries(state, lines);
  if (open.length === 0) return null;
  const queues = open.map(({ queue }) => queue);
  const ticket =
    overtakenInSecondaries(state, config, lines, queues, at) ??
    earliestOf(state, lines, queues, 'virtual', (a, b) => standsBefore(a, b, queues));
  return found('secondary', ticket, open);
}

function found(
  rule: Found['rule'],
  ticket: Ticket | null,
  open: readonly OpenSecondary[] = [],
): Found | null {
  return ticket === null ? null : { rule, ticket, open };
}

/** [X2] What a call makes of a window's count: only calls by turn count, not those that a clerk chose. */
export function sinceShareAfter(sinceShare: number, { rule }: Pick<CallReason, 'rule'>): number {
  if (rule === 'bound' || rule === 'green') return 0;
  return rule === 'out-of-turn' || rule === 'paper' || rule === 'walk-in' ? sinceShare : sinceShare + 1;
}
