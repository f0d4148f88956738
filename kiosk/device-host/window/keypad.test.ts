import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KeypadSimulator } from '@hall/hardware/simulators/keypad';
import { startKeypadSimulator } from '@hall/hardware/simulators/keypad';
import type { Message } from '@hall/shared/contracts/messages';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FakeHall } from '../../testing/fake-hall.ts';
import { startFakeHall } from '../../testing/fake-hall.ts';
import { wallClock } from '../clock.ts';
import { parseConfig } from '../config.ts';
import type { Host } from '../host.ts';
import { silentLog } from '../log.ts';
import { openWindowHost } from './window-profile.ts';

const DEVICE = 'window-host-1';
const SECRET = 'a-secret-of-the-window-host';
const WAIT = { timeout: 20_000, interval: 20 };
const REF = '0123456789abcdef0123456789abcdef';
const PAD = { window: 'w3', windowNumber: 3, clerk: null } as const;
const IDLE = { ...PAD, show: 'idle', ref: null, until: null } as const;
const DIGITS = {
  from: 'bytes',
  keys: [5, 4, 3, 2, 1].map((grade) => ({ bytes: `3${grade}`, means: { grade } })),
};

let hall: FakeHall;
let keypad: KeypadSimulator;
let host: Host;
let folder: string;

const rate = () => hall.publish('pad', 'w3', { ...PAD, show: 'rate', ref: REF, until: Date.now() + 60_000 });
const health = () => {
  const last = hall.heard.findLast(({ name }) => name === 'health')?.message as Message<'health'> | undefined;
  return last?.peripherals.find(({ name }) => name === 'keypad-w3');
};
/** Whether the host has heard what the pad shows cannot be seen: a press that counts shows it. */
const pressUntilDone = async (key: string) =>
  vi.waitFor(() => {
    keypad.press(key);
    expect(hall.done).toHaveLength(1);
  }, WAIT);

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keypad-'));
  hall = await startFakeHall({ device: DEVICE, secret: SECRET });
  hall.answer('rating.give', () => ({ ok: true, body: { done: true } }));
  keypad = await startKeypadSimulator();
  const config = parseConfig(
    JSON.stringify({
      profile: 'window',
      device: DEVICE,
      secret: SECRET,
      hall: 'demo',
      mqttUrl: `mqtt://127.0.0.1:${hall.port}`,
      dataDir: folder,
      logLevel: 'silent',
      keypads: [{ window: 'w3', transport: { kind: 'tcp', ...keypad.address }, map: DIGITS, samePressMs: 0 }],
    }),
  );
  if (!config.ok || config.value.profile !== 'window') throw new Error('the configuration is refused');
  const opened = await openWindowHost({ config: config.value, clock: wallClock, log: silentLog });
  if (!opened.ok) throw new Error(opened.error.message);
  host = opened.value;
});
afterEach(async () => {
  await host.close();
  await keypad.close();
  await hall.close();
  rmSync(folder, { recursive: true });
});

it('tells the health of the keypad, and of its cable', async () => {
  await vi.waitFor(() => expect(health()).toMatchObject({ kind: 'keypad', state: 'up' }), WAIT);
  await keypad.lines.powerOff();
  await vi.waitFor(() => expect(health()).toMatchObject({ state: 'down' }), WAIT);
});

it('gives one rating for the pressed grade while the pad asks, and none before or after', async () => {
  await vi.waitFor(() => expect(health()?.state).toBe('up'), WAIT);
  await hall.publish('pad', 'w3', { ...IDLE });
  keypad.press('1');
  await rate();
  await pressUntilDone('4');
  keypad.press('1');
  keypad.press('2');
  await hall.publish('pad', 'w3', { ...PAD, show: 'thanks', ref: null, until: Date.now() + 5_000 });
  keypad.press('1');
  await hall.publish('pad', 'w3', { ...IDLE });
  keypad.press('1');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(hall.asks.map(({ command, body }) => [command, body])).toEqual([
    ['rating.give', { window: 'w3', ref: REF, grade: 4, reasons: [] }],
  ]);
});

it('gives a rating that was asked for before the host was there', async () => {
  await rate();
  await pressUntilDone('5');
  expect(hall.done).toEqual([
    { command: 'rating.give', body: { window: 'w3', ref: REF, grade: 5, reasons: [] } },
  ]);
});
