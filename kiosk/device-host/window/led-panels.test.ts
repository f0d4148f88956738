import type { CharacterPanelSimulator } from '@hall/hardware/simulators/character-panel';
import { startCharacterPanelSimulator } from '@hall/hardware/simulators/character-panel';
import type { WindowLedBusSimulator } from '@hall/hardware/simulators/window-led-bus';
import { startWindowLedBusSimulator } from '@hall/hardware/simulators/window-led-bus';
import { afterEach, expect, it, vi } from 'vitest';
import { silentLog } from '../log.ts';
import type { DriverHealth } from '../peripherals.ts';
import type { LedPanels } from './led-panels.ts';
import { openLedPanels } from './led-panels.ts';
import type { LedSetting } from './led-settings.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const NOON = new Date(2026, 10, 30, 12, 0).getTime();

let panels: LedPanels | undefined;
let simulator: WindowLedBusSimulator | CharacterPanelSimulator | undefined;
const health = new Map<string, DriverHealth>();
let shown: number[] = [];
let warned: unknown[] = [];

afterEach(async () => {
  await panels?.close();
  await simulator?.close();
  health.clear();
  shown = [];
  warned = [];
});

function open(leds: readonly LedSetting[]): LedPanels {
  panels = openLedPanels(leds, {
    hallNow: () => NOON,
    onShown: (call) => shown.push(call),
    peripherals: { list: () => [], update: (name, _kind, state) => health.set(name, state) },
    log: { ...silentLog, warn: (what: unknown) => warned.push(what) } as typeof silentLog,
  });
  for (const board of panels.all) board.liveness(true);
  return panels;
}

const idle = (number: number) => ({ seq: 1, number, state: 'open', serving: null, reason: null }) as never;
const call = { call: 41, seq: 41, number: 'A012', windowNumber: 3, validUntil: NOON + 20_000 } as never;

it('panels with one transport share its line: each its window, its colours, its words, its brightness', async () => {
  simulator = await startWindowLedBusSimulator({
    panels: [1, 2, 3].map((panelAddress) => ({ panelAddress })),
  });
  const bus = simulator;
  const transport = { kind: 'tcp', ...bus.address } as const;
  const brightness = [
    { from: '08:00', level: 9 },
    { from: '20:00', level: 2 },
  ];
  const opened = open([
    { window: 'w1', transport, model: '6k', brightness },
    { window: 'w3', transport, address: 2, model: '6k', colours: { call: 'yellow' } },
    { window: 'w3', transport, address: 3, model: '6k', words: { idle: '您好' }, tellReplaced: true },
  ]);
  expect([...health.keys()]).toEqual(['led-w1', 'led-w3', 'led-w3-2']);
  await vi.waitFor(
    () => expect([...health.values()].map(({ state }) => state)).toEqual(['up', 'up', 'up']),
    WAIT,
  );
  opened.of('w1')[0]?.state(idle(1));
  for (const board of opened.of('w3')) board.state(idle(3));
  const texts = () => bus.panels.map((panel) => panel.face().areas[0]?.text);
  await vi.waitFor(
    () => expect(texts()).toEqual(['1号窗口 热情为您服务', '3号窗口 热情为您服务', '3号窗口 您好']),
    WAIT,
  );
  expect(bus.panel(1).face().brightness).toBe(9);

  for (const board of opened.of('w3')) board.called(call);
  await vi.waitFor(() => expect(texts().slice(1)).toEqual(['请A012到3号窗口', '请A012到3号窗口']), WAIT);
  expect(bus.panel(2).face().areas[0]?.colour).toBe('yellow');
  expect(bus.panel(3).face().areas[0]?.colour).toBe('red');
  // Two panels, one call: it is told once.
  await vi.waitFor(() => expect(shown).toEqual([41]), WAIT);

  const paused = { seq: 42, number: 3, state: 'paused', serving: null, reason: { zh: '镕' } } as never;
  for (const board of opened.of('w3')) board.state(paused);
  await vi.waitFor(() => expect(texts()[2]).toBe('3号窗口 〓'), WAIT);
  await vi.waitFor(() => expect(warned).toContainEqual({ led: 'led-w3-2', replaced: ['U+9555'] }), WAIT);
});

it('character panels share a line by their template; a call that was cut is not claimed', async () => {
  simulator = await startCharacterPanelSimulator({ panelAddresses: [1, 2], answers: true });
  const field = simulator;
  const transport = { kind: 'tcp', ...field.address } as const;
  const template = {
    ...{ frame: '40 {address:hex2} {text:gb2312} 0D', ack: '40 {address:hex2} 06 0D' },
    columns: 8,
  };
  const opened = open([
    { window: 'w1', transport, template },
    { window: 'w3', transport, address: 2, template, words: { call: '请{number}' } },
  ]);
  await vi.waitFor(() => expect([...health.values()].map(({ state }) => state)).toEqual(['up', 'up']), WAIT);
  for (const board of opened.all) board.called(call);
  await vi.waitFor(
    () => expect(field.panels.map((panel) => panel.text())).toEqual(['请A012到', '请A012  ']),
    WAIT,
  );
  await vi.waitFor(() => expect(shown).toEqual([41]), WAIT);
  await vi.waitFor(() => expect(warned).toContainEqual({ code: 'LED_TEXT_CUT' }), WAIT);
});
