import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bxErrorMeaning } from '../../codec/bx-error.ts';
import type { WindowLedFault, WindowLedSimulator } from '../../simulators/window-led.ts';
import { startWindowLedSimulator } from '../../simulators/window-led.ts';
import { SLOW_ANSWER_MS } from '../../simulators/window-led-bus.ts';
import { toHex } from '../../testing/hex.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import type { WindowLed } from './driver.ts';
import { openWindowLed } from './driver.ts';
import {
  LED_ANSWER_TIMEOUT_MS,
  LED_PING_MS,
  LED_REFRESH_MS,
  LED_REPEAT_MS,
  LED_TURNAROUND_MS,
} from './timing.ts';

let simulator: WindowLedSimulator;
let clock: ManualClock;
let led: WindowLed;

beforeEach(async () => {
  clock = manualClock();
  simulator = await startWindowLedSimulator({ clock });
  led = openWindowLed({ open: memoryLine(simulator.attach), model: '6k', clock, random: () => 0.5 });
  // The ping on opening, and the line's silence after it.
  await clock.advance(LED_TURNAROUND_MS);
});

afterEach(async () => {
  await led.close();
  await simulator.close();
});

/** The text of every refresh that the panel got, from the frames as received. */
function refreshes(): number {
  return simulator.frames.filter((frame) => toHex(frame).includes('A3 06 01 00 00')).length;
}

function texts(): string[] {
  return simulator.face().areas.map((area) => area.text);
}

test('is up once the panel answered a ping', () => {
  expect(toHex(simulator.frames[0]!)).toBe(
    'A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A',
  );
  expect(led.health()).toMatchObject({ state: 'up', reason: 'ready' });
});

describe('showing', () => {
  test('text, colour and movement arrive, and the acknowledgement says when', async () => {
    await clock.advance(500 - LED_TURNAROUND_MS);
    const shown = led.show({ text: '请A012到3号窗口', colour: 'red', mode: 'left' });
    await clock.advance(0);
    expect(await shown).toEqual({
      ok: true,
      value: { shownAt: 500, proof: 'acknowledged', replaced: [], cut: false },
    });
    expect(simulator.face().areas).toEqual([
      { id: 0, text: '请A012到3号窗口', colour: 'red', display: 'left', x: 0, y: 0, width: 128, height: 32 },
    ]);
  });

  test('characters beyond the font are replaced and named', async () => {
    const shown = led.show({ text: '𬭎' });
    await clock.advance(0);
    expect(await shown).toMatchObject({ ok: true, value: { replaced: ['𬭎'] } });
    expect(texts()).toEqual(['〓']);
  });

  test('refreshes once a second and keeps only the newest', async () => {
    const results = ['A001', 'A002', 'A003', 'A004'].map((text) => led.show({ text }));
    await clock.advance(0);
    expect(texts()).toEqual(['A001']);
    await clock.advance(999);
    expect(texts()).toEqual(['A001']);
    await clock.advance(1);
    expect(texts()).toEqual(['A004']);
    expect(refreshes()).toBe(2);
    const outcomes = (await Promise.all(results)).map((result) => (result.ok ? 'shown' : result.error.code));
    expect(outcomes).toEqual(['shown', 'LED_SUPERSEDED', 'LED_SUPERSEDED', 'shown']);
  });

  test('a thousand calls in ten seconds are at most eleven refreshes, the last one right', async () => {
    const results = [];
    for (let call = 0; call < 1_000; call += 1) {
      results.push(led.show({ text: `A${call}` }));
      await clock.advance(10);
    }
    await clock.advance(2_000);
    expect(refreshes()).toBeLessThanOrEqual(11);
    expect(texts()).toEqual(['A999']);
    expect(await results.at(-1)).toMatchObject({ ok: true });
  });

  test('a text longer than an area is refused without a frame', async () => {
    const before = simulator.frames.length;
    expect(await led.show({ text: '长'.repeat(513) })).toMatchObject({
      ok: false,
      error: { code: 'LED_TEXT_TOO_LONG', details: { bytes: 1_026, limit: 1_024 } },
    });
    await clock.advance(10);
    expect(simulator.frames.length).toBe(before);
  });
});

