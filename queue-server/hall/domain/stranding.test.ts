import { describe, expect, it } from 'vitest';
import { november, person, QUEUE, refusalOf, refusedTo, take } from '../testing/rules.ts';
import {
  at,
  callingHall,
  line,
  OTHER_CLERK,
  OTHER_WINDOW,
  refusedAt,
  seated,
  ticketOf,
  WINDOW,
} from '../testing/window.ts';
import { windowOf } from './state.ts';

/** Nobody waits for a window that does not call, and no window is lost with its clerk. */

describe('whoever is bound waits for somebody', () => {
  it('[K6] a passed number that was sent to a window which closed may go to any', () => {
    const hall = callingHall({ noShowAfterCalls: 1 });
    at(hall, 'open', {}, OTHER_WINDOW);
    const ticket = seated(hall);
    at(hall, 'transfer', { to: { window: OTHER_WINDOW } });
    at(hall, 'call', {}, OTHER_WINDOW);
    at(hall, 'no-show', { reason: 'absent' }, OTHER_WINDOW);
    at(hall, 'close', { anyway: true }, OTHER_WINDOW);
    hall.must('ticket.reactivate', { ticket }, 'guide01');
    expect(ticketOf(hall, ticket).boundTo).toBeNull();
    expect(at(hall, 'call').number).toBe(ticketOf(hall, ticket).number);
  });

  it('[K6] a queue that is gone takes nobody back', () => {
    const hall = callingHall({ noShowAfterCalls: 1 });
    const ticket = seated(hall);
    at(hall, 'no-show', { reason: 'absent' });
    hall.config = { ...hall.config, queues: hall.config.queues.filter(({ id }) => id !== QUEUE) };
    expect(refusalOf(hall.run('ticket.reactivate', { ticket }, 'guide01')).code).toBe('QUEUE_UNKNOWN');
  });

  it('[K8] the guide desk binds nobody to a window that is closed', () => {
    const hall = callingHall();
    const { ticket } = take(hall);
    const moved = hall.run('ticket.move', { ticket, to: { window: OTHER_WINDOW } }, 'guide01');
    expect(refusalOf(moved).code).toBe('TRANSFER_NOWHERE');
    at(hall, 'open', {}, OTHER_WINDOW);
    hall.must('ticket.move', { ticket, to: { window: OTHER_WINDOW } }, 'guide01');
    expect(ticketOf(hall, ticket).boundTo).toEqual([OTHER_WINDOW]);
  });

  it('[W2] the last open window of a queue is not taken away unnoticed, though a closed one serves it too', () => {
    const hall = callingHall();
    const others = hall.config.windows.filter(({ id, queues }) => id !== WINDOW && queues.includes(QUEUE));
    expect(others.length).toBeGreaterThan(0);
    at(hall, 'open');
    take(hall);
    const ask = (more: object = {}) =>
      hall.run('window.assign', { window: WINDOW, queues: ['tax'], secondary: [], ...more }, 'manager01');
    expect(refusalOf(ask()).code).toBe('ASSIGNMENT_STRANDS');
    expect(ask({ anyway: true }).ok).toBe(true);
  });
  it('[W2] [K10] a way that leads to a queue, and a booking there, keep its last window', () => {
    const hall = callingHall();
    const [first] = hall.config.items.filter((item) => item.queue === QUEUE);
    const [then] = hall.config.items.filter((item) => item.queue === 'tax');
    take(hall, { queue: undefined, items: [first!.id, then!.id] });
    const serving = hall.config.windows.filter(({ queues }) => queues.includes('tax'));
    const assign = (window: string, more: object = {}) =>
      hall.run('window.assign', { window, queues: [QUEUE], secondary: [], ...more }, 'manager01');
    for (const { id } of serving.slice(1)) expect(assign(id).ok).toBe(true);
    expect(refusalOf(assign(serving[0]!.id))).toMatchObject({
      code: 'ASSIGNMENT_STRANDS',
      text: { zh: expect.stringContaining('还有 1 人要来') },
    });
    expect(assign(serving[0]!.id, { anyway: true }).ok).toBe(true);
  });

  it('[W3] the window for which somebody waits alone does not pause or close unnoticed', () => {
    const hall = callingHall();
    at(hall, 'open');
    at(hall, 'open', {}, OTHER_WINDOW);
    const { ticket } = take(hall);
    hall.must('ticket.move', { ticket, to: { window: OTHER_WINDOW } }, 'guide01');
    for (const how of ['pause', 'close'] as const) {
      const { code, text } = refusedAt(hall, how, how === 'pause' ? { reason: 'meal' } : {}, OTHER_WINDOW);
      expect([code, text?.zh]).toEqual(['LAST_WINDOW', expect.stringContaining('1 人指定本窗口')]);
    }
    at(hall, 'pause', { reason: 'meal' });
    at(hall, 'close', { anyway: true }, OTHER_WINDOW);
  });

  it('[W3] [K10] closing counts who is still to come, pausing does not', () => {
    const hall = callingHall();
    const [first] = hall.config.items.filter((item) => item.queue === 'tax');
    const [then] = hall.config.items.filter((item) => item.queue === QUEUE);
    take(hall, { queue: undefined, items: [first!.id, then!.id] });
    const others = { window: OTHER_WINDOW, queues: ['tax'], secondary: [] };
    hall.must('window.assign', others, 'manager01');
    at(hall, 'open', {}, OTHER_WINDOW);
    at(hall, 'open');
    at(hall, 'pause', { reason: 'meal' });
    at(hall, 'open');
    expect(refusedAt(hall, 'close').text?.zh).toContain('还有 1 人要来');
  });
});

