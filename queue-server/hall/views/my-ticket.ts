import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { MyTicket } from '@hall/shared/contracts/resident';
import { classWords } from '../domain/classes.ts';
import { possible } from '../domain/find.ts';
import { ahead } from '../domain/line.ts';
import { windowsServing } from '../domain/serving-windows.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { progressOf } from './progress-words.ts';
import { itemNames, queueName, queueState } from './serving.ts';

/** How sure it is that the asker is the owner: the card names them, a paper may have been found. */
export type ShownBy = 'card' | 'paper';

/** A ticket as its owner may know it at a kiosk. Pure; `at`: the hall's time, ms. */
export function myTicket(
  ticket: Ticket,
  state: HallState,
  config: HallConfig,
  waits: WaitSource,
  at: number,
  by: ShownBy,
): MyTicket {
  const queue = config.queues.find(({ id }) => id === ticket.queue);
  const zone = config.zones.find(({ id }) => id === queue?.zone);
  const waiting = ticket.state === 'committed' || ticket.state === 'waiting';
  const atWindow = ticket.state === 'called' || ticket.state === 'serving' || ticket.state === 'parked';
  const place = { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
  const { now, more } = progressOf(ticket, state, config, waits, at);
  const can = possible(ticket, state, config);
  return {
    ticket: ticket.id,
    number: ticket.number,
    state: ticket.state,
    class: ticket.class,
    classReason: classWords(ticket, config),
    queueName: queueName(config, ticket.queue),
    zoneName: zone?.name ?? config.name,
    place: zone?.place ?? config.name,
    items: itemNames(config, ticket),
    ahead: waiting ? ahead(queueState(state, ticket.queue).waiting, place) : null,
    estimate: waiting ? waits.told.ofTicket(state, ticket) : null,
    windows: waiting ? windowNumbers(ticket, state, config) : [],
    window: atWindow ? (config.windows.find(({ id }) => id === ticket.window)?.number ?? null) : null,
    calledAt: ticket.calledAt,
    now,
    more: more.slice(0, MORE_MOST),
    // Whoever has a sound paper needs no second one; whose card it is may have lost the first.
    mayReprint: can.includes('reprint') && (by === 'card' || ticket.print !== 'printed'),
  };
}

/** As the contract allows. */
const MORE_MOST = 12;

function windowNumbers(ticket: Ticket, state: HallState, config: HallConfig): number[] {
  const { boundTo } = ticket;
  const windows =
    boundTo === null
      ? windowsServing(state, config, ticket.queue)
      : config.windows.filter(({ id }) => boundTo.includes(id));
  return windows.map(({ number }) => number);
}
