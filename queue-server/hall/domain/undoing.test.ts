import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { body, person, QUEUE, take } from '../testing/rules.ts';
import {
  at,
  CLERK,
  callingHall,
  OTHER_CLERK,
  OTHER_WINDOW,
  refusedAt,
  seated,
  ticketOf,
  WINDOW,
} from '../testing/window.ts';
import type { LedgerCommand } from './decide.ts';
import { windowOf } from './state.ts';
import { broughtBack } from './undoing.testing.ts';

it('[K12] an act can be taken back within the time, and no second one before it', () => {
  const hall = callingHall({ undoSeconds: 30 });
  const ticket = seated(hall);
  at(hall, 'no-show', { reason: 'absent' });
  hall.at += 29_000;
  expect(at(hall, 'undo')).toEqual({ act: 'no-show', number: 'G001' });
  expect(ticketOf(hall, ticket).state).toBe('called');
  expect(refusedAt(hall, 'undo').code).toBe('UNDO_NOTHING');
  at(hall, 'no-show', { reason: 'absent' });
  hall.at += 31_000;
  expect(refusedAt(hall, 'undo').code).toBe('UNDO_LATE');
});

it('[K12] not when the person has rated, taken a new number or come back meanwhile', () => {
  const rated = callingHall();
  seated(rated, 'serving');
  at(rated, 'finish');
  const ref = windowOf(rated.state, WINDOW).pad.rating!;
  rated.must('rating.give', { window: WINDOW, ref, grade: 5, reasons: [], commentRef: null }, 'pad-w18');
  expect(refusedAt(rated, 'undo').code).toBe('UNDO_GONE_ON');

  const again = callingHall();
  take(again, { person: person(1) });
  at(again, 'open');
  at(again, 'call');
  at(again, 'no-show', { reason: 'absent' });
  take(again, { person: person(1) });
  expect(refusedAt(again, 'undo').code).toBe('UNDO_GONE_ON');

  const back = callingHall();
  const ticket = seated(back);
  at(back, 'no-show', { reason: 'absent' });
  back.must('ticket.reactivate', { ticket }, 'guide01');
  expect(refusedAt(back, 'undo').code).toBe('UNDO_GONE_ON');
});

it('[K12] not when the person was called elsewhere after a transfer', () => {
  const hall = callingHall();
  at(hall, 'open', {}, OTHER_WINDOW);
  seated(hall, 'serving');
  at(hall, 'transfer', { to: { window: OTHER_WINDOW } });
  at(hall, 'call', {}, OTHER_WINDOW);
  expect(refusedAt(hall, 'undo').code).toBe('UNDO_GONE_ON');
});

it('[K12] [I6] the rating of a service that never ended is withdrawn; its case number is not given again', () => {
  const hall = callingHall();
  const item = hall.config.items.find(({ queue }) => queue === QUEUE)!.id;
  take(hall, { items: [item] });
  at(hall, 'open');
  at(hall, 'call');
  at(hall, 'start');
  const first = at(hall, 'finish').caseNumber;
  const ref = windowOf(hall.state, WINDOW).pad.rating!;
  at(hall, 'undo');
  expect(hall.events.at(-1)).toMatchObject({
    type: 'window.undone',
    data: { caseNumber: first, rating: ref },
  });
  const late = hall.run(
    'rating.give',
    { window: WINDOW, ref, grade: 1, reasons: [], commentRef: null },
    'pad-w18',
  );
  expect(late).toMatchObject({ ok: false, error: { code: 'RATING_CLOSED' } });
  expect(at(hall, 'finish').caseNumber).not.toBe(first);
  expect(hall.state.queues.get(QUEUE)).toMatchObject({ served: 1, services: 1 });
});

it('[K12] reports on the paper and what another window did meanwhile stay', () => {
  const hall = callingHall();
  const { ticket } = take(hall, { paperless: false });
  hall.must('ticket.report-print', { ticket, ordinal: 1, report: { outcome: 'unknown', reason: 'SILENT' } });
  hall.passMinutes(10);
  at(hall, 'open');
  at(hall, 'open', {}, OTHER_WINDOW);
  at(hall, 'call');
  hall.must('ticket.report-print', { ticket, ordinal: 1, report: { outcome: 'printed', proof: 'status' } });
  take(hall);
  at(hall, 'call', {}, OTHER_WINDOW);
  at(hall, 'undo');
  expect(ticketOf(hall, ticket)).toMatchObject({
    state: 'waiting',
    print: 'printed',
    calledAt: null,
  });
  const zone = hall.config.windows.find(({ id }) => id === WINDOW)!.zone;
  expect(hall.state.boards.get(zone)?.map(({ number }) => number)).toEqual(['G002']);
});

