import { expect, test } from 'vitest';
import { type Announcement, enqueued, nextOf } from './announcement-queue.ts';
import { Announcer, type AnnouncerState, type Voice } from './announcer.ts';

const AT = 1_795_251_300_000;
const call = (number: string, position: number, change: Partial<Announcement> = {}): Announcement => ({
  v: 1,
  epoch: '0a1b2c3d',
  seq: position,
  at: AT,
  call: position,
  zone: 'a',
  number,
  window: 'w3',
  windowNumber: 3,
  wording: { zh: `请${number}`, en: number },
  repeat: 2,
  validUntil: AT + 20_000,
  ...change,
});

function setUp(voice: Partial<Voice> & { speakMs?: number } = {}) {
  let now = AT;
  const log: string[] = [];
  const takenBack = new Set<string>();
  const captions: AnnouncerState[] = [];
  const { promise: idle, resolve } = Promise.withResolvers<void>();
  const announcer = new Announcer({
    voice: {
      audible: () => true,
      chime: async () => void log.push('chime'),
      speak: async ({ zh }) => {
        log.push(zh);
        now += voice.speakMs ?? 4000;
        return true;
      },
      ...voice,
    },
    now: () => now,
    stands: (one) => !takenBack.has(one.number),
    sleep: async (ms) => {
      now += ms;
    },
    heard: (position, how) => log.push(`${how} ${position}`),
    changed: (state) => {
      captions.push(state);
      if (state.present === null) resolve();
    },
  });
  return { announcer, log, captions, idle, takenBack };
}

test('one chime, said as often as asked, acknowledged once after the first saying', async () => {
  const { announcer, log, idle } = setUp();
  announcer.add(call('A012', 41));
  await idle;
  expect(log).toEqual(['chime', '请A012', 'spoken 41', '请A012']);
});

test('two announcements follow one another, each with its chime', async () => {
  const { announcer, log, captions, idle } = setUp();
  announcer.add(call('A012', 41, { repeat: 1 }));
  announcer.add(call('B007', 42, { repeat: 1 }));
  await idle;
  expect(log).toEqual(['chime', '请A012', 'spoken 41', 'chime', '请B007', 'spoken 42']);
  expect(captions.map((state) => state.present?.number ?? null)).toEqual(['A012', 'B007', null]);
});

test('an announcement whose time passed while it waited is dropped', async () => {
  const { announcer, log, idle } = setUp({ speakMs: 15_000 });
  announcer.add(call('A012', 41));
  announcer.add(call('B007', 42));
  await idle;
  expect(log).not.toContain('请B007');
  expect(log).not.toContain('spoken 42');
});

test('[K12] a call that was taken back is not said, and not said again', async () => {
  const { announcer, log, idle, takenBack } = setUp({
    speak: async ({ zh }) => {
      log.push(zh);
      takenBack.add('A012').add('B007');
      return true;
    },
  });
  announcer.add(call('A012', 41));
  announcer.add(call('B007', 42));
  await idle;
  expect(log).toEqual(['chime', '请A012', 'spoken 41']);
});

test('without a voice, chime and caption are said to be just that', async () => {
  const { announcer, log, idle } = setUp({ speak: async () => false });
  announcer.add(call('A012', 41));
  await idle;
  expect(log).toEqual(['chime', 'captioned 41']);
});

test('what a blocked browser did not let anyone hear is not acknowledged', async () => {
  const { announcer, log, captions, idle } = setUp({ audible: () => false });
  announcer.add(call('A012', 41));
  await idle;
  expect(log).toEqual([]);
  expect(captions[0]?.present?.number).toBe('A012');
});

test('a recall takes the place of the waiting announcement of its number', () => {
  const queue = enqueued(enqueued([], call('A012', 41)), call('B007', 42));
  expect(enqueued(queue, call('A012', 45)).map((c) => c.call)).toEqual([42, 45]);
});

test('the next is the oldest that is still valid', () => {
  const queue = [call('A012', 41, { validUntil: AT }), call('B007', 42), call('B008', 43)];
  expect(nextOf(queue, AT, () => true)).toMatchObject({
    next: { number: 'B007' },
    rest: [{ number: 'B008' }],
  });
  expect(nextOf([], AT, () => true)).toEqual({ next: null, rest: [] });
});
