import path from 'node:path';
import type { KeypadSimulator } from '@hall/hardware/simulators/keypad';
import { startKeypadSimulator } from '@hall/hardware/simulators/keypad';
import { wallClock } from '@hall/kiosk/device-host/clock';
import { parseConfig } from '@hall/kiosk/device-host/config';
import type { Host } from '@hall/kiosk/device-host/host';
import { silentLog } from '@hall/kiosk/device-host/log';
import { openWindowHost } from '@hall/kiosk/device-host/window/window-profile';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { PadMessage, topicOf } from '@hall/shared/contracts/messages';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { DeviceClient } from '../crowd/device-client.ts';
import { StaffClient } from '../crowd/http-client.ts';

/** A grade pressed on an evaluation keypad: from the bytes on the wire to the ledger, and who may give one. */
type Pad = z.infer<typeof PadMessage>;

const HOST = 'window-host-1';
const WAIT = { timeout: 20_000, interval: 20 };
const DIGITS = {
  from: 'bytes',
  keys: [5, 4, 3, 2, 1].map((grade) => ({ bytes: `3${grade}`, means: { grade } })),
};

let server: TestServer;
let clerk: StaffClient;
let auditor: StaffClient;
let kiosk: DeviceClient;
/** The window that people are served at; the host is assigned it, and not the other one. */
let window: string;
let other: string;
let queue: string;
let item: string;

beforeAll(async () => {
  const demo = testConfig();
  const served = demo.queues.find(
    ({ id, realName }) => !realName && demo.items.some((entry) => entry.queue === id),
  )!;
  const windows = demo.windows.filter(({ queues }) => queues.includes(served.id));
  [window, other] = [windows[0]!.id, demo.windows.find(({ id }) => id !== windows[0]!.id)!.id];
  queue = served.id;
  item = demo.items.find((entry) => entry.queue === queue)!.id;
  server = await startTestServer({
    config: testConfig((hall) => ({
      ...hall,
      calling: { ...hall.calling, lockSeconds: 0 },
      devices: hall.devices.map((device) => (device.id === HOST ? { ...device, windows: [window] } : device)),
    })),
  });
  clerk = await StaffClient.login(server.api, 'clerk01', server.password('clerk01'));
  auditor = await StaffClient.login(server.api, 'auditor01', server.password('auditor01'));
  kiosk = await device('kiosk-1');
  must(await clerk.command('window.open', { window }));
});
afterAll(async () => {
  await kiosk.close();
  await server.stop();
});

const device = (id: string) => DeviceClient.connect(server.mqttUrl, server.config.id, id, server.secret(id));
function must<T>(reply: { ok: true; value: T } | { ok: false; problem: { code: string } }): T {
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply.value;
}
const codeOf = (reply: { ok: boolean; problem?: { code: string } }) =>
  reply.ok ? 'ok' : reply.problem?.code;

/** Somebody is served at the window; at the end the pad asks for a rating. */
async function serve(): Promise<string> {
  const { ticket } = must(await kiosk.ask('ticket.take', { queue, items: [item], paperless: true }));
  must(await clerk.command('window.call', { window }));
  must(await clerk.command('window.start', { window }));
  must(await clerk.command('window.finish', { window }));
  return ticket;
}

async function gradesOf(ticket: string): Promise<number[]> {
  const { entries } = must(await auditor.command('ticket.read', { ticket }));
  return entries.flatMap(({ type, says }) =>
    type === 'rating.given' ? [Number(says.en.replace('Rated ', ''))] : [],
  );
}

