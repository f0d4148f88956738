import { fileURLToPath } from 'node:url';
import type { Catalogue } from '@hall/shared/contracts/commands';
import { themesOf } from '@hall/shared/contracts/themes';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHallConfig } from '../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../queue-server/hall/views/catalogue.ts';
import { type BuiltApp, buildApp } from './app-build.ts';
import { type FakeHost, startFakeHost } from './fake-host.ts';
import { chromiumMissing, launchChromium } from './test-pages.ts';

/**
 * Every item in at most three taps after the start, in every mode, without scrolling: the real page is walked by taps
 * on what lies whole on the screen and under nothing else; nothing is scrolled, and nothing could be.
 */

const TAPS_MOST = 3;
const PIXELS = 0.25;
/** Items that are opened by real taps in every mode; over all modes it is all items. */
const OPENED_IN_EVERY_MODE = 20;

interface Mode {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly language: 'zh' | 'en';
  readonly large: boolean;
  readonly contrast: boolean;
}

/** Every two of orientation, language and size meet; the contrast of the system changes with them. */
const MODES: readonly Mode[] = [
  mode('upright', 'zh', false, false),
  mode('upright', 'en', true, true),
  mode('upright', 'zh', true, false),
  mode('upright', 'en', false, true),
  mode('wide', 'zh', true, true),
  mode('wide', 'en', false, false),
  mode('wide', 'zh', false, true),
  mode('wide', 'en', true, false),
];

function mode(lies: 'upright' | 'wide', language: 'zh' | 'en', large: boolean, contrast: boolean): Mode {
  const [width, height] = lies === 'wide' ? [1920, 1080] : [1080, 1920];
  const name = [lies, language, large ? 'large type' : 'usual type', contrast ? 'more contrast' : ''];
  return { name: name.filter(Boolean).join(', '), width, height, language, large, contrast };
}

const loaded = loadHallConfig(
  fileURLToPath(new URL('../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
);
if (!loaded.ok) throw new Error(loaded.error.message);
const DEMO = catalogueOf(loaded.value);

/** Five halls' worth of items behind the same themes. */
const LARGE: Catalogue = {
  ...DEMO,
  items: Array.from({ length: 500 }, (_, i) => {
    const item = DEMO.items[i % DEMO.items.length]!;
    return { ...item, id: i < DEMO.items.length ? item.id : `${item.id}-${i}` };
  }),
};

function openedIn(mode: number): Catalogue['items'] {
  const own = DEMO.items.filter((_, i) => i % MODES.length === mode);
  const more = DEMO.items.filter((_, i) => i % MODES.length === (mode + 3) % MODES.length);
  return [...own, ...more.slice(0, Math.max(0, OPENED_IN_EVERY_MODE - own.length))];
}

interface Way {
  readonly theme: string;
  readonly page: number;
  readonly taps: number;
}

describe.skipIf(chromiumMissing !== '')(`every item in three taps${chromiumMissing}`, () => {
  let browser: Browser;
  let app: BuiltApp;
  let host: FakeHost;

  beforeAll(async () => {
    [browser, app] = await Promise.all([launchChromium(), buildApp()]);
    host = await startFakeHost({ catalogue: DEMO, appFolder: app.folder });
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await app?.remove();
  });

  async function open(url: string, { width, height, language, large, contrast }: Mode): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width, height },
      // Everything lies where it lies; only the pixels are fewer, which spares the machine.
      deviceScaleFactor: PIXELS,
      contrast: contrast ? 'more' : 'no-preference',
      reducedMotion: 'reduce',
    });
    await page.goto(url);
    await page.getByTestId('screen-home').waitFor();
    if (language === 'en') await tap(page, 'language', 'screen-home');
    if (large) await tap(page, 'large-type', 'screen-home');
    return page;
  }

  it.each(MODES.map((one, i) => [one.name, one, i] as const))('%s', async (_name, of, number) => {
    const page = await open(host.url, of);
    const ways = await waysOf(page, DEMO);
    expect(DEMO.items.filter(({ id }) => !ways.has(id)).map(({ id }) => id)).toEqual([]);
    const longest = Math.max(...[...ways.values()].map(({ taps }) => taps));
    const item = DEMO.items.find(({ id }) => ways.get(id)?.taps === longest)!;
    process.stdout.write(`${of.name}: longest way ${longest} taps, to ${item.id}\n`);
    expect(longest).toBeLessThanOrEqual(TAPS_MOST);
    for (const one of openedIn(number)) {
      await walk(page, one.id, ways.get(one.id)!, one.name[of.language]);
    }
    await page.close();
  });

  it('holds for a hall with 500 items too, where pages are smallest', async () => {
    const big = await startFakeHost({ catalogue: LARGE, appFolder: app.folder });
    const page = await open(big.url, MODES[7]!);
    const ways = await waysOf(page, LARGE);
    expect(ways.size).toBe(500);
    expect(Math.max(...[...ways.values()].map(({ taps }) => taps))).toBeLessThanOrEqual(TAPS_MOST);
    await page.close();
    await big.close();
  });

  it('who does not know is one tap from people, wherever something is to be found', async () => {
    const page = await open(host.url, MODES[4]!);
    for (const way of [['home-guide'], ['home-zones', 'dont-know'], ['home-search', 'dont-know']]) {
      for (const [i, key] of way.entries()) {
        await tap(page, key, i === way.length - 1 ? 'screen-guide' : way[i + 1]!);
      }
      await tap(page, 'home', 'screen-home');
    }
    await tap(page, 'home-search', 'screen-find');
    await page.getByTestId('search').fill('zzzqqq');
    await page.getByTestId('no-results').waitFor();
    await tap(page, 'call-here', 'no-results');
    await tap(page, 'to-guide', 'screen-guide');
    await tap(page, 'back', 'screen-find');
    expect(await page.getByTestId('search').inputValue()).toBe('zzzqqq');
    await tap(page, 'to-themes', 'screen-home');
    await page.close();
  });

  it('the first three results stand whole beside the keys in every mode', async () => {
    for (const of of MODES) {
      const page = await open(host.url, of);
      await tap(page, 'home-search', 'screen-find');
      await page.getByTestId('search').fill('公积金');
      await page.getByTestId('results').waitFor();
      const whole = await page.getByTestId('results').locator('button').count();
      expect(whole, of.name).toBeGreaterThanOrEqual(3);
      for (const id of await rows(page)) await at(page, id);
      await page.close();
    }
  });
});

