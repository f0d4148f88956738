import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WindowLedSimulator } from '@hall/hardware/simulators/window-led';
import { startWindowLedSimulator } from '@hall/hardware/simulators/window-led';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FakeHall } from '../../testing/fake-hall.ts';
import { startFakeHall } from '../../testing/fake-hall.ts';
import { wallClock } from '../clock.ts';
import type { Host } from '../host.ts';
import { silentLog } from '../log.ts';
import { openWindowHost } from './window-profile.ts';

const DEVICE = 'window-host-1';
const SECRET = 'a-secret-of-the-window-host';
const WAIT = { timeout: 20_000, interval: 20 };
const IDLE = {
  window: 'w3',
  number: 3,
  zone: 'social',
  state: 'open',
  reason: null,
  serving: null,
  clerk: null,
  queues: [],
} as const;
const called = (call: number) =>
  ({ ...IDLE, serving: { number: 'A012', state: 'called', since: 1, call } }) as const;
const announcement = (call: number) => ({
  call,
  zone: 'social',
  number: 'A012',
  window: 'w3',
  windowNumber: 3,
  wording: { zh: '请A零一二号到三号窗口', en: 'Number A 0 1 2, window 3' },
  repeat: 2,
  validUntil: Date.now() + 20_000,
});

let hall: FakeHall;
let panel: WindowLedSimulator;
let host: Host;
let folder: string;
const face = () =>
  panel
    .face()
    .areas.map(({ text }) => text)
    .join('');
const shown = () => hall.heard.filter(({ name }) => name === 'shown').map(({ message }) => message);

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'window-host-'));
  hall = await startFakeHall({ device: DEVICE, secret: SECRET });
  panel = await startWindowLedSimulator();
  const opened = await openWindowHost({
    config: {
      profile: 'window',
      device: DEVICE,
      secret: SECRET,
      hall: 'demo',
      mqttUrl: `mqtt://127.0.0.1:${hall.port}`,
      dataDir: folder,
      logLevel: 'silent',
      leds: [{ window: 'w3', transport: { kind: 'tcp', ...panel.address }, model: '6k' }],
    },
    clock: wallClock,
    log: silentLog,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  host = opened.value;
});
afterEach(async () => {
  await host.close();
  await panel.close();
  await hall.close();
  rmSync(folder, { recursive: true });
});

it('says what the window does, and acknowledges a live call once the panel has shown it', async () => {
  await hall.publish('window', 'w3', { ...IDLE, queues: [] });
  await vi.waitFor(() => expect(face()).toContain('3号窗口 热情为您服务'), WAIT);
  expect(shown()).toEqual([]);

  await hall.publish('window', 'w3', { ...called(41), queues: [] });
  await hall.publish('call', 'social', announcement(41));
  await vi.waitFor(() => expect(face()).toContain('请A012到3号窗口'), WAIT);
  await vi.waitFor(() => expect(shown()).toMatchObject([{ call: 41, how: 'shown' }]), WAIT);

  // A recall: the same words, another call.
  await hall.publish('call', 'social', announcement(44));
  await vi.waitFor(() => expect(shown()).toMatchObject([{ call: 41 }, { call: 44 }]), WAIT);

  await hall.publish('window', 'w3', {
    ...IDLE,
    state: 'paused',
    reason: { zh: '就餐', en: 'Meal break' },
    queues: [],
  });
  await vi.waitFor(() => expect(face()).toContain('3号窗口 就餐'), WAIT);
});

it('claims nothing for a call that is only kept, or too old, or of another window', async () => {
  await hall.publish('window', 'w3', { ...called(41), queues: [] });
  await vi.waitFor(() => expect(face()).toContain('请A012到3号窗口'), WAIT);
  await hall.publish('call', 'social', { ...announcement(41), validUntil: Date.now() - 10_000 });
  await hall.publish('call', 'social', { ...announcement(42), window: 'w4', windowNumber: 4 });
  await hall.publish('window', 'w3', { ...IDLE, queues: [] });
  await vi.waitFor(() => expect(face()).toContain('热情为您服务'), WAIT);
  expect(shown()).toEqual([]);
});

it('sends people to the wall when the server is gone', async () => {
  await hall.publish('window', 'w3', { ...IDLE, queues: [] });
  await vi.waitFor(() => expect(face()).toContain('热情为您服务'), WAIT);
  hall.heartbeat(false);
  await vi.waitFor(() => expect(face()).toContain('请看大屏'), WAIT);
});
