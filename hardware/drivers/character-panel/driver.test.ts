import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CharacterTemplateSettings } from '../../codec/character-panel.ts';
import { compileCharacterTemplate } from '../../codec/character-panel.ts';
import type { CharacterPanelSimulator } from '../../simulators/character-panel.ts';
import { startCharacterPanelSimulator } from '../../simulators/character-panel.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import type { CharacterBus } from './driver.ts';
import { openCharacterBus, openCharacterPanel } from './driver.ts';

const FRAME = '40 {address:hex2} {text:gb2312} 0D';
const ACK = '40 {address:hex2} 06 0D';
const NACK = '40 {address:hex2} 15 0D';

function template(settings: Partial<CharacterTemplateSettings> = {}) {
  const compiled = compileCharacterTemplate({ frame: FRAME, columns: 16, ...settings });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

let clock: ManualClock;
let simulator: CharacterPanelSimulator;
let bus: CharacterBus;

beforeEach(() => {
  clock = manualClock();
});
afterEach(async () => {
  await bus.close();
  await simulator.close();
  expect(clock.waiting()).toEqual([]);
});

async function openBus(answers: boolean): Promise<void> {
  simulator = await startCharacterPanelSimulator({ panelAddresses: [1, 2], answers });
  bus = openCharacterBus({
    ...{ open: memoryLine(simulator.attach), clock, random: () => 0.5 },
    template: template(answers ? { ack: ACK, nack: NACK } : {}),
  });
  await clock.advance(0);
}

describe('panels that answer nothing', () => {
  test('what was sent is told as sent, at most once a second, the newest last', async () => {
    await openBus(false);
    const panel = bus.panel({ address: 1 });
    await clock.advance(0);
    expect(panel.health()).toMatchObject({ state: 'up', reason: 'open; this panel answers nothing' });
    const results = ['A001', 'A002', 'A003'].map((text) => panel.show({ text }));
    await clock.advance(999);
    expect(simulator.panel(1).text()).toBe('A001            ');
    await clock.advance(1_001);
    expect(simulator.panel(1).texts).toEqual(['A001            ', 'A003            ']);
    const [first, second, third] = await Promise.all(results);
    expect(first).toMatchObject({ ok: true, value: { proof: 'sent', cut: false } });
    expect(second).toMatchObject({ ok: false, error: { code: 'LED_SUPERSEDED' } });
    expect(third).toMatchObject({ ok: true });
  });

  test('a panel that was dark shows again within a minute what should stand there', async () => {
    await openBus(false);
    const panel = bus.panel({ address: 2 });
    void panel.show({ text: 'A012' });
    await clock.advance(100);
    simulator.panel(2).losePower();
    await clock.advance(61_000);
    expect(simulator.panel(2).text()).toContain('A012');
    expect(simulator.panel(1).texts).toEqual([]);
  });

  test('brightness is not supported, by its code', async () => {
    await openBus(false);
    expect(await bus.panel().setBrightness(3)).toMatchObject({ error: { code: 'LED_UNSUPPORTED' } });
  });

  test('a text that is too long is cut and told', async () => {
    await openBus(false);
    const shown = bus.panel({ address: 1 }).show({ text: '三号窗口暂停服务请稍候' });
    await clock.advance(100);
    expect(await shown).toMatchObject({ ok: true, value: { cut: true } });
    expect(simulator.panel(1).text()).toBe('三号窗口暂停服务');
  });
});

describe('panels that answer', () => {
  test('the acknowledgement says when; the health says that the panel is there', async () => {
    await openBus(true);
    const [one, two] = [bus.panel({ address: 1 }), bus.panel({ address: 2 })];
    const shown = [one.show({ text: 'A001' }), two.show({ text: 'A002' })];
    await clock.advance(100);
    for (const result of await Promise.all(shown)) {
      expect(result).toMatchObject({ ok: true, value: { proof: 'acknowledged' } });
    }
    expect([simulator.panel(1).text().trim(), simulator.panel(2).text().trim()]).toEqual(['A001', 'A002']);
    expect(one.health().state).toBe('up');
  });

  test('silent: down after three tries, beside one that goes on; back by itself', async () => {
    await openBus(true);
    const [one, two] = [bus.panel({ address: 1 }), bus.panel({ address: 2 })];
    const other = two.show({ text: 'A002' });
    await clock.advance(50);
    expect(await other).toMatchObject({ ok: true });
    simulator.panel(1).setFault('deaf');
    void one.show({ text: 'A001' });
    await clock.advance(30_000);
    expect([one.health().state, two.health().state]).toEqual(['down', 'up']);
    const newest = two.show({ text: 'A003' });
    await clock.advance(5_000);
    expect(await newest).toMatchObject({ ok: true });
    expect(simulator.panel(2).text().trim()).toBe('A003');
    simulator.panel(1).setFault(null);
    await clock.advance(30_000);
    expect(one.health().state).toBe('up');
    expect(simulator.panel(1).text().trim()).toBe('A001');
  });

  test('a refusal is tried again after its second and then told', async () => {
    await openBus(true);
    simulator.panel(1).setFault('refuse');
    const panel = bus.panel({ address: 1 });
    const shown = panel.show({ text: 'A001' });
    await clock.advance(5_000);
    expect(await shown).toMatchObject({ ok: false, error: { code: 'LED_REFUSED' } });
    expect(panel.health().state).toBe('degraded');
  });

  test.each(['garbage', 'wrong-address'] as const)('%s is not taken for an answer', async (fault) => {
    await openBus(true);
    simulator.panel(1).setFault(fault);
    const shown = bus.panel({ address: 1 }).show({ text: 'A001' });
    await clock.advance(15_000);
    expect((await shown).ok).toBe(fault === 'garbage');
  });
});

test('one panel alone on its line, without an address in its template', async () => {
  simulator = await startCharacterPanelSimulator();
  const open = memoryLine(simulator.attach);
  const settings = { open, clock, template: template({ frame: '40 01 {text:gb2312} 0D' }) };
  const panel = openCharacterPanel(settings);
  bus = openCharacterBus({ ...settings, open: memoryLine(simulator.attach) });
  await clock.advance(0);
  void panel.show({ text: '欢迎' });
  await clock.advance(100);
  expect(simulator.panel(1).text().trim()).toBe('欢迎');
  await panel.close();
  bus.panel();
  expect(() => bus.panel({ address: 2 })).toThrow('one panel a line');
});

test('addresses that the template cannot write are bugs', async () => {
  await openBus(false);
  expect(() => bus.panel({ address: 256 })).toThrow('0 to 255');
  bus.panel({ address: 5 });
  expect(() => bus.panel({ address: 5 })).toThrow('two panels');
});
