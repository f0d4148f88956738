import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Message } from '@hall/shared/contracts/messages';
import { TopicStore } from '@hall/shared/ui/screen/topic-store.ts';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';

/**
 * What wall, board, window screen and pad hold of a real hall, after every kind of act: the same as a screen that
 * connects now, within two seconds, and each call said once.
 */

const START = Date.parse('2027-03-01T09:00:00+08:00');
/** A screen is right within this, ms. */
const RIGHT_WITHIN_MS = 2_000;
const PATIENCE = { timeout: 15_000, interval: 25 };
const QUEUE = 'invoices';
const ZONE = 'tax';
const [WINDOW, OTHER] = ['w18', 'w19'];
const [CLERK, OTHER_CLERK, MANAGER, GUIDE] = ['clerk01', 'clerk02', 'manager01', 'guide01'];

const config: HallConfig = testConfig((hall) => ({
  ...hall,
  calling: { ...hall.calling, lockSeconds: 0, recallSpacingSeconds: 0, overRunning: 'confirm' },
  queues: hall.queues.map((queue) => ({
    ...queue,
    realName: false,
    ...(queue.id === QUEUE
      ? { lastNumber: 900, dailyQuota: 400, paperNumbers: { first: 901, last: 950 } }
      : {}),
  })),
}));

/** What a screen did not believe; thrown where it arrives, it would be nobody's. */
const drops: string[] = [];

/** A screen without a picture: believes what a page of the hall would believe. */
class Screen {
  readonly calls: string[] = [];
  readonly #store = new TopicStore(config.id);
  #client: MqttClient | null = null;

  static async connect(server: TestServer, device: string, wants: readonly string[]): Promise<Screen> {
    const screen = new Screen();
    const client = await mqtt.connectAsync(server.mqttUrl, {
      ...{ protocolVersion: 4, clean: true, reconnectPeriod: 0 },
      clientId: `${device}-${Math.random().toString(16).slice(2, 10)}`,
      ...{ username: device, password: server.secret(device) },
    });
    screen.#client = client;
    client.on('message', (topic, payload, { retain }) => {
      const arrival = screen.#store.accept(topic, payload, retain, hallNow());
      if (!arrival.accepted) {
        drops.push(`${device} drops ${topic}: ${arrival.drop}`);
        return;
      }
      if (arrival.name === 'call') {
        const call = arrival.message as Message<'call'>;
        screen.calls.push(`${call.number} ${call.windowNumber}`);
      }
    });
    const granted = await client.subscribeAsync(
      wants.map((want) => `hall/${config.id}/${want}`),
      { qos: 1 },
    );
    expect(granted.map(({ qos }) => qos).filter((qos) => qos > 1)).toEqual([]);
    return screen;
  }

  /** Without position and instant: they say when something was said, not what. */
  get picture(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.#store.snapshot()]
        .filter(([key]) => key !== 'server')
        .map(([key, message]) => {
          const { seq, at, ...body } = message as Message<'window'>;
          return [key, body];
        })
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  }

  kept<N extends 'board' | 'window' | 'queue' | 'pad' | 'info'>(name: N, part: string): Message<N> {
    return this.#store.snapshot().get(`${name}/${part}`) as Message<N>;
  }

  async close(): Promise<void> {
    await this.#client?.endAsync(true);
  }
}

const DEVICES = [
  ['wall-1', ['info', 'board/+', 'call/+']],
  ['board-tax', [`board/${ZONE}`, `call/${ZONE}`]],
  ['screen-w18', [`window/${WINDOW}`, `call/${ZONE}`]],
  ['pad-w18', [`pad/${WINDOW}`, `window/${WINDOW}`]],
  ['kiosk-1', ['queue/+']],
] as const;

