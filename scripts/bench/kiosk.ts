import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sight } from '@hall/kiosk/shell/alive';
import { LOOK_MS } from '@hall/kiosk/shell/watch';
import { launchChromium } from '@hall/kiosk/testing/test-pages';
import type { Browser } from 'playwright-core';
import { type RunningDemo, startDemo } from '../e2e/demo-hall.ts';
import { ROOT } from '../launch/options.ts';
import { buildPages } from '../launch/pages.ts';
import { percentile } from './http-load.ts';
import { fingerOn } from './kiosk/finger.ts';
import { heapMb } from './kiosk/heap.ts';
import { HOME, type Sample, tour, visit } from './kiosk/visits.ts';

/**
 * The built page of a kiosk in Chromium, at a real device host and hall as `npm start` runs them, on a processor four
 * times slower. A finger touches; the page itself says when the key looked different and when the next screen stood.
 *
 * `touchP95Ms`, `pageP95Ms`: over every press of all tours, ms. `startSeconds`: until the start screen stands, s; the
 * longest of some starts of either kind: a window opened at a host that runs, and a host's process begun with an empty
 * folder together with its window, which looks for it as the locked window does. Each window is new: nothing is in its
 * cache. `heapGrowthMB`: what {@link VISITS} visits leave behind, MB.
 */

const SLOWDOWN = 4;
/** Upright, as most kiosks stand. */
const SCREEN = { width: 1080, height: 1920 };
/** Each goes once over every kind of screen. */
const TOURS = 6;
/** What is loaded once (fonts, the search's index) is loaded by then. */
const VISITS_BEFORE = 30;
const VISITS = 300;
const STARTS = 3;
const UP_WITHIN_MS = 60_000;
/** The demo's machine beside the one that `npm start` runs. */
const SECOND = 'kiosk-2';

export async function kioskBench(): Promise<Record<string, unknown>> {
  // Whoever reads the figures has to know whether the machine was quiet.
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
  // A demo that has to build first would be given up.
  await buildPages(console.log);
  const demo = await startDemo();
  const browser = await launchChromium();
  try {
    const samples = await tours(browser, demo);
    console.table(
      [...Map.groupBy(samples, ({ key }) => key)].map(([key, all]) => ({
        key,
        times: all.length,
        touchP95Ms: p95(all.map(({ touchMs }) => touchMs)),
        pageP95Ms: p95(all.map(({ pageMs }) => pageMs)),
      })),
    );
    const starts = await startsOf(browser, demo);
    console.table(starts);
    const heapGrowthMB = await heapGrowth(browser, demo);
    return {
      bench: 'kiosk',
      touchP95Ms: p95(samples.map(({ touchMs }) => touchMs)),
      pageP95Ms: p95(samples.map(({ pageMs }) => pageMs)),
      startSeconds: Math.max(...starts.map(({ seconds }) => seconds)),
      heapGrowthMB,
    };
  } finally {
    await browser.close();
    await demo.stop();
  }
}

async function openPage(browser: Browser, url: string, slowdown: number) {
  const context = await browser.newContext({ viewport: SCREEN, hasTouch: true, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const began = performance.now();
  for (const until = began + UP_WITHIN_MS; (await sight(url)).host === 'away'; await sleep(LOOK_MS)) {
    if (performance.now() > until) throw new Error(`${url} does not answer`);
  }
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator(HOME).waitFor({ state: 'visible', timeout: UP_WITHIN_MS });
  return { page, cdp, seconds: (performance.now() - began) / 1000, close: () => context.close() };
}

async function tours(browser: Browser, demo: RunningDemo): Promise<Sample[]> {
  const { page, cdp, close } = await openPage(browser, demo.ready.surfaces.kiosk, SLOWDOWN);
  const finger = fingerOn(page, cdp);
  const samples: Sample[] = [];
  try {
    // Once unmeasured: a kiosk that serves people has shown every screen before.
    await tour(page, finger, 0);
    for (let i = 0; i < TOURS; i += 1) samples.push(...(await tour(page, finger, i)));
  } finally {
    await close();
  }
  return samples;
}

interface Start {
  readonly from: string;
  readonly seconds: number;
}

/** The longest of some starts: a page that is opened, and a machine whose host begins. */
async function startsOf(browser: Browser, demo: RunningDemo): Promise<Start[]> {
  const pages: number[] = [];
  for (let i = 0; i < STARTS; i += 1) {
    const { seconds, close } = await openPage(browser, demo.ready.surfaces.kiosk, SLOWDOWN);
    pages.push(seconds);
    await close();
  }
  const hosts: number[] = [];
  for (let i = 0; i < STARTS; i += 1) hosts.push(await hostStart(browser, demo));
  const rounded = (seconds: number[]) => Math.round(Math.max(...seconds) * 100) / 100;
  return [
    { from: 'the page is opened', seconds: rounded(pages) },
    { from: 'the host is started', seconds: rounded(hosts) },
  ];
}

/** A host of its own, with an empty folder: nothing is known from before. */
async function hostStart(browser: Browser, demo: RunningDemo): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-kiosk-bench-'));
  const port = Number(new URL(demo.ready.surfaces.kiosk).port) + SECOND_PORT;
  const config = {
    profile: 'kiosk',
    device: SECOND,
    secret: demo.secret(SECOND),
    hall: demo.ready.hall,
    mqttUrl: demo.ready.mqtt.tcp,
    httpUrl: new URL(demo.ready.api).origin,
    logLevel: 'silent',
    port,
    dataDir: folder,
  };
  const main = path.join(ROOT, 'kiosk/device-host/main.ts');
  const began = performance.now();
  const host = spawn(process.execPath, [main, '--config-json', JSON.stringify(config)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { NODE_COMPILE_CACHE: path.join(ROOT, 'node_modules', '.cache', 'compiled'), ...process.env },
  });
  try {
    const { close } = await openPage(browser, `http://127.0.0.1:${port}/`, SLOWDOWN);
    const seconds = (performance.now() - began) / 1000;
    await close();
    return seconds;
  } finally {
    const ended = once(host, 'exit');
    host.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Behind the block of ports that the demo takes. */
const SECOND_PORT = 20;

/** At full speed: what stays in memory does not depend on it. */
async function heapGrowth(browser: Browser, demo: RunningDemo): Promise<number> {
  const { page, cdp, close } = await openPage(browser, demo.ready.surfaces.kiosk, 1);
  const finger = fingerOn(page, cdp);
  try {
    for (let i = 0; i < VISITS_BEFORE; i += 1) await visit(page, finger, i);
    const before = await heapMb(cdp);
    for (let i = 0; i < VISITS; i += 1) await visit(page, finger, VISITS_BEFORE + i);
    const after = await heapMb(cdp);
    console.log(
      `heap ${before.toFixed(1)} MB after ${VISITS_BEFORE} visits, ${after.toFixed(1)} MB ${VISITS} later`,
    );
    return Math.round((after - before) * 100) / 100;
  } finally {
    await close();
  }
}

function p95(values: readonly number[]): number {
  return Math.round(percentile(Float64Array.from(values).sort(), 0.95));
}
