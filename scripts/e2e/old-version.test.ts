import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import type { FromHost } from '@hall/shared/contracts/kiosk-link';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { benchConfig } from '../bench/processes.ts';
import { StaffClient } from '../crowd/http-client.ts';
import { HallChild } from '../launch/child.ts';
import { ROOT } from '../launch/options.ts';
import { eventually } from './demo-hall.ts';
import { checkOut, lastVersion } from './old-version.ts';

const run = promisify(execFile);
const VERSION = lastVersion();
/** Two halls, an upgrade and a device host, one after the other. */
const TWO_VERSIONS_MS = 120_000;

interface Ready {
  readonly port: number;
  readonly mqttPort: number;
  readonly hall: string;
  readonly demo: {
    readonly logins: { username: string; password: string }[];
    readonly devices: { id: string; secret: string }[];
  };
}

it.skipIf(VERSION === null)(
  VERSION === null
    ? 'a hall of the last version is upgraded (skipped: its commit is not in this clone)'
    : `a hall of version ${VERSION} is upgraded, and its device host goes on with the new server`,
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-old-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const old = path.join(folder, 'program');
    mkdirSync(old);
    checkOut(VERSION as string, old);
    const at = (name: string) => path.join(folder, name);
    writeFileSync(at('platform-credential'), 'x'.repeat(43), { mode: 0o600 });
    writeFileSync(at('hall.yaml'), JSON.stringify(benchConfig((config) => config)));
    const [port, mqttPort] = [await freePort(), await freePort()];
    const server = (root: string, config: string) =>
      new HallChild({
        name: 'hall',
        script: path.join(root, 'queue-server/hall/main.ts'),
        args: [
          ...['--config', config, '--data', at('hall'), '--keys', at('keys'), '--demo'],
          ...['--port', String(port), '--mqtt-port', String(mqttPort), '--ready-file', at('ready.json')],
          ...['--platform-url', 'http://127.0.0.1:9', '--log-file', at('hall.log')],
          ...['--platform-credential-file', at('platform-credential'), '--demo-hours', 'always'],
        ],
        readyFile: at('ready.json'),
        logFolder: folder,
      });
    const api = `http://127.0.0.1:${port}/api/v1`;
    const guideOf = ({ demo }: Ready) =>
      StaffClient.login(
        api,
        'guide01',
        demo.logins.find(({ username }) => username === 'guide01')?.password ?? '',
      );

    const before = server(old, path.join(old, 'queue-server/hall/config/demo-hall.yaml'));
    onTestFinished(() => before.stop());
    const guide = await guideOf(await before.start<Ready>());
    const first = await guide.command('ticket.take', { queue: 'invoices', paperless: true });
    if (!first.ok) throw new Error(first.problem.code);
    await before.stop();

    const upgraded = await run(process.execPath, [
      path.join(ROOT, 'scripts/upgrade.ts'),
      ...['--data', folder, '--config', at('hall.yaml')],
    ]);
    expect(upgraded.stdout).toMatch(/The data fit program/);

    const after = server(ROOT, at('hall.yaml'));
    onTestFinished(() => after.stop());
    const ready = await after.start<Ready>();
    const told = await (await guideOf(ready)).command('ticket.read', { ticket: first.value.ticket });
    expect(told).toMatchObject({ ok: true, value: { number: first.value.number, state: 'waiting' } });

    // The machines in the hall are upgraded later: the old device host, its printer, and a resident.
    const printer = await startTicketPrinterSimulator({ completion: true });
    onTestFinished(() => printer.close());
    const config = {
      ...{ profile: 'kiosk', device: 'kiosk-1', hall: ready.hall, port: 0, logLevel: 'warn' },
      secret: ready.demo.devices.find(({ id }) => id === 'kiosk-1')?.secret,
      ...{ mqttUrl: `mqtt://127.0.0.1:${mqttPort}`, httpUrl: `http://127.0.0.1:${port}` },
      ...{ dataDir: at('kiosk'), readyFile: at('kiosk.json') },
      printer: {
        transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
        profile: 'generic-epson',
      },
    };
    const host = new HallChild({
      name: 'kiosk',
      script: path.join(old, 'kiosk/device-host/main.ts'),
      args: ['--config-json', JSON.stringify(config)],
      readyFile: at('kiosk.json'),
      logFolder: folder,
    });
    onTestFinished(() => host.stop());
    const { url } = await host.start<{ url: string }>();
    const page = await openPage(url);
    onTestFinished(() => page.close());
    const state = () => page.got.findLast((message) => message.type === 'state');
    await eventually(async () => {
      const now = state();
      // What the server retains fits the old schemas: information and every queue are there.
      return now?.online && now.info !== null && now.queues.length === benchConfig((c) => c).queues.length;
    });
    await eventually(async () =>
      state()?.peripherals.some(({ kind, state: is }) => kind === 'ticket-printer' && is === 'up'),
    );
    const catalogue = await page.ask({ name: 'catalogue' });
    expect(catalogue).toMatchObject({ ok: true });
    const taken = await page.ask({ name: 'take', items: [], queue: 'invoices', card: null });
    expect(taken).toMatchObject({ ok: true, body: { queue: 'invoices' } });
    const slip = (taken as { body: { ticket: string; number: string } }).body;
    expect(slip.number).not.toBe(first.value.number);
    // The paper is out, and the server has heard of it.
    const story = await eventually(async () => {
      const read = await (await guideOf(ready)).command('ticket.read', { ticket: slip.ticket });
      return read.ok && read.value.state === 'waiting' && read.value;
    });
    expect(story.entries.map(({ type }) => type)).toEqual(['ticket.taken', 'ticket.printed']);
  },
  TWO_VERSIONS_MS,
);

/** The kiosk's page: says hello with the token that its host wrote into it. */
async function openPage(url: string) {
  const token = /name="hall-link-token" content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1];
  const { origin, host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/link`, { origin });
  const got: FromHost[] = [];
  socket.on('message', (data) => got.push(JSON.parse(String(data)) as FromHost));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'hello', token }));
  let asked = 0;
  return {
    got,
    close: () => socket.close(),
    async ask(request: object): Promise<unknown> {
      asked += 1;
      const id = `press-${String(asked).padStart(4, '0')}`;
      socket.send(JSON.stringify({ type: 'request', id, request }));
      return eventually(async () =>
        got.find((message) => (message.type === 'answer' || message.type === 'failure') && message.id === id),
      );
    },
  };
}

/** A free port below those of outgoing connections. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
