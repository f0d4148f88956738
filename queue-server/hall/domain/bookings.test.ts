import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import {
  changed,
  GUIDE,
  hallWith,
  november,
  PureHall,
  person,
  QUEUE,
  refusalOf,
  refusedTo,
  take,
} from '../testing/rules.ts';
import { slotsOn } from './booking-slots.ts';

const bookings = [
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '10:00', places: 2 },
  { days: [1, 2, 3, 4, 5], from: '10:00', to: '11:00', places: 1 },
];
const MINUTE_MS = 60_000;

function open(more: Parameters<typeof hallWith>[1] = {}): PureHall {
  const hall = new PureHall(hallWith({ bookings }, more));
  hall.at = november('23T08:00');
  return hall;
}
const asked = (n: number, from = '09:00', day = '2026-11-24') => ({
  queue: QUEUE,
  items: [],
  person: person(n),
  day,
  from,
});
const book = (hall: PureHall, ...args: Parameters<typeof asked>) =>
  hall.must<'booking.make', { booking: string; code: string }>('booking.make', asked(...args));
const refused = (hall: PureHall, ...args: Parameters<typeof asked>) =>
  refusalOf(hall.run('booking.make', asked(...args)));
const stateOf = (hall: PureHall, id: string) => hall.state.bookings.get(id)?.state;
const free = (hall: PureHall, day = '2026-11-24') =>
  slotsOn(
    hall.state,
    (at) => hall.planned.findLast(({ from }) => from <= at)?.config ?? hall.config,
    QUEUE,
    day,
    hall.at,
  ).map((slot) => slot.free);

describe('[B1] places in spans of the day', () => {
  it('are given up to their number; then what is free is said', () => {
    const hall = open();
    expect(free(hall)).toEqual([2, 1]);
    const first = book(hall, 1);
    expect(first.code).toBe(first.booking.slice(-6).toUpperCase());
    book(hall, 2);
    const { code, text } = refused(hall, 3);
    expect(code).toBe('BOOKING_FULL');
    expect(text?.zh).toContain('10:00–11:00 (1)');
    book(hall, 3, '10:00');
    expect(refused(hall, 4).text?.zh).toContain('已约满');
    expect(free(hall)).toEqual([0, 0]);
    hall.must('booking.cancel', { booking: first.booking });
    expect(free(hall)).toEqual([1, 0]);
    expect(refused(hall, 5, '07:00').code).toBe('BOOKING_SLOT_UNKNOWN');
    changed(hall, { bookings: [{ days: [2], from: '10:00', to: '11:00', places: 2 }] });
    book(hall, 5, '10:00');
  });

  it('are those of the settings that will be in force then: none in a queue or for an item that is planned to go', () => {
    const hall = open();
    const later = hallWith({ bookings: [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '11:00', places: 7 }] });
    const without = { ...later, queues: later.queues.filter(({ id }) => id !== QUEUE) };
    hall.planned = [
      { from: november('24T09:30'), config: later },
      { from: november('25T00:00'), config: without },
    ];
    expect(free(hall, '2026-11-23')).toEqual([2, 1]);
    expect(free(hall, '2026-11-24')).toEqual([2, 7]);
    expect(free(hall, '2026-11-25')).toEqual([]);
    book(hall, 1);
    expect(refused(hall, 2, '09:00', '2026-11-25').code).toBe('BOOKING_SLOT_UNKNOWN');
    const item = hall.config.items.find(({ queue }) => queue === QUEUE)!.id;
    const wish = { ...asked(3), queue: undefined as never, items: [item] };
    hall.must('booking.make', wish);
    const gone = hall.config.items.filter(({ id }) => id !== item);
    hall.planned = [{ from: november('24T00:00'), config: { ...hall.config, items: gone } }];
    expect(refusalOf(hall.run('booking.make', { ...wish, person: person(4) })).code).toBe(
      'BOOKING_SLOT_UNKNOWN',
    );
  });

  it('[T4] are part of the quota of the day, and whoever booked is let in though it is used up meanwhile', () => {
    const hall = open();
    changed(hall, { dailyQuota: 3 });
    take(hall);
    take(hall);
    expect(free(hall, '2026-11-23')).toEqual([1, 1]);
    const { booking } = book(hall, 1, '09:00', '2026-11-23');
    expect(free(hall, '2026-11-23')).toEqual([0, 0]);
    expect(refused(hall, 2, '10:00', '2026-11-23').code).toBe('BOOKING_FULL');
    expect(free(hall)).toEqual([2, 1]);
    expect(refusedTo(hall).code).toBe('QUOTA_USED_UP');
    const window = hall.config.windows.find(({ queues }) => queues.includes(QUEUE))!.id;
    hall.must('window.open', { window }, 'clerk01');
    hall.must('window.serve', { window, queue: QUEUE, items: [] }, 'clerk01');
    hall.at = november('23T08:50');
    expect(take(hall, { booking, person: person(1) }).class).toBe('appointment');
  });

  it('[B3] are not checked in on the evening before: that number would be over at midnight', () => {
    const hall = open();
    changed(hall, { bookings: [{ days: [2], from: '00:10', to: '01:00', places: 1 }] });
    const { booking } = book(hall, 1, '00:10');
    hall.at = november('23T23:55');
    expect(refusedTo(hall, { booking, person: person(1) }).code).toBe('CHECK_IN_EARLY');
    hall.at = november('24T00:01');
    expect(take(hall, { booking, person: person(1) }).class).toBe('appointment');
  });

  it('none on holidays, those of the weekday on make-up days, and none that has begun', () => {
    const name = { zh: '调休', en: 'Make-up day' };
    const hall = open({
      calendar: {
        days: [
          { date: '2026-11-24', name, kind: 'closed' },
          { date: '2026-11-28', name, kind: 'open', as: 2 },
        ],
      },
    });
    expect(free(hall)).toEqual([]);
    expect(free(hall, '2026-11-28')).toEqual([2, 1]);
    expect(free(hall, '2026-11-29')).toEqual([]);
    hall.at = november('23T09:30');
    expect(free(hall, '2026-11-23')).toEqual([0, 1]);
  });
});

