import { expect, it } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { QUEUE, take } from '../testing/rules.ts';
import { at, callingHall, line, refusedAt, ticketOf, WINDOW } from '../testing/window.ts';
import { deskView } from '../views/desk.ts';

/** One item of each of two queues that w18 serves. */
function itemsOf(hall: PureHall): string[] {
  return [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
}

function desk(hall: PureHall) {
  const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
  return deskView(hall.state, hall.config, window, { expected: [], note: null }, hall.at);
}

it('[K10] a ticket goes from queue to queue under one number, each step with its case and rating', () => {
  const hall = callingHall();
  const items = itemsOf(hall);
  const { ticket } = take(hall, { queue: undefined, items });
  at(hall, 'open');
  at(hall, 'call');
  at(hall, 'start');
  expect(desk(hall).serving?.itinerary.map(({ state }) => state)).toEqual(['now', 'next']);
  const first = at(hall, 'finish');
  const ratings = hall.state.ratings.size;
  expect(ticketOf(hall, ticket)).toMatchObject({
    state: 'waiting',
    number: 'G001',
    queue: 'tax',
    items: [items[1]],
    steps: [],
  });
  expect(line(hall, 'tax')).toEqual(['G001']);
  hall.passMinutes(2);
  at(hall, 'call');
  at(hall, 'start');
  expect(desk(hall).serving?.itinerary.map(({ state }) => state)).toEqual(['done', 'now']);
  const second = at(hall, 'finish');
  expect(ticketOf(hall, ticket).state).toBe('finished');
  expect(second.caseNumber).not.toBe(first.caseNumber);
  expect(hall.state.ratings.size).toBe(ratings + 1);
  expect(hall.state.queues.get(QUEUE)).toMatchObject({ served: 1, waits: 1 });
  // The wait of a step begins when the one before ended.
  expect(hall.state.queues.get('tax')).toMatchObject({ served: 1, waits: 1, waitMs: 121_000, issued: 0 });
});

it('[K10] staff skip a step; the person gives up all of them', () => {
  const hall = callingHall();
  const items = itemsOf(hall);
  const one = take(hall, { queue: undefined, items }).ticket;
  hall.must('ticket.cancel', { ticket: one, reason: 'staff' }, 'guide01');
  expect(ticketOf(hall, one)).toMatchObject({ state: 'waiting', queue: 'tax' });
  hall.must('ticket.cancel', { ticket: one, reason: 'staff' }, 'guide01');
  expect(ticketOf(hall, one).state).toBe('void');
  const two = take(hall, { queue: undefined, items }).ticket;
  hall.must('ticket.cancel', { ticket: two, reason: 'person' }, 'kiosk-1');
  expect(ticketOf(hall, two).state).toBe('void');
});

it('[K11] somebody without a number is served at once, is in the log, and on no wall', () => {
  const hall = callingHall();
  take(hall);
  at(hall, 'open');
  const answer = at(hall, 'serve', { queue: QUEUE, items: [] });
  expect(answer.number).toBe('G002');
  const ticket = ticketOf(hall, answer.ticket as string);
  expect(ticket).toMatchObject({ state: 'serving', origin: 'walk-in', window: WINDOW });
  expect(hall.state.boards.size).toBe(0);
  at(hall, 'undo');
  expect(ticketOf(hall, ticket.id).state).toBe('void');
  expect(line(hall)).toEqual(['G001']);
  const off = callingHall({ quickServe: false });
  at(off, 'open');
  expect(refusedAt(off, 'serve', { queue: QUEUE, items: [] }).code).toBe('QUICK_SERVE_OFF');
});
