import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { expect, it } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { QUEUE, refusedTo, take } from '../testing/rules.ts';
import { at, CLERK, callingHall, line, ticketOf, WINDOW } from '../testing/window.ts';
import { windowOf } from './state.ts';

function paperHall(paper: HallConfig['paper'] = { startedBy: 'guide' }): PureHall {
  const hall = callingHall({}, { paper });
  hall.config = {
    ...hall.config,
    queues: hall.config.queues.map((queue) =>
      queue.id === QUEUE
        ? { ...queue, lastNumber: 800, dailyQuota: 100, paperNumbers: { first: 901, last: 950 } }
        : queue,
    ),
  };
  at(hall, 'open');
  return hall;
}

const start = (hall: PureHall, manager = false) =>
  hall.run('paper.start', { queue: QUEUE, manager }, 'guide01');
const callPaper = (hall: PureHall, number: string) =>
  hall.run('paper.call', { window: WINDOW, number }, CLERK);
const codeOf = (decision: ReturnType<PureHall['run']>) => (decision.ok ? null : decision.error.code);

it('[P1] who may start it, and machines give no numbers meanwhile', () => {
  const strict = paperHall({ startedBy: 'manager' });
  expect(codeOf(start(strict))).toBe('PAPER_MANAGER');
  expect(start(strict, true).ok).toBe(true);
  const hall = paperHall();
  expect(codeOf(callPaper(hall, 'G901'))).toBe('PAPER_OFF');
  expect(start(hall).ok).toBe(true);
  expect(refusedTo(hall).code).toBe('PAPER_MODE');
  hall.must('paper.end', { queue: QUEUE }, 'guide01');
  expect(take(hall).number).toBe('G001');
});

it('[P2] a pre-printed number is called by typing it, once, and only from the range', () => {
  const hall = paperHall();
  start(hall);
  expect(codeOf(callPaper(hall, 'G900'))).toBe('PAPER_NUMBER');
  expect(codeOf(callPaper(hall, 'Q901'))).toBe('PAPER_NUMBER');
  const called = callPaper(hall, 'G901');
  expect(called).toMatchObject({ ok: true, value: { answer: { number: 'G901' } } });
  at(hall, 'start');
  at(hall, 'finish');
  expect(codeOf(callPaper(hall, 'G901'))).toBe('PAPER_NUMBER');
  hall.must('paper.end', { queue: QUEUE }, 'guide01');
  // The numbers of the machines go on where they were.
  expect(take(hall).number).toBe('G001');
});

it('[P2] [K12] a mistyped number is taken back, waits, and can be called', () => {
  const hall = paperHall();
  start(hall);
  callPaper(hall, 'G902');
  at(hall, 'undo');
  expect(line(hall)).toEqual(['G902']);
  expect(callPaper(hall, 'G902').ok).toBe(true);
});

it('[P2] what was served meanwhile is entered afterwards, each by itself, with the time when it happened', () => {
  const hall = paperHall();
  const serving = at(hall, 'serve', { queue: QUEUE, items: [] }).ticket;
  const began = hall.at;
  hall.passMinutes(60);
  const minute = (n: number) => began + n * 60_000;
  const entry = (number: string, from: number, outcome: 'finished' | 'no-show', to = from + 5) => ({
    ...{ number, window: WINDOW, calledAt: minute(from), endedAt: minute(to), outcome },
    startedAt: outcome === 'finished' ? minute(from + 1) : null,
  });
  const answer = hall.must<'paper.reconcile', { taken: number; refused: { number: string; code: string }[] }>(
    'paper.reconcile',
    {
      queue: QUEUE,
      entries: [
        entry('G901', 10, 'finished'),
        entry('G902', 20, 'no-show'),
        entry('G901', 30, 'finished'),
        entry('G999', 30, 'finished'),
        entry('G903', 55, 'finished', 70),
        { ...entry('G904', 30, 'finished'), endedAt: minute(29) },
      ],
    },
    CLERK,
  );
  expect(answer.taken).toBe(2);
  expect(answer.refused.map(({ number, code }) => [number, code])).toEqual([
    ['G901', 'PAPER_NUMBER'],
    ['G999', 'PAPER_NUMBER'],
    ['G904', 'PAPER_TIMES'],
    ['G903', 'PAPER_TIMES'],
  ]);
  const noted = hall.events.flatMap((event) => (event.type === 'audit.noted' ? event.data : []));
  expect(noted.map(({ act, subject }) => [act, subject])).toEqual(
    ['G901', 'G999', 'G904', 'G903'].map((number) => ['ticket.paper-refused', number]),
  );
  const first = hall.state.tickets.find(({ number }) => number === 'G901')!;
  expect(first).toMatchObject({
    state: 'finished',
    calledAt: minute(10),
    startedAt: minute(11),
    endedAt: minute(15),
    rating: null,
    caseNumber: null,
  });
  expect(hall.state.queues.get(QUEUE)).toMatchObject({ served: 1, noShow: 1 });
  // The person who is at the window now is not disturbed.
  expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: serving, served: 1 });
  expect(hall.state.boards.size).toBe(0);
});

it('[P2] what was served on a day that is over is on record, though it is in no figure any more', () => {
  const hall = paperHall();
  const calledAt = hall.at;
  hall.passMinutes(24 * 60);
  hall.must('day.begin', {}, 'hall');
  const entry = {
    ...{ number: 'G901', window: WINDOW, calledAt, startedAt: calledAt, endedAt: calledAt + 60_000 },
    outcome: 'finished' as const,
  };
  const answer = hall.must('paper.reconcile', { queue: QUEUE, entries: [entry] }, CLERK);
  expect(answer).toMatchObject({ taken: 0, refused: [{ number: 'G901', code: 'PAPER_TIMES' }] });
  expect(hall.events.at(-1)).toMatchObject({
    type: 'audit.noted',
    data: {
      act: 'ticket.paper-refused',
      subject: 'G901',
      detail: { queue: QUEUE, window: WINDOW, code: 'PAPER_TIMES', outcome: 'finished' },
    },
  });
});

it('[P2] whoever is still at the window goes on there', () => {
  const hall = paperHall();
  hall.passMinutes(30);
  const entry = {
    ...{ number: 'G905', window: WINDOW, calledAt: hall.at - 60_000, startedAt: hall.at - 30_000 },
    ...{ endedAt: null, outcome: 'open' as const },
  };
  hall.must('paper.reconcile', { queue: QUEUE, entries: [entry] }, CLERK);
  const { ticket } = windowOf(hall.state, WINDOW);
  expect(ticketOf(hall, ticket!)).toMatchObject({ number: 'G905', state: 'serving' });
  at(hall, 'finish');
  expect(ticketOf(hall, ticket!).state).toBe('finished');
});
