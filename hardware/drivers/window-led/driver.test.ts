import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WindowLedFault, WindowLedSimulator } from '../../simulators/window-led.ts';
import { startWindowLedSimulator } from '../../simulators/window-led.ts';
import { toHex } from '../../testing/hex.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import type { WindowLed } from './driver.ts';
import { LED_PING_MS, openWindowLed } from './driver.ts';

let simulator: WindowLedSimulator;
let clock: ManualClock;
let led: WindowLed;

beforeEach(async () => {
  simulator = await startWindowLedSimulator();
  clock = manualClock();
  led = openWindowLed({ open: memoryLine(simulator.attach), model: '6k', clock, random: () => 0.5 });
  await clock.advance(0);
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
    await clock.advance(500);
    const shown = led.show({ text: '请A012到3号窗口', colour: 'red', mode: 'left' });
    await clock.advance(0);
    expect(await shown).toEqual({ ok: true, value: { shownAt: 500, replaced: [] } });
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

  test.each<WindowLedFault>(['silent', 'damaged'])(
    '%s: no answer after three tries, then down',
    async (fault) => {
      simulator.setFault(fault);
      const shown = led.show({ text: 'A012' });
      await clock.advance(3_500);
      expect(await shown).toMatchObject({ ok: false, error: { code: 'LED_NO_ANSWER' } });
      expect(refreshes()).toBe(3);
      expect(led.health().state).toBe('down');
      simulator.setFault(null);
      await clock.advance(60_000);
      expect(led.health()).toMatchObject({ state: 'up' });
    },
  );

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
    await clock.advance(LED_PING_MS + 4_000);
    expect(led.health().state).toBe('down');
  });
});

test('closing ends what waits, and leaves no timer', async () => {
  void led.show({ text: 'A001' });
  await clock.advance(0);
  const waiting = led.show({ text: 'A002' });
  await led.close();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
  expect(clock.waiting()).toEqual([]);
});
