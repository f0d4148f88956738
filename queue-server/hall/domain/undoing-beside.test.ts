import { describe, expect, it } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { brokenInvariants } from '../testing/model/invariants.ts';
import { body, person, QUEUE, take } from '../testing/rules.ts';
import {
  at,
  callingHall,
  OTHER_CLERK,
  OTHER_WINDOW,
  refusedAt,
  seated,
  ticketOf,
  WINDOW,
} from '../testing/window.ts';
import { windowOf } from './state.ts';

/** [K12] What happened beside an act, between it and its undoing, stays. */

function bothOpen(hall: PureHall): void {
  at(hall, 'open');
  at(hall, 'open', {}, OTHER_WINDOW);
}

describe('[K12] what happened between an act and its undoing stays', () => {
  it('[I2] a ticket that was parked here and is parked elsewhere now is at one window', () => {
    const hall = callingHall();
    const items = [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
    const { ticket } = take(hall, { queue: undefined, items });
    take(hall);
    bothOpen(hall);
    at(hall, 'call');
    at(hall, 'park');
    at(hall, 'call');
    hall.must('ticket.cancel', { ticket, reason: 'staff' }, 'guide01');
    hall.must('window.call-ticket', { window: OTHER_WINDOW, ticket, reason: 'helper' }, OTHER_CLERK);
    at(hall, 'park', {}, OTHER_WINDOW);
    at(hall, 'undo');
    expect(windowOf(hall.state, WINDOW).parked).toEqual([]);
    expect(windowOf(hall.state, OTHER_WINDOW).parked).toEqual([ticket]);
    expect(brokenInvariants(hall.state)).toEqual([]);
  });

  it('a rating that lapsed meanwhile is not asked for again', () => {
    const hall = callingHall({ undoSeconds: 120 });
    seated(hall, 'serving');
    take(hall);
    at(hall, 'finish');
    expect(windowOf(hall.state, WINDOW).pad.show).toBe('rate');
    at(hall, 'call');
    hall.at += (hall.config.rating.timeoutSeconds + 1) * 1_000;
    hall.must('rating.lapse', {}, 'hall');
    at(hall, 'undo');
    expect(windowOf(hall.state, WINDOW).pad.show).toBe('idle');
  });

  it('[I6] services that were entered afterwards still count at the window', () => {
    const hall = callingHall(
      { undoSeconds: 300 },
      {
        queues: callingHall().config.queues.map((queue) =>
          queue.id === QUEUE ? { ...queue, lastNumber: 800, paperNumbers: { first: 901, last: 950 } } : queue,
        ),
      },
    );
    seated(hall);
    const times = { calledAt: hall.at - 900_000, startedAt: hall.at - 800_000, endedAt: hall.at - 700_000 };
    hall.must(
      'paper.reconcile',
      { queue: QUEUE, entries: [{ number: 'G901', window: WINDOW, outcome: 'finished', ...times }] },
      'clerk01',
    );
    at(hall, 'undo');
    expect(windowOf(hall.state, WINDOW)).toMatchObject({ served: 1, ticket: null });
  });

  it('[I6] [X1] an overtaking whose call was taken back does not come back with the ticket', () => {
    const hall = callingHall({}, { next: { ...callingHall().config.next, greenFirst: true } });
    const { ticket: first } = take(hall);
    hall.at += 1_000;
    hall.must('ticket.take', body({ claim: { kind: 'green', reason: 'urgent' } }), 'guide01');
    bothOpen(hall);
    at(hall, 'call', {}, OTHER_WINDOW);
    expect(ticketOf(hall, first).overtaken).toBe(1);
    at(hall, 'call');
    at(hall, 'undo', {}, OTHER_WINDOW);
    at(hall, 'undo');
    expect(ticketOf(hall, first)).toMatchObject({ state: 'waiting', overtaken: 0, overtakenAt: null });
  });

  it('whoever was bound, or whose class was confirmed, since a transfer has gone on', () => {
    const bound = callingHall();
    bothOpen(bound);
    const ticket = seated(bound);
    at(bound, 'transfer', { to: { queue: 'tax' } });
    bound.must('ticket.move', { ticket, to: { window: OTHER_WINDOW } }, 'guide01');
    expect(refusedAt(bound, 'undo').code).toBe('UNDO_GONE_ON');

    const plain = callingHall();
    const config = {
      ...plain.config,
      priority: { ...plain.config.priority, enterpriseWindows: [OTHER_WINDOW] },
    };
    plain.config = config;
    const other = seated(plain);
    at(plain, 'transfer', { to: { queue: 'tax' } });
    plain.must('ticket.confirm-class', { ticket: other, claim: { kind: 'enterprise' } }, 'guide01');
    expect(refusedAt(plain, 'undo').code).toBe('UNDO_GONE_ON');
  });

  it('[T6] where a person may hold several numbers, another one stands in nobody’s way', () => {
    const hall = callingHall();
    hall.config = { ...hall.config, taking: { ...hall.config.taking, onePerPerson: false } };
    const { ticket } = take(hall, { person: person(1) });
    take(hall, { person: person(1) });
    at(hall, 'open');
    at(hall, 'call');
    at(hall, 'no-show', { reason: 'absent' });
    at(hall, 'undo');
    expect(ticketOf(hall, ticket).state).toBe('called');
  });
});
