import type { CardView } from '@hall/shared/contracts/kiosk-link';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { myTicket } from '../../testing/fake-resident.ts';
import { R } from '../words/resident.ts';
import { basketErrand, itineraryOf } from './basket.ts';
import type { OwnBooking } from './resident.ts';
import { checkInTime, proofOf, whoStep } from './resident.ts';
import type { Session, SessionEvent } from './session.ts';
import { isUntouched, next, START } from './session.ts';

const CARD: CardView = { card: 'card-1', maskedName: '张**', age: 67, senior: true, kind: 'resident' };
const FROM = Date.UTC(2026, 10, 24, 1);
const BOOKING: OwnBooking = {
  ...{ booking: `${'ab'.repeat(13)}4f2a9c`, queue: 'social', day: '2026-11-24', name: null },
  queueName: { zh: '社保业务', en: 'Social insurance' },
  ...{ items: [], from: FROM, to: FROM + 3_600_000, state: 'booked', code: '4F2A9C' },
};
const AWAY = { zh: '暂时连不上服务器。', en: 'The server cannot be reached.' };

function run(...events: SessionEvent[]) {
  let session: Session = START;
  const sent: unknown[] = [];
  for (const event of events) {
    const step = next(session, event);
    session = step.session;
    if (step.send) sent.push(step.send);
  }
  return { session, sent };
}

const type = (value: string): SessionEvent => ({ type: 'proof-typed', value });
const TYPED: SessionEvent[] = [
  { type: 'who', of: 'bookings' },
  { type: 'proof-way', way: 'type' },
  type('13800000000'),
  { type: 'proof-field', field: 1 },
  type('4F2A9C'),
];
const by = { kind: 'code', phone: '13800000000', code: '4F2A9C' } as const;
const FOUND: SessionEvent[] = [
  ...TYPED,
  { type: 'find-bookings', request: 'find-1', by },
  { type: 'told', request: 'find-1', body: { bookings: [BOOKING] } },
];

describe('an own booking', () => {
  it('can be asked for when phone number and code are whole, once for two presses', () => {
    const { session } = run(...TYPED);
    expect(session.step.at === 'who' && proofOf(session.step)).toEqual(by);
    const half = { ...whoStep('bookings'), typed: ['1380000', '4F2A9C'] } as const;
    expect(proofOf(half)).toBeNull();
    const { sent } = run(
      ...TYPED,
      { type: 'find-bookings', request: 'find-1', by },
      { type: 'find-bookings', request: 'find-2', by },
    );
    expect(sent).toEqual([{ id: 'find-1', request: { name: 'bookings', by } }]);
  });

  it('that is not found says so, and keeps what was typed', () => {
    const { session } = run(
      ...TYPED,
      { type: 'find-bookings', request: 'find-1', by },
      { type: 'told', request: 'find-1', body: { bookings: [{ ...BOOKING, state: 'cancelled' }] } },
    );
    expect(session.step).toMatchObject({
      at: 'who',
      typed: ['13800000000', '4F2A9C'],
      trouble: R.noBookingFound,
    });
  });

  it('is checked in without the card where code and phone number were shown, and with it where it was', () => {
    const plain = run(
      ...FOUND,
      { type: 'card', card: CARD },
      {
        ...{ type: 'check-in', request: 'press-1', booking: BOOKING.booking },
      },
    );
    expect(plain.sent.at(-1)).toEqual({
      id: 'press-1',
      request: { name: 'check-in', booking: BOOKING.booking, card: null },
    });
    const byCard = run(
      { type: 'card', card: CARD },
      { type: 'who', of: 'bookings' },
      { type: 'find-bookings', request: 'find-1', by: { kind: 'card', card: 'card-1' } },
      { type: 'told', request: 'find-1', body: { bookings: [BOOKING] } },
      { type: 'check-in', request: 'press-1', booking: BOOKING.booking },
      { type: 'check-in', request: 'press-2', booking: BOOKING.booking },
    );
    expect(byCard.sent).toHaveLength(2);
    expect(byCard.sent[1]).toMatchObject({ request: { card: 'card-1' } });
    expect(byCard.session.step).toMatchObject({ at: 'working', errand: { kind: 'check-in' } });
  });

  it('is given up only after a second press, and leaves the list', () => {
    const { session, sent } = run(
      ...FOUND,
      { type: 'cancel-sure', booking: BOOKING.booking },
      { type: 'cancel-booking', request: 'press-1', booking: BOOKING.booking },
      { type: 'cancel-booking', request: 'press-2', booking: BOOKING.booking },
      { type: 'told', request: 'press-1', body: { done: true } },
    );
    expect(sent.slice(1)).toEqual([
      { id: 'press-1', request: { name: 'cancel-booking', booking: BOOKING.booking } },
    ]);
    expect(session.step).toMatchObject({ at: 'bookings', found: [], trouble: R.cancelled });
  });

  it.each([
    ['too early', {}, FROM - 31 * 60_000, { is: 'early', opens: FROM - 30 * 60_000 }],
    ['in time', {}, FROM - 30 * 60_000, { is: 'open' }],
    ['in its grace', {}, FROM + 15 * 60_000, { is: 'open' }],
    ['late [B4]', {}, FROM + 15 * 60_000 + 1, { is: 'late' }],
    ['missed by the hall already', { state: 'missed' }, FROM, { is: 'late' }],
    ['used', { state: 'checked-in' }, FROM, { is: 'used' }],
  ] as const)('%s', (_how, change, at, time) => {
    expect(checkInTime({ ...BOOKING, ...change }, { earlyMin: 30, lateMin: 15 }, at)).toEqual(time);
  });
});