describe('at the hall', () => {
  let host: DeviceClient;
  let pads: Pad[];
  beforeEach(async () => {
    host = await device(HOST);
    pads = [];
    host.mqtt.on('message', (topic, payload) => {
      if (topic === topicOf(server.config.id, 'pad', window))
        pads.push(PadMessage.parse(JSON.parse(String(payload))));
    });
    await host.mqtt.subscribeAsync(topicOf(server.config.id, 'pad', window), { qos: 1 });
  });
  afterEach(() => host.close());

  /** The reference that the pad asks with, as the host hears it. */
  const asked = async (not?: string): Promise<string> =>
    vi.waitFor(() => {
      const ref = pads.findLast(({ show }) => show === 'rate')?.ref;
      if (!ref || ref === not) throw new Error('the pad asks for nothing');
      return ref;
    }, WAIT);
  const give = async (ref: string, grade: 1 | 5, at = window) =>
    codeOf(await host.ask('rating.give', { window: at, ref, grade, reasons: [] }));

  it('a window host hears the pads of its own windows only', async () => {
    const hears = async (filter: string) =>
      host.mqtt.subscribeAsync(filter, { qos: 1 }).then(
        ([grant]) => grant?.qos !== 128,
        () => false,
      );
    expect(await hears(topicOf(server.config.id, 'pad', window))).toBe(true);
    expect(await hears(topicOf(server.config.id, 'pad', other))).toBe(false);
    expect(await hears(topicOf(server.config.id, 'pad', '+'))).toBe(false);
  });

  it('rates once: a second time it is refused, and so is an old reference', async () => {
    const first = await serve();
    const ref = await asked();
    expect(await give(ref, 5)).toBe('ok');
    expect(await give(ref, 1)).toBe('ALREADY_RATED');

    const second = await serve();
    const declined = await asked(ref);
    const pad = await device(`pad-${window}`);
    must(await pad.ask('rating.decline', { window, ref: declined }));
    await pad.close();
    const third = await serve();
    const now = await asked(declined);
    expect(await give(ref, 1)).toBe('ALREADY_RATED');
    expect(await give(declined, 1)).toBe('RATING_CLOSED');
    expect(await give(now, 5)).toBe('ok');
    expect([await gradesOf(first), await gradesOf(second), await gradesOf(third)]).toEqual([[5], [], [5]]);
  });

  it('refuses what was never asked, and a rating at a window that is not the host’s', async () => {
    expect(await give('f'.repeat(32), 5)).toBe('RATING_CLOSED');
    const ticket = await serve();
    const ref = await asked();
    expect(await give(ref, 1, other)).toBe('FORBIDDEN');
    const elsewhere = await device('kiosk-2');
    const body = { window, ref, grade: 1 as const, reasons: [] };
    expect(codeOf(await elsewhere.ask('rating.give', body))).toBe('FORBIDDEN');
    await elsewhere.close();
    expect(await gradesOf(ticket)).toEqual([]);
  });
});

describe('through the device host', () => {
  let keypads: KeypadSimulator[];
  let host: Host;

  beforeEach(async () => {
    keypads = [await startKeypadSimulator(), await startKeypadSimulator()];
    const config = parseConfig(
      JSON.stringify({
        ...{ profile: 'window', device: HOST, secret: server.secret(HOST), hall: server.config.id },
        ...{ mqttUrl: server.mqttUrl, dataDir: path.join(server.folder, 'host'), logLevel: 'silent' },
        keypads: [window, other].map((at, index) => ({
          window: at,
          transport: { kind: 'tcp', ...keypads[index]!.address },
          map: DIGITS,
        })),
      }),
    );
    if (!config.ok || config.value.profile !== 'window') throw new Error('the configuration is refused');
    const opened = await openWindowHost({ config: config.value, clock: wallClock, log: silentLog });
    if (!opened.ok) throw new Error(opened.error.message);
    host = opened.value;
  });
  afterEach(async () => {
    await host.close();
    for (const keypad of keypads) await keypad.close();
  });

  const troubles = async () =>
    must(await clerk.command('hall.read', {})).devices.find(({ id }) => id === HOST)?.troubles;

  it('a press is the rating of the service that has just ended, and a keypad elsewhere says why it does nothing', async () => {
    await vi.waitFor(
      async () =>
        expect(await troubles()).toEqual([
          `keypad-${other}: the hall has not assigned this window to this host`,
        ]),
      WAIT,
    );
    for (const keypad of keypads) keypad.press('1');
    const ticket = await serve();
    keypads[1]!.press('2');
    await vi.waitFor(async () => {
      keypads[0]!.press('4');
      expect(await gradesOf(ticket)).toEqual([4]);
    }, WAIT);
    keypads[0]!.press('1');
    const next = await serve();
    expect(await gradesOf(ticket)).toEqual([4]);
    expect(await gradesOf(next)).toEqual([]);
  });
});
