import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
} from '@hall/hardware/simulators/ticket-printer';
import { scratchFolder } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { topicOf } from '@hall/shared/contracts/messages';
import {
  type OrderView,
  PIECE_BYTES,
  type RemoteReport,
  type RemoteView,
} from '@hall/shared/contracts/remote';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DeviceClient } from '../crowd/device-client.ts';
import { StaffClient } from '../crowd/http-client.ts';
import { CanaryScan } from './canary-scan.ts';
import { eventually } from './demo-hall.ts';
import { openFakePage, openRemoteKiosk } from './remote-kiosk.ts';

/** A manager's hands on a kiosk: a real hall server, a real device host, MQTT between them. */

const KIOSK = 'kiosk-1';
const NAME = '欧阳探针甲';
const ID_NUMBER = '339927197001019015';
const TYPED = '我要查张三丰的低保';

let server: TestServer;
let manager: StaffClient;
let printer: TicketPrinterSimulator;
const folder = scratchFolder();
const closers: (() => Promise<unknown> | unknown)[] = [];
const startKiosk = (name: string) => {
  const printing = {
    transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
    profile: 'generic-epson',
  } as const;
  return openRemoteKiosk(server, folder.path, closers, { name, printer: printing });
};
const openPage = (url: string) => openFakePage(url, closers);

beforeAll(async () => {
  server = await startTestServer();
  printer = await startTicketPrinterSimulator({ completion: true });
  manager = await staff('manager01');
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await printer.close();
  await server.stop();
  folder.remove();
});

const staff = (username: string) => StaffClient.login(server.api, username, server.password(username));

async function remote(device = KIOSK): Promise<RemoteView> {
  const answer = await manager.command('device.remote', { device });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.value;
}
const ready = () => eventually(async () => (await remote()).reach === 'ready');

type Orders = 'device.self-test' | 'device.health' | 'device.restart' | 'device.settings' | 'device.logs';
async function give<N extends CommandName & (Orders | 'device.screenshot')>(name: N, body: CommandInput<N>) {
  const answer = await manager.command(name, body);
  if (!answer.ok) throw new Error(answer.problem.code);
  return (answer.value as { order: string }).order;
}
async function orderOf(id: string): Promise<OrderView> {
  const found = (await remote()).orders.find(({ order }) => order === id);
  if (!found) throw new Error('the order is not listed');
  return found;
}
const ended = (id: string) =>
  eventually(async () => {
    const order = await orderOf(id);
    return order.state === 'sent' || order.state === 'under-way' ? null : order;
  });