describe('a paper that is scanned', () => {
  it('asks from whatever screen, and a second scan meanwhile asks nothing', () => {
    const scan = { kind: 'token', token: 'a'.repeat(32) } as const;
    const { session, sent } = run(
      { type: 'find-tickets', request: 'scan-1', by: scan },
      { type: 'find-tickets', request: 'scan-2', by: scan },
      { type: 'told', request: 'scan-1', body: { tickets: [myTicket('called')] } },
    );
    expect(sent).toEqual([{ id: 'scan-1', request: { name: 'my-tickets', by: scan } }]);
    expect(session.step).toMatchObject({ at: 'my-tickets', tickets: [{ state: 'called' }] });
  });

  it('says why where the hall does not answer', () => {
    const { session } = run(
      { type: 'who', of: 'tickets' },
      { type: 'find-tickets', request: 'scan-1', by: { kind: 'card', card: 'card-1' } },
      { type: 'failed', request: 'scan-1', code: 'SERVER_AWAY', text: AWAY },
    );
    expect(session.step).toMatchObject({ at: 'who', asking: null, trouble: AWAY });
  });
});

describe('making a booking', () => {
  const WHEN: SessionEvent[] = [
    {
      type: 'go',
      to: {
        ...{ at: 'book-when', queue: 'social', items: ['social-card'], day: null },
        ...{ slots: null, asking: null, trouble: null },
      },
    },
    { type: 'book-day', request: 'day-1', day: '2026-11-24' },
    {
      type: 'told',
      request: 'day-1',
      body: { slots: [{ from: '09:00', to: '10:00', places: 4, free: 2 }] },
    },
    { type: 'book-slot', slot: { from: '09:00', to: '10:00', places: 4, free: 2 } },
  ];

  it('needs the card, goes back to it when it is lifted, and asks once', () => {
    expect(run(...WHEN).session.step).toMatchObject({ at: 'card', errand: { kind: 'booking' } });
    const lifted = run(
      ...WHEN,
      { type: 'card', card: CARD },
      { type: 'card-continue', request: 'unused' },
      { type: 'card', card: null },
    );
    expect(lifted.session.step.at).toBe('card');
    expect(lifted.session.cardTrouble).not.toBeNull();
    const { session, sent } = run(
      ...WHEN,
      { type: 'card', card: CARD },
      { type: 'card-continue', request: 'unused' },
      { type: 'book-phone', value: '13800000000' },
      { type: 'book', request: 'press-1' },
      { type: 'book', request: 'press-2' },
      { type: 'answered', request: 'press-1', body: BOOKING },
    );
    expect(sent.slice(1)).toEqual([
      {
        id: 'press-1',
        request: {
          ...{ name: 'book', queue: 'social', items: ['social-card'], day: '2026-11-24', from: '09:00' },
          ...{ card: 'card-1', phone: '13800000000' },
        },
      },
    ]);
    expect(session.step).toMatchObject({ at: 'booked', booking: { code: '4F2A9C' } });
    expect(next(session, { type: 'back' }).session.step.at).toBe('booked');
  });

  it('goes back to the card where it was lifted while something was wrong: no key does nothing', () => {
    const failed: SessionEvent[] = [
      ...WHEN,
      { type: 'card', card: CARD },
      { type: 'card-continue', request: 'unused' },
      { type: 'book', request: 'press-1' },
      { type: 'failed', request: 'press-1', code: 'SERVER_AWAY', text: AWAY },
      { type: 'card', card: null },
    ];
    for (const then of [
      [{ type: 'again' }],
      [{ type: 'back' }, { type: 'book', request: 'press-2' }],
    ] satisfies SessionEvent[][]) {
      const { session, sent } = run(...failed, ...then);
      expect(session.step).toMatchObject({ at: 'card', errand: { kind: 'booking', from: '09:00' } });
      expect(session.cardTrouble).not.toBeNull();
      expect(sent.filter((one) => (one as { id: string }).id === 'press-2')).toEqual([]);
    }
    const { session } = run(
      ...failed,
      { type: 'again' },
      { type: 'card', card: CARD },
      { type: 'card-continue', request: 'unused' },
    );
    expect(session.step.at).toBe('book-check');
  });

  it('leaves an old list of another day out', () => {
    const { session } = run(
      ...WHEN.slice(0, 2),
      { type: 'book-day', request: 'day-2', day: '2026-11-25' },
      { type: 'told', request: 'day-1', body: { slots: [] } },
    );
    expect(session.step).toMatchObject({ at: 'book-when', day: '2026-11-25', slots: null });
  });
});

