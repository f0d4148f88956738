import { describe, expect, it } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { body, person, QUEUE, take } from '../testing/rules.ts';
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
import { deskView } from '../views/desk.ts';
import { inWords } from '../views/event-words.ts';
import { Learner } from './estimates/learner.ts';
import { emptyModel, learn } from './estimates/model.ts';
import { Observer } from './estimates/observe.ts';
import type { StoredEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { emptyHall, type HallState, windowOf } from './state.ts';
import { broughtBack } from './undoing.testing.ts';

/** [K13] One key press ends a service and calls the next person: one undo takes both back [K12]. */

/** G001 with a case is served, G002 to G004 wait. */
function servingHall(hall = callingHall({ undoSeconds: 30 })): { hall: PureHall; first: string } {
  const item = hall.config.items.find(({ queue }) => queue === QUEUE)!.id;
  const { ticket: first } = take(hall, { items: [item], person: person(1) });
  for (let n = 2; n <= 4; n += 1) take(hall, { person: person(n) });
  at(hall, 'open');
  at(hall, 'call');
  hall.at += 20_000;
  at(hall, 'start');
  hall.passMinutes(5);
  return { hall, first };
}

const WAYS = [
  ['the next one is called', 'G002', (hall: PureHall) => at(hall, 'call', { end: true })],
  [
    '[K9] somebody is called out of turn',
    'G003',
    (hall: PureHall) => {
      const { ticket } = [...hall.state.tickets.values()]
        .map(({ id, number }) => ({ ticket: id, number }))
        .find(({ number }) => number === 'G003')!;
      return at(hall, 'call-ticket', { ticket, reason: 'helper', end: true });
    },
  ],
  [
    '[K11] somebody has no number',
    'G005',
    (hall: PureHall) => at(hall, 'serve', { queue: QUEUE, items: [], end: true }),
  ],
] as const;

/** Without whoever had no number: their number was given, and is void. */
function apartFromWalkIns(state: HallState): HallState {
  return {
    ...state,
    tickets: state.tickets.filter(({ origin }) => origin !== 'walk-in'),
    queues: state.queues.map((queue) => ({ ...queue, issued: 0, lastNumber: null })),
  };
}

describe.each(WAYS)('[K13] [K12] a call that ended a service, where %s', (_way, number, call) => {
  it('one undo brings both back, and there is no second one', () => {
    const { hall, first } = servingHall();
    const before = hall.state;
    call(hall);
    expect(ticketOf(hall, first).state).toBe('finished');
    expect(at(hall, 'undo')).toEqual({ act: 'call', number });
    expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: first, served: 0, pad: { show: 'idle' } });
    expect(line(hall)).toEqual(['G002', 'G003', 'G004']);
    expect(broughtBack(apartFromWalkIns(hall.state))).toEqual(broughtBack(apartFromWalkIns(before)));
    expect(refusedAt(hall, 'undo').code).toBe('UNDO_NOTHING');
  });

  it('[I6] case number and rating of the service are withdrawn; it counts once when it does end', () => {
    const { hall, first } = servingHall();
    call(hall);
    const { caseNumber, rating } = ticketOf(hall, first);
    at(hall, 'undo');
    const undone = hall.events.filter(({ type }) => type === 'window.undone');
    expect(undone.map(({ data }) => data)).toMatchObject([
      { act: 'call' },
      { act: 'finish', ticket: first, caseNumber, rating },
    ]);
    const late = hall.run(
      'rating.give',
      { window: WINDOW, ref: rating!, grade: 1, reasons: [], commentRef: null },
      'pad-w18',
    );
    expect(late).toMatchObject({ ok: false, error: { code: 'RATING_CLOSED' } });
    expect(at(hall, 'finish').caseNumber).not.toBe(caseNumber);
    expect(hall.state.queues.get(QUEUE)).toMatchObject({ served: 1, services: 1, waits: 1 });
    expect(windowOf(hall.state, WINDOW).served).toBe(1);
  });

  it('[I6] nothing of it is learned', () => {
    const { hall } = servingHall();
    call(hall);
    const ended = hall.events.findLast(({ type }) => type === 'ticket.finished')!.seq;
    const called = hall.events.findLast(({ type }) => type === 'ticket.called')!.seq;
    at(hall, 'undo');
    const rules = () => hall.config.next;
    const start = { model: emptyModel(hall.config.timeZone), seq: 0, dayBeganSeq: 0 };
    const learner = new Learner(start, {
      observer: new Observer(rules),
      undoMs: () => 30_000,
      onKept: () => {},
    });
    for (const event of hall.events) learner.take(event);
    const watch = new Observer(rules);
    const without = hall.events
      .filter(({ seq }) => seq !== ended && seq !== called)
      .flatMap((event) => watch.observe(event))
      .reduce(learn, start.model);
    expect(learner.live).toEqual(without);
    learner.settle(hall.at + 600_000);
    expect(learner.settled.model).toEqual(without);
  });

  it('the story of whoever was served says so', () => {
    const { hall, first } = servingHall();
    call(hall);
    at(hall, 'undo');
    const ticket = ticketOf(hall, first);
    const story = ticket.history.map((seq) => hall.events.find((event) => event.seq === seq)!);
    expect(story.map(({ type }) => type).slice(-2)).toEqual(['ticket.finished', 'window.undone']);
    expect(inWords(story.at(-1)!, ticket, hall.config, false).zh).toContain('办结');
  });
});