describe('a kiosk that is there', () => {
  it('tests itself, also with a slip, and says how it is', async () => {
    const { host } = await startKiosk('self-test');
    await openPage(host.url);
    await ready();
    const before = printer.tickets.length;
    await ended(await give('device.self-test', { device: KIOSK }));
    expect(printer.tickets).toHaveLength(before);
    const view = await remote();
    const states = Object.fromEntries(view.selfTest?.checks.map(({ id, state }) => [id, state]) ?? []);
    expect(states).toMatchObject({ server: 'ok', clock: 'ok', files: 'ok', page: 'ok', shell: 'ok' });
    expect(view.selfTest?.why).toBe('remote');

    const slip = await eventually(async () => {
      // The printer may still be reached for the first time.
      const order = await ended(await give('device.self-test', { device: KIOSK, slip: true }));
      return order.state === 'done' ? order : null;
    });
    expect(slip.slip).toBe('printed');
    expect(printer.tickets).toHaveLength(before + 1);

    expect(await ended(await give('device.health', { device: KIOSK }))).toMatchObject({ state: 'done' });
    const { health } = await remote();
    expect(health).toMatchObject({ busy: false, node: process.version });
    expect(health?.peripherals.map(({ name }) => name)).toContain('ticket-printer');
    expect(Math.abs(health?.skewMs ?? 1e9)).toBeLessThan(60_000);
  });

  it('reads and changes its settings; a mistake has a line and a reason, an old base is refused', async () => {
    const { dataDir } = await startKiosk('settings');
    await ready();
    await ended(await give('device.settings', { device: KIOSK }));
    const { settings } = await remote();
    expect(settings?.version).toBe(0);

    const wrong = { base: 0, text: '# 亮度\nbrightness: 5\nsecret: x\n' };
    const refused = await ended(await give('device.settings', { device: KIOSK, change: wrong }));
    expect(refused).toMatchObject({ state: 'refused', problems: [{ line: 2 }, { line: 3 }] });

    const change = { base: 0, text: 'brightness: 80\nlogLevel: debug\n' };
    expect(await ended(await give('device.settings', { device: KIOSK, change }))).toMatchObject({
      state: 'done',
    });
    expect((await remote()).settings).toMatchObject({ version: 1, trial: true });
    expect(readFileSync(path.join(dataDir, 'device-settings.json'), 'utf8')).toContain('brightness: 80');
    const late = await ended(await give('device.settings', { device: KIOSK, change }));
    expect(late).toMatchObject({ state: 'refused', why: 'settings-changed' });
  });

  it('gives its log, without a name, a number or what was typed', async () => {
    const { log } = await startKiosk('logs');
    await ready();
    for (const canary of [NAME, ID_NUMBER, TYPED]) {
      log.info({ problem: canary, code: Buffer.from(canary).toString('base64'), person: canary }, canary);
      log.warn(
        { problem: `reading ${encodeURIComponent(canary)}`, nested: { deep: canary } },
        `hex ${Buffer.from(canary).toString('hex')}`,
      );
    }
    const order = await ended(await give('device.logs', { device: KIOSK, minutes: 10 }));
    expect(order).toMatchObject({ state: 'done', bundle: { bytes: expect.any(Number) } });
    const fetched = await manager.command('device.bundle', { device: KIOSK, order: order.order });
    if (!fetched.ok) throw new Error(fetched.problem.code);
    expect(fetched.value.name).toMatch(/^kiosk-1-\d{4}-\d\d-\d\d-\d{4}\.log\.gz$/);
    const bundle = Buffer.from(fetched.value.base64, 'base64');
    expect(gunzipSync(bundle).toString()).toContain('connected to the broker');
    expect(new CanaryScan([NAME, ID_NUMBER, TYPED]).find(bundle)).toEqual([]);
    // Nor does it lie on the kiosk's own disk.
    const onDisk = readFileSync(path.join(folder.path, 'logs', 'log', 'host.log'));
    expect(new CanaryScan([NAME, ID_NUMBER, TYPED]).find(onDisk)).toEqual([]);
  });

  it('draws its screen, but not while somebody stands there who was not told', async () => {
    const { host } = await startKiosk('picture');
    const page = await openPage(host.url);
    await ready();
    const bar = { kind: 'bar', x: 10, y: 10, w: 100, h: 20 } as const;
    const letters = { x: 0, y: 0, w: 9, h: 9, size: 20, colour: '#112233', language: 'zh' } as const;
    page.shows([
      bar,
      { kind: 'word', ...letters, list: 'own', at: 0 },
      { kind: 'word', ...letters, list: 'hall', at: 0 },
    ]);
    await ended(await give('device.screenshot', { device: KIOSK }));
    const shown = (await remote()).picture?.picture;
    expect(shown?.shapes.map(({ kind }) => kind)).toEqual(['bar', 'text', 'bar']);

    page.busy(true);
    await eventually(async () => {
      await ended(await give('device.health', { device: KIOSK }));
      return (await remote()).health?.busy;
    });
    expect(await ended(await give('device.screenshot', { device: KIOSK }))).toMatchObject({
      why: 'somebody-there',
    });
    expect(page.got.some(({ type }) => type === 'support')).toBe(false);
    const told = await ended(await give('device.screenshot', { device: KIOSK, duringVisit: true }));
    expect(told.state).toBe('done');
    const order = page.got.map(({ type }) => type);
    expect(order.indexOf('support')).toBeLessThan(order.lastIndexOf('draw'));
  });

  it('starts page and host anew, once nobody is being served, and says so when it is back', async () => {
    const first = await startKiosk('restart');
    const page = await openPage(first.host.url);
    await ready();
    page.busy(true);
    await eventually(async () => {
      await ended(await give('device.health', { device: KIOSK }));
      return (await remote()).health?.busy;
    });
    const id = await give('device.restart', { device: KIOSK, part: 'page', withinS: 600 });
    await eventually(async () => (await orderOf(id)).step === 'waits');
    expect(page.closedBy()).toBeNull();
    page.busy(false);
    expect(await ended(id)).toMatchObject({ state: 'done' });
    await eventually(async () => page.closedBy() === 1008);

    const anew = await give('device.restart', { device: KIOSK, part: 'host', withinS: 0 });
    expect(await first.host.ended).toBe(75);
    await first.host.close();
    expect((await remote()).orders[0]).toMatchObject({ state: 'under-way', step: 'now' });
    await startKiosk('restart');
    expect(await ended(anew)).toMatchObject({ state: 'done' });
  });

  it('is told so in the ledger, by whom and what', async () => {
    const auditor = await staff('auditor01');
    const trail = await auditor.command('audit.read', {});
    if (!trail.ok) throw new Error(trail.problem.code);
    const acts = (trail.value as { entries: { act: string; subject: string; actor: string }[] }).entries;
    for (const act of [
      'device.self-test',
      'device.settings-changed',
      'device.logs',
      'device.bundle',
      'device.screenshot',
      'device.restart',
    ])
      expect(acts.find((entry) => entry.act === act)).toMatchObject({ subject: KIOSK, actor: 'manager01' });
  });
});

