import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { inventPerson, seeded } from '../crowd/people.ts';
import { type LoadRequest, type LoadResult, percentile, post, runLoad } from './http-load.ts';
import { isLarge, largeHall, liveToday, madeUpQueues, sizeOf } from './large-hall.ts';
import { type BenchHall, diskFolder, fsyncMs, startBare, startBenchHall } from './processes.ts';

/** Durable tickets over HTTP at 1, 8 and 64 at once, beside a frozen bare stack in the same run. */

const SECONDS = 4;
/** A hall has run since the morning: its code is compiled, and its estimates thread has read the day. */
const WARM_UP_SECONDS = 6;
/** Ours and the baseline take turns; the median of the ratios counts, for the machine is noisy. */
const ROUNDS = 3;
const AT_ONCE = [1, 8, 64] as const;
const ANONYMOUS_QUEUES = 60;
const NUMBERS = 9_999;
/** Of these, kiosks keep some for times without a server. */
const QUOTA = 9_000;

export interface Row {
  readonly kind: 'anonymous' | 'real-name';
  readonly atOnce: number;
  readonly ticketsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly barePerSecond: number;
  readonly bareP50Ms: number;
  readonly bareP99Ms: number;
  readonly ratio: number;
}

export async function ticketDurable(): Promise<Record<string, unknown>> {
  const folder = diskFolder();
  console.log(`4 KiB write and fsync on this disk: ${fsyncMs(folder).toFixed(2)} ms`);
  const rows: Row[] = [];
  try {
    for (const atOnce of AT_ONCE) rows.push(await row(folder, 'anonymous', atOnce));
    rows.push(await row(folder, 'real-name', 8));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.table(
    rows.map((entry) => ({
      tickets: entry.kind,
      'at once': entry.atOnce,
      'ours /s': Math.round(entry.ticketsPerSecond),
      'p50 ms': entry.p50Ms.toFixed(2),
      'p99 ms': entry.p99Ms.toFixed(2),
      'bare /s': Math.round(entry.barePerSecond),
      'bare p50 ms': entry.bareP50Ms.toFixed(2),
      'bare p99 ms': entry.bareP99Ms.toFixed(2),
      ratio: entry.ratio.toFixed(2),
    })),
  );
  const ratio = Math.min(...rows.filter((entry) => entry.kind === 'anonymous').map((entry) => entry.ratio));
  return { bench: 'ticket-durable', ...sizeOf(), ratio: round(ratio), rows: rows.map(rounded) };
}

async function row(folder: string, kind: Row['kind'], atOnce: number): Promise<Row> {
  const pairs: { ours: LoadResult; bare: LoadResult }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = path.join(folder, `${kind}-${atOnce}-${round}`);
    mkdirSync(at);
    const hall = isLarge()
      ? await startBenchHall(at, largeHall, { past: liveToday })
      : await startBenchHall(at, roomy);
    const ours = await runLoad(await oursLoad(hall, kind, atOnce));
    await hall.stop();
    const bare = await startBare('ticket-server.mjs', [at, kind === 'real-name' ? '2' : '1']);
    const request = post('/tickets', {}, { queue: 'bench-0', items: [], paperless: true });
    const plain = await runLoad({
      port: bare.port,
      atOnce,
      seconds: SECONDS,
      warmUpSeconds: WARM_UP_SECONDS,
      request: () => request,
    });
    await bare.stop();
    pairs.push({ ours, bare: plain });
    rmSync(at, { recursive: true, force: true });
  }
  const rate = (result: LoadResult) => result.done / result.seconds;
  pairs.sort((a, b) => rate(a.ours) / rate(a.bare) - rate(b.ours) / rate(b.bare));
  const { ours, bare } = pairs[Math.floor(pairs.length / 2)] as (typeof pairs)[number];
  return {
    kind,
    atOnce,
    ticketsPerSecond: rate(ours),
    p50Ms: percentile(ours.latencies, 0.5),
    p99Ms: percentile(ours.latencies, 0.99),
    barePerSecond: rate(bare),
    bareP50Ms: percentile(bare.latencies, 0.5),
    bareP99Ms: percentile(bare.latencies, 0.99),
    ratio: rate(ours) / rate(bare),
  };
}

export async function oursLoad(hall: BenchHall, kind: Row['kind'], atOnce: number) {
  const { cookie, check } = await logIn(hall, 'guide01');
  const headers = { cookie, 'x-session-check': check };
  const queues = madeUpQueues(hall.config);
  const anonymous = queues.map((queue) => post('/api/v1/tickets', headers, { queue, paperless: true }));
  const random = seeded(7);
  return {
    port: hall.port,
    atOnce,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
    request: (i: number) =>
      kind === 'anonymous'
        ? (anonymous[i % queues.length] as LoadRequest)
        : post('/api/v1/tickets', headers, {
            queue: queues[i % queues.length],
            paperless: true,
            person: inventPerson(random),
          }),
  };
}

export async function logIn(hall: BenchHall, username: string): Promise<{ cookie: string; check: string }> {
  const response = await fetch(`http://127.0.0.1:${hall.port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: hall.password(username) }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, check: ((await response.json()) as { check: string }).check };
}

/** The demo hall with room for a bench's tickets: more queues, more numbers. */
export function roomy(config: HallConfig): HallConfig {
  const model = config.queues.find((queue) => !queue.realName) as HallConfig['queues'][number];
  const queues = Array.from({ length: ANONYMOUS_QUEUES }, (_, i) => ({
    ...model,
    id: `bench-${i}`,
    prefix: `${'QRSTUV'[Math.floor(i / 10)]}${'ABCDEFGHJK'[i % 10]}`,
    digits: 4,
    firstNumber: 1,
    lastNumber: NUMBERS,
    dailyQuota: QUOTA,
  }));
  return {
    ...config,
    queues: [...config.queues, ...queues],
    windows: config.windows.map((window, i) =>
      i === 0 ? { ...window, queues: [...window.queues, ...queues.map((queue) => queue.id)] } : window,
    ),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function rounded(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? round(value) : value]),
  );
}
