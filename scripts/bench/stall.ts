import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { CONTRACT_VERSION, topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import { StaffClient } from '../crowd/http-client.ts';
import { percentile } from './http-load.ts';
import { type BenchHall, diskFolder, startBareReads, startBenchHall } from './processes.ts';
import type { ScreensOrder } from './stall-screens.ts';
import { roomy } from './ticket-durable.ts';

/**
 * Every fsync of the server takes 50 ms longer, 200 screens look on, five people a second are called: how long
 * do a device's message and a page's request take meanwhile that need no commit? Beside it the same on a bare
 * Fastify and Aedes without a disk.
 */

const STALL_MS = 50;
const SCREENS = 200;
const CLERKS = 5;
const CALL_EVERY_MS = 1_000;
const SECONDS = 15;
const WARM_UP_MS = 2_000;
/** Ours and the baseline take turns; the median of the rounds counts. */
const ROUNDS = 3;
const BROKER_EVERY_MS = 25;
const HTTP_EVERY_MS = 40;
const QUEUE = 'bench-0';
const DEVICE = 'kiosk-1';

interface Measured {
  readonly broker: Float64Array;
  readonly http: Float64Array;
  /** Calls that each screen got, on average, for each that was made. */
  readonly delivered: number;
}

export async function stall(): Promise<Record<string, unknown>> {
  const folder = diskFolder();
  try {
    const shim = path.join(folder, 'slow-fsync.so');
    const source = fileURLToPath(new URL('./slow-fsync.c', import.meta.url));
    execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', shim, source, '-ldl']);
    const rounds: { ours: Measured; bare: Measured }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = path.join(folder, String(round));
      mkdirSync(at);
      const bare = await measureBare();
      rounds.push({ ours: await measureOurs(at, shim), bare });
    }
    const p99 = ({ broker, http }: Measured) => Math.max(percentile(broker, 0.99), percentile(http, 0.99));
    console.table(
      rounds.map(({ ours, bare }) => ({
        'broker p50 ms': ms(percentile(ours.broker, 0.5)),
        'broker p99 ms': ms(percentile(ours.broker, 0.99)),
        'http p50 ms': ms(percentile(ours.http, 0.5)),
        'http p99 ms': ms(percentile(ours.http, 0.99)),
        'bare broker p99 ms': ms(percentile(bare.broker, 0.99)),
        'bare http p99 ms': ms(percentile(bare.http, 0.99)),
        'calls shown': ms(ours.delivered),
      })),
    );
    const median = (values: number[]) =>
      values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
    return {
      bench: 'stall',
      p99Ms: ms(median(rounds.map(({ ours }) => p99(ours)))),
      bareP99Ms: ms(median(rounds.map(({ bare }) => p99(bare)))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Five windows beside each other serve one queue, without the rule that spaces calls. */
function fiveWindows(config: HallConfig): HallConfig {
  const hall = roomy(config);
  const zone = hall.queues.find((queue) => queue.id === QUEUE)?.zone as string;
  return {
    ...hall,
    calling: { ...hall.calling, lockSeconds: 0 },
    windows: hall.windows.map((window, i) => (i < CLERKS ? { ...window, zone, queues: [QUEUE] } : window)),
  };
}

async function measureOurs(folder: string, shim: string): Promise<Measured> {
  const hall = await startBenchHall(folder, fiveWindows, {
    env: { LD_PRELOAD: shim, SLOW_FSYNC_FOLDER: folder, SLOW_FSYNC_MS: String(STALL_MS) },
  });
  try {
    const api = `http://127.0.0.1:${hall.port}/api/v1`;
    const windows = hall.config.windows.slice(0, CLERKS);
    const zone = windows[0]?.zone as string;
    const clerks = await Promise.all(
      windows.map((_, i) => {
        const username = `clerk0${i + 1}`;
        return StaffClient.login(api, username, hall.password(username));
      }),
    );
    await prepare(hall, api, clerks, windows);
    const board = `board-${zone}`;
    const screens = await startScreens({
      url: `ws://127.0.0.1:${hall.port}/mqtt`,
      topics: [
        ...(['server', 'info'] as const).map((name) => topicOf(hall.hall, name)),
        ...(['board', 'call'] as const).map((name) => topicOf(hall.hall, name, zone)),
      ],
      screens: Array.from({ length: SCREENS }, (_, i) => ({
        clientId: `${board}-${i}`,
        username: board,
        password: hall.secret(board),
      })),
    });
    const manager = await StaffClient.login(api, 'manager01', hall.password('manager01'));
    const [clerk] = clerks as [StaffClient];
    const [window] = windows as [(typeof windows)[number]];
    const until = performance.now() + WARM_UP_MS + SECONDS * 1_000;
    const calling = Promise.all(
      clerks.map((entry, i) => serve(entry, windows[i]?.id as string, i * (CALL_EVERY_MS / CLERKS), until)),
    );
    await sleep(WARM_UP_MS);
    const reads = [
      async () => (await fetch(`http://127.0.0.1:${hall.port}/healthz`)).text(),
      async () => accepted(await manager.command('hall.read', {})),
      async () => accepted(await clerk.command('desk.read', { window: window.id })),
    ];
    const measured = await probes(
      `mqtt://127.0.0.1:${hall.mqttPort}`,
      { clientId: DEVICE, username: DEVICE, password: hall.secret(DEVICE) },
      topicOf(hall.hall, 'health', DEVICE),
      reads,
    );
    const made = (await calling).reduce((sum, count) => sum + count, 0);
    const shown = await screens.end();
    return { ...measured, delivered: shown / SCREENS / made };
  } finally {
    await hall.stop();
  }
}

/** Tickets for all that will be called, and windows that are open. */
async function prepare(
  hall: BenchHall,
  api: string,
  clerks: readonly StaffClient[],
  windows: HallConfig['windows'],
): Promise<void> {
  const guide = await StaffClient.login(api, 'guide01', hall.password('guide01'));
  const tickets = CLERKS * (SECONDS + 10);
  await Promise.all(
    Array.from({ length: tickets }, async () =>
      accepted(await guide.command('ticket.take', { queue: QUEUE, paperless: true })),
    ),
  );
  for (const [i, clerk] of clerks.entries()) {
    accepted(await clerk.command('window.open', { window: windows[i]?.id as string }));
  }
}

/** One clerk: a person a second is called, received and seen off; how many were called. */
async function serve(clerk: StaffClient, window: string, offsetMs: number, until: number): Promise<number> {
  await sleep(offsetMs);
  let calls = 0;
  while (performance.now() < until) {
    const next = performance.now() + CALL_EVERY_MS;
    accepted(await clerk.command('window.call', { window }));
    calls += 1;
    accepted(await clerk.command('window.start', { window }));
    accepted(await clerk.command('window.finish', { window }));
    await sleep(Math.max(0, next - performance.now()));
  }
  return calls;
}

async function measureBare(): Promise<Measured> {
  const bare = await startBareReads();
  try {
    const screens = await startScreens({
      url: `ws://127.0.0.1:${bare.port}`,
      topics: ['board', 'call', 'info', 'server'],
      screens: Array.from({ length: SCREENS }, (_, i) => ({ clientId: `screen-${i}` })),
    });
    await sleep(WARM_UP_MS);
    const reads = ['healthz', 'hall', 'desk'].map(
      (name) => async () => (await fetch(`http://127.0.0.1:${bare.port}/${name}`)).json(),
    );
    const measured = await probes(`mqtt://127.0.0.1:${bare.mqttPort}`, { clientId: DEVICE }, 'health', reads);
    await screens.end();
    return { ...measured, delivered: 1 };
  } finally {
    await bare.stop();
  }
}

/** A device's health to its acknowledgement, and reads in turn: what needs no commit. */
async function probes(
  url: string,
  credentials: object,
  topic: string,
  reads: readonly (() => Promise<unknown>)[],
): Promise<Pick<Measured, 'broker' | 'http'>> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4, ...credentials });
  const until = performance.now() + SECONDS * 1_000;
  const [broker, http] = await Promise.all([
    every(BROKER_EVERY_MS, until, () =>
      client.publishAsync(topic, JSON.stringify({ v: CONTRACT_VERSION, at: Date.now(), peripherals: [] }), {
        qos: 1,
        retain: true,
      }),
    ),
    every(HTTP_EVERY_MS, until, (i) => (reads[i % reads.length] as () => Promise<unknown>)()),
  ]);
  await client.endAsync(true);
  return { broker, http };
}

/** Begins an act at a steady pace, whether the last one came back or not: a stall must not slow the count. */
async function every(
  periodMs: number,
  until: number,
  act: (i: number) => Promise<unknown>,
): Promise<Float64Array> {
  const times: Promise<number>[] = [];
  for (let i = 0; performance.now() < until; i += 1) {
    const began = performance.now();
    times.push(act(i).then(() => performance.now() - began));
    await sleep(periodMs);
  }
  return Float64Array.from(await Promise.all(times)).sort();
}

async function startScreens(order: ScreensOrder): Promise<{ end(): Promise<number> }> {
  const child = fork(fileURLToPath(new URL('./stall-screens.ts', import.meta.url)), [JSON.stringify(order)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first[0] !== 'ready') throw new Error('the screens could not connect');
  return {
    async end() {
      const counted = once(child, 'message');
      child.send('count');
      const [{ calls }] = (await counted) as [{ calls: number }];
      child.kill('SIGKILL');
      return calls;
    },
  };
}

function accepted<T>(reply: { ok: true; value: T } | { ok: false; problem: { code: string } }): T {
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply.value;
}

function ms(value: number): number {
  return Math.round(value * 100) / 100;
}
