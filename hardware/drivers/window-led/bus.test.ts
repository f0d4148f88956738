import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WindowLedBusSimulator } from '../../simulators/window-led-bus.ts';
import { startWindowLedBusSimulator } from '../../simulators/window-led-bus.ts';
import { toHex } from '../../testing/hex.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import type { LedBus } from './bus.ts';
import { openLedBus } from './bus.ts';
import type { WindowLed } from './panel.ts';
import {
  LED_ANSWER_TIMEOUT_MS,
  LED_BRIGHTNESS_CHECK_MS,
  LED_SILENT_SHARE,
  LED_TURNAROUND_MS,
} from './timing.ts';

const ADDRESSES = [1, 2, 3, 7] as const;

let clock: ManualClock;
let simulator: WindowLedBusSimulator;
let bus: LedBus;
let leds: ReadonlyMap<number, WindowLed>;
let minuteOfDay: number;
/** Bytes of ours on the line, with the time, to see turns and silences. */
let sent: { readonly at: number; readonly to: number }[];
/** The line as a scope sees it. */
let scope: { readonly at: number; readonly what: 'question' | 'answer' }[];

beforeEach(async () => {
  clock = manualClock();
  minuteOfDay = 12 * 60;
  sent = [];
  scope = [];
  simulator = await startWindowLedBusSimulator({
    panels: ADDRESSES.map((panelAddress) => ({ panelAddress })),
    clock,
  });
  const open = memoryLine(simulator.attach);
  bus = openLedBus({
    async open() {
      const opened = await open();
      if (!opened.ok) return opened;
      const { value: port } = opened;
      return {
        ok: true,
        value: {
          ...port,
          onData: (listener) =>
            port.onData((bytes) => {
              scope.push({ at: clock.now(), what: 'answer' });
              listener(bytes);
            }),
          write(bytes) {
            sent.push({ at: clock.now(), to: bytes[8]! });
            scope.push({ at: clock.now(), what: 'question' });
            return port.write(bytes);
          },
        },
      };
    },
    clock,
    random: () => 0.5,
    minuteOfDay: () => minuteOfDay,
  });
  leds = new Map(
    ADDRESSES.map((address) => [
      address,
      bus.panel({ address, model: '6k', ...(address === 7 ? { brightness: NIGHT } : {}) }),
    ]),
  );
  await clock.advance(1_000);
});

const NIGHT = [
  { from: '06:00', level: 12 },
  { from: '20:00', level: 2 },
];

/** Group and command behind header and data length; none of these bytes is ever escaped. */
const COMMAND = /FE 02 .. .. (.. ..)/;
const HARMLESS = ['A1 02', 'A2 00', 'A2 03', 'A3 02', 'A3 06'];

afterEach(async () => {
  const commands = simulator.panels.flatMap(({ frames }) =>
    frames.map((frame) => COMMAND.exec(toHex(frame))?.[1]),
  );
  // Never A1 00 (format), A2 01 (wipe), nor anything that writes flash.
  expect(commands.filter((command) => !HARMLESS.includes(command ?? ''))).toEqual([]);
  await bus.close();
  await simulator.close();
  expect(clock.waiting()).toEqual([]);
});

const led = (address: number): WindowLed => leds.get(address)!;
const text = (address: number): string =>
  simulator
    .panel(address)
    .face()
    .areas.map((area) => area.text)
    .join();
const refreshes = (address: number): number =>
  simulator.panel(address).frames.filter((frame) => toHex(frame).includes('A3 06 01 00 00')).length;

