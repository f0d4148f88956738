import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Booking as BookingView } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { type Block, blockOf, counted } from './blocks.ts';
import { slotsOn } from './booking-slots.ts';
import { isMachine } from './classes.ts';
import { type Decide, type Decision, DONE, decided, refused } from './context.ts';
import { addDays, MINUTE_MS } from './dates.ts';
import type { BookingMade, HallEvent } from './events.ts';
import { dayWords } from './opening.ts';
import type { Booking, HallState } from './state.ts';
import type { KnownPerson } from './taking.ts';

/** Bookings: made, given up, missed. Checking in is taking a number: check-in.ts. */

export type BookBody = Omit<CommandBody<'booking.make'>, 'person'> & { readonly person: KnownPerson };

export const makeBooking: Decide<BookBody> = (state, body, context) => {
  const { config, at } = context;
  const items = body.items.map((id) => config.items.find((item) => item.id === id));
  if (items.some((item) => item === undefined)) {
    return refused('ITEM_UNKNOWN', 'an item of the list is unknown');
  }
  const queueId = body.queue ?? items[0]?.queue;
  const queue = config.queues.find(({ id }) => id === queueId);
  if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');
  if (body.queue === undefined && items.some((item) => item?.queue !== queue.id)) return severalQueues();
  const today = localTime(at, config.timeZone).day;
  const block = blockOf(state, body.person.personRef, config, today);
  if (block) return blocked(block, today);
  if (body.day < today || body.day > addDays(today, config.booking.daysAhead)) return tooFar(config, today);
  const configAt = context.configAt ?? (() => config);
  const slots = slotsOn(state, configAt, queue.id, body.day, at);
  const slot = slots.find(({ from }) => from === body.from);
  const offeredThen = slot ? configAt(slot.begins).items : [];
  if (!slot || body.items.some((id) => !offeredThen.some((item) => item.id === id))) {
    const offered = slots.map(({ from, to, free }) => ({ from, to, free }));
    return refused('BOOKING_SLOT_UNKNOWN', 'no such span on that day', { slots: offered });
  }
  const twice = bookedAlready(state, body, queue, config);
  if (twice) return twice;
  const left = slots.filter(({ free }) => free > 0);
  if (slot.free === 0) return full(body.day, today, left);
  const data: BookingMade = {
    booking: context.newId(),
    queue: queue.id,
    items: body.items,
    personRef: body.person.personRef,
    day: body.day,
    from: slot.begins,
    to: slot.ends,
  };
  const booking: Booking = { ...data, state: 'booked', ticket: null };
  return decided([{ type: 'booking.made', data }], bookingView(booking, config));
};

export const cancelBooking: Decide<{ readonly booking: string }> = (state, body, { config, actor, at }) => {
  const booking = state.bookings.get(body.booking);
  if (!booking) return refused('BOOKING_UNKNOWN', 'no such booking');
  if (booking.state === 'cancelled') return decided([], DONE);
  if (booking.state !== 'booked' || isLate(booking, config, at)) {
    const now = booking.state === 'booked' ? 'missed' : booking.state;
    return refused('BOOKING_STATE', `a booking that is ${now} cannot be given up`, { state: now });
  }
  // What staff take back, for the hall or for somebody at the desk, counts against nobody [T9].
  const by = isMachine(actor, config) ? 'person' : 'staff';
  return decided([{ type: 'booking.cancelled', data: { booking: booking.booking, by } }], DONE);
};

export interface LapseBody {
  /** The server was away in this time, ms. */
  readonly away?: { readonly from: number; readonly to: number };
}

/**
 * [B4] Whoever has not come in time has missed the booking; the place is free for others. Who could have checked in
 * while the server was away may have stood before a kiosk that took no check-in: nobody is blamed for that [T7].
 */
