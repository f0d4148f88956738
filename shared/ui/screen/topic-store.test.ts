import { describe, expect, test } from 'vitest';
import { TopicStore } from './topic-store.ts';

const NOW = 1_795_251_300_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => bytes(JSON.stringify(value));

const envelope = { v: 1, epoch: '0a1b2c3d', seq: 41, at: NOW };
const server = { ...envelope, hall: 'county', startedAt: NOW, heartbeatMs: 2000, demo: true };
const call = {
  ...envelope,
  call: 41,
  zone: 'a',
  number: 'A012',
  window: 'w3',
  windowNumber: 3,
  wording: { zh: '请A零一二号到三号窗口', en: 'Number A 0 1 2, window 3' },
  repeat: 2,
  validUntil: NOW + 20_000,
};
const board = {
  ...envelope,
  zone: 'a',
  name: { zh: '社会事务', en: 'Social affairs' },
  place: { zh: '一层东侧', en: 'Ground floor, east' },
  calls: [],
  waiting: 3,
  openWindows: 2,
  queues: [],
};

describe('which messages are believed', () => {
  test('a literal heartbeat is', () => {
    const store = new TopicStore('county');
    const payload =
      '{"v":1,"epoch":"0a1b2c3d","seq":41,"at":1795251300000,"hall":"county","startedAt":1795251000000,"heartbeatMs":2000,"demo":false}';
    const arrival = store.accept('hall/county/server', bytes(payload), true, NOW);
    expect(arrival).toMatchObject({
      accepted: true,
      name: 'server',
      live: false,
      message: { seq: 41, demo: false },
    });
    expect([...store.snapshot().keys()]).toEqual(['server']);
  });

  test.each([
    ['another hall', 'hall/other/server', json(server), 'unknown-topic'],
    ['no topic of the table', 'hall/county/lottery', json(server), 'unknown-topic'],
    ['what another device said', 'hall/county/device/x/shown', json(server), 'not-for-screens'],
    ['no JSON', 'hall/county/server', bytes('{"v":1,'), 'not-json'],
    ['bytes that are no text', 'hall/county/server', new Uint8Array([0xff, 0xfe, 0x7b]), 'not-json'],
    ['another contract version', 'hall/county/server', json({ ...server, v: 2 }), 'not-valid'],
    ['a field too many', 'hall/county/server', json({ ...server, name: '张三' }), 'not-valid'],
    ['a wall of bytes', 'hall/county/server', json({ ...server, hall: 'x'.repeat(1100) }), 'too-long'],
    ['an empty announcement', 'hall/county/call/a', new Uint8Array(0), 'not-json'],
  ])('%s is not', (_, topic, payload, why) => {
    const store = new TopicStore('county');
    expect(store.accept(topic, payload, false, NOW)).toEqual({ accepted: false, drop: why });
    expect(store.snapshot().size).toBe(0);
  });
});

describe('order', () => {
  test('a lower seq of the same epoch is dropped, the same seq renews, a new epoch starts over', () => {
    const store = new TopicStore('county');
    const take = (change: object) =>
      store.accept('hall/county/board/a', json({ ...board, ...change }), false, NOW).accepted;
    expect(take({ seq: 50, waiting: 5 })).toBe(true);
    expect(take({ seq: 49, waiting: 4 })).toBe(false);
    expect(store.snapshot().get('board/a')).toMatchObject({ waiting: 5 });
    expect(take({ seq: 50, waiting: 6 })).toBe(true);
    expect(take({ seq: 3, waiting: 1, epoch: 'ffffffff' })).toBe(true);
    expect(store.snapshot().get('board/a')).toMatchObject({ waiting: 1 });
  });

  test('each topic has its own order', () => {
    const store = new TopicStore('county');
    store.accept('hall/county/board/a', json({ ...board, seq: 50 }), false, NOW);
    expect(
      store.accept('hall/county/board/b', json({ ...board, zone: 'b', seq: 7 }), false, NOW).accepted,
    ).toBe(true);
  });

  test('an answer may be older than the one before', () => {
    const store = new TopicStore('county');
    const answer = (seq: number, id: string) =>
      store.accept(
        'hall/county/device/pad-1/answer',
        json({ ...envelope, seq, id, ok: true, body: { done: true } }),
        false,
        NOW,
      );
    expect(answer(60, 'ask-00000001').accepted).toBe(true);
    expect(answer(59, 'ask-00000002').accepted).toBe(true);
  });
});

describe('announcements', () => {
  const topic = 'hall/county/call/a';

  test('a live one within its time is new exactly once', () => {
    const store = new TopicStore('county');
    expect(store.accept(topic, json(call), false, NOW)).toMatchObject({ accepted: true, live: true });
    expect(store.accept(topic, json(call), false, NOW)).toEqual({ accepted: false, drop: 'repeated' });
    expect(store.accept(topic, json({ ...call, seq: 44 }), false, NOW).accepted).toBe(true);
  });

  test('a late one is never announced', () => {
    const store = new TopicStore('county');
    expect(store.accept(topic, json(call), false, call.validUntil)).toEqual({
      accepted: false,
      drop: 'too-late',
    });
  });

  test('one that a broker kept is never announced', () => {
    const store = new TopicStore('county');
    expect(store.accept(topic, json(call), true, NOW)).toEqual({
      accepted: false,
      drop: 'kept-announcement',
    });
  });
});

describe('what no longer belongs', () => {
  test('an empty kept message takes the topic away', () => {
    const store = new TopicStore('county');
    store.accept('hall/county/board/a', json(board), true, NOW);
    expect(store.accept('hall/county/board/a', new Uint8Array(0), false, NOW)).toMatchObject({
      message: null,
    });
    expect(store.snapshot().size).toBe(0);
  });

  test('after a reconnect, what the broker did not repeat is swept', () => {
    const store = new TopicStore('county');
    store.accept('hall/county/board/a', json(board), true, NOW);
    store.accept('hall/county/board/b', json({ ...board, zone: 'b' }), true, NOW);
    store.beginGeneration();
    store.accept('hall/county/board/b', json({ ...board, zone: 'b' }), true, NOW);
    expect(store.sweep()).toBe(true);
    expect([...store.snapshot().keys()]).toEqual(['board/b']);
  });
});
