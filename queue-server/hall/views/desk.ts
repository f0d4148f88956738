import type { Desk } from '@hall/shared/contracts/commands';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { isCallable } from '../domain/selection.ts';
import { type HallState, type Ticket, windowOf } from '../domain/state.ts';
import { itemNames, MINUTE_MS, pauseWords, queueConfig, queueState, ticketAt } from './serving.ts';

/** More would not be read; the total stands beside it. */
const WAITING_SHOWN = 40;

export interface ExpectedScreen {
  readonly device: string;
  readonly name: Text;
}

/** The window as its clerk sees it. `expected` are the screens that should acknowledge a call there. */
export function deskView(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  expected: readonly ExpectedScreen[],
  at: number,
): Desk {
  const status = windowOf(state, window.id);
  const ticket = ticketAt(state, window.id);
  const places = window.queues
    .flatMap((queue) => [...queueState(state, queue).waiting])
    .sort((a, b) => a.virtual - b.virtual || a.seq - b.seq);
  const last = status.lastTicket === null ? undefined : state.tickets.get(status.lastTicket);
  const rating = last?.rating == null ? undefined : state.ratings.get(last.rating);
  return {
    window: window.id,
    number: window.number,
    zone: window.zone,
    state: status.state,
    reason: pauseWords(status.reason),
    clerk: status.clerk,
    serving: ticket ? served(ticket, config) : null,
    waiting: places.slice(0, WAITING_SHOWN).flatMap((place) => {
      const waiting = state.tickets.get(place.ticket);
      if (!waiting) return [];
      return {
        ticket: waiting.id,
        number: waiting.number,
        queue: waiting.queue,
        queueName: queueConfig(config, waiting.queue).name,
        class: waiting.class,
        items: itemNames(config, waiting),
        arrivedAt: waiting.arrival,
        callable: isCallable(waiting, config, at),
      };
    }),
    waitingTotal: places.length,
    lockedUntil: status.lockedUntil,
    unacknowledged: ticket ? expected.filter((screen) => !ticket.shownBy.includes(screen.device)) : [],
    acknowledged: ticket?.shownBy.length ?? 0,
    last: last
      ? {
          number: last.number,
          // Never the grade: staff do not see who gave which rating.
          rating:
            rating === undefined
              ? 'none'
              : rating.outcome === 'lapsed' || rating.outcome === 'declined'
                ? 'none'
                : rating.outcome,
        }
      : null,
  };
}

function served(ticket: Ticket, config: HallConfig): NonNullable<Desk['serving']> {
  return {
    ticket: ticket.id,
    number: ticket.number,
    state: ticket.state === 'serving' ? 'serving' : 'called',
    class: ticket.class,
    items: itemNames(config, ticket),
    queueName: queueConfig(config, ticket.queue).name,
    calledAt: ticket.calledAt ?? ticket.arrival,
    startedAt: ticket.startedAt,
    waitedMin: Math.max(0, Math.floor(((ticket.calledAt ?? ticket.arrival) - ticket.arrival) / MINUTE_MS)),
    recalls: ticket.recalls,
    call: ticket.call ?? 0,
  };
}
