import { expect, it } from 'vitest';
import { QUEUE, take } from '../testing/rules.ts';
import {
  at,
  callingHall,
  line,
  OTHER_WINDOW,
  refusedAt,
  seated,
  ticketOf,
  WINDOW,
} from '../testing/window.ts';
import { windowOf } from './state.ts';

it('[K7] a parked ticket leaves the window free and comes back to it as a new call', () => {
  const hall = callingHall({ park: { most: 5, minutes: 30 } });
  const ticket = seated(hall, 'serving');
  at(hall, 'park');
  expect(ticketOf(hall, ticket)).toMatchObject({ state: 'parked', parkedUntil: hall.at + 30 * 60_000 });
  expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: null, parked: [ticket] });
  expect(line(hall)).toEqual([]);
  take(hall);
  expect(at(hall, 'call').number).toBe('G002');
  at(hall, 'start');
  expect(refusedAt(hall, 'resume', { ticket })).toMatchObject({ code: 'WINDOW_BUSY' });
  at(hall, 'finish');
  const answer = at(hall, 'resume', { ticket });
  expect(answer).toMatchObject({ number: 'G001', call: hall.state.seq });
  expect(ticketOf(hall, ticket)).toMatchObject({ state: 'called', call: hall.state.seq, recalls: 0 });
  const zone = hall.config.windows.find(({ id }) => id === WINDOW)!.zone;
  expect(hall.state.boards.get(zone)?.[0]?.number).toBe('G001');
  // Its wait was over with the first call: it counts once.
  expect(hall.state.queues.get(QUEUE)?.waits).toBe(2);
});

it('[K7] no more are parked than the window may, and only this window calls them back', () => {
  const hall = callingHall({ park: { most: 1, minutes: 30 } });
  const ticket = seated(hall, 'serving');
  at(hall, 'park');
  seated(hall, 'serving');
  expect(refusedAt(hall, 'park')).toMatchObject({ code: 'PARK_LIMIT', details: { most: 1 } });
  at(hall, 'open', {}, OTHER_WINDOW);
  expect(refusedAt(hall, 'resume', { ticket }, OTHER_WINDOW)).toMatchObject({ code: 'TICKET_STATE' });
});

it('[K7] a window that closes strands nobody: parked ones stand in front by their arrival, bound to nothing', () => {
  const hall = callingHall();
  const ticket = seated(hall, 'serving');
  at(hall, 'park');
  hall.passMinutes(5);
  take(hall);
  at(hall, 'close', { anyway: true });
  expect(line(hall)).toEqual(['G001', 'G002']);
  expect(ticketOf(hall, ticket)).toMatchObject({
    state: 'waiting',
    window: null,
    boundTo: null,
    parkedUntil: null,
  });
  at(hall, 'open', {}, OTHER_WINDOW);
  expect(at(hall, 'call', {}, OTHER_WINDOW).number).toBe('G001');
});

it('[I5] nobody is parked over midnight: who is at a window then is served to the end', () => {
  const hall = callingHall();
  const parked = seated(hall, 'serving');
  at(hall, 'park');
  const serving = seated(hall, 'serving');
  hall.passMinutes(24 * 60);
  hall.must('day.begin', {}, 'hall');
  expect(hall.state.tickets.has(parked)).toBe(false);
  expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: serving, parked: [], undo: null });
  expect(refusedAt(hall, 'park')).toMatchObject({ code: 'TICKET_STATE' });
  expect(refusedAt(hall, 'transfer', { to: { queue: 'tax' } })).toMatchObject({ code: 'TICKET_STATE' });
  at(hall, 'finish');
  expect(ticketOf(hall, serving).state).toBe('finished');
});