describe('[K10] several things for one number', () => {
  it('keep their order, each queue once, and need a card as soon as one of them does', () => {
    const [a, b] = [
      CATALOGUE.items.find(({ queue }) => queue === 'tax')!,
      CATALOGUE.items.find(({ queue }) => queue === 'social')!,
    ];
    const c = CATALOGUE.items.find(({ queue, id }) => queue === 'tax' && id !== a.id)!;
    const basket = [a.id, b.id, c.id];
    expect(
      itineraryOf(CATALOGUE, basket).map(({ queue, items }) => [queue.id, items.map(({ id }) => id)]),
    ).toEqual([
      ['tax', [a.id, c.id]],
      ['social', [b.id]],
    ]);
    expect(basketErrand(CATALOGUE, [a.id, c.id]).realName).toBe(false);
    const errand = basketErrand(CATALOGUE, basket);
    const { sent } = run({ type: 'card', card: CARD }, { type: 'take', errand, request: 'press-1' });
    expect(sent).toEqual([
      { id: 'press-1', request: { name: 'take', items: basket, queue: null, card: 'card-1' } },
    ]);
  });

  it('stay while one looks for another, never twice, five at most, and go with the person', () => {
    const add = (item: string): SessionEvent => ({ type: 'basket-add', item });
    const { session } = run(
      ...['a', 'a', 'b', 'c', 'd', 'e', 'f'].map(add),
      { type: 'basket-remove', item: 'b' },
      { type: 'home', request: 'home-1' },
    );
    expect(session.basket).toEqual(['a', 'c', 'd', 'e']);
    expect(isUntouched(session)).toBe(false);
    expect(next(session, { type: 'end', request: 'end-1' }).session).toEqual(START);
  });
});

it('tells the host when somebody leaves what was found of them', () => {
  const { session, sent } = run(...FOUND, { type: 'home', request: 'home-1' });
  expect(sent.at(-1)).toEqual({ id: 'home-1', request: { name: 'end' } });
  expect(JSON.stringify(session)).not.toMatch(/13800000000|4F2A9C/);
});
