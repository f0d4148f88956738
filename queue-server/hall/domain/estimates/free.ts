import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { servedBy, windowsServing } from '../serving-windows.ts';
import { EMPTY_QUEUE, type HallState, type Ticket, windowOf } from '../state.ts';

/** A place in a line, as far as it says who comes before. */
interface Before {
  readonly virtual: number;
  readonly seq: number;
}

/**
 * Whether a window works, nobody is at it and nobody who may be called there comes before: then, and only then, the
 * wait is 0. `boundTo`: windows that may call the one who asks; null: any of the queue.
 */
export function isFreeNow(
  state: HallState,
  config: HallConfig,
  queue: string,
  place: Before,
  boundTo: readonly string[] | null,
  at: number,
): boolean {
  const windows =
    boundTo === null
      ? windowsServing(state, config, queue)
      : config.windows.filter(({ id }) => boundTo.includes(id));
  for (const window of windows) {
    const status = windowOf(state, window.id);
    if (status.state !== 'open' || status.ticket !== null) continue;
    const { queues } = servedBy(state, window);
    if (!queues.some((one) => somebodyBefore(state, one, window.id, place, at))) return true;
  }
  return false;
}

function somebodyBefore(state: HallState, queue: string, window: string, place: Before, at: number): boolean {
  for (const other of (state.queues.get(queue) ?? EMPTY_QUEUE).waiting) {
    if (other.virtual > place.virtual || (other.virtual === place.virtual && other.seq >= place.seq)) {
      return false;
    }
    const ticket = state.tickets.get(other.ticket);
    if (ticket && mayBeCalled(ticket, window, at)) return true;
  }
  return false;
}

function mayBeCalled(ticket: Ticket, window: string, at: number): boolean {
  if (ticket.print === 'failed' || (ticket.notBefore ?? 0) > at) return false;
  return ticket.boundTo === null || ticket.boundTo.includes(window);
}
