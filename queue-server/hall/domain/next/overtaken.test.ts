import { expect, it } from 'vitest';
import { body, QUEUE } from '../../testing/rules.ts';
import { at, callingHall, ticketOf, WINDOW } from '../../testing/window.ts';
import type { CallReason } from '../events.ts';
import { explainCall } from '../explain.ts';
import { COUNTED_A_CALL } from './overtaken.ts';

const WAITING = 2_000;

it('[X1] a call counts those with the earliest turns whom it overtakes, and says how many there were', () => {
  const hall = callingHall();
  hall.config = {
    ...hall.config,
    queues: hall.config.queues.map((queue) =>
      queue.id === QUEUE ? { ...queue, digits: 4, lastNumber: 9000, dailyQuota: 9000 } : queue,
    ),
  };
  const ids: string[] = [];
  for (let i = 0; i < WAITING; i += 1) {
    hall.at += 10;
    ids.push(hall.must<'ticket.take', { ticket: string }>('ticket.take', body()).ticket);
  }
  hall.at += 1_000;
  hall.must('ticket.take', body({ claim: { kind: 'green', reason: 'urgent' } }), 'guide01');
  at(hall, 'open');
  at(hall, 'call');
  const called = hall.events.at(-1);
  if (called?.type !== 'ticket.called') throw new Error('nobody was called');
  expect(called.data.overtook).toEqual(ids.slice(0, COUNTED_A_CALL));
  // However long the line, few rows are written and the event stays small.
  expect(JSON.stringify(called.data).length).toBeLessThan(4_000);
  const why = called.data.why as CallReason;
  expect(why.passedOver).toBe(WAITING);
  expect(explainCall('G001', why, hall.config).zh).toContain(`先于 ${WAITING} 位`);
  expect(ticketOf(hall, ids[COUNTED_A_CALL] as string).overtaken).toBe(0);
  at(hall, 'undo', {}, WINDOW);
  expect(ticketOf(hall, ids[0] as string).overtaken).toBe(0);
});

it('[X1] a flood of green tickets is held back as soon as the first in the line are at the limit', () => {
  const hall = callingHall({ lockSeconds: 0 });
  const { people } = hall.config.next.overtaken;
  const { share } = hall.config.next;
  for (let i = 0; i < COUNTED_A_CALL + 20; i += 1) {
    hall.at += 1_000;
    hall.must('ticket.take', body());
  }
  at(hall, 'open');
  const rules: string[] = [];
  for (let i = 0; i < people + 4 * share; i += 1) {
    hall.must('ticket.take', body({ claim: { kind: 'green', reason: 'urgent' } }), 'guide01');
    at(hall, 'call');
    const called = hall.events.at(-1);
    if (called?.type === 'ticket.called') rules.push(called.data.why.rule);
    at(hall, 'start');
    at(hall, 'finish');
  }
  expect(rules.slice(0, people)).toEqual(Array(people).fill('green'));
  const later = rules.slice(people);
  expect(later.filter((rule) => rule === 'green').length).toBeLessThanOrEqual(later.length / share);
});
