import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { ReplayMinute } from '@hall/shared/contracts/reports';
import { type HallState, windowOf } from '../domain/state.ts';
import { MINUTE_MS } from './days.ts';

/** How many of each line are named. */
const NEXT_NAMED = 5;
const BOARD_NAMED = 4;

/** The hall of a state as it looked at an instant: numbers only. Pure. */
export function pictureOf(state: HallState, config: HallConfig, day: string, at: number): ReplayMinute {
  const waitingIn = (queue: string) => state.queues.get(queue)?.waiting.toArray() ?? [];
  const isOpen = (window: string) => windowOf(state, window).state === 'open';
  const counts = [...state.queues.values()];
  const total = (of: (queue: (typeof counts)[number]) => number) =>
    counts.reduce((sum, queue) => sum + of(queue), 0);
  return {
    ...{ day, at, seq: state.seq },
    zones: config.zones.map((zone) => ({
      id: zone.id,
      name: zone.name,
      waiting: config.queues
        .filter((queue) => queue.zone === zone.id)
        .reduce((sum, queue) => sum + waitingIn(queue.id).length, 0),
      openWindows: config.windows.filter((window) => window.zone === zone.id && isOpen(window.id)).length,
      board: (state.boards.get(zone.id) ?? [])
        .slice(0, BOARD_NAMED)
        .map(({ ticket, number, windowNumber, at: called }) => ({
          ticket,
          number,
          windowNumber,
          at: called,
        })),
    })),
    queues: config.queues.map((queue) => {
      const line = waitingIn(queue.id).flatMap(({ ticket: id }) => {
        const ticket = state.tickets.get(id);
        return ticket ? [{ id, number: ticket.number, ms: Math.max(0, at - ticket.arrival) }] : [];
      });
      return {
        ...{ id: queue.id, prefix: queue.prefix, name: queue.name, zone: queue.zone },
        waiting: line.length,
        late: line.filter(({ ms }) => ms > queue.warnAfterMin * MINUTE_MS).length,
        longestMin: line.reduce((most, { ms }) => Math.max(most, Math.floor(ms / MINUTE_MS)), 0),
        next: line
          .slice(0, NEXT_NAMED)
          .map(({ id, number, ms }) => ({ ticket: id, number, waitedMin: Math.floor(ms / MINUTE_MS) })),
      };
    }),
    windows: config.windows.map((window) => {
      const status = windowOf(state, window.id);
      const ticket = status.ticket === null ? undefined : state.tickets.get(status.ticket);
      return {
        ...{ id: window.id, number: window.number, zone: window.zone, state: status.state },
        ticket: ticket?.id ?? null,
        serving: ticket?.number ?? null,
        servingState: ticket ? (ticket.state === 'serving' ? 'serving' : 'called') : null,
        since: ticket ? (ticket.startedAt ?? ticket.calledAt) : null,
        served: status.served,
      };
    }),
    today: {
      issued: total((queue) => queue.issued),
      served: total((queue) => queue.served),
      noShow: total((queue) => queue.noShow),
      waiting: total((queue) => queue.waiting.size),
    },
  };
}
