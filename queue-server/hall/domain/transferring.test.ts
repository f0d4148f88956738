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

it('[K8] a transfer to a queue keeps the arrival: the person comes before those who came later', () => {
  const hall = callingHall();
  const ticket = seated(hall, 'serving');
  hall.passMinutes(3);
  take(hall, { queue: 'tax' });
  hall.passMinutes(3);
  at(hall, 'transfer', { to: { queue: 'tax' } });
  expect(line(hall, 'tax')[0]).toBe('G001');
  expect(ticketOf(hall, ticket)).toMatchObject({ queue: 'tax', home: QUEUE, calledAt: null, window: null });
  expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: null, lastTicket: ticket });
  // Counted where it was taken and where it waited.
  expect(hall.state.queues.get(QUEUE)).toMatchObject({ issued: 1, waits: 1, served: 0 });
});

it('[K8] where the hall says so, waiting begins anew', () => {
  const hall = callingHall({ transferKeepsArrival: false });
  seated(hall, 'serving');
  hall.passMinutes(3);
  take(hall, { queue: 'tax' });
  hall.passMinutes(3);
  at(hall, 'transfer', { to: { queue: 'tax' } });
  expect(line(hall, 'tax')[1]).toBe('G001');
});

it('[K8] a transfer to a window binds: nobody else calls it, and its closing lets it go', () => {
  const hall = callingHall();
  at(hall, 'open', {}, OTHER_WINDOW);
  const ticket = seated(hall, 'serving');
  at(hall, 'transfer', { to: { window: OTHER_WINDOW } });
  expect(ticketOf(hall, ticket).boundTo).toEqual([OTHER_WINDOW]);
  expect(refusedAt(hall, 'call')).toMatchObject({ code: 'NOBODY_WAITING' });
  at(hall, 'close', { anyway: true }, OTHER_WINDOW);
  expect(ticketOf(hall, ticket).boundTo).toBeNull();
  expect(at(hall, 'call').number).toBe('G001');
});

it('[K8] nobody is sent to a closed window, to the same one, or to a queue without a window', () => {
  const hall = callingHall();
  seated(hall, 'serving');
  expect(refusedAt(hall, 'transfer', { to: { window: OTHER_WINDOW } }).code).toBe('TRANSFER_NOWHERE');
  expect(refusedAt(hall, 'transfer', { to: { window: WINDOW } }).code).toBe('TRANSFER_NOWHERE');
  expect(refusedAt(hall, 'transfer', { to: { queue: 'nowhere' } }).code).toBe('QUEUE_UNKNOWN');
});
