import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHallConfig } from '../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../queue-server/hall/views/catalogue.ts';
import { type BuiltApp, buildApp } from './app-build.ts';
import { ADULT, type FakeHost, startFakeHost } from './fake-host.ts';
import { FAKE_RECEIPT } from './fake-query.ts';
import { chromiumMissing, launchChromium } from './test-pages.ts';

/**
 * Every screen of questions in both orientations and languages, usual and in care mode: two touches from the start,
 * nothing scrolls or is cut off, and axe finds nothing.
 */

const loaded = loadHallConfig(
  fileURLToPath(new URL('../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
);
if (!loaded.ok) throw new Error(loaded.error.message);
const DEMO = catalogueOf(loaded.value);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TOUCHES_MOST = 3;
/** Patience, not a measure: a machine may be busy with other things. */
const KEY_MS = 60_000;
const WALK_MS = 300_000;

interface Mode {
  readonly lies: 'upright' | 'wide';
  readonly language: 'zh' | 'en';
  readonly care: boolean;
}
/** Every two of orientation, language and care meet. */
const MODES: readonly Mode[] = [
  { lies: 'upright', language: 'zh', care: false },
  { lies: 'upright', language: 'en', care: true },
  { lies: 'wide', language: 'en', care: false },
  { lies: 'wide', language: 'zh', care: true },
];

/** Presses from the start screen, and what is then there. */
const SCREENS: readonly [keys: readonly string[], shows: string][] = [
  [['home-query'], 'screen-query'],
  [['home-query', 'query-progress'], 'screen-progress'],
  [['home-query', 'query-guides'], 'screen-guides'],
  [['home-query', 'query-questions'], 'screen-questions'],
  [['home-query', 'query-questions', 'questions-search'], 'screen-questions-typing'],
  [['home-query', 'query-questions', 'question-no-card'], 'screen-answer'],
  [['home-query', 'query-map'], 'screen-map'],
  [['home-query', 'query-map', 'map-toilet'], 'way'],
  [['home-query', 'query-windows'], 'screen-windows'],
  [['home-query', 'query-windows', 'window-w1'], 'plan-goal'],
  [['home-query', 'query-hours'], 'screen-hours'],
  [['home-query', 'query-notices'], 'screen-notices'],
  [['home-query', 'query-notices', 'notice-fraud'], 'screen-notice'],
  [['home-query', 'query-ratings'], 'ratings'],
  [['home-query', 'query-progress', 'progress-card'], 'cases'],
];

describe.skipIf(chromiumMissing !== '')(`screens of questions${chromiumMissing}`, () => {
  let browser: Browser;
  let app: BuiltApp;
  let host: FakeHost;

  beforeAll(async () => {
    [browser, app] = await Promise.all([launchChromium(), buildApp()]);
    host = await startFakeHost({ catalogue: DEMO, appFolder: app.folder });
  }, WALK_MS);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await app?.remove();
  });

  async function open({ lies, language, care }: Mode = MODES[0]!): Promise<Page> {
    const page = await browser.newPage({
      viewport: lies === 'wide' ? { width: 1920, height: 1080 } : { width: 1080, height: 1920 },
      deviceScaleFactor: 0.25,
      reducedMotion: 'reduce',
      // The page's own policy holds no foreign script; axe is put in beside it.
      bypassCSP: true,
    });
    page.setDefaultTimeout(KEY_MS);
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
    if (language === 'en') await page.getByTestId('language').click();
    if (care) await page.getByTestId('care').click();
    return page;
  }
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.getByTestId(key).click();
  };

  it.each(
    MODES.map((one, i) => [`${one.lies}, ${one.language}, ${one.care ? 'care' : 'usual'}`, one, i] as const),
  )(
    '%s: each in three touches, whole on the screen, and nothing for axe',
    async (_name, of, mode) => {
      host.lay(ADULT);
      const page = await open(of);
      await page.evaluate(AXE);
      for (const [i, [keys, shows]] of SCREENS.entries()) {
        expect(keys.length).toBeLessThanOrEqual(TOUCHES_MOST);
        await press(page, ...keys);
        await page.getByTestId(shows).first().waitFor();
        expect.soft(await page.evaluate(cutOff), keys.join(' ')).toEqual([]);
        // Each screen is looked at in two modes that differ in everything.
        const looks = (i + Math.floor(mode / 2)) % 2 === mode % 2;
        if (looks) expect.soft(await page.evaluate(axeFinds), keys.join(' ')).toEqual([]);
        await press(page, 'home');
      }
      await press(page, 'theme-social-insurance', 'item-social-card');
      // Large type shows one part of a guide at a time.
      if (of.care) await press(page, 'part-materials');
      await press(page, 'to-list');
      await page.getByTestId('code').waitFor();
      expect.soft(await page.evaluate(cutOff)).toEqual([]);
      expect.soft(await page.evaluate(axeFinds)).toEqual([]);
      await page.close();
      host.lay(null);
    },
    WALK_MS,
  );

  it(
    'a case by its receipt: typed or scanned, none for wrong digits, and nothing of it stays',
    async () => {
      const page = await open();
      await press(page, 'home-query', 'query-progress');
      const type = async (digits: string) => {
        for (const digit of digits) await press(page, `key-${digit}`);
      };
      await type(FAKE_RECEIPT.receipt);
      await type('1111');
      await press(page, 'progress-look');
      await page.getByTestId('progress-trouble').waitFor();
      await press(page, 'field-digits', 'key-back', 'key-back', 'key-back', 'key-back');
      await type(FAKE_RECEIPT.lastDigits);
      await press(page, 'progress-look');
      expect(await page.getByTestId('case').count()).toBe(1);
      expect(await page.getByTestId('case-stage').textContent()).toBe('办理中');
      await press(page, 'progress-again');
      host.scan(`11339927552998008D7000105003000${FAKE_RECEIPT.receipt}`);
      await page.getByTestId('field-receipt').getByText(FAKE_RECEIPT.receipt).waitFor();
      await press(page, 'home');
      await press(page, 'home-query', 'query-progress');
      expect(await page.locator('body').textContent()).not.toMatch(/202611190008|9024|范/);
      await page.close();
    },
    WALK_MS,
  );

  it(
    'offline all of it is there but cases, and the ratings are the last ones, with their day',
    async () => {
      const page = await open();
      await press(page, 'home-query', 'query-ratings');
      await page.getByTestId('ratings').waitFor();
      host.online(false, 'own');
      await page.getByText('网络中断，这是').waitFor();
      await press(page, 'back', 'query-progress');
      await page.getByTestId('progress-away').waitFor();
      await press(page, 'home', 'home-query', 'query-questions', 'questions-search');
      await page.getByTestId('question-search').fill('tingche');
      await press(page, 'question-parking');
      expect(await page.getByTestId('answer').textContent()).toContain('停车场');
      await press(page, 'home', 'home-query', 'query-windows', 'window-w1');
      await page.getByTestId('way').waitFor();
      host.online(true);
      host.query.ratings('none');
      await press(page, 'home', 'home-query', 'query-ratings');
      await page.getByTestId('ratings-none').waitFor();
      await page.close();
    },
    WALK_MS,
  );

  it(
    'the way upstairs: the stairs, or the lift for whoever asks so',
    async () => {
      const page = await open();
      await press(page, 'home-query', 'query-windows', 'page-2', 'window-w20');
      const way = page.getByTestId('way');
      await way.getByText('走楼梯到二楼').waitFor();
      await press(page, 'step-free');
      await way.getByText('乘电梯到二楼').waitFor();
      await press(page, 'floor-f2');
      await page.getByTestId('plan-goal').waitFor();
      await page.close();
    },
    WALK_MS,
  );

  it(
    'the list of a service: its code is read without a network, paper comes out, or says why not',
    async () => {
      const page = await open();
      await press(page, 'theme-social-insurance', 'item-social-card', 'to-list');
      const path = await page.getByTestId('code').locator('path').getAttribute('d');
      const side = Number((await page.getByTestId('code').getAttribute('viewBox'))?.split(' ')[2]);
      const text = readCode(path ?? '', side);
      expect(text).toContain('社会保障卡补换领');
      expect(text).toContain('居民身份证');
      expect(text).not.toMatch(/https?:/);
      await press(page, 'list-print');
      await page.getByText('清单已打印，请取走。').waitFor();
      host.paper('failed', 'PAPER_OUT');
      await press(page, 'list-print');
      await page.getByText('打印机缺纸，清单没有打出来。').waitFor();
      host.paper('printed');
      await page.close();
    },
    WALK_MS,
  );

  it(
    'a ticket leads to its window',
    async () => {
      const page = await open();
      host.lay(ADULT);
      await press(page, 'theme-social-insurance', 'item-social-card', 'take', 'to-map');
      await page.getByTestId('plan-goal').waitFor();
      await press(page, 'back');
      await page.getByTestId('screen-ticket').waitFor();
      host.lay(null);
      await page.close();
    },
    WALK_MS,
  );
});

