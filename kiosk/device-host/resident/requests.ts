import type { Person } from '@hall/shared/contracts/identity';
import type { LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { RESIDENT_REQUESTS } from '@hall/shared/contracts/resident-link';
import type { Result } from '@hall/shared/contracts/result';
import { err } from '@hall/shared/contracts/result';
import type { z } from 'zod';
import type { CardHold } from '../cards/card-hold.ts';
import type { AskFault } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { TicketDesk } from '../tickets/ticket-desk.ts';
import type { ResidentDesk } from './resident-desk.ts';

export type ResidentRequest = z.infer<(typeof RESIDENT_REQUESTS)[number]>;

const NAMES = [
  'offers',
  'slots',
  'bookings',
  'book',
  'cancel-booking',
  'check-in',
  'print-booking',
  'my-tickets',
  'print-mine',
] as const satisfies ReadonlyArray<ResidentRequest['name']>;

export function isResident(asked: LinkRequest): asked is ResidentRequest {
  return (NAMES as readonly string[]).includes(asked.name);
}

/** What the page asks about bookings and own tickets, done by the desks. */
export async function carryOutResident(
  id: string,
  asked: ResidentRequest,
  desks: {
    readonly resident: ResidentDesk;
    readonly tickets: TicketDesk;
    readonly hold: Pick<CardHold, 'personOf' | 'replaced'>;
  },
): Promise<Result<unknown, AskFault>> {
  const { resident, tickets, hold } = desks;
  const { personOf } = hold;
  switch (asked.name) {
    case 'offers':
      return resident.offers(id);
    case 'slots':
      return resident.slots(id, asked.queue, asked.day);
    case 'bookings': {
      if (asked.by.kind !== 'card') return resident.bookings(id, asked.by);
      const person = personOf(asked.by.card);
      if (person === null) return cardGone();
      const answer = await resident.bookings(id, person);
      return hold.replaced(asked.by.card) ? cardGone() : answer;
    }
    case 'book': {
      const { name: _name, card, ...wish } = asked;
      const person = personOf(card);
      return person === null ? cardGone() : resident.book(id, wish, person);
    }
    case 'cancel-booking':
      return resident.cancel(id, asked.booking);
    case 'check-in': {
      const person = personOf(asked.card);
      if (asked.card !== null && person === null) return cardGone();
      if (resident.own(asked.booking) === null) {
        return err(askFault('BOOKING_UNKNOWN', 'not a booking of this visit'));
      }
      return tickets.checkIn(id, asked.booking, person);
    }
    case 'print-booking':
      return resident.printAgain(asked.booking);
    case 'my-tickets': {
      const { by } = asked;
      const person = by.kind === 'card' ? personOf(by.card) : null;
      if (by.kind === 'card' && person === null) return cardGone();
      const own = tickets.owning();
      const answer = await resident.myTickets(
        id,
        by.kind === 'card' ? { kind: 'card', person: person as Person } : by,
      );
      if (by.kind === 'card' && hold.replaced(by.card)) return cardGone();
      if (answer.ok) {
        own(answer.value.tickets.filter(({ mayReprint }) => mayReprint).map(({ ticket }) => ticket));
      }
      return answer;
    }
    case 'print-mine':
      return tickets.reprint(id, asked.ticket);
  }
}

function cardGone(): Result<never, AskFault> {
  return err(askFault('CARD_NEEDED', 'the card that the page was told of is gone'));
}
