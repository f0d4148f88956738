import type { TicketStory } from '@hall/shared/contracts/commands';
import type { HallConfig, Role } from '@hall/shared/contracts/hall-config';
import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';
import { inWords } from './event-words.ts';
import { queueName } from './serving.ts';

/** Roles that may know which person at the counter did what, and that a rating belongs to this ticket. */
const SEES_RATINGS: readonly Role[] = ['auditor'];

/** All that happened to a ticket, in words. Clerks and managers never learn which grade it gave. */
export function storyOf(
  ticket: Ticket,
  events: readonly StoredEvent[],
  config: HallConfig,
  roles: readonly Role[],
): TicketStory {
  const seesRating = roles.some((role) => SEES_RATINGS.includes(role));
  return {
    ticket: ticket.id,
    number: ticket.number,
    day: ticket.day,
    queue: ticket.queue,
    queueName: queueName(config, ticket.queue),
    state: ticket.state,
    class: ticket.class,
    entries: events.map((event) => ({
      seq: event.seq,
      at: event.occurredAt,
      type: event.type.startsWith('rating.') && !seesRating ? 'rating.closed' : event.type,
      says: inWords(event, ticket, config, seesRating),
      by: event.type.startsWith('rating.') && !seesRating ? null : event.actor,
    })),
  };
}
