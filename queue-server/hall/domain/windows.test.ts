import { expect, it } from 'vitest';
import { windowBody } from '../broker/snapshots.ts';
import { QUEUE, take } from '../testing/rules.ts';
import { at, callingHall, OTHER_WINDOW, refusedAt, seated, WINDOW } from '../testing/window.ts';
import { windowOf } from './state.ts';

const NOBODY = { find: () => undefined } as never;

it('[W1] a pause has a reason of the hall and a time of return, in the words of the window screen', () => {
  const hall = callingHall();
  at(hall, 'open');
  at(hall, 'pause', { reason: 'meal' });
  expect(windowOf(hall.state, WINDOW).returnAt).toBe(hall.at + 45 * 60_000);
  const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
  const reason = () => windowBody(hall.state, hall.config, NOBODY, window, hall.at).reason;
  expect(reason()?.zh).toBe('用餐，约 09:45 返回');
  hall.passMinutes(45);
  // A time that has passed is promised no more.
  expect(reason()).toEqual({ zh: '用餐，稍后返回', en: expect.stringContaining('back soon') });
  hall.passMinutes(-45);
  at(hall, 'pause', { reason: 'meeting', minutes: 20 });
  expect(reason()?.en).toBe('In a meeting, back at about 09:20');
  expect(refusedAt(hall, 'pause', { reason: 'golf' }).code).toBe('PAUSE_REASON');
  at(hall, 'open');
  expect(windowOf(hall.state, WINDOW).returnAt).toBeNull();
});

it('[W2] an assignment counts at once, for today, and names the lines that it would leave alone', () => {
  const hall = callingHall({}, {});
  hall.config = {
    ...hall.config,
    windows: hall.config.windows.map((window) =>
      window.queues.includes(QUEUE) && window.id !== WINDOW ? { ...window, queues: ['tax'] } : window,
    ),
  };
  take(hall);
  at(hall, 'open');
  const assign = (queues: string[], more = {}) =>
    hall.run('window.assign', { window: WINDOW, queues, secondary: [], ...more }, 'manager01');
  const refused = assign(['tax']);
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'ASSIGNMENT_STRANDS', details: { queues: [{ queue: QUEUE, waiting: 1 }] } },
  });
  expect(assign(['tax'], { anyway: true }).ok).toBe(true);
  expect(refusedAt(hall, 'call').code).toBe('NOBODY_WAITING');
  expect(assign([QUEUE]).ok).toBe(true);
  expect(at(hall, 'call').number).toBe('G001');
  at(hall, 'no-show', { reason: 'absent' });
  hall.passMinutes(24 * 60);
  hall.must('day.begin', {}, 'hall');
  expect(windowOf(hall.state, WINDOW).assigned).toBeNull();
});

it('[W3] the last window of a line in which people wait warns, or may not stop at all', () => {
  const hall = callingHall();
  take(hall);
  at(hall, 'open');
  const warning = refusedAt(hall, 'close');
  expect(warning).toMatchObject({
    code: 'LAST_WINDOW',
    details: { anyway: true, queues: [{ queue: QUEUE, waiting: 1 }] },
  });
  expect(refusedAt(hall, 'pause', { reason: 'meal' }).code).toBe('LAST_WINDOW');
  at(hall, 'open', {}, OTHER_WINDOW);
  at(hall, 'pause', { reason: 'meal' });
  at(hall, 'open');
  at(hall, 'close', {}, OTHER_WINDOW);
  at(hall, 'close', { anyway: true });
  const { windowRules } = hall.config;
  hall.config = { ...hall.config, windowRules: { ...windowRules, lastWindow: 'refuse' } };
  at(hall, 'open');
  expect(refusedAt(hall, 'close', { anyway: true })).toMatchObject({
    code: 'LAST_WINDOW',
    details: { anyway: false },
  });
  hall.config = { ...hall.config, windowRules: { ...windowRules, lastWindow: 'allow' } };
  at(hall, 'close');
  expect(windowOf(hall.state, WINDOW).state).toBe('closed');
});

it('[W4] what waits is closed in bulk; who is at a window or parked is served', () => {
  const hall = callingHall();
  const parked = seated(hall, 'serving');
  at(hall, 'park');
  const called = seated(hall);
  const before = hall.at + 1;
  hall.passMinutes(1);
  const { ticket: late } = take(hall);
  const close = (body: object) =>
    hall.must<'tickets.close', { closed: number }>('tickets.close', { queues: [QUEUE], ...body }, 'hall');
  // A machine that slept through the time closes only those who had come by then.
  expect(close({ cameBefore: before })).toEqual({ closed: 0 });
  expect(close({})).toEqual({ closed: 1 });
  const state = (id: string) => hall.state.tickets.get(id)?.state;
  expect([parked, called, late].map(state)).toEqual(['parked', 'called', 'closed']);
});
