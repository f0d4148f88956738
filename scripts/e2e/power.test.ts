import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { startUpsSimulator, type UpsSimulator } from '@hall/hardware/simulators/ups';
import { wallClock } from '@hall/kiosk/device-host/clock';
import { openKiosk } from '@hall/kiosk/device-host/kiosk/kiosk-profile';
import { silentLog } from '@hall/kiosk/device-host/log';
import { KioskUps } from '@hall/kiosk/device-host/power/settings';
import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { FromHost as FromHostSchema } from '@hall/shared/contracts/kiosk-link';
import { expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { ROOT } from '../launch/options.ts';
import { HallProcess } from '../soak/hall/hall-process.ts';

/**
 * The mains fail in a hall with a UPS: a real hall server and a real host beside it as processes, a kiosk in the
 * middle of a print. Everybody is told, the kiosk finishes and closes, the hall is stopped after it, and all goes on
 * when the mains are back.
 */

const KIOSK = 'kiosk-1';
const SERVER = 'server-1';
const WAIT = { timeout: 40_000, interval: 25 };
const WITHIN_MS = 120_000;
/** Slow enough that the mains fail in the middle of a ticket, and fast enough that it is out well within `TELL_S`. */
const ROWS_PER_SECOND = 1_000;
const TELL_S = 3;
const TAKE: LinkRequest = { name: 'take', items: [], queue: 'invoices', card: null };

type Taken = { readonly ticket: string; readonly number: string };

async function connect(url: string) {
  const token = /content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1];
  const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin: new URL(url).origin });
  const got: FromHost[] = [];
  socket.on('message', (data) => got.push(FromHostSchema.parse(JSON.parse(String(data)))));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', token }));
  return {
    state: () => got.findLast((message) => message.type === 'state'),
    paperDone: () => got.some((one) => one.type === 'paper' && one.state.step === 'done'),
    closed: () => socket.readyState === socket.CLOSED,
    send: (id: string, request: LinkRequest) => socket.send(JSON.stringify({ type: 'request', id, request })),
    async ask(id: string, request: LinkRequest) {
      socket.send(JSON.stringify({ type: 'request', id, request }));
      const find = () => got.find((one) => one.type === 'answer' && one.id === id);
      await vi.waitFor(() => expect(find()).toBeDefined(), WAIT);
      return (find() as Extract<FromHost, { type: 'answer' }>).body as Taken;
    },
  };
}

