import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PureHall } from '../testing/hall.ts';
import { QUEUE, take } from '../testing/rules.ts';
import { at, CLERK, callingHall, OTHER_WINDOW, seated, WINDOW } from '../testing/window.ts';
import { Publisher } from './publisher.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Sent = { readonly topic: string; readonly message: Record<string, unknown>; readonly retain: boolean };

/** What goes out when the newest events are handled, counts included. */
function listening(hall: PureHall) {
  const sent: Sent[] = [];
  const nothing = { newcomer: () => null, ofTicket: () => null };
  const publisher = new Publisher({
    live: { current: hall.config } as never,
    waits: { ...nothing, told: nothing },
    staff: { find: () => undefined } as never,
    epoch: 'e',
    catalogue: () => 'c',
    progressUrl: null,
    sealTo: '',
    demo: false,
    out: {
      publish: (topic, message, _qos, retain) => sent.push({ topic, message: message as never, retain }),
      clear: () => {},
    },
    enrolled: () => false,
    state: () => hall.state,
    now: () => hall.at,
  });
  publisher.start();
  let handled = hall.events.length;
  return {
    after(act: () => void): Sent[] {
      sent.length = 0;
      act();
      publisher.handle(hall.events.slice(handled));
      handled = hall.events.length;
      vi.advanceTimersByTime(200);
      return [...sent];
    },
    stop: () => publisher.stop(),
  };
}

const topics = (sent: Sent[]) => sent.map(({ topic }) => topic.split('/').slice(2).join('/'));
const last = (sent: Sent[], topic: string) => sent.findLast((one) => one.topic.endsWith(topic))?.message;

it('[K12] an undone call leaves board and window screen, and nothing is said again', () => {
  const hall = callingHall();
  const screens = listening(hall);
  screens.after(() => seated(hall));
  const sent = screens.after(() => at(hall, 'undo'));
  expect(topics(sent).filter((topic) => topic.startsWith('call/'))).toEqual([]);
  expect(last(sent, `window/${WINDOW}`)).toMatchObject({ serving: null });
  expect(last(sent, 'board/tax')).toMatchObject({ calls: [] });
  expect(last(sent, `queue/${QUEUE}`)).toMatchObject({ waiting: 1 });
  screens.stop();
});

it('[K7] a parked person is called back aloud; parking itself says nothing', () => {
  const hall = callingHall();
  const screens = listening(hall);
  const ticket = seated(hall, 'serving');
  screens.after(() => {});
  const parked = screens.after(() => at(hall, 'park'));
  expect(topics(parked)).not.toContain('call/tax');
  expect(last(parked, `window/${WINDOW}`)).toMatchObject({ serving: null });
  const back = screens.after(() => at(hall, 'resume', { ticket }));
  expect(last(back, 'call/tax')).toMatchObject({ number: 'G001', call: hall.state.seq });
  screens.stop();
});

it('[K11] somebody without a number stands on the window screen only', () => {
  const hall = callingHall();
  at(hall, 'open');
  const screens = listening(hall);
  const sent = screens.after(() => at(hall, 'serve', { queue: QUEUE, items: [] }));
  expect(topics(sent)).not.toContain('call/tax');
  expect(last(sent, `window/${WINDOW}`)).toMatchObject({ serving: { number: 'G001', state: 'serving' } });
  screens.stop();
});

it('[W1] [W2] a pause and another assignment reach the window screen and the queues', () => {
  const hall = callingHall();
  at(hall, 'open');
  const screens = listening(hall);
  const paused = screens.after(() => at(hall, 'pause', { reason: 'meal' }));
  expect(last(paused, `window/${WINDOW}`)).toMatchObject({
    state: 'paused',
    reason: { zh: expect.stringContaining('返回') },
  });
  screens.after(() => at(hall, 'open'));
  const other = hall.config.queues.find(({ id }) => id !== QUEUE && id !== 'tax')!.id;
  const body = { window: WINDOW, queues: [other], secondary: [], anyway: true };
  const assigned = screens.after(() => hall.must('window.assign', body, 'manager01'));
  expect(topics(assigned)).toEqual(
    expect.arrayContaining([`window/${WINDOW}`, `queue/${QUEUE}`, `queue/${other}`]),
  );
  screens.stop();
});

it('[K8] both lines say another count after a transfer', () => {
  const hall = callingHall();
  at(hall, 'open', {}, OTHER_WINDOW);
  seated(hall, 'serving');
  take(hall);
  const screens = listening(hall);
  const sent = screens.after(() => at(hall, 'transfer', { to: { queue: 'tax' } }, WINDOW, CLERK));
  expect(last(sent, 'queue/tax')).toMatchObject({ waiting: 1 });
  screens.stop();
});
