import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { TicketRow } from '@hall/shared/contracts/queueing';
import { classWords, mayConfirm } from './classes.ts';
import { type HallState, isLive, type Ticket } from './state.ts';

/** The tickets of today with a number (a number comes twice only where somebody was carried over midnight). */
export function findTickets(state: HallState, config: HallConfig, number: string): TicketRow[] {
  const wanted = number.trim().toUpperCase();
  return [...state.tickets.values()]
    .filter((ticket) => ticket.number === wanted)
    .sort((a, b) => b.seq - a.seq)
    .flatMap((ticket) => ticketRow(ticket, state, config) ?? []);
}

/** A ticket as staff see it at the desk; null where its queue is no more. */
export function ticketRow(ticket: Ticket, state: HallState, config: HallConfig): TicketRow | null {
  const queue = config.queues.find(({ id }) => id === ticket.queue);
  if (!queue) return null;
  return {
    ticket: ticket.id,
    number: ticket.number,
    queue: queue.id,
    queueName: queue.name,
    state: ticket.state,
    class: ticket.class,
    classReason: classWords(ticket, config),
    arrivedAt: ticket.arrival,
    window: config.windows.find(({ id }) => id === ticket.window)?.number ?? null,
    can: possible(ticket, state, config),
  };
}

/** What may be done with a ticket now; the commands themselves decide. */
export function possible(ticket: Ticket, state: HallState, config: HallConfig): TicketRow['can'] {
  const can: TicketRow['can'] = [];
  const waits = ticket.state === 'committed' || ticket.state === 'waiting';
  if (waits && ticket.ordinal <= config.reprintLimit) can.push('reprint');
  if (mayConfirm(ticket)) can.push('confirm-class');
  const comesBack = ticket.state === 'no-show' && ticket.day === state.day;
  if (comesBack && ticket.reactivated < config.calling.reactivate.times) can.push('reactivate');
  if (waits) can.push('move');
  if (isLive(ticket) && ticket.window === null) can.push('cancel');
  return can;
}