let folder: string;
let server: TestServer;
let clients = new Map<string, StaffClient>();
let screens: readonly Screen[];
const clockFile = () => path.join(folder, 'clock');
let clockAt = START;
let clockSetAt = Date.now();
const hallNow = () => clockAt + Date.now() - clockSetAt;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yichuang-screens-'));
  writeFileSync(clockFile(), String(START));
  server = await startTestServer({ config, folder, clockControl: clockFile() });
  screens = await Promise.all(DEVICES.map(([device, wants]) => Screen.connect(server, device, wants)));
}, 60_000);
afterAll(async () => {
  for (const screen of screens ?? []) await screen.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask<N extends CommandName>(who: string, name: N, input: CommandInput<N>) {
  let client = clients.get(who);
  client ??= await StaffClient.login(server.api, who, server.password(who));
  clients.set(who, client);
  return client.command(name, input);
}
async function must<N extends CommandName>(
  who: string,
  name: N,
  input: CommandInput<N>,
): Promise<CommandAnswer<N>> {
  const reply = await ask(who, name, input);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`);
  return reply.value;
}

/** Estimates go on by themselves: they are looked at elsewhere. */
function withoutEstimates(picture: unknown): unknown {
  return JSON.parse(JSON.stringify(picture, (key, value) => (key === 'estimate' ? undefined : value)));
}

/** Does it; then every screen shows what one that connects now is shown. Returns what the wall heard. */
async function after(what: string, act: () => Promise<unknown>): Promise<readonly string[]> {
  for (const screen of screens) screen.calls.length = 0;
  await act();
  for (const [i, [device, wants]] of DEVICES.entries()) {
    const old = screens[i] as Screen;
    const fresh = await Screen.connect(server, device, wants);
    await vi.waitFor(() => {
      expect(Object.keys(fresh.picture).length, what).toBeGreaterThan(0);
      expect(withoutEstimates(old.picture), `${what}: ${device}`).toEqual(withoutEstimates(fresh.picture));
    }, PATIENCE);
    // Whoever connects later is told nothing aloud.
    expect(fresh.calls, what).toEqual([]);
    await fresh.close();
  }
  await vi.waitFor(() => {
    const [wall, board, window] = screens.map(({ calls }) => calls);
    expect([board, window], what).toEqual([wall, wall]);
  }, PATIENCE);
  expect(drops, what).toEqual([]);
  return screens[0]?.calls.slice() ?? [];
}

const [at, wall, board, window, pad, kiosk] = [
  (act: string, more: object = {}, where = WINDOW as string) =>
    () =>
      must(
        where === WINDOW ? CLERK : OTHER_CLERK,
        `window.${act}` as 'window.undo',
        { window: where, ...more } as never,
      ),
  () => screens[0] as Screen,
  () => screens[1] as Screen,
  () => screens[2] as Screen,
  () => screens[3] as Screen,
  () => screens[4] as Screen,
];
const row = (number: string) =>
  board()
    .kept('board', ZONE)
    .calls.find((one) => one.number === number);
const soon = (check: () => void) => vi.waitFor(check, { timeout: RIGHT_WITHIN_MS, interval: 20 });
const take = (queue = QUEUE) => must(GUIDE, 'ticket.take', { queue, paperless: true });

it('every screen follows every act, is the same for whoever connects later, and says each call once', async () => {
  const first = await take();
  const second = await take();
  await after('taken', () => take());
  await after('opened', at('open'));
  await after('other opened', at('open', {}, OTHER));
  expect(await after('called', at('call'))).toEqual([`${first.number} 18`]);
  expect(window().kept('window', WINDOW).serving).toMatchObject({ number: first.number, state: 'called' });
  expect(await after('undone call', at('undo'))).toEqual([]);
  await soon(() => {
    expect(row(first.number)).toBeUndefined();
    expect(wall().kept('board', ZONE).calls).toEqual([]);
    expect(window().kept('window', WINDOW).serving).toBeNull();
    expect(pad().kept('pad', WINDOW).show).toBe('idle');
    expect(kiosk().kept('queue', QUEUE).waiting).toBe(3);
  });
  await after('called', at('call'));
  expect(await after('recalled', at('recall'))).toEqual([`${first.number} 18`]);
  await after('started', at('start'));
  await soon(() => expect(pad().kept('pad', WINDOW).show).toBe('serving'));
  await after('undone start', at('undo'));
  await soon(() => expect(row(first.number)?.state).toBe('called'));
  await after('started', at('start'));
  expect(await after('parked', at('park'))).toEqual([]);
  await soon(() => expect(window().kept('window', WINDOW).serving).toBeNull());
  expect(await after('resumed', at('resume', { ticket: first.ticket }))).toEqual([`${first.number} 18`]);
  await after('started', at('start'));
  await after('transferred', at('transfer', { to: { queue: 'tax' } }));
  await soon(() => expect(kiosk().kept('queue', 'tax').waiting).toBe(1));
  await after('undone transfer', at('undo'));
  await soon(() => expect(kiosk().kept('queue', 'tax').waiting).toBe(0));
  await after('finished', at('finish'));
  await soon(() => expect(pad().kept('pad', WINDOW).show).toBe('rate'));
  await after('undone finish', at('undo'));
  await soon(() => expect(pad().kept('pad', WINDOW).show).toBe('serving'));
  expect(await after('ended by a call', at('call', { end: true }))).toEqual([`${second.number} 18`]);
  await after('no-show', at('no-show', { reason: 'absent' }));
  await after('undone no-show', at('undo'));
  await after('no-show', at('no-show', { reason: 'absent' }));
  await after('re-activated', () => must(GUIDE, 'ticket.reactivate', { ticket: second.ticket }));
  const senior = await take();
  await after('class', () =>
    must(GUIDE, 'ticket.confirm-class', { ticket: senior.ticket, claim: { kind: 'disabled' } }),
  );
  const reason = config.calling.outOfTurnReasons[0]?.id as string;
  expect(await after('out of turn', at('call-ticket', { ticket: senior.ticket, reason }))).toEqual([
    `${senior.number} 18`,
  ]);
  expect(row(senior.number)?.class).toBe('priority');
  await after('started', at('start'));
  await after('finished', at('finish'));
  expect(await after('walk-in', at('serve', { queue: QUEUE }))).toEqual([]);
  const walkIn = window().kept('window', WINDOW).serving?.number as string;
  expect(row(walkIn)).toBeUndefined();
  await after('finished', at('finish'));

  await after('paused', at('pause', { reason: 'meal', anyway: true }));
  await soon(() => {
    const words = expect.stringMatching(/^用餐，约 \d\d:\d\d 返回$/);
    expect(window().kept('window', WINDOW)).toMatchObject({ state: 'paused', reason: { zh: words } });
    expect(wall().kept('board', ZONE).away).toMatchObject([{ windowNumber: 18, text: { zh: words } }]);
  });
  await after('back', at('open'));
  await soon(() => expect(wall().kept('board', ZONE).away).toBeUndefined());
  await after('assigned', () =>
    must(MANAGER, 'window.assign', { window: WINDOW, queues: ['household'], anyway: true }),
  );
  await soon(() => expect(kiosk().kept('queue', 'household').windows).toContain(18));
  await after('assigned back', () =>
    must(MANAGER, 'window.assign', { window: WINDOW, queues: ['tax', QUEUE], anyway: true }),
  );

  await after('paper', () => must(GUIDE, 'paper.start', { queue: QUEUE }));
  await soon(() => {
    expect(kiosk().kept('queue', QUEUE)).toMatchObject({
      open: false,
      why: { zh: expect.stringContaining('纸质号') },
    });
    expect(
      board()
        .kept('board', ZONE)
        .queues.find(({ prefix }) => prefix === 'G')?.paper,
    ).toBe(true);
  });
  expect(
    await after('paper call', () => must(CLERK, 'paper.call', { window: WINDOW, number: 'G901' })),
  ).toEqual(['G901 18']);
  await after('started', at('start'));
  await after('finished', at('finish'));
  await after('paper over', () => must(GUIDE, 'paper.end', { queue: QUEUE }));

  await must(CLERK, 'window.call', { window: WINDOW });
  await must(CLERK, 'window.start', { window: WINDOW });
  await after('parked', at('park'));
  await after('closed, parked released', at('close', { anyway: true }));
  expect(await after('called by the other', at('call', {}, OTHER))).toHaveLength(1);
  await after('no-show', at('no-show', { reason: 'absent' }, OTHER));
  await after('bulk', () => must(MANAGER, 'tickets.close', { queues: [QUEUE, 'tax'] }));
  await soon(() => expect(kiosk().kept('queue', QUEUE).waiting).toBe(0));
}, 120_000);

it('other settings reach every screen, what is gone goes, and a new day begins with empty boards', async () => {
  await take();
  await must(OTHER_CLERK, 'window.call', { window: OTHER });
  const index = config.queues.findIndex(({ id }) => id === QUEUE);
  const zone = config.zones.findIndex(({ id }) => id === ZONE);
  const newest = async () => (await must(MANAGER, 'settings.read', {})).newest;
  const change = async (...edits: readonly { path: (string | number)[]; value?: unknown }[]) =>
    must(MANAGER, 'settings.change', { base: await newest(), edits: edits as never, reason: 'trial' });
  await after('names', () =>
    change(
      { path: ['queues', index, 'name'], value: { zh: '发票新名', en: 'Invoices anew' } },
      { path: ['zones', zone, 'name'], value: { zh: '税务新名', en: 'Tax anew' } },
    ),
  );
  await soon(() => {
    expect(board().kept('board', ZONE).name.zh).toBe('税务新名');
    expect(kiosk().kept('queue', QUEUE).name.zh).toBe('发票新名');
    expect(window().kept('window', WINDOW).queues).toContainEqual({ zh: '发票新名', en: 'Invoices anew' });
  });
  clockAt = START + 86_400_000;
  clockSetAt = Date.now();
  writeFileSync(clockFile(), String(clockAt));
  clients = new Map();
  await vi.waitFor(async () => {
    expect((await must(MANAGER, 'hall.read', {})).day).toBe('2027-03-02');
  }, PATIENCE);
  await after('day', async () => {});
  await soon(() => expect(wall().kept('board', ZONE).calls).toEqual([]));
}, 60_000);