describe('[B2] so many days ahead', () => {
  it('by the setting, and never back', () => {
    const hall = open();
    expect(refused(hall, 1, '09:00', '2026-12-01')).toMatchObject({ code: 'BOOKING_TOO_FAR' });
    expect(refused(hall, 1, '09:00', '2026-11-20').code).toBe('BOOKING_TOO_FAR');
    changed(hall, {}, { booking: { ...hall.config.booking, daysAhead: 8 } });
    book(hall, 1, '09:00', '2026-12-01');
  });
});

describe('[B3] [C2] checking in', () => {
  it('opens before the slot; the number counts from the slot and is not called before it', () => {
    const hall = open();
    const { booking } = book(hall, 1);
    const early = refusalOf(
      hall.run('ticket.take', { booking, items: [], paperless: true, person: person(1) }),
    );
    expect(early.code).toBe('CHECK_IN_EARLY');
    expect(early.text?.zh).toContain('明天 09:00');
    hall.at = november('24T08:39');
    const checkIn = () => hall.run('ticket.take', { booking, items: [], paperless: true, person: person(1) });
    expect(refusalOf(checkIn()).text?.zh).toContain('08:40 起可以签到');
    changed(hall, {}, { booking: { ...hall.config.booking, earlyMin: 21 } });
    const slip = take(hall, { booking, person: person(1) });
    expect(slip.class).toBe('appointment');
    expect(hall.state.tickets.get(slip.ticket)).toMatchObject({
      booking,
      virtual: november('24T09:00'),
      notBefore: november('24T09:00'),
    });
    expect(stateOf(hall, booking)).toBe('checked-in');
    expect(refusalOf(checkIn()).code).toBe('BOOKING_STATE');
  });

  it('at a machine needs the card, or that the person has shown what came with the booking', () => {
    const hall = open();
    const { booking } = book(hall, 1);
    hall.at = november('24T09:00');
    const kiosk = hall.config.devices.find(({ kind }) => kind === 'kiosk')!.id;
    const body = { booking, items: [], paperless: false, person: null };
    expect(refusalOf(hall.run('ticket.take', body, kiosk)).code).toBe('CARD_NEEDED');
    const shown = hall.run('ticket.take', { ...body, withoutCard: true }, kiosk);
    expect(shown).toMatchObject({ ok: true });
    // Whose it is stands in the booking: the next card of this person finds the number.
    const known = hall.state.bookings.get(booking)!;
    expect(hall.state.tickets.get(known.ticket!)).toMatchObject({
      personRef: known.personRef,
      class: 'appointment',
    });
  });

  it('[C2] counts from the slot less the minutes of appointments; older people keep theirs', () => {
    const bonusMin = { ...testConfig().priority.bonusMin, appointment: 5 };
    const hall = open({ priority: { ...testConfig().priority, bonusMin } });
    const one = book(hall, 1).booking;
    const two = hall.must<'booking.make', { booking: string }>('booking.make', {
      ...asked(2),
      person: person(2, 80),
    });
    hall.at = november('24T08:50');
    const slip = take(hall, { booking: one, person: person(1) });
    expect(hall.state.tickets.get(slip.ticket)?.virtual).toBe(november('24T08:55'));
    const senior = take(hall, { booking: two.booking, person: person(2, 80) });
    expect(hall.state.tickets.get(senior.ticket)?.virtual).toBe(
      november('24T09:00') - bonusMin.senior * MINUTE_MS,
    );
  });

  it('needs the card at a machine, the right one, and none at the desk', () => {
    const hall = open();
    const { booking } = book(hall, 1);
    hall.at = november('24T09:00');
    expect(refusedTo(hall, { booking }).code).toBe('CARD_NEEDED');
    expect(refusedTo(hall, { booking, person: person(2) }).code).toBe('BOOKING_UNKNOWN');
    const { ticket } = take(hall, { booking }, GUIDE);
    expect(hall.state.tickets.get(ticket)?.personRef).toBe(person(1).personRef);
    // The paper never came out: the booking stands again.
    hall.must('ticket.cancel', { ticket, reason: 'print-failed' });
    expect(stateOf(hall, booking)).toBe('booked');
    take(hall, { booking, person: person(1) });
  });

  it('places of today that are booked are kept from the quota of the day', () => {
    const hall = open();
    changed(hall, { dailyQuota: 2 });
    const { booking } = book(hall, 1, '09:00', '2026-11-23');
    hall.at = november('23T08:50');
    take(hall);
    expect(refusedTo(hall).code).toBe('QUOTA_USED_UP');
    expect(take(hall, { booking, person: person(1) }).number).toBe('G002');
  });
});