/** What does not stand whole on the screen, or within what holds it. */
function cutOff(): string[] {
  const stage = document.querySelector('.stage')!;
  const within = stage.getBoundingClientRect();
  const found: string[] = [];
  if (stage.scrollHeight > stage.clientHeight + 2) found.push('the stage scrolls');
  for (const one of document.querySelectorAll<HTMLElement>(
    '.stage button, .stage li, .stage p, .stage svg',
  )) {
    const box = one.getBoundingClientRect();
    if (box.width === 0) continue;
    const outside =
      box.bottom > within.bottom + 2 || box.right > within.right + 2 || box.top < within.top - 2;
    const line = Number.parseFloat(getComputedStyle(one).lineHeight) || 0;
    const over = one instanceof HTMLElement && one.scrollHeight > one.clientHeight + line / 2 + 2;
    const wide = one instanceof HTMLElement && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 0;
    if (outside || over || wide)
      found.push(`${one.dataset['testid'] ?? one.className}: ${one.textContent?.slice(0, 30)}`);
  }
  return found;
}

async function axeFinds(): Promise<string[]> {
  const { axe } = window as unknown as {
    axe: {
      run(
        context: string,
        options: object,
      ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
  };
  const { violations } = await axe.run('.stage', { resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

/** The text of a code that was drawn as runs: `M3 0h7v1H3z`. */
function readCode(path: string, side: number): string {
  const scale = 4;
  const width = side * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * width + Number(x) * scale) * 4;
      for (let at = from; at < from + Number(length) * scale * 4; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return jsQR.default(pixels, width, width)?.data ?? '';
}