export const lapseBookings: Decide<LapseBody> = (state, { away }, { config, at }) => {
  const { earlyMin, lateMin } = config.booking;
  const late = [...state.bookings.values()].filter(
    (booking) => booking.state === 'booked' && isLate(booking, config, at),
  );
  const wasAway = ({ from }: Booking): boolean =>
    away !== undefined && from - earlyMin * MINUTE_MS < away.to && from + lateMin * MINUTE_MS > away.from;
  const idsOf = (bookings: readonly Booking[]) => bookings.map(({ booking }) => booking).sort();
  const excused = idsOf(late.filter(wasAway));
  const missed = idsOf(late.filter((booking) => !wasAway(booking)));
  return decided(
    [
      ...(missed.length > 0 ? [{ type: 'bookings.missed', data: { bookings: missed } } as const] : []),
      ...(excused.length > 0
        ? [{ type: 'bookings.missed', data: { bookings: excused, excused: true } } as const]
        : []),
    ],
    DONE,
  );
};

export function isLate(booking: Booking, config: HallConfig, at: number): boolean {
  return at > booking.from + config.booking.lateMin * MINUTE_MS;
}

/** What is told of a booking; the name is for the vault to say. */
export function bookingView(booking: Booking, config: HallConfig): BookingView {
  return {
    booking: booking.booking,
    queue: booking.queue,
    queueName: config.queues.find(({ id }) => id === booking.queue)?.name ?? GONE,
    items: booking.items.flatMap((id) => config.items.find((item) => item.id === id)?.name ?? []),
    day: booking.day,
    from: booking.from,
    to: booking.to,
    state: booking.state,
    code: bookingCode(booking.booking),
    name: null,
  };
}

const CODE_LENGTH = 6;

/** What is read out at the counter. */
export function bookingCode(booking: string): string {
  return booking.slice(-CODE_LENGTH).toUpperCase();
}

/** A queue that was taken away since. */
const GONE: Text = { zh: '已停办的业务', en: 'A service that is no longer offered' };

/** [T8] */
function bookedAlready(
  state: HallState,
  body: BookBody,
  queue: QueueConfig,
  config: HallConfig,
): Decision | null {
  const own = [...state.bookings.values()].filter(
    (booking) =>
      booking.personRef === body.person.personRef &&
      booking.day === body.day &&
      booking.state !== 'cancelled',
  );
  const most = config.taking.bookingsPerItemAndDay;
  const same = (item: string) => own.filter(({ items }) => items.includes(item)).length;
  const twice =
    body.items.length === 0
      ? own.filter((booking) => booking.items.length === 0 && booking.queue === queue.id).length >= most
      : body.items.some((item) => same(item) >= most);
  if (!twice) return null;
  return refused(
    'BOOKING_TWICE',
    'booked for this day already',
    { most },
    {
      zh: `同一事项同一天只能预约 ${most} 次。请改约其他日期，或先取消原预约。`,
      en: `The same service can be booked ${most === 1 ? 'once' : `${most} times`} a day. Please choose another day, or cancel the earlier booking first.`,
    },
  );
}

function severalQueues(): Decision {
  return refused('BAD_REQUEST', 'items of several queues', undefined, {
    zh: '这些事项属于不同队列，请分别预约。',
    en: 'These services belong to different queues: please book them one by one.',
  });
}

function blocked({ after, times, until }: Block, today: string): Decision {
  const when = dayWords(until, today);
  const why =
    after === 'missed'
      ? { zh: `您有 ${times} 次预约未到`, en: `You missed ${times} bookings` }
      : { zh: `您已取消 ${times} 次预约`, en: `You cancelled ${times} bookings` };
  return refused(
    'BOOKING_BLOCKED',
    `too many bookings were ${after}`,
    { after, times, until },
    {
      zh: `${why.zh}，${when.zh}起可再预约。今天仍可现场取号。`,
      en: `${why.en}: you can book again from ${when.en} on. Taking a number in the hall stays possible.`,
    },
  );
}

