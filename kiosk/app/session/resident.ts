import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { CardView, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { Booking, BookingSlot } from '@hall/shared/contracts/queueing';
import { BookingOffers, MyTicket } from '@hall/shared/contracts/resident';
import type { BookingBy, TicketBy } from '@hall/shared/contracts/resident-link';
import type { Text } from '@hall/shared/contracts/text';
import { z } from 'zod';
import { R } from '../words/resident.ts';
import type { Next, PaperState, Session, Step } from './session.ts';

/** Bookings and the own place in line: the part of the session machine that is about what a person has already. */

export type OwnBooking = CommandAnswer<'booking.make'>;
export type Slot = z.infer<typeof BookingSlot>;

/** What is asked for: an own booking, or an own ticket. */
export type Mine = 'bookings' | 'tickets';

export type ResidentStep =
  /** Whose is it? By card, by scanning a paper, or by two things that are typed. */
  | {
      readonly at: 'who';
      readonly of: Mine;
      readonly way: 'choose' | 'type';
      /** Phone number and booking code, or ticket number and paper code. */
      readonly typed: readonly [string, string];
      readonly field: 0 | 1;
      readonly asking: string | null;
      /** What is asked with. */
      readonly shown: BookingBy['kind'];
      readonly trouble: Text | null;
    }
  | {
      readonly at: 'bookings';
      readonly found: readonly OwnBooking[];
      readonly by: BookingBy['kind'];
      /** The one that is about to be given up, to be said yes to. */
      readonly sure: string | null;
      readonly asking: { readonly request: string; readonly booking: string } | null;
      readonly trouble: Text | null;
    }
  | { readonly at: 'my-tickets'; readonly tickets: readonly MyTicket[] }
  | {
      readonly at: 'book-when';
      readonly queue: string;
      readonly items: readonly string[];
      readonly day: string | null;
      /** Null while they are asked for. */
      readonly slots: readonly Slot[] | null;
      readonly asking: string | null;
      readonly trouble: Text | null;
    }
  | { readonly at: 'book-check'; readonly errand: BookErrand; readonly typing: boolean }
  | { readonly at: 'booked'; readonly booking: OwnBooking; readonly paper: PaperState };

export interface BookErrand {
  readonly kind: 'booking';
  readonly queue: string;
  readonly items: readonly string[];
  readonly day: string;
  readonly from: string;
  readonly to: string;
  /** Empty: none was given. */
  readonly phone: string;
}

export type ResidentErrand =
  | BookErrand
  | { readonly kind: 'check-in'; readonly booking: string; readonly byCard: boolean }
  /** A paper for a number that the person has. */
  | { readonly kind: 'print-mine'; readonly ticket: string };

export type ResidentEvent =
  | { readonly type: 'who'; readonly of: Mine }
  | { readonly type: 'proof-way'; readonly way: 'choose' | 'type' }
  | { readonly type: 'proof-field'; readonly field: 0 | 1 }
  | { readonly type: 'proof-typed'; readonly value: string }
  | { readonly type: 'proof-useless'; readonly text: Text }
  | { readonly type: 'find-bookings'; readonly request: string; readonly by: BookingBy }
  | { readonly type: 'find-tickets'; readonly request: string; readonly by: TicketBy }
  | { readonly type: 'cancel-sure'; readonly booking: string | null }
  | { readonly type: 'cancel-booking'; readonly request: string; readonly booking: string }
  | { readonly type: 'check-in'; readonly request: string; readonly booking: string }
  | { readonly type: 'print-mine'; readonly request: string; readonly ticket: string }
  | { readonly type: 'ask-offers'; readonly request: string }
  | { readonly type: 'book-day'; readonly request: string; readonly day: string }
  | { readonly type: 'book-slot'; readonly slot: Slot }
  | { readonly type: 'book-phone'; readonly value: string }
  | { readonly type: 'book-typing'; readonly typing: boolean }
  | { readonly type: 'book'; readonly request: string }
  | { readonly type: 'print-booking'; readonly request: string }
  /** An answer that is neither a ticket nor a certificate. */
  | { readonly type: 'told'; readonly request: string; readonly body: unknown };

/** What the hall offers to be booked; null until it has said so. */
export interface Offers {
  readonly asking: string | null;
  readonly known: BookingOffers | null;
}
export const NO_OFFERS: Offers = { asking: null, known: null };

/** Of the session machine itself: how a screen is opened, and how an errand is sent. */
export interface Moves {
  readonly go: (session: Session, to: Step) => Next;
  readonly submit: (session: Session, errand: ResidentErrand, request: string) => Next;
}

const NO_PROOF: readonly [string, string] = ['', ''];

export function whoStep(of: Mine): Step & { readonly at: 'who' } {
  return {
    at: 'who',
    of,
    way: 'choose',
    typed: NO_PROOF,
    field: 0,
    asking: null,
    shown: 'card',
    trouble: null,
  };
}

export function residentNext(session: Session, event: ResidentEvent, { go, submit }: Moves): Next {
  const { step } = session;
  const stay = (to: Step = step): Next => ({ session: { ...session, step: to }, send: null });
  const send = (to: Step, id: string, request: LinkRequest): Next => ({
    session: { ...session, step: to },
    send: { id, request },
  });
  switch (event.type) {
    case 'who':
      return go(session, whoStep(event.of));
    case 'proof-way':
      return step.at === 'who' ? stay({ ...step, way: event.way, trouble: null }) : stay();
    case 'proof-field':
      return step.at === 'who' ? stay({ ...step, field: event.field }) : stay();
    case 'proof-typed': {
      if (step.at !== 'who') return stay();
      const typed = step.field === 0 ? [event.value, step.typed[1]] : [step.typed[0], event.value];
      return stay({ ...step, typed: typed as [string, string], trouble: null });
    }
    case 'proof-useless':
      return step.at === 'who' ? stay({ ...step, trouble: event.text }) : stay();
    case 'find-bookings':
      return find(session, 'bookings', event.request, { name: 'bookings', by: event.by }, go);
    case 'find-tickets':
      return find(session, 'tickets', event.request, { name: 'my-tickets', by: event.by }, go);
    case 'cancel-sure':
      return step.at === 'bookings' && step.asking === null ? stay({ ...step, sure: event.booking }) : stay();
    case 'cancel-booking': {
      if (step.at !== 'bookings' || step.asking !== null) return stay();
      const { request, booking } = event;
      return send({ ...step, asking: { request, booking }, sure: null, trouble: null }, request, {
        ...{ name: 'cancel-booking', booking },
      });
    }
    case 'check-in':
      if (step.at !== 'bookings' || step.asking !== null) return stay();
      return submit(
        session,
        { kind: 'check-in', booking: event.booking, byCard: step.by === 'card' },
        event.request,
      );
    case 'print-mine':
      if (step.at !== 'my-tickets') return stay();
      return submit(session, { kind: 'print-mine', ticket: event.ticket }, event.request);
    case 'ask-offers': {
      if (session.offers.asking !== null) return stay();
      const offers = { ...session.offers, asking: event.request };
      return { session: { ...session, offers }, send: { id: event.request, request: { name: 'offers' } } };
    }
    case 'book-day': {
      if (step.at !== 'book-when') return stay();
      const { request, day } = event;
      const asked = { name: 'slots', queue: step.queue, day } as const;
      return send({ ...step, day, slots: null, asking: request, trouble: null }, request, asked);
    }
    case 'book-slot': {
      if (step.at !== 'book-when' || step.day === null) return stay();
      const { queue, items, day } = step;
      const { from, to } = event.slot;
      const errand: BookErrand = { kind: 'booking', queue, items, day, from, to, phone: '' };
      return go(
        session,
        session.card === null ? { at: 'card', errand } : { at: 'book-check', errand, typing: false },
      );
    }
    case 'book-phone':
      if (step.at !== 'book-check') return stay();
      return stay({ ...step, errand: { ...step.errand, phone: event.value } });
    case 'book-typing':
      return step.at === 'book-check' ? stay({ ...step, typing: event.typing }) : stay();
    case 'book':
      return step.at === 'book-check' ? submit(session, step.errand, event.request) : stay();
    case 'print-booking': {
      if (step.at !== 'booked' || step.paper.step !== 'done') return stay();
      const { booking } = step.booking;
      const printing = { ...step, paper: { step: 'printing' } } as const;
      return send(printing, event.request, { name: 'print-booking', booking });
    }
    case 'told':
      return told(session, event.request, event.body, go);
  }
}

function find(session: Session, of: Mine, request: string, asked: LinkRequest, go: Moves['go']): Next {
  // A paper may be scanned on any screen.
  const there = session.step.at === 'who' && session.step.of === of;
  const at = there ? session : go(session, whoStep(of)).session;
  const { step } = at;
  if (step.at !== 'who' || step.asking !== null) return { session, send: null };
  return {
    session: { ...at, step: { ...step, asking: request, shown: shownBy(asked), trouble: null } },
    send: { id: request, request: asked },
  };
}

function shownBy(asked: LinkRequest): BookingBy['kind'] {
  return asked.name === 'bookings' ? asked.by.kind : 'card';
}

const FoundBookings = z.object({ bookings: z.array(Booking) });
const FoundTickets = z.object({ tickets: z.array(MyTicket) });
const FoundSlots = z.object({ slots: z.array(BookingSlot) });

function told(session: Session, request: string, body: unknown, go: Moves['go']): Next {
  const { step, offers } = session;
  const same: Next = { session, send: null };
  const stay = (to: Step): Next => ({ session: { ...session, step: to }, send: null });
  if (offers.asking === request) {
    const known = BookingOffers.safeParse(body);
    return {
      session: { ...session, offers: { asking: null, known: known.success ? known.data : null } },
      send: null,
    };
  }
  if (step.at === 'who' && step.asking === request) {
    const done = { ...step, asking: null };
    const at = { ...session, step: done };
    if (step.of === 'tickets') {
      const found = FoundTickets.safeParse(body);
      if (!found.success || found.data.tickets.length === 0) {
        return stay({ ...done, trouble: R.noTicketFound });
      }
      return go(at, { at: 'my-tickets', tickets: found.data.tickets });
    }
    const found = FoundBookings.safeParse(body);
    const own = found.success ? found.data.bookings.filter(({ state }) => state !== 'cancelled') : [];
    if (own.length === 0) return stay({ ...done, trouble: R.noBookingFound });
    return go(at, {
      ...{ at: 'bookings', found: own, by: step.shown },
      ...{ sure: null, asking: null, trouble: null },
    });
  }
  if (step.at === 'bookings' && step.asking?.request === request) {
    const { booking: given } = step.asking;
    const found = step.found.filter(({ booking }) => booking !== given);
    return stay({ ...step, found, asking: null, trouble: R.cancelled });
  }
  if (step.at === 'book-when' && step.asking === request) {
    const found = FoundSlots.safeParse(body);
    return stay({ ...step, asking: null, slots: found.success ? found.data.slots : [] });
  }
  return same;
}

/** Null: the failure is none of this part's. */
export function residentFailed(session: Session, request: string, text: Text): Session | null {
  const { step, offers } = session;
  if (offers.asking === request) return { ...session, offers: { ...offers, asking: null } };
  if (step.at === 'who' && step.asking === request) {
    return { ...session, step: { ...step, asking: null, trouble: text } };
  }
  if (step.at === 'bookings' && step.asking?.request === request) {
    return { ...session, step: { ...step, asking: null, trouble: text } };
  }
  if (step.at === 'book-when' && step.asking === request) {
    return { ...session, step: { ...step, asking: null, slots: [], trouble: text } };
  }
  return null;
}

/** Null: the card that it needs is not there. */
export function residentRequest(errand: ResidentErrand, card: CardView | null): LinkRequest | null {
  switch (errand.kind) {
    case 'booking': {
      if (card === null) return null;
      const { queue, items, day, from, phone } = errand;
      return {
        ...{ name: 'book', queue, items: [...items], day, from, card: card.card },
        phone: isPhone(phone) ? phone : null,
      };
    }
    case 'check-in':
      return {
        name: 'check-in',
        booking: errand.booking,
        card: errand.byCard ? (card?.card ?? null) : null,
      };
    case 'print-mine':
      return { name: 'print-mine', ticket: errand.ticket };
  }
}

/** A mobile number of the mainland, or a fixed one with its area code: what is typed here. */
export function isPhone(typed: string): boolean {
  return /^(1\d{10}|0\d{9,11})$/.test(typed);
}

/** What can be asked with what was typed; null while something is missing. */
export function proofOf(step: Step & { readonly at: 'who' }): BookingBy | TicketBy | null {
  const [first, second] = step.typed;
  if (!/^[0-9A-F]{6}$/.test(second)) return null;
  if (step.of === 'bookings') return isPhone(first) ? { kind: 'code', phone: first, code: second } : null;
  return /^[A-Z]{1,2}[0-9]{2,4}$/.test(first) ? { kind: 'paper', number: first, code: second } : null;
}

/** How a booking stands to the hour. `at`: ms. */
export type CheckInTime =
  | { readonly is: 'used' | 'late' | 'open' }
  | { readonly is: 'early'; readonly opens: number };

const MINUTE_MS = 60_000;

export function checkInTime(
  { state, from }: Pick<OwnBooking, 'state' | 'from'>,
  offers: Pick<BookingOffers, 'earlyMin' | 'lateMin'> | null,
  at: number,
): CheckInTime {
  if (state === 'checked-in' || state === 'cancelled') return { is: 'used' };
  // Without the hall's word the hall itself decides.
  if (offers === null) return { is: state === 'missed' ? 'late' : 'open' };
  if (state === 'missed' || at > from + offers.lateMin * MINUTE_MS) return { is: 'late' };
  const opens = from - offers.earlyMin * MINUTE_MS;
  return at < opens ? { is: 'early', opens } : { is: 'open' };
}
