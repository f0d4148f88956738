import { SerialPort } from 'serialport';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { startWindowLedBusSimulator } from '../../simulators/window-led-bus.ts';
import { startPtyPair, whySocatIsMissing } from '../../testing/pty-pair.ts';
import { openTransport } from '../../transport/open.ts';
import { openLedBus } from './bus.ts';

const socatMissing = whySocatIsMissing();
const POLL = { timeout: 20_000, interval: 10 };
/** The lines are those of this machine: a panel that is off is waited for a quarter as long as a real one. */
const HASTE = 4;
const HASTY: Clock = {
  now: () => systemClock.now() * HASTE,
  after: (ms, run) => systemClock.after(ms / HASTE, run),
};

describe.skipIf(socatMissing !== undefined)(`over a serial line${socatMissing ?? ''}`, () => {
  test('three panels show their own, one is pulled, the cable is pulled', async () => {
    const pair = await startPtyPair();
    const simulator = await startWindowLedBusSimulator({
      panels: [1, 2, 3].map((panelAddress) => ({ panelAddress, model: '5k' })),
    });
    simulator.attach(new SerialPort({ path: pair.far, baudRate: 57_600 }));
    const bus = openLedBus({
      open: openTransport({ kind: 'serial', path: pair.near, baudRate: 57_600 }),
      baudRate: 57_600,
      clock: HASTY,
    });
    const leds = [1, 2, 3].map((address) => bus.panel({ address, model: '5k' }));
    const states = () => leds.map((led) => led.health().state);
    await expect.poll(states, POLL).toEqual(['up', 'up', 'up']);
    const shown = await Promise.all(leds.map((led, at) => led.show({ text: `请A0${at}到${at + 1}号窗口` })));
    expect(shown.map(({ ok }) => ok)).toEqual([true, true, true]);
    const texts = simulator.panels.map((panel) => panel.face().areas[0]?.text);
    expect(texts).toEqual(['请A00到1号窗口', '请A01到2号窗口', '请A02到3号窗口']);

    simulator.panel(2).powerOff();
    void leds[1]!.show({ text: 'A012' });
    await expect.poll(states, POLL).toEqual(['up', 'down', 'up']);
    expect(await leds[0]!.show({ text: 'A099' })).toMatchObject({ ok: true });

    await pair.close();
    await expect.poll(states, POLL).toEqual(['down', 'down', 'down']);
    await bus.close();
    await simulator.close();
  });
});
