import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PrintOutcome } from '@hall/hardware';
import type { UpsSimulator } from '@hall/hardware/simulators/ups';
import { startUpsSimulator } from '@hall/hardware/simulators/ups';
import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { FromHost as FromHostSchema } from '@hall/shared/contracts/kiosk-link';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { FakeHall } from '../../testing/fake-hall.ts';
import { fakeTickets, startFakeHall } from '../../testing/fake-hall.ts';
import { wallClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import { silentLog } from '../log.ts';
import { KioskUps } from '../power/settings.ts';
import { openKiosk } from './kiosk-profile.ts';

const DEVICE = 'kiosk-1';
const SECRET = 'a-secret-of-the-test-kiosk';
const WAIT = { timeout: 15_000, interval: 20 };
const PRINTED: PrintOutcome = { outcome: 'printed', proof: 'confirmed' };
const TAKE: LinkRequest = { name: 'take', items: ['social-card-replace'], queue: null, card: null };

describe('a kiosk on battery', () => {
  let folder: string;
  let hall: FakeHall;
  let ups: UpsSimulator;
  let closers: Array<() => Promise<unknown> | unknown>;
  let prints: Array<(outcome: PrintOutcome) => void>;
  let portsClosed: number;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiosk-power-'));
    mkdirSync(path.join(folder, 'app', 'assets'), { recursive: true });
    writeFileSync(path.join(folder, 'app', 'index.html'), '<html><head></head><body>kiosk</body></html>');
    hall = await startFakeHall({ device: DEVICE, secret: SECRET });
    hall.answer('ticket.take', fakeTickets().take);
    ups = await startUpsSimulator();
    prints = [];
    portsClosed = 0;
    closers = [() => hall.close(), () => ups.close()];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(times: object = {}) {
    const config: KioskConfig = {
      profile: 'kiosk',
      device: DEVICE,
      secret: SECRET,
      hall: 'demo',
      mqttUrl: `mqtt://127.0.0.1:${hall.port}`,
      httpUrl: 'http://127.0.0.1:9',
      dataDir: path.join(folder, 'data'),
      logLevel: 'silent',
      port: 0,
      ups: KioskUps.parse({ ...ups.address, name: 'ups', pollS: 0.05, backS: 0.2, ...times }),
    };
    const kiosk = await openKiosk({
      config,
      appFolder: path.join(folder, 'app'),
      clock: wallClock,
      log: silentLog,
      openDevices: () => ({
        printer: { print: () => new Promise((resolve) => prints.push(resolve)) },
        pagePrinter: null,
        async close() {
          portsClosed += 1;
        },
      }),
    });
    if (!kiosk.ok) throw new Error(kiosk.error.message);
    closers.push(() => kiosk.value.close());
    let code: number | null = null;
    void kiosk.value.ended?.then((ended) => {
      code = ended;
    });
    return { kiosk: kiosk.value, exit: () => code };
  }

  async function connect(url: string) {
    const token = /content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1];
    const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin: new URL(url).origin });
    const got: FromHost[] = [];
    socket.on('message', (data) => got.push(FromHostSchema.parse(JSON.parse(String(data)))));
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ type: 'hello', token }));
    closers.push(() => socket.close());
    const state = () => got.findLast((message) => message.type === 'state');
    await vi.waitFor(() => expect(state()).toMatchObject({ online: true }), WAIT);
    return {
      socket,
      power: () => state()?.power?.state ?? null,
      ask: (id: string, request: LinkRequest) =>
        socket.send(JSON.stringify({ type: 'request', id, request })),
      answer: (id: string) =>
        got.find((one) => (one.type === 'answer' || one.type === 'failure') && one.id === id),
      closed: () => socket.readyState === socket.CLOSED,
    };
  }
  const reports = () =>
    hall.done.filter(({ command }) => command === 'ticket.report-print').map(({ body }) => body);

  it('says so to page and hall, and says nothing any more when the mains are back', async () => {
    const { kiosk, exit } = await open();
    const page = await connect(kiosk.url);
    const reason = () => {
      const health = hall.heard.findLast(({ name }) => name === 'health')?.message as
        | { peripherals: { kind: string; state: string; reason: string | null }[] }
        | undefined;
      const found = health?.peripherals.find(({ kind }) => kind === 'ups');
      return found ? `${found.state} ${found.reason}` : null;
    };
    await vi.waitFor(() => expect(reason()).toBe('up null'), WAIT);
    ups.mains(false);
    await vi.waitFor(() => expect(page.power()).toBe('battery'), WAIT);
    await vi.waitFor(() => expect(reason()).toBe('degraded on-battery'), WAIT);
    page.ask('press-0001', TAKE);
    await vi.waitFor(() => expect(page.answer('press-0001')).toMatchObject({ type: 'answer' }), WAIT);
    await vi.waitFor(() => expect(prints).toHaveLength(1), WAIT);
    prints[0]?.(PRINTED);
    ups.mains(true);
    await vi.waitFor(() => expect(page.power()).toBeNull(), WAIT);
    expect(portsClosed).toBe(0);
    expect(exit()).toBeNull();
  });

  it('finishes the print of the person who stands there, reports it, closes, and starts anew with the mains', async () => {
    const { kiosk, exit } = await open({ lowVisitS: 600 });
    const page = await connect(kiosk.url);
    page.ask('press-0001', TAKE);
    await vi.waitFor(() => expect(prints).toHaveLength(1), WAIT);
    ups.charge(10);
    ups.mains(false);
    await vi.waitFor(() => expect(page.power()).toBe('closing'), WAIT);
    // Still in the visit: one more is taken.
    page.ask('press-0002', TAKE);
    await vi.waitFor(() => expect(prints).toHaveLength(2), WAIT);
    page.ask('press-0003', { name: 'closed' });
    await vi.waitFor(() => expect(page.power()).toBe('closed'), WAIT);
    page.ask('press-0004', TAKE);
    await vi.waitFor(
      () => expect(page.answer('press-0004')).toMatchObject({ error: { code: 'POWER_ENDING' } }),
      WAIT,
    );
    expect(portsClosed).toBe(0);
    prints[0]?.(PRINTED);
    expect(page.closed()).toBe(false);
    prints[1]?.({ outcome: 'unknown', code: 'NO_ANSWER' } as PrintOutcome);
    await vi.waitFor(() => expect(page.closed()).toBe(true), WAIT);
    await vi.waitFor(() => expect(portsClosed).toBe(1), WAIT);
    expect(reports()).toMatchObject([{ report: { outcome: 'printed' } }, { report: { outcome: 'unknown' } }]);
    await expect(fetch(kiosk.url)).rejects.toThrow();
    expect(exit()).toBeNull();
    ups.charge(80);
    ups.mains(true);
    await vi.waitFor(() => expect(exit()).toBe(75), WAIT);
    await kiosk.close();
    expect(portsClosed).toBe(1);
  });

  it('mains that come back while the person finishes end it', async () => {
    const { kiosk } = await open({ stopAfterS: 0.1, visitS: 600 });
    const page = await connect(kiosk.url);
    ups.mains(false);
    await vi.waitFor(() => expect(page.power()).toBe('closing'), WAIT);
    ups.mains(true);
    await vi.waitFor(() => expect(page.power()).toBeNull(), WAIT);
    page.ask('press-0001', { name: 'closed' });
    await vi.waitFor(() => expect(page.answer('press-0001')).toBeDefined(), WAIT);
    expect(page.power()).toBeNull();
    expect(portsClosed).toBe(0);
  });

  it('does not wait for ever for somebody, and not at all where there is no page', async () => {
    const first = await open({ stopAfterS: 0.1, visitS: 0.4 });
    const page = await connect(first.kiosk.url);
    ups.mains(false);
    await vi.waitFor(() => expect(page.closed()).toBe(true), WAIT);
    await first.kiosk.close();
    expect(portsClosed).toBe(1);
    await open({ stopAfterS: 0.1, visitS: 600 });
    await vi.waitFor(() => expect(portsClosed).toBe(2), WAIT);
  });

  it('switches the machine off at the very end, where the settings say so', async () => {
    const file = path.join(folder, 'off');
    const shutdown = [
      process.execPath,
      '-e',
      `require("node:fs").writeFileSync(${JSON.stringify(file)}, "")`,
    ];
    await open({ stopAfterS: 0.1, shutdown });
    ups.mains(false);
    await vi.waitFor(() => expect(portsClosed).toBe(1), WAIT);
    await vi.waitFor(() => expect(existsSync(file)).toBe(true), WAIT);
  });
});