function startServerHost(
  hall: HallProcess,
  ups: UpsSimulator,
  folder: string,
  started: string,
): ChildProcess {
  const config = {
    profile: 'server',
    device: SERVER,
    secret: hall.secret(SERVER),
    hall: hall.config.id,
    mqttUrl: hall.mqttUrl,
    dataDir: path.join(folder, 'server-host'),
    readyFile: path.join(folder, 'server-host.json'),
    logLevel: 'silent',
    ups: { ...ups.address, name: 'ups', pollS: 0.1, backS: 0.5, tellS: TELL_S },
    hallServer: {
      by: 'process',
      pidFile: path.join(folder, 'hall', 'ready.json'),
      // What a service manager would do; here the test starts the hall when it is asked to.
      start: [process.execPath, '-e', `require("node:fs").writeFileSync(${JSON.stringify(started)}, "")`],
    },
  };
  return spawn(
    process.execPath,
    [path.join(ROOT, 'kiosk/device-host/main.ts'), '--config-json', JSON.stringify(config)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

it('saves, warns and stops in order on battery, and goes on with the mains', {
  timeout: WITHIN_MS,
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'power-e2e-'));
  const app = path.join(folder, 'app');
  mkdirSync(path.join(app, 'assets'), { recursive: true });
  writeFileSync(path.join(app, 'index.html'), '<html><head></head><body>kiosk</body></html>');
  const started = path.join(folder, 'start-asked');
  const closers: Array<() => Promise<unknown> | unknown> = [
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  try {
    const ups = await startUpsSimulator();
    const printer = await startTicketPrinterSimulator({ completion: true, rowsPerSecond: ROWS_PER_SECOND });
    closers.push(
      () => ups.close(),
      () => printer.close(),
    );
    const hall = await HallProcess.start({
      folder: path.join(folder, 'hall'),
      change: (config) => ({
        ...config,
        devices: [
          ...config.devices,
          { id: SERVER, kind: 'server-host', name: { zh: '服务器电源', en: "Server's power" } },
        ],
      }),
    });
    closers.push(() => hall.kill('SIGKILL'));
    const serverHost = startServerHost(hall, ups, folder, started);
    const hostEnded = new Promise<number | null>((resolve) => serverHost.on('exit', resolve));
    closers.push(async () => {
      serverHost.kill('SIGTERM');
      await hostEnded;
    });
    const kiosk = await openKiosk({
      config: {
        profile: 'kiosk',
        device: KIOSK,
        secret: hall.secret(KIOSK),
        hall: hall.config.id,
        mqttUrl: hall.mqttUrl,
        httpUrl: 'http://127.0.0.1:9',
        dataDir: path.join(folder, 'kiosk'),
        logLevel: 'silent',
        port: 0,
        printer: {
          transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
          profile: 'generic-epson',
        },
        ups: KioskUps.parse({ ...ups.address, name: 'ups', pollS: 0.1, backS: 0.5, lowVisitS: 600 }),
      },
      appFolder: app,
      clock: wallClock,
      log: silentLog,
    });
    if (!kiosk.ok) throw new Error(kiosk.error.message);
    closers.push(() => kiosk.value.close());
    const page = await connect(kiosk.value.url);
    const notice = () => page.state()?.info?.notices[0]?.zh;
    const peripheral = (kind: string) => page.state()?.peripherals.find((one) => one.kind === kind)?.state;
    await vi.waitFor(() => expect(peripheral('ticket-printer')).toBe('up'), WAIT);
    await vi.waitFor(() => expect(page.state()).toMatchObject({ online: true }), WAIT);
    await vi.waitFor(() => expect(existsSync(path.join(folder, 'server-host.json'))).toBe(true), WAIT);

    // The mains fail: work goes on, and everybody knows.
    const guide = await hall.login('guide01');
    ups.mains(false);
    await vi.waitFor(() => expect(page.state()?.power).toEqual({ state: 'battery' }), WAIT);
    await vi.waitFor(() => expect(notice()).toMatch(/停电.*业务照常/), WAIT);
    await vi.waitFor(async () => {
      const view = await guide.command('hall.read', {});
      const troubles = (id: string) =>
        view.ok ? view.value.devices.find((device) => device.id === id)?.troubles : null;
      expect(troubles(SERVER)).toEqual(['ups: on-battery']);
      expect(troubles(KIOSK)).toContain('ups: on-battery');
    }, WAIT);

    // The battery runs low in the middle of a print.
    const taken = await page.ask('press-0001', TAKE);
    expect(page.paperDone()).toBe(false);
    ups.charge(12);
    await vi.waitFor(() => expect(page.state()?.power).toEqual({ state: 'closing' }), WAIT);
    // What was begun is finished and told while people are warned.
    await vi.waitFor(async () => {
      const story = await guide.command('ticket.read', { ticket: taken.ticket });
      expect(story.ok && story.value.entries.at(-1)?.type).toBe('ticket.printed');
    }, WAIT);
    page.send('press-0002', { name: 'closed' });
    await vi.waitFor(() => expect(notice()).toMatch(/停电.*即将停止/), WAIT);
    await vi.waitFor(() => expect(page.closed()).toBe(true), WAIT);
    expect(page.paperDone()).toBe(true);
    expect(printer.tickets).toHaveLength(1);
    expect(printer.tickets[0]).toMatchObject({ cut: true, garbled: 0 });

    // The hall is stopped after its kiosks, by itself and whole: nothing is left in a log beside the database.
    await vi.waitFor(() => expect(hall.ended).toBe(true), WAIT);
    const left = readdirSync(hall.data).filter((file) => /-(wal|journal)$/.test(file));
    expect(left.filter((file) => statSync(path.join(hall.data, file)).size > 0)).toEqual([]);
    expect(existsSync(started)).toBe(false);

    // The mains are back: the hall is started, and the ticket stands in its line, printed.
    ups.charge(70);
    ups.mains(true);
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), WAIT);
    expect(await kiosk.value.ended).toBe(75);
    await hall.start();
    const again = await hall.login('guide01');
    const found = await again.command('ticket.find', { number: taken.number });
    expect(found.ok && found.value.tickets).toMatchObject([{ ticket: taken.ticket, state: 'waiting' }]);
    const story = await again.command('ticket.read', { ticket: taken.ticket });
    expect(story.ok && story.value.entries.map(({ type }) => type)).toEqual([
      'ticket.taken',
      'ticket.printed',
    ]);
    await vi.waitFor(async () => {
      const view = await again.command('hall.read', {});
      const device = view.ok ? view.value.devices.find(({ id }) => id === SERVER) : null;
      expect(device).toMatchObject({ online: true, troubles: [] });
    }, WAIT);
    expect(serverHost.exitCode).toBeNull();
  } finally {
    for (const closing of closers.reverse()) await closing();
  }
});
