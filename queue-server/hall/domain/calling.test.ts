import { expect, it } from 'vitest';
import { take } from '../testing/rules.ts';
import { at, callingHall, refusedAt, seated, ticketOf, WINDOW } from '../testing/window.ts';
import { windowOf } from './state.ts';

it('[K1] a window cannot call again at once, also not after a no-show', () => {
  const hall = callingHall({ lockSeconds: 10 });
  seated(hall);
  take(hall);
  at(hall, 'no-show', { reason: 'absent' });
  expect(refusedAt(hall, 'call')).toMatchObject({ code: 'CALL_LOCKED' });
  hall.at += 10_000;
  expect(at(hall, 'call').number).toBe('G002');
});

it('[K2] recalls are so far apart and so many', () => {
  const hall = callingHall({ recallLimit: 2, recallSpacingSeconds: 5 });
  seated(hall);
  expect(refusedAt(hall, 'recall')).toMatchObject({ code: 'RECALL_SOON' });
  hall.at += 5_000;
  at(hall, 'recall');
  expect(refusedAt(hall, 'recall')).toMatchObject({ code: 'RECALL_SOON' });
  hall.at += 5_000;
  at(hall, 'recall');
  hall.at += 5_000;
  expect(refusedAt(hall, 'recall')).toMatchObject({ code: 'RECALL_LIMIT' });
});

it('[K5] a number is a no-show only after so many calls; recalls count', () => {
  const hall = callingHall({ noShowAfterCalls: 2 });
  const ticket = seated(hall);
  expect(refusedAt(hall, 'no-show', { reason: 'absent' })).toMatchObject({
    code: 'NO_SHOW_EARLY',
    details: { calls: 1, needed: 2 },
  });
  at(hall, 'recall');
  at(hall, 'no-show', { reason: 'absent' });
  expect(ticketOf(hall, ticket).state).toBe('no-show');
});

it('[K13] a call while a service runs asks first, then ends it and calls in one decision', () => {
  const hall = callingHall();
  const first = seated(hall, 'serving');
  const { ticket: second } = take(hall);
  expect(refusedAt(hall, 'call')).toMatchObject({ code: 'CONFIRM_END', details: { number: 'G001' } });
  const events = hall.events.length;
  const answer = at(hall, 'call', { end: true });
  expect(hall.events.slice(events).map(({ type }) => type)).toEqual(['ticket.finished', 'ticket.called']);
  expect(answer.call).toBe(hall.state.seq);
  expect(ticketOf(hall, first).state).toBe('finished');
  expect(windowOf(hall.state, WINDOW).ticket).toBe(second);
});

it('[K13] nothing ends where nobody waits, where the hall refuses it, or before the person was served', () => {
  const hall = callingHall();
  const ticket = seated(hall, 'serving');
  expect(refusedAt(hall, 'call', { end: true })).toMatchObject({ code: 'NOBODY_WAITING' });
  expect(ticketOf(hall, ticket).state).toBe('serving');
  const strict = callingHall({ overRunning: 'refuse' });
  seated(strict, 'serving');
  take(strict);
  expect(refusedAt(strict, 'call', { end: true })).toMatchObject({ code: 'WINDOW_BUSY' });
  const called = callingHall();
  seated(called);
  take(called);
  expect(refusedAt(called, 'call', { end: true })).toMatchObject({ code: 'WINDOW_BUSY' });
  expect(called.run('window.call', { window: WINDOW }, 'clerk09')).toMatchObject({
    error: { code: 'WINDOW_TAKEN' },
  });
});