const act = fc.record({
  what: fc.constantFrom(
    'take',
    'take',
    'steps',
    'open',
    'open',
    'call',
    'call',
    'call',
    'call-ticket',
    'recall',
    'start',
    'finish',
    'no-show',
    'park',
    'resume',
    'transfer',
    'bind',
    'pause',
    'close',
    'confirm',
    'reactivate',
    'cancel',
  ),
  window: fc.nat(1),
  pick: fc.nat(9),
  seconds: fc.nat(90),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** Does one act; the name of the window where it can be undone. */
function live(hall: PureHall, { what, window, pick, seconds }: Act): void {
  hall.at += seconds * 1_000;
  const [id, clerk] = window === 0 ? [WINDOW, CLERK] : [OTHER_WINDOW, OTHER_CLERK];
  const run = (command: string, more: object = {}, actor = clerk) =>
    hall.run(command as LedgerCommand, more as never, actor);
  const tickets = [...hall.state.tickets.values()].sort((a, b) => a.seq - b.seq);
  const ticket = tickets[pick % Math.max(1, tickets.length)]?.id ?? 'f'.repeat(32);
  const items = [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
  if (what === 'take')
    run(
      'ticket.take',
      body({ person: pick < 6 ? person(pick) : null, queue: pick % 2 ? QUEUE : 'tax' }),
      'kiosk-1',
    );
  else if (what === 'steps')
    run('ticket.take', body({ queue: undefined, items, person: person(pick, 70) }), 'kiosk-1');
  else if (what === 'confirm')
    run('ticket.confirm-class', { ticket, claim: { kind: 'disabled' } }, 'guide01');
  else if (what === 'reactivate') run('ticket.reactivate', { ticket }, 'guide01');
  else if (what === 'cancel') run('ticket.cancel', { ticket, reason: 'staff' }, 'guide01');
  else if (what === 'transfer')
    run('window.transfer', { window: id, to: { queue: pick % 2 ? QUEUE : 'tax' } });
  else if (what === 'bind')
    run('window.transfer', { window: id, to: { window: window === 0 ? OTHER_WINDOW : WINDOW } });
  else if (what === 'resume')
    run('window.resume', { window: id, ticket: windowOf(hall.state, id).parked[0] ?? ticket });
  else if (what === 'pause') run('window.pause', { window: id, reason: 'break', anyway: true });
  else if (what === 'close') run('window.close', { window: id, anyway: true });
  else
    run(`window.${what}`, {
      window: id,
      ...(what === 'no-show' ? { reason: 'absent' } : {}),
      ...(what === 'call-ticket' ? { ticket, reason: 'helper' } : {}),
      ...(what.startsWith('call') && pick > 2 ? { end: true } : {}),
    });
}

it('[K12] [K13] [I6] in any hall, an act and its undoing leave everything as it was', () => {
  let undone = 0;
  let both = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 40, maxLength: 80 }), (acts) => {
      const hall = callingHall({ undoSeconds: 30 });
      for (const [window, clerk] of [
        [WINDOW, CLERK],
        [OTHER_WINDOW, OTHER_CLERK],
      ] as const)
        hall.must('window.open', { window }, clerk);
      for (const step of acts) {
        const was = hall.state;
        const from = hall.events.length;
        live(hall, step);
        const id = step.window === 0 ? WINDOW : OTHER_WINDOW;
        const last = windowOf(hall.state, id).undo;
        if (hall.events.length === from || last?.seq !== hall.state.seq) continue;
        // [K13] A call that ended a service is one act and two events.
        if (hall.events[from]?.type === 'ticket.finished' && hall.events.length > from + 1) both += 1;
        const after = { state: hall.state, events: hall.events.length };
        expect(hall.run('window.undo', { window: id }, step.window === 0 ? CLERK : OTHER_CLERK).ok).toBe(
          true,
        );
        expect(broughtBack(hall.state)).toEqual(broughtBack(was));
        undone += 1;
        // Goes on as if nothing had been undone.
        hall.state = after.state;
        hall.events.length = after.events;
      }
    }),
    { numRuns: 150, seed: 20261122 },
  );
  expect(undone).toBeGreaterThan(300);
  expect(both).toBeGreaterThan(20);
});
