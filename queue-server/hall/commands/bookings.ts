import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { type ConfigAt, slotsOn } from '../domain/booking-slots.ts';
import { bookingView } from '../domain/bookings.ts';
import { findTickets } from '../domain/find.ts';
import type { Booking, HallState } from '../domain/state.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Handlers } from './administration.ts';

interface Options {
  readonly ledger: Pick<LedgerClient, 'vault' | 'state'>;
  readonly config: () => HallConfig;
  /** As it will be by what is planned now. */
  readonly configAt: ConfigAt;
  readonly now: () => number;
}

type Reads = 'ticket.find' | 'booking.slots' | 'booking.find' | 'booking.list';

/** What is asked of tickets and bookings; taking, making and cancelling are decided in the ledger. */
export function bookingReads({ ledger, config, configAt, now }: Options): Handlers<Reads> {
  const views = (bookings: Iterable<Booking>): CommandAnswer<'booking.list'>['bookings'] =>
    inOrder(bookings).map((booking) => bookingView(booking, config()));

  return {
    'ticket.find': async ({ body }) => ok({ tickets: findTickets(ledger.state, config(), body.number) }),

    'booking.slots': async ({ body }) => {
      const queue = config().queues.find(({ id }) => id === body.queue);
      if (!queue) return err(fault('QUEUE_UNKNOWN', 'no such queue'));
      const slots = slotsOn(ledger.state, configAt, queue.id, body.day, now());
      return ok({ slots: slots.map(({ from, to, places, free }) => ({ from, to, places, free })) });
    },

    'booking.find': async ({ actor, body }) => {
      const asked = { idNumber: body.person.idNumber, actor: actor.id, at: now() };
      const ref = await ledger.vault('find-person', asked).catch(() => undefined);
      if (ref === undefined) return err(fault('STORAGE_FAILED', 'the vault could not be read'));
      return ok({ bookings: ref === null ? [] : views(ofPerson(ledger.state, ref)) });
    },

    'booking.list': async ({ actor, body }) => {
      const bookings = inOrder(ledger.state.bookings.filter(({ day }) => day === body.day).values());
      const refs = [...new Set(bookings.map(({ personRef }) => personRef))];
      const asked = { refs, actor: actor.id, at: now() };
      const names = await ledger.vault('masked-names', asked).catch(() => null);
      if (names === null) return err(fault('STORAGE_FAILED', 'the vault could not be read'));
      return ok({
        bookings: bookings.map((booking) => ({
          ...bookingView(booking, config()),
          name: names[booking.personRef] ?? null,
        })),
      });
    },
  };
}

function ofPerson(state: HallState, ref: string): Iterable<Booking> {
  return state.bookings.filter(({ personRef }) => personRef === ref).values();
}

function inOrder(bookings: Iterable<Booking>): Booking[] {
  return [...bookings].sort((a, b) => a.from - b.from || (a.booking < b.booking ? -1 : 1));
}
