import type { HallState } from '../../domain/state.ts';
import { isLive } from '../../domain/state.ts';

/** What always holds of a hall (RULES.md, "Always so"), said as sentences where it does not. */
export function brokenInvariants(state: HallState): string[] {
  const broken: string[] = [];
  const no = (sentence: string) => broken.push(sentence);
  const places: string[] = [];
  for (const [id, window] of state.windows) {
    if (window.ticket !== null) {
      places.push(window.ticket);
      const ticket = state.tickets.get(window.ticket);
      if (ticket?.window !== id) no(`[I2] window ${id} has a ticket that is not there`);
      if (ticket && ticket.state !== 'called' && ticket.state !== 'serving')
        no(`[I2] the ticket at window ${id} is ${ticket.state}`);
    }
    for (const parked of window.parked) {
      places.push(parked);
      if (state.tickets.get(parked)?.state !== 'parked') no(`[I2] window ${id} parked a ticket that is not`);
    }
  }
  for (const [id, queue] of state.queues) {
    let before: { virtual: number; seq: number } | undefined;
    for (const place of queue.waiting) {
      places.push(place.ticket);
      const ticket = state.tickets.get(place.ticket);
      if (ticket?.queue !== id || (ticket.state !== 'waiting' && ticket.state !== 'committed')) {
        no(`[I2] ${ticket?.number ?? 'nobody'} stands in the line of ${id} and is ${ticket?.state}`);
      }
      if (ticket && (ticket.virtual !== place.virtual || ticket.seq !== place.seq))
        no(`[X5] ${ticket.number} stands elsewhere than its place`);
      if (
        before &&
        (before.virtual > place.virtual || (before.virtual === place.virtual && before.seq > place.seq))
      )
        no(`[X5] the line of ${id} is out of order`);
      before = place;
    }
    if (queue.noShow < 0 || queue.served < 0 || queue.waits < 0 || queue.waitMs < 0)
      no(`[I6] the figures of ${id} are below nought`);
  }
  const placed = new Set<string>();
  for (const id of places) {
    if (placed.has(id)) no(`[I2] [I3] ${state.tickets.get(id)?.number ?? id} is at two places`);
    placed.add(id);
  }
  const numbers = new Set<string>();
  for (const ticket of state.tickets.values()) {
    if (isLive(ticket) && !placed.has(ticket.id)) no(`[I2] ${ticket.number} is ${ticket.state} and nowhere`);
    if (!isLive(ticket) && placed.has(ticket.id))
      no(`[I2] ${ticket.number} is ${ticket.state} and still there`);
    if (ticket.day === state.day) {
      if (numbers.has(ticket.number)) no(`[I1] ${ticket.number} was given twice`);
      numbers.add(ticket.number);
    }
    if (ticket.overtaken === 0 && ticket.overtakenAt !== null)
      no(`[X1] ${ticket.number} was overtaken by nobody`);
  }
  return broken;
}
