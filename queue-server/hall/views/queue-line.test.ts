import { QueueLine } from '@hall/shared/contracts/queue-line';
import { describe, expect, it } from 'vitest';
import { PureHall } from '../testing/hall.ts';
import { person, QUEUE, take } from '../testing/rules.ts';
import { queueLine } from './queue-line.ts';

describe('who waits in a line, for a manager', () => {
  const hall = new PureHall();
  const line = () => {
    const queue = hall.config.queues.find(({ id }) => id === QUEUE);
    if (!queue) throw new Error('no such queue');
    return QueueLine.parse(queueLine(hall.state, hall.config, queue, hall.at));
  };

  it('[K4] in order of places; one whose paper is not out is held, and says so', () => {
    expect(line()).toMatchObject({ total: 0, waiting: [] });
    const first = take(hall);
    hall.passMinutes(1);
    const unprinted = take(hall, { paperless: false });
    expect(line().waiting.map(({ number, held }) => [number, held])).toEqual([
      [first.number, null],
      [unprinted.number, 'paper'],
    ]);
  });

  it('[C2] an older person stands further ahead, with the class and why', () => {
    hall.passMinutes(1);
    const older = take(hall, { person: person(1, 75) });
    const row = line().waiting.find(({ number }) => number === older.number);
    expect(row).toMatchObject({ class: 'senior', classReason: { zh: expect.stringContaining('60') } });
    expect(line().waiting[0]?.number).toBe(older.number);
  });

  it('[K8] somebody who was sent to one window waits for that one', () => {
    hall.must('window.open', { window: 'w18' }, 'clerk01');
    const bound = take(hall);
    hall.must('ticket.move', { ticket: bound.ticket, to: { window: 'w18' } }, 'guide01');
    const row = line().waiting.find(({ number }) => number === bound.number);
    expect(row?.boundTo).toEqual([18]);
  });
});