describe('many panels on one line', () => {
  test('each shows its own, and all are up', async () => {
    const shown = ADDRESSES.map((address) => led(address).show({ text: `${address}号窗口` }));
    await clock.advance(200);
    expect((await Promise.all(shown)).every(({ ok }) => ok)).toBe(true);
    expect(ADDRESSES.map(text)).toEqual(['1号窗口', '2号窗口', '3号窗口', '7号窗口']);
    expect(ADDRESSES.map((address) => led(address).health().state)).toEqual(['up', 'up', 'up', 'up']);
    expect(bus.health().state).toBe('up');
  });

  test('one exchange at a time, with the turnaround silence between an answer and the next question', async () => {
    for (let round = 0; round < 20; round += 1) {
      for (const address of ADDRESSES) void led(address).show({ text: `A${round}` });
      await clock.advance(500);
    }
    expect(scope.length).toBeGreaterThan(80);
    for (const [index, { at, what }] of scope.entries()) {
      const before = scope[index - 1];
      expect(what).toBe(index % 2 === 0 ? 'question' : 'answer');
      if (what === 'question' && before !== undefined) {
        expect(at - before.at).toBeGreaterThanOrEqual(LED_TURNAROUND_MS);
      }
    }
  });

  test('turns are fair: under constant pressure everyone is refreshed alike, once a second at most', async () => {
    const before = ADDRESSES.map(refreshes);
    for (let ms = 0; ms < 30_000; ms += 50) {
      for (const address of ADDRESSES) void led(address).show({ text: `${address}-${ms}` });
      await clock.advance(50);
    }
    const counts = ADDRESSES.map((address, at) => refreshes(address) - before[at]!);
    expect(Math.max(...counts)).toBeLessThanOrEqual(31);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(27);
    await clock.advance(2_000);
    expect(text(3)).toBe('3-29950');
  });

  test('the newest wins for each panel by itself', async () => {
    void led(1).show({ text: 'first' });
    const [old, other] = [led(1).show({ text: 'old' }), led(2).show({ text: 'other' })];
    const newest = led(1).show({ text: 'newest' });
    await clock.advance(2_000);
    expect(await old).toMatchObject({ ok: false, error: { code: 'LED_SUPERSEDED' } });
    expect(await other).toMatchObject({ ok: true });
    expect(await newest).toMatchObject({ ok: true });
    expect([text(1), text(2)]).toEqual(['newest', 'other']);
  });
});

describe('a panel that does not answer', () => {
  test.each(['deaf', 'silent', 'damaged', 'wrong-address'] as const)(
    '%s: is down alone; the others lose no more than the share of silence',
    async (fault) => {
      simulator.panel(2).setFault(fault);
      await clock.advance(60_000);
      expect(ADDRESSES.map((address) => led(address).health().state)).toEqual(['up', 'down', 'up', 'up']);
      expect(led(2).health().reason).toBe('the panel does not answer');
      // Five minutes of a call on another panel every second.
      const before = { silent: led(2).health().counters['silences'] ?? 0, one: refreshes(1) };
      for (let second = 0; second < 300; second += 1) {
        void led(1).show({ text: `A${second}` });
        await clock.advance(1_000);
      }
      const lost = ((led(2).health().counters['silences'] ?? 0) - before.silent) * LED_ANSWER_TIMEOUT_MS;
      expect(lost).toBeLessThanOrEqual(300_000 * LED_SILENT_SHARE + 4 * LED_ANSWER_TIMEOUT_MS);
      expect(refreshes(1) - before.one).toBeGreaterThan(300 * (1 - LED_SILENT_SHARE) - 10);
      expect(bus.health().counters['closed']).toBe(0);
    },
  );

  test('is told at once that nobody is there, and shows what was wanted when it is back', async () => {
    simulator.panel(2).setFault('deaf');
    await clock.advance(60_000);
    expect(await led(2).show({ text: 'A012' })).toMatchObject({
      ok: false,
      error: { code: 'LED_NO_ANSWER' },
    });
    simulator.panel(2).setFault(null);
    await clock.advance(15_000);
    expect(text(2)).toBe('A012');
    expect(led(2).health().state).toBe('up');
  });

  test('several silent ones share that share', async () => {
    for (const address of [2, 3, 7]) simulator.panel(address).powerOff();
    await clock.advance(120_000);
    const before = sent.length;
    await clock.advance(100_000);
    const silent = sent.slice(before).filter(({ to }) => to !== 1);
    expect(silent.length * LED_ANSWER_TIMEOUT_MS).toBeLessThanOrEqual(100_000 * LED_SILENT_SHARE + 2_000);
    expect(new Set(silent.map(({ to }) => to))).toEqual(new Set([2, 3, 7]));
    for (const address of [2, 3, 7]) simulator.panel(address).powerOn();
    await clock.advance(60_000);
    expect(ADDRESSES.map((address) => led(address).health().state)).toEqual(['up', 'up', 'up', 'up']);
  });

  test('when nobody answers, the port is opened anew', async () => {
    for (const panel of simulator.panels) panel.setFault('deaf');
    await clock.advance(60_000);
    expect(bus.health().counters['closed']).toBeGreaterThan(0);
    for (const panel of simulator.panels) panel.setFault(null);
    await clock.advance(60_000);
    expect(ADDRESSES.map((address) => led(address).health().state)).toEqual(['up', 'up', 'up', 'up']);
  });
});

test('a busy panel holds up nobody', async () => {
  simulator.panel(1).setFault('busy');
  const busy = led(1).show({ text: 'A001' });
  const other = led(2).show({ text: 'A002' });
  await clock.advance(100);
  expect(await other).toMatchObject({ ok: true });
  simulator.panel(1).setFault(null);
  await clock.advance(1_500);
  expect(await busy).toMatchObject({ ok: true });
});

