import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { type Book, EMPTY_BOOK, evolveBook } from './book.ts';
import { type OfflineHall, offlineNumber, offlineTime, type QueueSaid } from './issue.ts';

const at = (clock: string, day = '2026-11-23') => Date.parse(`${day}T${clock}:00+08:00`);
const OFFICE: [number, number][] = [[510, 1050]];
const HALL: OfflineHall = {
  timeZone: 'Asia/Shanghai',
  catalogue: CATALOGUE,
  numbers: {
    day: '2026-11-23',
    ranges: [{ queue: 'social', prefix: 'A', digits: 3, first: 981, last: 983 }],
  },
  offline: {
    sealTo: '',
    hours: [
      {
        queues: ['social'],
        days: [
          { day: '2026-11-23', open: OFFICE },
          { day: '2026-11-24', open: OFFICE },
          { day: '2026-11-25', open: [] },
        ],
      },
    ],
  },
  queues: [],
  heardAt: at('08:00'),
};
function choose(book: Book, now: number, hall: OfflineHall = HALL) {
  const choice = offlineNumber(book, hall, 'social', offlineTime(book, hall, now));
  return choice.ok ? choice.number : choice.code;
}
const gave = (book: Book, number: string, now: number): Book =>
  evolveBook(book, {
    ...{ t: 'issued', since: now },
    ticket: {
      ...{ requestId: number.padStart(8, '0'), number, queue: 'social', items: [], takenAt: now },
      ...{ day: offlineTime(book, HALL, now).day, clockSure: offlineTime(book, HALL, now).sure },
      ...{ class: 'ordinary', progressToken: '', shortCode: '' },
    },
  });
const said = (more: Partial<QueueSaid>): OfflineHall => ({
  ...HALL,
  queues: [
    {
      queue: 'social',
      open: false,
      why: { zh: '已取完', en: 'gone' },
      windows: [1],
      at: at('09:00'),
      ...more,
    },
  ],
});

describe('[N4] which number a kiosk gives without a server', () => {
  it('counts through its own range and then says that all are gone', () => {
    let book = EMPTY_BOOK;
    for (const number of ['A981', 'A982', 'A983']) {
      expect(choose(book, at('09:00'))).toBe(number);
      book = gave(book, number, at('09:00'));
    }
    expect(choose(book, at('09:00'))).toBe('NUMBERS_USED_UP');
    // A new day begins anew, with the range of the day before.
    expect(choose(book, at('09:00', '2026-11-24'))).toBe('A981');
  });

  it('goes on behind what the hall has seen today, though its own memory is gone', () => {
    const numbers = { ...HALL.numbers, ranges: [{ ...HALL.numbers.ranges[0]!, next: 983 }] };
    expect(choose(EMPTY_BOOK, at('09:00'), { ...HALL, numbers })).toBe('A983');
    expect(choose(EMPTY_BOOK, at('09:00', '2026-11-24'), { ...HALL, numbers })).toBe('A981');
  });

  it('keeps the hours that the hall told for the days ahead', () => {
    expect(choose(EMPTY_BOOK, at('08:29'))).toBe('QUEUE_CLOSED');
    expect(choose(EMPTY_BOOK, at('08:30'))).toBe('A981');
    expect(choose(EMPTY_BOOK, at('17:30'))).toBe('QUEUE_CLOSED');
    expect(choose(EMPTY_BOOK, at('09:00', '2026-11-25'))).toBe('QUEUE_CLOSED');
    expect(choose(EMPTY_BOOK, at('09:00', '2026-12-25'))).toBe('QUEUE_CLOSED');
  });

  it('gives none of a queue that gave none itself; one without windows may have some by now', () => {
    expect(choose(EMPTY_BOOK, at('10:00'), said({}))).toBe('QUEUE_CLOSED');
    expect(choose(EMPTY_BOOK, at('10:00'), said({ windows: [] }))).toBe('A981');
    expect(choose(EMPTY_BOOK, at('10:00'), said({ open: true, why: null }))).toBe('A981');
    // Before the hours began it was closed for that.
    expect(choose(EMPTY_BOOK, at('10:00'), said({ at: at('08:00') }))).toBe('A981');
    expect(choose(EMPTY_BOOK, at('10:00', '2026-11-24'), said({}))).toBe('A981');
  });

  it('never goes back in time or day, and says when its clock is worth nothing', () => {
    const book = gave(EMPTY_BOOK, 'A981', at('10:00'));
    expect(offlineTime(book, HALL, at('10:05'))).toMatchObject({ at: at('10:05'), sure: true });
    expect(offlineTime(book, HALL, 0)).toEqual({ at: at('10:00'), day: '2026-11-23', sure: false });
    expect(offlineTime(EMPTY_BOOK, HALL, 0)).toMatchObject({ at: HALL.heardAt, sure: false });
    // The number of a guessed day counts as used on the next one, too.
    const guessed = gave(book, 'A982', 0);
    expect(choose(guessed, at('09:00', '2026-11-24'))).toBe('A983');
  });
});
