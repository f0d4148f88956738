import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { topicOf } from '@hall/shared/contracts/messages';
import mqtt, { type MqttClient } from 'mqtt';
import { type Browser, chromium, type Page } from 'playwright-core';
import { StaffClient } from '../crowd/http-client.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../system/chromium.ts';
import { isLarge, largeHall, liveToday, sizeOf } from './large-hall.ts';
import { diskFolder, fsyncMs, startBare, startBenchHall } from './processes.ts';

/**
 * From the clerk's request to 20 screens over WebSocket, one of them a Chromium page to its next frame; the
 * slowest of the twenty counts. Beside it the same through a frozen bare stack, in turns.
 */

const CALLS = 100;
const WARM_UP_CALLS = 10;
const ROUNDS = 3;
const PLAIN_SCREENS = 19;
const PAUSE_MS = 40;
const QUEUE = 'invoices';

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export async function callToScreen(): Promise<Record<string, unknown>> {
  const folder = diskFolder();
  console.log(`4 KiB write and fsync on this disk: ${fsyncMs(folder).toFixed(2)} ms`);
  const rounds: { ours: Spread; bare: Spread }[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = path.join(folder, String(round));
      mkdirSync(at);
      const bare = spread(await measureBare(at));
      const ours = spread(await measureOurs(at));
      rounds.push({ ours, bare });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.table(
    rounds.map(({ ours, bare }) => ({
      'p50 ms': ours.p50.toFixed(1),
      'p99 ms': ours.p99.toFixed(1),
      'bare p50 ms': bare.p50.toFixed(1),
      'bare p99 ms': bare.p99.toFixed(1),
      ratio: (ours.p50 / bare.p50).toFixed(2),
    })),
  );
  rounds.sort((a, b) => a.ours.p50 / a.bare.p50 - b.ours.p50 / b.bare.p50);
  const { ours, bare } = rounds[Math.floor(rounds.length / 2)] as (typeof rounds)[number];
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    bench: 'call-to-screen',
    ...sizeOf(),
    ratio: round(ours.p50 / bare.p50),
    p50Ms: round(ours.p50),
    p99Ms: round(ours.p99),
    bareP50Ms: round(bare.p50),
    bareP99Ms: round(bare.p99),
  };
}

async function measureOurs(folder: string): Promise<number[]> {
  const large = isLarge();
  const hall = await startBenchHall(
    folder,
    (config) => ({
      ...(large ? largeHall(config) : config),
      // The lock between calls is a rule for people; a bench would wait for it a thousand seconds.
      calling: { ...config.calling, lockSeconds: 0 },
    }),
    large ? { past: liveToday } : {},
  );
  const browser = await launch();
  try {
    const api = `http://127.0.0.1:${hall.port}/api/v1`;
    const guide = await StaffClient.login(api, 'guide01', hall.password('guide01'));
    for (let i = 0; i < CALLS + WARM_UP_CALLS; i += 1) {
      const taken = await guide.command('ticket.take', { queue: QUEUE, paperless: true });
      if (!taken.ok) throw new Error(taken.problem.code);
    }
    const window = hall.config.windows.find((entry) => entry.queues.includes(QUEUE));
    if (!window) throw new Error(`no window serves ${QUEUE}`);
    const topic = topicOf(hall.hall, 'board', window.zone);
    const device = `board-${window.zone}`;
    const screens = await Promise.all(
      Array.from({ length: PLAIN_SCREENS }, (_, i) =>
        screen(`ws://127.0.0.1:${hall.port}/mqtt`, topic, {
          username: device,
          password: hall.secret(device),
          clientId: `${device}-${i}`,
        }),
      ),
    );
    const page = await watchedPage(
      browser,
      `http://127.0.0.1:${hall.port}/display/wall.html#device=wall-1&secret=${hall.secret('wall-1')}`,
    );
    const clerk = await StaffClient.login(api, 'clerk01', hall.password('clerk01'));
    await clerk.command('window.open', { window: window.id });
    const times = await calls(
      screens,
      page,
      async () => {
        const called = await clerk.command('window.call', { window: window.id });
        if (!called.ok) throw new Error(called.problem.code);
        return called.value.number;
      },
      async () => {
        await clerk.command('window.start', { window: window.id });
        await clerk.command('window.finish', { window: window.id });
      },
    );
    for (const { client } of screens) client.end(true);
    return times;
  } finally {
    await browser.close();
    await hall.stop();
  }
}