describe('[B4] later than the grace', () => {
  it('the number is an ordinary one, says so, and the booking was missed', () => {
    const hall = open();
    const { booking } = book(hall, 1);
    hall.at = november('24T09:11');
    const slip = take(hall, { booking, person: person(1) });
    expect(slip.class).toBe('ordinary');
    expect(slip.notices?.[0]?.zh).toContain('您预约的 09:00 已过');
    expect(hall.state.tickets.get(slip.ticket)).toMatchObject({
      booking: null,
      notBefore: null,
      virtual: hall.at,
    });
    expect(stateOf(hall, booking)).toBe('missed');
    expect(hall.state.bookers.get(person(1).personRef)?.missed).toEqual(['2026-11-24']);
    hall.must('booking.lapse', {});
    expect(hall.state.bookers.get(person(1).personRef)?.missed).toEqual(['2026-11-24']);
  });

  it('by the setting; whoever does not come at all is noted by the clock, once', () => {
    const hall = open({ booking: { ...testConfig().booking, lateMin: 30 } });
    const one = book(hall, 1).booking;
    const two = book(hall, 2).booking;
    hall.at = november('24T09:29');
    expect(take(hall, { booking: one, person: person(1) }).class).toBe('appointment');
    hall.must('booking.lapse', {}, 'hall');
    expect(stateOf(hall, two)).toBe('booked');
    hall.at = november('24T09:31');
    hall.must('booking.lapse', {}, 'hall');
    hall.must('booking.lapse', {}, 'hall');
    expect(hall.events.filter(({ type }) => type === 'bookings.missed')).toHaveLength(1);
    expect(stateOf(hall, two)).toBe('missed');
    expect(refusalOf(hall.run('booking.cancel', { booking: two })).code).toBe('BOOKING_STATE');
  });

  it('[T7] nobody is blamed who could have come while the server was away', () => {
    const hall = open();
    const during = book(hall, 1).booking;
    const after = book(hall, 2, '10:00').booking;
    const away = { from: november('24T08:50'), to: november('24T09:20') };
    hall.at = november('24T09:20');
    hall.must('booking.lapse', { away }, 'hall');
    expect([stateOf(hall, during), hall.state.bookers.get(person(1).personRef)?.missed ?? []]).toEqual([
      'missed',
      [],
    ]);
    hall.at = november('24T10:20');
    hall.must('booking.lapse', { away }, 'hall');
    expect([stateOf(hall, after), hall.state.bookers.get(person(2).personRef)?.missed]).toEqual([
      'missed',
      ['2026-11-24'],
    ]);
  });

  it('a machine that slept over midnight blames whoever it waited for, and nobody of a day on which it was off', () => {
    const hall = open();
    book(hall, 1);
    book(hall, 2, '09:00', '2026-11-25');
    hall.at = november('24T09:05');
    take(hall);
    hall.at = november('27T08:00');
    take(hall);
    expect(hall.state.bookings.size).toBe(0);
    expect(hall.state.bookers.get(person(1).personRef)?.missed).toEqual(['2026-11-24']);
    expect(hall.state.bookers.has(person(2).personRef)).toBe(false);
  });
});