test("an answer of one panel is not taken for another's", async () => {
  simulator.panel(1).setFault('slow');
  void led(1).show({ text: 'A001' });
  await clock.advance(LED_ANSWER_TIMEOUT_MS + 100);
  simulator.panel(2).setFault('deaf');
  const second = led(2).show({ text: 'A002' });
  await clock.advance(20_000);
  expect(await second).toMatchObject({ ok: false });
  expect(led(1).health().counters['lateAnswers']).toBeGreaterThan(0);
});

describe('brightness by the time of day', () => {
  test('is set at once, changes at its step, and over midnight', async () => {
    const levels = (): number => simulator.panel(7).face().brightness;
    expect(levels()).toBe(12);
    for (const [minute, level] of [
      [19 * 60 + 59, 12],
      [20 * 60, 2],
      [23 * 60 + 59, 2],
      [0, 2],
      [5 * 60 + 59, 2],
      [6 * 60, 12],
    ] as const) {
      minuteOfDay = minute;
      await clock.advance(LED_BRIGHTNESS_CHECK_MS + 100);
      expect([minute, levels()]).toEqual([minute, level]);
    }
  });

  test('is set again when the panel was away, to what it should be by then', async () => {
    simulator.panel(7).powerOff();
    await clock.advance(60_000);
    minuteOfDay = 21 * 60;
    await clock.advance(LED_BRIGHTNESS_CHECK_MS + 100);
    simulator.panel(7).powerOn();
    await clock.advance(20_000);
    expect(simulator.panel(7).face().brightness).toBe(2);
  });

  test('set by hand, it stays until the next step', async () => {
    const set = led(7).setBrightness(8);
    await clock.advance(100);
    expect(await set).toEqual({ ok: true, value: undefined });
    await clock.advance(120_000);
    expect(simulator.panel(7).face().brightness).toBe(8);
    minuteOfDay = 20 * 60;
    await clock.advance(LED_BRIGHTNESS_CHECK_MS + 100);
    expect(simulator.panel(7).face().brightness).toBe(2);
  });
});

test('a broadcast sets every clock, waits for nobody, and is not repeated', async () => {
  const time = { year: 2026, month: 11, day: 30, hour: 8, minute: 29, second: 5, weekday: 1 };
  const set = bus.setClocks(time);
  const shown = led(1).show({ text: 'A012' });
  await clock.advance(200);
  expect(await set).toEqual({ ok: true, value: undefined });
  expect(await shown).toMatchObject({ ok: true });
  expect(simulator.panels.map((panel) => panel.clockTime())).toEqual([time, time, time, time]);
  expect(sent.filter(({ to }) => to === 0xff)).toHaveLength(1);
  simulator.cut();
  await clock.advance(10);
  expect(await bus.setClocks(time)).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
});

test('a panel that is closed leaves the line to the others', async () => {
  simulator.panel(2).setFault('silent');
  const waiting = led(2).show({ text: 'A' });
  await led(2).close();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
  expect(await led(2).show({ text: 'B' })).toMatchObject({ ok: false, error: { code: 'LED_OFFLINE' } });
  const other = led(3).show({ text: 'C' });
  await clock.advance(100);
  expect(await other).toMatchObject({ ok: true });
});

test('a line that goes takes all panels down with its reason, and brings them back as they were', async () => {
  for (const address of ADDRESSES) void led(address).show({ text: `${address}` });
  await clock.advance(200);
  simulator.cut();
  for (const panel of simulator.panels) {
    panel.powerOff();
    panel.powerOn();
  }
  await clock.advance(0);
  expect(ADDRESSES.map((address) => led(address).health().state)).toEqual(['down', 'down', 'down', 'down']);
  await clock.advance(5_000);
  expect(ADDRESSES.map(text)).toEqual(['1', '2', '3', '7']);
});

test('addresses that cannot be are bugs', () => {
  expect(() => bus.panel({ address: 1, model: '6k' })).toThrow('two panels with the address 1');
  expect(() => bus.panel({ address: 0xffff, model: '6k' })).toThrow(RangeError);
  expect(() => bus.panel({ address: 0, model: '6k' })).toThrow(RangeError);
  expect(() => bus.panel({ address: 0xfffe, model: '6k' })).toThrow('alone on its line');
  expect(() => bus.panel({ address: 9, model: '6k', brightness: [] })).toThrow('at least one step');
});
