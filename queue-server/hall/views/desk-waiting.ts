import type { Desk } from '@hall/shared/contracts/commands';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { WaitingRow } from '@hall/shared/contracts/waiting-row';
import { classWords } from '../domain/classes.ts';
import { isBoundElsewhere, isCallable, slotBegan } from '../domain/next/eligible.ts';
import { inLine, linesOf } from '../domain/next/lines.ts';
import { marked } from '../domain/next/marks.ts';
import { openSecondaries } from '../domain/next/secondary.ts';
import { servedBy } from '../domain/serving-windows.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import { itemNames, queueName, queueState } from './serving.ts';

/** Who waits, as the clerk of a window sees it: in its own lines, and in the queues that it helps. */

/** More would not be read; the total stands beside it. */
const WAITING_SHOWN = 40;
/** The same of a queue that it helps, which stands below the own list. */
const HELPED_SHOWN = 12;

export function deskWaiting(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  at: number,
): Pick<Desk, 'waiting' | 'waitingTotal' | 'secondary'> {
  const waiting = waitingFor(state, window);
  return {
    waiting: waiting.slice(0, WAITING_SHOWN).map((one) => waitingRow(one, window.id, config, at)),
    waitingTotal: waiting.length,
    secondary: helpedQueues(state, config, window, at),
  };
}

/** All who wait in the lines of a window, and whoever is bound to it from elsewhere, in order of their places. */
function waitingFor(state: HallState, window: WindowConfig): Ticket[] {
  const { queues } = servedBy(state, window);
  const lines = queues
    .flatMap((queue) => queueState(state, queue).waiting.toArray())
    .flatMap((place) => state.tickets.get(place.ticket) ?? []);
  const bound = [...marked(state, 'bound', window.id)].filter(({ queue }) => !queues.includes(queue));
  return [...lines, ...bound].sort((a, b) => a.virtual - b.virtual || a.seq - b.seq);
}

/** [X6] Open by the same count as the call itself, so that a page offers what the hall would do. */
function helpedQueues(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  at: number,
): Desk['secondary'] {
  const lines = linesOf(state, config, window, at);
  const open = new Set(openSecondaries(state, lines).map(({ queue }) => queue));
  return lines.secondary.map(({ queue, above }) => ({
    queue,
    name: queueName(config, queue),
    waiting: queueState(state, queue).waiting.size,
    above,
    open: open.has(queue),
    rows: open.has(queue) ? headOf(state, config, window, queue, at) : [],
  }));
}

/** Reads no more of the line than it shows. Whoever is bound to this window stands in its own list already. */
function headOf(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  queue: string,
  at: number,
): WaitingRow[] {
  const rows: WaitingRow[] = [];
  for (const ticket of inLine(state, queue)) {
    if (ticket.boundTo?.includes(window.id)) continue;
    rows.push(waitingRow(ticket, window.id, config, at));
    if (rows.length === HELPED_SHOWN) break;
  }
  return rows;
}

function waitingRow(ticket: Ticket, window: string, config: HallConfig, at: number): WaitingRow {
  const held = isBoundElsewhere(ticket, window)
    ? 'window'
    : !slotBegan(ticket, at)
      ? 'slot'
      : isCallable(ticket, config, at)
        ? null
        : 'paper';
  return {
    ticket: ticket.id,
    number: ticket.number,
    queue: ticket.queue,
    queueName: queueName(config, ticket.queue),
    class: ticket.class,
    classReason: classWords(ticket, config),
    items: itemNames(config, ticket),
    arrivedAt: ticket.arrival,
    callable: held === null,
    held,
    slotAt: ticket.notBefore,
  };
}
