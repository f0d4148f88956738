import { expect, test } from 'vitest';
import type { Message } from '../../contracts/messages.ts';
import { askUntil } from './ask-until.ts';
import { ASK_VALID_MS, Asks } from './asks.ts';

const REF = '00112233445566778899aabbccddeeff';
const body = { window: 'w3', ref: REF };
const envelope = { v: 1, epoch: '0a1b2c3d', seq: 9, at: 5000 } as const;

function setUp(connected = true) {
  const sent: Message<'ask'>[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let next = 0;
  const asks = new Asks({
    clock: {
      now: () => 1000,
      after: (ms, run) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    hallNow: () => 5000.4,
    newId: () => `ask-000${next++}`,
    send: (ask) => {
      if (connected) sent.push(ask);
      return connected;
    },
  });
  return { asks, sent, timers };
}

test('an ask carries id, hall time and validity, and its answer settles it', async () => {
  const { asks, sent, timers } = setUp();
  const asked = asks.ask('rating.decline', body);
  expect(sent).toEqual([
    {
      v: 1,
      at: 5000,
      id: 'ask-0000',
      command: 'rating.decline',
      body: { window: 'w3', ref: REF },
      validUntil: 15_000,
    },
  ]);
  asks.answer({ ...envelope, id: 'ask-0000', ok: true, body: { done: true } });
  expect(await asked).toEqual({ ok: true, value: { done: true } });
  expect(timers).toEqual([]);
});

test('without a connection nothing is sent, now or later', async () => {
  const { asks, sent, timers } = setUp(false);
  const answer = await asks.ask('rating.decline', body);
  expect(answer).toMatchObject({ ok: false, error: { code: 'SERVER_AWAY' } });
  expect(sent).toEqual([]);
  expect(timers).toEqual([]);
});

test('an unanswered ask ends as NO_ANSWER, and a late answer changes nothing', async () => {
  const { asks, timers } = setUp();
  const asked = asks.ask('rating.decline', body);
  expect(timers[0]?.ms).toBe(ASK_VALID_MS);
  timers[0]?.run();
  asks.answer({ ...envelope, id: 'ask-0000', ok: true, body: { done: true } });
  expect(await asked).toMatchObject({ ok: false, error: { code: 'NO_ANSWER' } });
});

test('an answer that does not fit its command is an error, not a crash', async () => {
  const { asks } = setUp();
  const asked = asks.ask('pad.read', body);
  asks.answer({ ...envelope, id: 'ask-0000', ok: true, body: { done: true } });
  expect(await asked).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
});

test('repeating keeps the id, stops at a final answer and never begins at the time-out', async () => {
  let now = 0;
  const ids: string[] = [];
  const failing = (code: string) => async (_: 'rating.decline', __: object, id: string) => {
    ids.push(id);
    return { ok: false, error: { code, message: '', text: { zh: '无', en: 'none' } } } as const;
  };
  const options = {
    id: 'rate-0001',
    until: 4000,
    hallNow: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    random: () => 0.5,
  };
  const lost = await askUntil(failing('NO_ANSWER'), 'rating.decline', body, options);
  expect(lost).toMatchObject({ ok: false, error: { code: 'NO_ANSWER' } });
  expect(now).toBeLessThan(4000);
  expect(ids).toEqual(['rate-0001', 'rate-0001', 'rate-0001', 'rate-0001']);

  ids.length = 0;
  await askUntil(failing('ALREADY_RATED'), 'rating.decline', body, options);
  expect(ids).toEqual(['rate-0001']);
});
