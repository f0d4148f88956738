import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { QueueLine } from '@hall/shared/contracts/queue-line';
import { classWords } from '../domain/classes.ts';
import { isCallable, slotBegan } from '../domain/next/eligible.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import { queueState } from './serving.ts';

/** More would not be read; the total stands beside it. */
const SHOWN = 200;

/** Who waits in a queue, in order of places. Pure. */
export function queueLine(state: HallState, config: HallConfig, queue: QueueConfig, at: number): QueueLine {
  const { waiting } = queueState(state, queue.id);
  const tickets = waiting
    .toArray()
    .slice(0, SHOWN)
    .flatMap((place) => state.tickets.get(place.ticket) ?? []);
  return {
    at,
    queue: queue.id,
    total: waiting.size,
    waiting: tickets.map((ticket) => ({
      ticket: ticket.id,
      number: ticket.number,
      class: ticket.class,
      classReason: classWords(ticket, config),
      items: [...ticket.items],
      arrivedAt: ticket.arrival,
      held: heldBy(ticket, config, at),
      slotAt: ticket.notBefore,
      boundTo: ticket.boundTo === null ? null : numbersOf(config, ticket.boundTo),
    })),
  };
}

function heldBy(ticket: Ticket, config: HallConfig, at: number): 'paper' | 'slot' | null {
  if (!slotBegan(ticket, at)) return 'slot';
  return isCallable(ticket, config, at) ? null : 'paper';
}

function numbersOf(config: HallConfig, windows: readonly string[]): number[] {
  return config.windows.filter(({ id }) => windows.includes(id)).map(({ number }) => number);
}