test('brightness is set, and a wrong one is a bug', async () => {
  const set = led.setBrightness(3);
  await clock.advance(0);
  expect(await set).toEqual({ ok: true, value: undefined });
  expect(simulator.face().brightness).toBe(3);
  expect(() => led.setBrightness(16)).toThrow(RangeError);
  expect(() => openWindowLed({ open: memoryLine(simulator.attach), model: '5k', address: 0xffff })).toThrow(
    RangeError,
  );
});

describe('a line with faults', () => {
  test.each<WindowLedFault>(['garbage', 'split'])('%s does no harm', async (fault) => {
    simulator.setFault(fault);
    const shown = led.show({ text: 'A012' });
    await clock.advance(10);
    expect(await shown).toMatchObject({ ok: true });
  });

  test.each<WindowLedFault>(['silent', 'damaged', 'wrong-address'])(
    '%s: no answer in three tries, then down, and back by itself',
    async (fault) => {
      simulator.setFault(fault);
      const shown = led.show({ text: 'A012' });
      await clock.advance(6_500);
      expect(await shown).toMatchObject({ ok: false, error: { code: 'LED_NO_ANSWER' } });
      // The content once; then only questions that change nothing.
      expect(refreshes()).toBe(1);
      expect(led.health().state).toBe('down');
      simulator.setFault(null);
      await clock.advance(60_000);
      expect(led.health()).toMatchObject({ state: 'up' });
      expect(texts()).toEqual(['A012']);
    },
  );

  test('one damaged answer costs a question, not two seconds', async () => {
    simulator.setFault('damaged');
    const shown = led.show({ text: 'A012' });
    await clock.advance(0);
    simulator.setFault(null);
    await clock.advance(3 * LED_TURNAROUND_MS);
    expect(led.health().counters['damagedAnswers']).toBe(1);
    await clock.advance(LED_REFRESH_MS);
    expect(await shown).toMatchObject({ ok: true });
  });

  test('an answer that comes after its time-out still belongs to its question', async () => {
    simulator.setFault('slow');
    const first = led.show({ text: 'A001' });
    await clock.advance(LED_ANSWER_TIMEOUT_MS + 500);
    simulator.setFault(null);
    const second = led.show({ text: 'A002' });
    await clock.advance(SLOW_ANSWER_MS);
    // The late ACK is A001's: it has gone from the queue, for A002 was given, and its answer counts all the same.
    expect(await first).toMatchObject({ ok: false, error: { code: 'LED_SUPERSEDED' } });
    expect(await second).toMatchObject({ ok: true });
    expect(texts()).toEqual(['A002']);
  });

  test('a panel that is always slow is there all the same', async () => {
    simulator.setFault('slow');
    const shown = led.show({ text: 'A001' });
    await clock.advance(SLOW_ANSWER_MS);
    expect(await shown).toMatchObject({ ok: true, value: { shownAt: SLOW_ANSWER_MS + LED_TURNAROUND_MS } });
    expect(led.health()).toMatchObject({ state: 'up', counters: { lateAnswers: 1 } });
    await clock.advance(60_000);
    expect(led.health().state).toBe('up');
  });

  test('a late ACK is not taken for the next command: that one is shown only when it is on the panel', async () => {
    simulator.setFault('slow');
    void led.show({ text: 'A001' });
    await clock.advance(0);
    // From now on the panel takes nothing, but the ACK of A001 is still under way.
    simulator.setFault('deaf');
    const second = led.show({ text: 'A002' });
    await clock.advance(20_000);
    expect(await second).toMatchObject({ ok: false, error: { code: 'LED_NO_ANSWER' } });
    expect(texts()).toEqual(['A001']);
  });

  test.each([...([1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const)])(
    'NACK %i is a fault with its name, told at once',
    async (nack) => {
      simulator.setFault({ nack });
      const shown = led.show({ text: 'A012' });
      await clock.advance(LED_TURNAROUND_MS);
      const result = await shown;
      expect(result).toMatchObject({ ok: false, error: { code: 'LED_REFUSED', details: { nack } } });
      expect(led.health()).toMatchObject({ state: 'degraded' });
      expect(led.health().reason).toContain(bxErrorMeaning(nack));
      expect(refreshes()).toBe(1);
    },
  );

  test('what was refused is tried again a minute later', async () => {
    simulator.setFault({ nack: 12 });
    void led.show({ text: 'A012' });
    await clock.advance(1_000);
    simulator.setFault(null);
    await clock.advance(LED_REPEAT_MS + LED_PING_MS);
    expect(texts()).toEqual(['A012']);
    expect(led.health().state).toBe('up');
  });

  test('a busy panel gets its second and then the frame', async () => {
    simulator.setFault('busy');
    const shown = led.show({ text: 'A012' });
    await clock.advance(500);
    simulator.setFault(null);
    await clock.advance(1_000);
    expect(await shown).toMatchObject({ ok: true });
    expect(led.health().counters['nack.busy']).toBe(1);
  });

  test('a panel that stays busy refuses, and is degraded, until it shows something', async () => {
    simulator.setFault('busy');
    const shown = led.show({ text: 'A012' });
    await clock.advance(3_000);
    expect(await shown).toMatchObject({
      ok: false,
      error: { code: 'LED_REFUSED', details: { error: 'busy' } },
    });
    expect(led.health().state).toBe('degraded');
    simulator.setFault(null);
    await clock.advance(LED_PING_MS + 1_000);
    expect(led.health().state).toBe('degraded');
    void led.show({ text: 'A013' });
    await clock.advance(1_000);
    expect(led.health().state).toBe('up');
  });
});

describe('a panel that was away', () => {
  test('shows again by itself what was wanted, and its brightness', async () => {
    void led.show({ text: 'A012' });
    void led.setBrightness(4);
    await clock.advance(10);
    simulator.powerCut();
    expect(texts()).toEqual([]);
    await clock.advance(5_000);
    expect(texts()).toEqual(['A012']);
    expect(simulator.face().brightness).toBe(4);
  });

  test('shows what was wanted meanwhile, though that call was told "offline"', async () => {
    simulator.cut();
    await clock.advance(10);
    expect(await led.show({ text: 'A020' })).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
    await clock.advance(5_000);
    expect(texts()).toEqual(['A020']);
  });

  test('is noticed by the ping', async () => {
    simulator.setFault('silent');
    await clock.advance(LED_PING_MS + 6_500);
    expect(led.health().state).toBe('down');
  });
});

test('a panel that lost its power between two pings is right again within a minute', async () => {
  void led.show({ text: 'A012' });
  await clock.advance(100);
  expect(texts()).toEqual(['A012']);
  simulator.blink();
  expect(texts()).toEqual([]);
  await clock.advance(LED_REPEAT_MS + 1_000);
  expect(texts()).toEqual(['A012']);
});

test('a command that cannot be sent in its time is told so, and is sent all the same', async () => {
  simulator.setFault('busy');
  const slow = openWindowLed({
    ...{ open: memoryLine(simulator.attach), model: '6k', clock, random: () => 0.5 },
    deadlineMs: 1_500,
  });
  await clock.advance(LED_TURNAROUND_MS);
  const shown = slow.show({ text: 'A012' });
  await clock.advance(1_600);
  expect(await shown).toMatchObject({ ok: false, error: { code: 'LED_DEADLINE' } });
  simulator.setFault(null);
  await clock.advance(2_000);
  expect(texts()).toEqual(['A012']);
  await slow.close();
});

test('closing ends what waits, and leaves no timer', async () => {
  void led.show({ text: 'A001' });
  await clock.advance(0);
  const waiting = led.show({ text: 'A002' });
  await led.close();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
  expect(clock.waiting()).toEqual([]);
});