/** Lets a person miss a booking on each of these days of November. */
function missOn(hall: PureHall, n: number, days: readonly number[]): void {
  for (const day of days) {
    hall.at = november(`${day}T07:00`);
    book(hall, n, '09:00', `2026-11-${day}`);
    hall.at = november(`${day}T09:30`);
    hall.must('booking.lapse', {}, 'hall');
  }
}

describe('[T7] who missed bookings too often', () => {
  it('cannot book for a while, and hears until when; a number can still be taken', () => {
    const hall = open();
    missOn(hall, 1, [23, 24, 25]);
    hall.at = november('26T08:00');
    const { code, text } = refused(hall, 1, '09:00', '2026-11-27');
    expect(code).toBe('BOOKING_BLOCKED');
    expect(text?.zh).toContain('12月25日');
    expect(text?.zh).toContain('仍可现场取号');
    book(hall, 2, '09:00', '2026-11-27');
    expect(take(hall, { person: person(1) }).number).toBe('G001');
    hall.at = Date.parse('2026-12-25T08:00:00+08:00');
    book(hall, 1, '09:00', '2026-12-25');
  });

  it('by the table of the setting', () => {
    const blocks = [{ after: 'missed' as const, times: 2, withinDays: 2, forDays: 3 }];
    const hall = open({ taking: { ...testConfig().taking, blocks } });
    missOn(hall, 1, [23, 25]);
    // Two within three days are not two within two.
    missOn(hall, 1, [26]);
    hall.at = november('27T08:00');
    expect(refused(hall, 1, '09:00', '2026-11-27').code).toBe('BOOKING_BLOCKED');
    changed(hall, {}, { taking: { ...hall.config.taking, blocks: [] } });
    book(hall, 1, '09:00', '2026-11-27');
  });
});

describe('[T8] bookings of one item by one person for one day', () => {
  it('one by default, more by the setting; another day and a cancelled one do not count', () => {
    const hall = open();
    const first = book(hall, 1);
    expect(refused(hall, 1, '10:00').code).toBe('BOOKING_TWICE');
    book(hall, 1, '09:00', '2026-11-25');
    changed(hall, {}, { taking: { ...hall.config.taking, bookingsPerItemAndDay: 2 } });
    book(hall, 1, '10:00');
    changed(hall, {}, { taking: { ...hall.config.taking, bookingsPerItemAndDay: 1 } });
    hall.must('booking.cancel', { booking: first.booking });
    expect(refused(hall, 1).code).toBe('BOOKING_TWICE');
  });
});

describe('[T9] who cancelled bookings too often', () => {
  it('cannot book for a while; what staff take back counts against nobody', () => {
    const blocks = [{ after: 'cancelled' as const, times: 2, withinDays: 30, forDays: 7 }];
    const hall = open({ taking: { ...testConfig().taking, blocks } });
    hall.must('booking.cancel', { booking: book(hall, 1).booking }, GUIDE);
    hall.must('booking.cancel', { booking: book(hall, 1).booking });
    const again = book(hall, 1).booking;
    hall.must('booking.cancel', { booking: again });
    hall.must('booking.cancel', { booking: again });
    const { code, text } = refused(hall, 1);
    expect(code).toBe('BOOKING_BLOCKED');
    expect(text?.zh).toContain('已取消 2 次');
    expect(text?.zh).toContain('11月30日');
    hall.at = november('30T08:00');
    book(hall, 1, '10:00', '2026-11-30');
  });
});