describe('who may, and on what', () => {
  it('is for manager and administrator; a clerk, a guide and an auditor may not', async () => {
    for (const username of ['clerk02', 'guide01', 'auditor01']) {
      const other = await staff(username);
      for (const name of [
        'device.remote',
        'device.self-test',
        'device.health',
        'device.logs',
        'device.screenshot',
      ] as const)
        expect([username, name, await other.command(name, { device: KIOSK })]).toMatchObject([
          ...[username, name, { ok: false, problem: { code: 'FORBIDDEN' } }],
        ]);
    }
  });

  it('says of a device that is away, older, or only a page, what it is', async () => {
    await eventually(async () => (await remote()).reach === 'away');
    const asked = () => manager.command('device.health', { device: KIOSK });
    expect(await asked()).toMatchObject({ ok: false, problem: { code: 'DEVICE_AWAY' } });
    const old = await device();
    await eventually(async () => (await remote()).reach === 'older');
    const heard: string[] = [];
    await old.mqtt.subscribeAsync(topicOf(server.config.id, 'do', KIOSK), { qos: 1 });
    old.mqtt.on('message', (topic) => heard.push(topic));
    expect(await asked()).toMatchObject({ ok: false, problem: { code: 'DEVICE_OLDER' } });
    expect(heard.filter((topic) => topic.endsWith('/do'))).toEqual([]);
    expect(await manager.command('device.health', { device: 'wall-1' })).toMatchObject({
      problem: { code: 'DEVICE_NOT_REMOTE' },
    });
  });
});

const device = async () => {
  const client = await DeviceClient.connect(server.mqttUrl, server.config.id, KIOSK, server.secret(KIOSK));
  closers.push(() => client.close());
  return client;
};

describe('a device that answers as it likes', () => {
  const test: RemoteReport = { kind: 'self-test', test: { at: 1, why: 'start', checks: [] }, slip: 'none' };

  async function hostile() {
    const client = await device();
    const report = (order: string | null, body: unknown) =>
      client.ask('device.report', { order, report: body } as CommandInput<'device.report'>);
    expect(await report(null, test)).toMatchObject({ ok: true });
    await ready();
    return { client, report };
  }

  it('with garbage, changes nothing; the order ends where it says so, and is not ended twice', async () => {
    const { report } = await hostile();
    const id = await give('device.health', { device: KIOSK });
    for (const body of [
      null,
      7,
      { kind: 'health' },
      { kind: 'health', health: { busy: 'yes' } },
      { kind: 'shell', run: 'rm' },
    ])
      expect(await report(id, body)).toMatchObject({ problem: { code: 'BAD_REQUEST' } });
    expect(await report(id, test)).toMatchObject({ problem: { code: 'BAD_REQUEST' } });
    expect(await orderOf(id)).toMatchObject({ state: 'sent' });
    expect(await report(id, { kind: 'refused', why: 'failed' })).toMatchObject({ ok: true });
    expect(await report(id, { kind: 'refused', why: 'failed' })).toMatchObject({
      problem: { code: 'REMOTE_OVER' },
    });
    expect(await report('remote-of-nobody', test)).toMatchObject({ problem: { code: 'REMOTE_OVER' } });
    expect(await orderOf(id)).toMatchObject({ state: 'refused', why: 'failed' });
  });

  it('with a bundle that is too large, has a wrong sum or foreign pieces, delivers nothing', async () => {
    const { client, report } = await hostile();
    const id = await give('device.logs', { device: KIOSK });
    expect(await manager.command('device.logs', { device: KIOSK })).toMatchObject({
      problem: { code: 'REMOTE_BUSY' },
    });
    const head = { kind: 'bundle', bytes: 10, pieces: 1, sha256: '0'.repeat(64) };
    expect(await report(id, { ...head, bytes: 2 ** 21, pieces: 57 })).toMatchObject({ ok: false });
    expect(await report(id, { ...head, pieces: 2 })).toMatchObject({ ok: false });
    const piece = (at: number, bytes: number) =>
      client.ask('device.deliver', { order: id, piece: at, data: Buffer.alloc(bytes, 7).toString('base64') });
    expect(await piece(0, 10)).toMatchObject({ problem: { code: 'REMOTE_OVER' } });
    expect(await report(id, head)).toMatchObject({ ok: true });
    expect(await piece(0, 10)).toMatchObject({ problem: { code: 'BAD_REQUEST' } });
    expect(await orderOf(id)).toMatchObject({ state: 'refused', bundle: null });
    expect(await manager.command('device.bundle', { device: KIOSK, order: id })).toMatchObject({
      problem: { code: 'BUNDLE_GONE' },
    });
    // More than an ask may hold is not even read: the connection ends, the hall goes on.
    const closed = new Promise<void>((resolve) => client.mqtt.once('close', () => resolve()));
    void piece(0, PIECE_BYTES * 3).catch(() => undefined);
    await closed;
    expect((await remote()).orders.length).toBeGreaterThan(0);
  });

  it('with a picture of a visit that nobody asked for, is not believed', async () => {
    const { report } = await hostile();
    const id = await give('device.screenshot', { device: KIOSK });
    const picture = { width: 1080, height: 1920, visit: true, shapes: [] };
    expect(await report(id, { kind: 'picture', picture })).toMatchObject({
      problem: { code: 'BAD_REQUEST' },
    });
    expect(await report(id, { kind: 'refused', why: 'failed' })).toMatchObject({ ok: true });
  });
});
