import type { PagePicture, ScreenPicture } from '@hall/shared/contracts/screen-picture';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN_TEXTS } from '../app/picture/texts.ts';
import { resolved } from '../device-host/remote/screen-asks.ts';
import { FOR_RESIDENTS } from '../device-host/remote/self-test-words.ts';
import { APP } from './built.ts';
import { CATALOGUE } from './catalogue.ts';
import { ELDER, type FakeHost, startFakeHost } from './fake-host.ts';
import { chromiumMissing, launchChromium } from './test-pages.ts';

/** What support sees of a kiosk's screen, drawn by the real page in a real browser. */

const NAME = '欧阳*';
const TYPED = 'zhangsanfeng';
/** Longer than any transition of the page. */
const SETTLE_MS = 250;

let browser: Browser;
let host: FakeHost;
let page: Page;

describe.skipIf(chromiumMissing !== '')(`a drawn screen${chromiumMissing}`, () => {
  beforeAll(async () => {
    browser = await launchChromium();
    host = await startFakeHost({ appFolder: APP });
    page = await browser.newPage({
      viewport: { width: 1080, height: 1920 },
      // A screen that is still coming in stands elsewhere each time.
      reducedMotion: 'reduce',
    });
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  const drawn = async (visit: boolean): Promise<PagePicture> => {
    const picture = await host.draw(visit);
    if (picture === null) throw new Error('the page refused');
    return picture;
  };
  /** Once fonts have come and colours have turned: two drawings in a row are alike. */
  const settled = async (): Promise<PagePicture> => {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    for (let last = await drawn(true); ; ) {
      await page.waitForTimeout(SETTLE_MS);
      const next = await drawn(true);
      if (JSON.stringify(next) === JSON.stringify(last)) return next;
      last = next;
    }
  };
  const textsOf = (picture: PagePicture): string[] =>
    (resolved(picture, CATALOGUE, OWN_TEXTS) satisfies ScreenPicture).shapes.flatMap((shape) =>
      shape.kind === 'text' ? [shape.text] : [],
    );
  const own = new Set(OWN_TEXTS.flatMap(({ zh, en }) => [zh, en]));

  it('shows the start screen with what the hall has configured, while nobody is there', async () => {
    const picture = await drawn(false);
    expect(picture).toMatchObject({ width: 1080, height: 1920, visit: false, catalogue: CATALOGUE.version });
    expect(picture.shapes.filter(({ kind }) => kind === 'box').length).toBeGreaterThan(5);
    expect(textsOf(picture)).toContain(CATALOGUE.hall.zh);
    // Another catalogue would give other texts for the same numbers: none are shown then.
    const other = resolved(picture, { ...CATALOGUE, version: 'another' }, OWN_TEXTS);
    expect(JSON.stringify(other)).not.toContain(CATALOGUE.hall.zh);
  });

  it('says what does not work to whoever comes', async () => {
    const words = FOR_RESIDENTS['files'];
    if (words === undefined) throw new Error('no words');
    host.limits([words]);
    await page.getByTestId('limit-notice').getByText(words.zh).waitFor();
    host.limits([]);
    await page.getByTestId('limit-notice').waitFor({ state: 'detached' });
  });

  it('is refused while somebody stands there who was not told', async () => {
    await page.getByTestId('home-search').click();
    await page.getByTestId('screen-find').waitFor();
    expect(await host.draw(false)).toBeNull();
  });

  it('has nothing of what is typed, found or chosen: own words and bars only', async () => {
    for (const key of TYPED) await page.keyboard.press(key);
    await expect.poll(() => page.locator('body').textContent()).toContain('zhang');
    host.support(true);
    await page.getByTestId('support-notice').waitFor();
    const picture = await drawn(true);
    host.support(false);
    const texts = textsOf(picture);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => !own.has(text))).toEqual([]);
    expect(picture.catalogue).toBeNull();
    expect(picture.shapes.some((shape) => shape.kind === 'word' && shape.list === 'hall')).toBe(false);
    expect(JSON.stringify(resolved(picture, CATALOGUE, OWN_TEXTS))).not.toMatch(/zhang/i);
    // The page itself stands as before.
    expect(await page.locator('body').textContent()).toContain('zhang');
  });

  it('is the same whoever lies their card: neither a name nor its length can be read off it', async () => {
    await page.reload();
    await page.getByTestId('screen-home').waitFor();
    const pictures: PagePicture[] = [];
    for (const maskedName of ['张*', NAME, '古丽·阿不都热合曼**']) {
      host.lay({ ...ELDER, card: `card ${maskedName}`, maskedName });
      await page.getByTestId('home-certificate').click();
      await page.getByTestId('certificate-insurance').click();
      await page.getByText(maskedName).first().waitFor();
      pictures.push(await settled());
      host.lay(null);
      await page.getByTestId('home').click();
      await page.getByTestId('screen-home').waitFor();
    }
    expect(new Set(pictures.map(({ shapes }) => JSON.stringify(shapes))).size).toBe(1);
    expect(JSON.stringify(pictures)).not.toContain('欧阳');
  });
});
