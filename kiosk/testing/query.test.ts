import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoCatalogue } from './demo-catalogue.ts';
import { ADULT, type FakeHost } from './fake-host.ts';
import { FAKE_RECEIPT } from './fake-query.ts';
import { chromiumMissing } from './test-pages.ts';
import { withKiosk } from './with-kiosk.ts';

/** The screens of questions by real presses; how they look in every mode: `everybody.test.ts`. */

/** Each behind one door of the start screen. */
const DOORS = ['progress', 'guides', 'questions', 'map', 'windows', 'hours', 'notices', 'ratings'];

/** Patience, not a measure: a machine may be busy with other things. */
const KEY_MS = 60_000;
const WALK_MS = 300_000;

describe.skipIf(chromiumMissing !== '')(`screens of questions${chromiumMissing}`, () => {
  let browser: Browser;
  let host: FakeHost;

  withKiosk({ catalogue: demoCatalogue() }, (kiosk) => {
    ({ browser, host } = kiosk);
  });

  async function open(): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: 1080, height: 1920 },
      deviceScaleFactor: 0.25,
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(KEY_MS);
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
    return page;
  }
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.getByTestId(key).click();
  };

  it(
    'each is two touches from the start',
    async () => {
      const page = await open();
      for (const door of DOORS) {
        await press(page, 'home-query', `query-${door}`);
        await page.getByTestId(`screen-${door}`).waitFor();
        await press(page, 'home');
      }
      await page.close();
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
      await page.getByTestId('case').waitFor();
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
