import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PAGES } from './built.ts';
import { launch } from './chromium.ts';
import { Fixture } from './fixture.ts';
import { boardMessage, callMessage, padMessage, SEQ, text, windowMessage, ZONES } from './hall-state.ts';

/**
 * Pictures of every screen in every state, for looking at: `node display-wall/testing/screenshots.ts OUT [NAME]`.
 * NAME keeps only pictures whose name contains it. The pages are those that were built last (`npm start`).
 */

const [out = 'pictures', only = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const fixture = await Fixture.start(PAGES);
const browser = await launch(['--autoplay-policy=no-user-gesture-required']);
const strict = await launch(['--autoplay-policy=document-user-activation-required']);

const SIZES = {
  wide: [1920, 1080],
  tall: [1080, 1920],
  uhd: [3840, 2160],
  bar: [1920, 360],
  pad: [1280, 800],
  padTall: [800, 1280],
} as const;
type Size = keyof typeof SIZES;
const settle = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
let seq = SEQ;

async function take(
  name: string,
  size: Size,
  page: string,
  device: string,
  act: (page: Page) => Promise<void> = async () => {},
  secret?: string,
  from = browser,
): Promise<void> {
  if (!name.includes(only)) return;
  const [width, height] = SIZES[size];
  const context = await from.newContext({ viewport: { width, height } });
  const tab = await context.newPage();
  tab.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
  tab.on('pageerror', (error) => console.error(name, error));
  await tab.goto(fixture.url(page, device, secret));
  await settle(1200);
  await act(tab);
  await settle(900);
  const clipped = await tab.evaluate(() => {
    const found: string[] = [];
    for (const e of document.querySelectorAll<HTMLElement>('main, main *')) {
      if (
        e.scrollWidth > e.clientWidth + 2 &&
        getComputedStyle(e).overflowX !== 'visible' &&
        !e.closest('.visually-hidden')
      ) {
        found.push(`${e.className || e.tagName} ${e.scrollWidth}>${e.clientWidth}`);
      }
      const box = e.getBoundingClientRect();
      if ((box.bottom > innerHeight + 2 || box.right > innerWidth + 2) && box.height > 0 && box.width > 1)
        found.push(`${e.className || e.tagName} below ${box.bottom}`);
    }
    return found.slice(0, 6);
  });
  if (clipped.length > 0) console.log(name, 'CLIPPED', clipped);
  await tab.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}

const call = (number: string, window: number, zone = 'social') => {
  seq += 1;
  return fixture.say('call', zone, callMessage(Date.now(), number, window, seq, zone));
};
const beatLost = async () => {
  fixture.beating = false;
  await settle(4200);
};

for (const size of ['wide', 'tall'] as const) {
  await take(`wall-kept-${size}`, size, 'wall', 'wall-1');
  await take(`wall-call-${size}`, size, 'wall', 'wall-1', () => call('A013', 3));
  await take(`wall-two-calls-${size}`, size, 'wall', 'wall-1', async () => {
    await call('A014', 3);
    await call('C119', 12, 'insurance');
  });
  await take(`board-kept-${size}`, size, 'board', 'board-social');
  await take(`board-call-${size}`, size, 'board', 'board-social', () => call('A015', 2));
  for (const [state, change] of [
    ['idle', {}],
    ['serving', { serving: { number: 'A012', state: 'serving', since: Date.now(), call: 9 } }],
    ['called', { serving: { number: 'A012', state: 'called', since: Date.now(), call: 9 } }],
    ['paused', { state: 'paused', reason: text('用餐，约 13:15 返回', 'Meal break, back at about 13:15') }],
    ['closed', { state: 'closed', clerk: null }],
  ] as const) {
    await fixture.say('window', 'w3', windowMessage(Date.now(), change));
    await take(`window-${state}-${size}`, size, 'window', 'screen-3');
    if (size === 'wide') await take(`window-${state}-bar`, 'bar', 'window', 'screen-3');
  }
  await fixture.say('window', 'w3', windowMessage(Date.now()));
  await take(`window-live-${size}`, size, 'window', 'screen-3', () => call('A016', 3));
  await take(`sound-ready-${size}`, size, 'sound', 'sound-1');
  await take(`sound-call-${size}`, size, 'sound', 'sound-1', () => call('A017', 3));
}
for (const zone of ZONES) {
  const board = boardMessage(Date.now(), zone);
  const queues = board.queues.map((queue, i) => (i === 0 ? { ...queue, paper: true as const } : queue));
  const away = [3, 5, 8, 9].map((windowNumber) => ({
    windowNumber,
    text: text('用餐，约 13:15 返回', 'Meal break, back at about 13:15'),
  }));
  await fixture.say('board', zone.id, {
    ...board,
    queues,
    away: zone.id === 'social' ? away : away.slice(0, 1),
  });
}
for (const size of ['wide', 'tall'] as const) {
  await take(`wall-away-${size}`, size, 'wall', 'wall-1');
  await take(`board-away-${size}`, size, 'board', 'board-social');
  await take(`board-away-call-${size}`, size, 'board', 'board-social', () => call('A029', 2));
}
for (const zone of ZONES) await fixture.say('board', zone.id, boardMessage(Date.now(), zone));
await take('sound-blocked-wide', 'wide', 'sound', 'sound-1', () => call('A018', 3), undefined, strict);
await take('wall-call-uhd', 'uhd', 'wall', 'wall-1', () => call('A019', 3));
await take('wall-unknown-wide', 'wide', 'wall', 'wall-1', undefined, 'f'.repeat(32));

for (const size of ['pad', 'padTall'] as const) {
  const show = (change: Parameters<typeof padMessage>[1]) =>
    fixture.say('pad', 'w3', padMessage(Date.now(), change));
  await show({});
  await take(`pad-idle-${size}`, size, 'pad', 'pad-3');
  await fixture.say(
    'window',
    'w3',
    windowMessage(Date.now(), { serving: { number: 'A012', state: 'serving', since: Date.now(), call: 9 } }),
  );
  await show({ show: 'serving' });
  await take(`pad-serving-${size}`, size, 'pad', 'pad-3');
  fixture.ratingUntil = Date.now() + 60_000;
  await show({ show: 'rate', ref: 'ab'.repeat(16), until: fixture.ratingUntil });
  await take(`pad-rate-${size}`, size, 'pad', 'pad-3');
  const english = (page: Page) => page.locator('[data-action=language]').click();
  await take(`pad-rate-english-${size}`, size, 'pad', 'pad-3', english);
  const reasons = async (page: Page) => {
    await page.locator('[data-grade="2"]').click();
    await page.locator('[data-reason="210"]').click();
    await page.locator('[data-reason="213"]').click();
  };
  await take(`pad-reasons-${size}`, size, 'pad', 'pad-3', reasons);
  await take(`pad-reasons-english-${size}`, size, 'pad', 'pad-3', async (page) => {
    await english(page);
    await reasons(page);
  });
  await take(`pad-done-${size}`, size, 'pad', 'pad-3', async (page) => {
    await reasons(page);
    await page.locator('[data-action=submit]').click();
  });
  fixture.ratingUntil = Date.now() + 1000;
  await take(`pad-over-${size}`, size, 'pad', 'pad-3');
  await show({ show: 'thanks' });
  await take(`pad-thanks-${size}`, size, 'pad', 'pad-3');
  await show({ show: 'closed', clerk: null });
  await take(`pad-closed-${size}`, size, 'pad', 'pad-3');
  await show({});
}

for (const zone of ZONES)
  await fixture.say('board', zone.id, { ...boardMessage(Date.now(), zone), calls: [] });
for (const size of ['wide', 'tall'] as const) {
  await take(`wall-empty-${size}`, size, 'wall', 'wall-1');
  await take(`board-empty-${size}`, size, 'board', 'board-social');
}
for (const zone of ZONES) await fixture.say('board', zone.id, boardMessage(Date.now(), zone));
for (const [page, device, size] of [
  ['wall', 'wall-1', 'wide'],
  ['wall', 'wall-1', 'tall'],
  ['board', 'board-social', 'wide'],
  ['board', 'board-social', 'tall'],
  ['window', 'screen-3', 'wide'],
  ['pad', 'pad-3', 'pad'],
  ['sound', 'sound-1', 'wide'],
] as const) {
  fixture.beating = true;
  await settle(only === '' || 'offline'.includes(only) ? 1100 : 0);
  await take(`${page}-offline-${size}`, size, page, device, beatLost);
}

await browser.close();
await strict.close();
await fixture.stop();