async function measureBare(folder: string): Promise<number[]> {
  const bare = await startBare('call-server.mjs', [folder]);
  const browser = await launch();
  try {
    const screens = await Promise.all(
      Array.from({ length: PLAIN_SCREENS }, () => screen(`ws://127.0.0.1:${bare.port}/mqtt`, 'board', {})),
    );
    const page = await watchedPage(browser, `http://127.0.0.1:${bare.port}/`);
    let n = 0;
    const times = await calls(screens, page, async () => {
      n += 1;
      const number = `G${String(n).padStart(3, '0')}`;
      await fetch(`http://127.0.0.1:${bare.port}/call`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number, window: 3, state: 'called' }),
      });
      return number;
    });
    for (const { client } of screens) client.end(true);
    return times;
  } finally {
    await browser.close();
    await bare.stop();
  }
}

interface PlainScreen {
  readonly client: MqttClient;
  /** Ticket number → when this screen first had it, epoch ms with fractions. */
  readonly seen: Map<string, number>;
}

const now = () => performance.timeOrigin + performance.now();

async function screen(url: string, topic: string, options: object): Promise<PlainScreen> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4, ...options });
  const seen = new Map<string, number>();
  client.on('message', (_topic, payload) => {
    const at = now();
    for (const [number] of payload.toString().matchAll(/G\d{3}/g))
      if (!seen.has(number)) seen.set(number, at);
  });
  await client.subscribeAsync(topic);
  return { client, seen };
}

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
}

/** Notes for each number when the frame that first shows it begins to be drawn. */
async function watchedPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.addInitScript(() => {
    const frames: Record<string, number> = {};
    Object.assign(window, { frames_: frames });
    const look = () => {
      const text = document.body?.textContent ?? '';
      const fresh = [...text.matchAll(/G\d{3}/g)]
        .map(([number]) => number)
        .filter((number) => !(number in frames));
      if (fresh.length === 0) return;
      for (const number of fresh) frames[number] = -1;
      requestAnimationFrame(() => {
        const at = performance.timeOrigin + performance.now();
        for (const number of fresh) frames[number] = at;
      });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(url);
  await page.waitForTimeout(2_000);
  return page;
}

async function calls(
  screens: readonly PlainScreen[],
  page: Page,
  call: () => Promise<string>,
  after: () => Promise<void> = async () => {},
): Promise<number[]> {
  const began = new Map<string, number>();
  for (let i = 0; i < CALLS + WARM_UP_CALLS; i += 1) {
    const at = now();
    const number = await call();
    if (i >= WARM_UP_CALLS) began.set(number, at);
    await page.waitForFunction(
      (wanted) => ((window as never as { frames_: Record<string, number> }).frames_[wanted] ?? -1) > 0,
      number,
      { polling: 20 },
    );
    await after();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const frames = (await page.evaluate(
    () => (window as never as { frames_: Record<string, number> }).frames_,
  )) as Record<string, number>;
  return [...began].map(([number, at]) => {
    const shown = [frames[number] as number, ...screens.map(({ seen }) => seen.get(number) ?? Number.NaN)];
    if (shown.some(Number.isNaN)) throw new Error(`${number} did not reach every screen`);
    return Math.max(...shown) - at;
  });
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
  return { p50: at(0.5), p99: at(0.99) };
}