function undoShown(hall: PureHall) {
  const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
  return deskView(hall.state, hall.config, window, { expected: [], note: null }, hall.at).undo;
}

describe('[K13] [K12] both or neither', () => {
  it('not when the former person has rated, taken a new number, or was called for the next step [K10]', () => {
    const rated = servingHall();
    at(rated.hall, 'call', { end: true });
    expect(undoShown(rated.hall)).toMatchObject({ act: 'call', number: 'G002' });
    const ref = ticketOf(rated.hall, rated.first).rating!;
    rated.hall.must(
      'rating.give',
      { window: WINDOW, ref, grade: 5, reasons: [], commentRef: null },
      'pad-w18',
    );
    expect(refusedAt(rated.hall, 'undo').code).toBe('UNDO_GONE_ON');
    expect(undoShown(rated.hall)).toBeNull();

    const again = servingHall();
    at(again.hall, 'call', { end: true });
    take(again.hall, { person: person(1) });
    expect(refusedAt(again.hall, 'undo').code).toBe('UNDO_GONE_ON');

    const hall = callingHall();
    const items = [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
    const { ticket } = take(hall, { queue: undefined, items });
    take(hall);
    at(hall, 'open');
    at(hall, 'open', {}, OTHER_WINDOW);
    at(hall, 'call');
    at(hall, 'start');
    at(hall, 'call', { end: true });
    at(hall, 'call-ticket', { ticket, reason: 'helper' }, OTHER_WINDOW);
    expect(refusedAt(hall, 'undo').code).toBe('UNDO_GONE_ON');
  });

  it('[K10] a former person who waits for the next step comes back from there', () => {
    const hall = callingHall();
    const items = [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
    const { ticket } = take(hall, { queue: undefined, items });
    take(hall);
    at(hall, 'open');
    at(hall, 'call');
    at(hall, 'start');
    const before = hall.state;
    at(hall, 'call', { end: true });
    expect(line(hall, 'tax')).toEqual(['G001']);
    at(hall, 'undo');
    expect(ticketOf(hall, ticket)).toMatchObject({ state: 'serving', queue: QUEUE, legs: [] });
    expect(broughtBack(hall.state)).toEqual(broughtBack(before));
  });

  it('not when the time is over', () => {
    const { hall } = servingHall();
    at(hall, 'call', { end: true });
    hall.at += 31_000;
    expect(refusedAt(hall, 'undo').code).toBe('UNDO_LATE');
  });

  it('where the service had ended by a key press of its own, only the call is taken back', () => {
    const { hall, first } = servingHall();
    at(hall, 'finish');
    at(hall, 'call');
    at(hall, 'undo');
    expect(ticketOf(hall, first).state).toBe('finished');
    expect(windowOf(hall.state, WINDOW)).toMatchObject({ ticket: null, served: 1 });
    expect(refusedAt(hall, 'undo').code).toBe('UNDO_NOTHING');
  });

  it('[I5] a service of yesterday goes on, too', () => {
    const { hall, first } = servingHall();
    hall.at += 24 * 3_600_000;
    take(hall);
    const before = hall.state;
    at(hall, 'open');
    at(hall, 'call', { end: true });
    at(hall, 'undo');
    expect(ticketOf(hall, first).state).toBe('serving');
    expect(broughtBack(hall.state)).toEqual(broughtBack(before));
  });

  it('[X1] whoever was overtaken by the call was not', () => {
    const hall = callingHall({}, { next: { ...callingHall().config.next, greenFirst: true } });
    seated(hall, 'serving');
    const { ticket: second } = take(hall);
    hall.at += 1_000;
    hall.must('ticket.take', body({ claim: { kind: 'green', reason: 'urgent' } }), 'guide01');
    at(hall, 'call', { end: true });
    expect(ticketOf(hall, second).overtaken).toBe(1);
    at(hall, 'undo');
    expect(ticketOf(hall, second)).toMatchObject({ state: 'waiting', overtaken: 0, overtakenAt: null });
  });

  it('a replay says the same; in the log of an older program the call alone was taken back', () => {
    const { hall, first } = servingHall();
    at(hall, 'call', { end: true });
    const call = hall.events.at(-1) as Extract<StoredEvent, { type: 'ticket.called' }>;
    expect(call.data.ended).toBe(call.seq - 1);
    at(hall, 'undo');
    expect(hall.events.reduce(evolve, emptyHall())).toEqual(hall.state);

    const { ended: _, ...data } = call.data;
    const log = hall.events.slice(0, call.seq).map((event) => (event === call ? { ...call, data } : event));
    const undone = hall.events[call.seq] as StoredEvent;
    const older = [...log, undone].reduce(evolve, emptyHall());
    expect(older.tickets.get(first)?.state).toBe('finished');
    expect(windowOf(older, WINDOW)).toMatchObject({ ticket: null, served: 1, undo: null });
  });
});
