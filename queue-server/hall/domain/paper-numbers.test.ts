import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Ledger, type Request } from '../ledger/ledger.ts';
import type { PureHall } from '../testing/hall.ts';
import { scratchFolder } from '../testing/hall.ts';
import { brokenInvariants } from '../testing/model/invariants.ts';
import { november, QUEUE, refusalOf } from '../testing/rules.ts';
import { at, CLERK, callingHall, OTHER_CLERK, OTHER_WINDOW, WINDOW } from '../testing/window.ts';

function paperHall(): PureHall {
  const hall = callingHall();
  hall.config = {
    ...hall.config,
    queues: hall.config.queues.map((queue) =>
      queue.id === QUEUE
        ? { ...queue, lastNumber: 800, dailyQuota: 100, paperNumbers: { first: 901, last: 950 } }
        : queue,
    ),
  };
  at(hall, 'open');
  hall.must('paper.start', { queue: QUEUE, manager: false }, 'guide01');
  return hall;
}
const callPaper = (hall: PureHall, number: string) =>
  hall.run('paper.call', { window: WINDOW, number }, CLERK);

it('[P2] [I1] a number typed with other zeros is the number on the paper, and is used once', () => {
  const hall = paperHall();
  expect(callPaper(hall, 'G0905')).toMatchObject({ ok: true, value: { answer: { number: 'G905' } } });
  at(hall, 'start');
  at(hall, 'finish');
  expect(refusalOf(callPaper(hall, 'G905')).code).toBe('PAPER_NUMBER');
  // Also where a manager changes the digits meanwhile.
  hall.config = {
    ...hall.config,
    queues: hall.config.queues.map((queue) => (queue.id === QUEUE ? { ...queue, digits: 4 } : queue)),
  };
  expect(refusalOf(callPaper(hall, 'G0905')).code).toBe('PAPER_NUMBER');
  expect(brokenInvariants(hall.state)).toEqual([]);
});

it('[P2] [I1] entered afterwards, the same number with other zeros is refused the second time', () => {
  const hall = paperHall();
  const times = { calledAt: hall.at - 3000, startedAt: hall.at - 2000, endedAt: hall.at - 1000 };
  const entry = { window: WINDOW, outcome: 'finished', ...times } as const;
  const tell = (...numbers: string[]) =>
    hall.must(
      'paper.reconcile',
      { queue: QUEUE, entries: numbers.map((number) => ({ number, ...entry })) },
      CLERK,
    );
  expect(tell('G905', 'G0905')).toMatchObject({ taken: 1, refused: [{ number: 'G0905' }] });
  expect(tell('G0905')).toMatchObject({ taken: 0, refused: [{ number: 'G0905', code: 'PAPER_NUMBER' }] });
});

it('[P2] a pre-printed number that was sent to another window is not called by typing it here', () => {
  const hall = paperHall();
  at(hall, 'open', {}, OTHER_WINDOW);
  expect(callPaper(hall, 'G905').ok).toBe(true);
  at(hall, 'transfer', { to: { window: OTHER_WINDOW } });
  expect(refusalOf(callPaper(hall, 'G905')).code).toBe('TICKET_BOUND');
  const there = hall.run('paper.call', { window: OTHER_WINDOW, number: 'G905' }, OTHER_CLERK);
  expect(there.ok).toBe(true);
});

it('[P2] what was served before the server began its day is of today, with its own times', () => {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const { config } = paperHall();
  const ledger = new Ledger({ file: path.join(scratch.path, 'ledger.db'), config });
  onTestFinished(() => ledger.close());
  let serial = 0;
  const tell = (entries: readonly object[], now: string) => {
    serial += 1;
    const asked = { command: 'paper.reconcile', body: { queue: QUEUE, entries }, actor: CLERK };
    const request = { ...asked, requestId: `request-${serial}`, at: november(now) } as unknown as Request;
    const { answers, events } = ledger.run([request]);
    const [answer] = answers;
    if (!answer?.ok) throw new Error('refused');
    return { told: JSON.parse(answer.json) as { taken: number; refused: unknown[] }, events };
  };
  const entry = (number: string, from: string, to: string) => ({
    ...{ number, window: WINDOW, outcome: 'finished' },
    ...{ calledAt: november(from), startedAt: november(from), endedAt: november(to) },
  });
  // The server comes back at ten, and the first that it hears is what happened since half past eight.
  const { told, events } = tell([entry('G901', '23T08:30', '23T08:42')], '23T10:00');
  expect(told).toMatchObject({ taken: 1, refused: [] });
  expect(events.find(({ type }) => type === 'ticket.finished')?.occurredAt).toBe(november('23T08:42'));
  const [ticket] = [...ledger.state.tickets.values()];
  expect(ticket).toMatchObject({ calledAt: november('23T08:30'), endedAt: november('23T08:42') });
  const yesterday = tell([entry('G902', '22T16:00', '22T16:10')], '23T10:01');
  expect(yesterday.told).toMatchObject({ taken: 0, refused: [{ code: 'PAPER_TIMES' }] });
});