describe('[K8] beginning anew', () => {
  it('costs a booking or a passed number no more than anybody', () => {
    const hall = callingHall({ transferKeepsArrival: false, noShowAfterCalls: 1 });
    const ticket = seated(hall);
    at(hall, 'no-show', { reason: 'absent' });
    hall.passMinutes(60);
    hall.must('ticket.reactivate', { ticket }, 'guide01');
    hall.passMinutes(1);
    at(hall, 'call');
    at(hall, 'transfer', { to: { queue: 'tax' } });
    const { virtual, arrival } = ticketOf(hall, ticket);
    expect(virtual).toBe(hall.at);
    expect(arrival).toBe(hall.at);
  });

  it('keeps what a class is worth', () => {
    const hall = callingHall({ transferKeepsArrival: false });
    const { ticket } = take(hall, { person: person(1, 70) });
    at(hall, 'open');
    at(hall, 'call');
    hall.passMinutes(5);
    at(hall, 'transfer', { to: { queue: 'tax' } });
    expect(ticketOf(hall, ticket).virtual).toBe(hall.at - hall.config.priority.bonusMin.senior * 60_000);
  });
});

describe('a clerk who has gone', () => {
  it('[I5] whoever sits down there in the morning ends what yesterday left; the person may come again', () => {
    const hall = callingHall();
    const { ticket } = take(hall, { person: person(1) });
    at(hall, 'open');
    at(hall, 'call');
    at(hall, 'start');
    hall.at = november('24T09:00');
    hall.must('day.begin', {}, 'hall');
    take(hall, { person: person(1) });
    expect(refusedTo(hall, { person: person(1) }).code).toBe('ALREADY_WAITING');
    hall.must('window.open', { window: WINDOW }, OTHER_CLERK);
    expect(windowOf(hall.state, WINDOW)).toMatchObject({ clerk: OTHER_CLERK, ticket });
    hall.must('window.finish', { window: WINDOW }, OTHER_CLERK);
    expect(hall.must('window.call', { window: WINDOW }, OTHER_CLERK)).toMatchObject({ number: 'G001' });
  });

  it('a manager closes the window: who was left there waits again where they were, nobody else may', () => {
    const hall = callingHall();
    const ticket = seated(hall, 'serving');
    take(hall);
    const close = (more: object) => hall.run('window.close', { window: WINDOW, ...more }, 'manager01');
    expect(refusalOf(close({ anyway: true })).code).toBe('WINDOW_TAKEN');
    expect(refusalOf(close({ manager: true })).code).toBe('WINDOW_BUSY');
    expect(close({ manager: true, anyway: true }).ok).toBe(true);
    expect(windowOf(hall.state, WINDOW)).toMatchObject({ state: 'closed', clerk: null, ticket: null });
    expect(ticketOf(hall, ticket)).toMatchObject({ state: 'waiting', window: null });
    expect(line(hall)).toEqual(['G001', 'G002']);
    // The clerk who is there ends it as before.
    at(hall, 'open');
    at(hall, 'call');
    expect(refusedAt(hall, 'close', { anyway: true }).code).toBe('WINDOW_BUSY');
  });
});

describe('[K5] [K2] a number that is not there', () => {
  it('is passed once no recall is left, though more calls were asked for', () => {
    const hall = callingHall({ noShowAfterCalls: 5, recallLimit: 1 });
    seated(hall);
    expect(refusedAt(hall, 'no-show', { reason: 'absent' }).details).toEqual({ calls: 1, needed: 2 });
    at(hall, 'recall');
    at(hall, 'no-show', { reason: 'absent' });
  });
});

it('[K10] [K11] somebody without a number has no more items than a number may', () => {
  const hall = callingHall({ itemsPerTicket: 1 });
  const items = hall.config.items.slice(0, 2).map(({ id }) => id);
  at(hall, 'open');
  expect(refusedAt(hall, 'serve', { queue: QUEUE, items }).code).toBe('TOO_MANY_ITEMS');
});

it('[W4] noon closes no booking of the afternoon', () => {
  const hall = callingHall();
  const noon = november('23T12:00');
  hall.at = november('23T11:55');
  const early = take(hall).ticket;
  const booked = take(hall).ticket;
  hall.state = {
    ...hall.state,
    tickets: hall.state.tickets.update(booked, (ticket) => ({
      ...ticket!,
      notBefore: noon + 300_000,
    })),
  };
  hall.at = noon + 60_000;
  hall.must('tickets.close', { queues: [QUEUE], cameBefore: noon }, 'hall');
  expect([ticketOf(hall, early).state, ticketOf(hall, booked).state]).toEqual(['closed', 'waiting']);
});