/**
 * Looks through every theme's pages and notes the shortest way to each item whose row lies whole within the list and
 * on the screen, with all of its words. Presses by script, but only what a finger could press.
 */
async function waysOf(page: Page, catalogue: Catalogue): Promise<Map<string, Way>> {
  const themes = themesOf(catalogue).map(({ id }) => id);
  const found = await page.evaluate(async (ids) => {
    const key = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    const whole = (element: Element, within: DOMRect): boolean => {
      const box = element.getBoundingClientRect();
      const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const inside =
        box.top >= within.top - 1 &&
        box.bottom <= within.bottom + 1 &&
        box.left >= within.left - 1 &&
        box.right <= within.right + 1;
      return inside && box.width > 0 && element.contains(middle);
    };
    const screen = new DOMRect(0, 0, innerWidth, innerHeight);
    const until = async (there: () => boolean, what: string): Promise<void> => {
      for (let looks = 0; !there(); looks += 1) {
        if (looks > 1_000) throw new Error(what);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const press = async (id: string): Promise<void> => {
      await until(() => {
        const one = key(id);
        return one !== null && whole(one, screen);
      }, `"${id}" cannot be tapped: it is not there, not whole on the screen, or covered`);
      key(id)?.click();
    };
    const allWords = (row: HTMLElement): boolean => {
      const name = row.querySelector<HTMLElement>('.item-name');
      if (!name) return false;
      // Signs reach a little over their line; a line that is cut off is more.
      const over = Number.parseFloat(getComputedStyle(name).lineHeight) / 2;
      return name.scrollHeight <= name.clientHeight + over && row.scrollHeight <= row.clientHeight + over;
    };
    const ways: { item: string; theme: string; page: number }[] = [];
    for (const theme of ids) {
      await press(`theme-${theme}`);
      await until(() => key('items') !== null, `no list for ${theme}`);
      const pages = document.querySelectorAll('.pager [aria-label]').length || 1;
      for (let number = 1; number <= pages; number += 1) {
        if (number > 1) {
          await press(`page-${number}`);
          await until(() => key(`page-${number}`)?.ariaCurrent === 'page', `page ${number} did not come`);
        }
        const list = key('items')?.getBoundingClientRect() ?? screen;
        for (const row of document.querySelectorAll<HTMLElement>('.item-row')) {
          const item = (row.dataset['testid'] ?? '').slice('item-'.length);
          if (whole(row, list) && whole(row, screen) && allWords(row))
            ways.push({ item, theme, page: number });
        }
      }
      await press('home');
      await until(() => key('screen-home') !== null, 'the start screen did not come');
    }
    return ways;
  }, themes);
  const ways = new Map<string, Way>();
  for (const { item, theme, page: number } of found) {
    const taps = number === 1 ? 2 : 3;
    if ((ways.get(item)?.taps ?? Number.POSITIVE_INFINITY) > taps) {
      ways.set(item, { theme, page: number, taps });
    }
  }
  return ways;
}

async function walk(page: Page, id: string, way: Way, name: string): Promise<void> {
  let taps = 0;
  await tap(page, `theme-${way.theme}`, 'screen-list');
  taps += 1;
  if (way.page > 1) {
    await tap(page, `page-${way.page}`, `item-${id}`);
    taps += 1;
  }
  await tap(page, `item-${id}`, 'screen-item');
  taps += 1;
  expect(await page.locator('[data-testid=screen-item] h1').textContent()).toBe(name);
  await at(page, 'take');
  expect(taps).toBe(way.taps);
  await tap(page, 'home', 'screen-home');
}

const rows = (page: Page): Promise<string[]> =>
  page
    .locator('.item-row')
    .evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['testid'] ?? ''));

/** A key that is not to be had by then is not to be had. */
const KEY_MS = 5_000;

/** The middle of a key that lies whole on the screen and under nothing else. */
async function at(page: Page, testId: string): Promise<{ x: number; y: number }> {
  const find = (id: string) => {
    const key = document.querySelector(`[data-testid="${id}"]`);
    if (!key) return null;
    const box = key.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const whole =
      box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
    return whole && box.width > 0 && key.contains(document.elementFromPoint(x, y)) ? { x, y } : null;
  };
  try {
    const found = await page.waitForFunction(find, testId, { polling: 'raf', timeout: KEY_MS });
    return (await found.jsonValue()) as { x: number; y: number };
  } catch {
    throw new Error(`"${testId}" cannot be tapped: it is not there, not whole on the screen, or covered`);
  }
}

/** One tap, and the screen that it leads to. */
async function tap(page: Page, testId: string, leadsTo: string): Promise<void> {
  const place = await at(page, testId);
  await page.mouse.click(place.x, place.y);
  await page.waitForFunction(
    ([id, pressed]) =>
      document.querySelector(`[data-testid="${id}"]`) !== null &&
      (!/^page-[0-9]/.test(pressed ?? '') ||
        document.querySelector(`[data-testid="${pressed}"]`)?.getAttribute('aria-current') === 'page'),
    [leadsTo, testId],
    { polling: 'raf' },
  );
}