function tooFar(config: HallConfig, today: string): Decision {
  const last = addDays(today, config.booking.daysAhead);
  const when = dayWords(last, today);
  return refused(
    'BOOKING_TOO_FAR',
    'outside of the days that can be booked',
    { first: today, last },
    {
      zh: `只能预约今天起 ${config.booking.daysAhead} 天内的日期（至${when.zh}）。`,
      en: `Bookings are possible for up to ${config.booking.daysAhead} days ahead (until ${when.en}).`,
    },
  );
}

function full(
  day: string,
  today: string,
  left: readonly { readonly from: string; readonly to: string; readonly free: number }[],
): Decision {
  const when = dayWords(day, today);
  const spans = left.map(({ from, to, free }) => `${from}–${to} (${free})`);
  const text =
    left.length === 0
      ? {
          zh: `${when.zh}已约满，请选其他日期，或现场取号。`,
          en: `Everything is booked ${when.en}. Please choose another day, or take a number in the hall.`,
        }
      : {
          zh: `该时段已约满。${when.zh}还有：${spans.join('、')}。`,
          en: `This time is fully booked. Still free ${when.en}: ${spans.join(', ')}.`,
        };
  const free = left.map((slot) => ({ from: slot.from, to: slot.to, free: slot.free }));
  return refused('BOOKING_FULL', 'no place is left in this span', { free }, text);
}

/** What events of bookings make of the hall. */
export function bookingsAfter(state: HallState, event: HallEvent): HallState {
  switch (event.type) {
    case 'booking.made': {
      const booking: Booking = { ...event.data, state: 'booked', ticket: null };
      return { ...state, bookings: state.bookings.set(booking.booking, booking) };
    }
    case 'booking.cancelled': {
      const booking = state.bookings.get(event.data.booking);
      if (!booking) return state;
      const bookings = state.bookings.set(booking.booking, { ...booking, state: 'cancelled' });
      if (event.data.by === 'staff') return { ...state, bookings };
      const day = state.day ?? booking.day;
      return { ...state, bookings, bookers: counted(state.bookers, booking.personRef, 'cancelled', day) };
    }
    case 'bookings.missed':
      return event.data.bookings.reduce(event.data.excused ? excused : missed, state);
    default:
      return state;
  }
}

function missed(state: HallState, id: string): HallState {
  const booking = state.bookings.get(id);
  if (booking?.state !== 'booked') return state;
  return {
    ...state,
    bookings: state.bookings.set(id, { ...booking, state: 'missed' }),
    bookers: counted(state.bookers, booking.personRef, 'missed', booking.day),
  };
}

function excused(state: HallState, id: string): HallState {
  const booking = state.bookings.get(id);
  if (booking?.state !== 'booked') return state;
  return { ...state, bookings: state.bookings.set(id, { ...booking, state: 'missed' }) };
}

/**
 * A day is over: its bookings go. Whoever did not come has missed theirs, but only where the hall was at work when
 * the slot began: nobody is blamed for a day on which no machine ran.
 */
export function bookingsOfNewDay(state: HallState, day: string): Pick<HallState, 'bookings' | 'bookers'> {
  const over = [...state.bookings.values()].filter((booking) => booking.day < day);
  const after = over
    .filter((booking) => booking.state === 'booked' && state.at >= booking.from)
    .map(({ booking }) => booking)
    .sort()
    .reduce(missed, state);
  return {
    bookings: over.length === 0 ? after.bookings : after.bookings.filter((booking) => booking.day >= day),
    bookers: after.bookers,
  };
}

/** Somebody came to a booking. */
export function checkedIn(state: HallState, id: string, ticket: string): HallState['bookings'] {
  const booking = state.bookings.get(id);
  return booking ? state.bookings.set(id, { ...booking, state: 'checked-in', ticket }) : state.bookings;
}

/** A number whose paper never came out was nobody's: the booking stands again. */
export function checkedOut(state: HallState, id: string): HallState['bookings'] {
  const booking = state.bookings.get(id);
  return booking ? state.bookings.set(id, { ...booking, state: 'booked', ticket: null }) : state.bookings;
}
