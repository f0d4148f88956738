import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launch } from './browser.ts';
import { CONSOLE } from './built.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { scanInto } from './scanner.ts';

/**
 * Pictures of the guide desk, to be looked at, as it was built last (`npm start`):
 * `node testing/guide-shots.ts <out folder> [name part]`.
 */

const SIZES = { tablet: [1024, 768], wide: [1440, 900], narrow: [420, 900] } as const;

async function find(page: Page, text: string): Promise<void> {
  await page.getByTestId('find').fill(text);
  await page.keyboard.press('Enter');
}

async function scan(page: Page, code: string): Promise<void> {
  await scanInto(page, code);
  await page.getByTestId('scan-result').waitFor();
}

const STATES: Readonly<Record<string, (page: Page, fixture: Fixture) => Promise<void>>> = {
  queues: async (page) => page.getByTestId('take-queue-enquiry').waitFor(),
  bell: async (page, { guide }) => {
    guide.ring('kiosk-1');
    guide.ring('kiosk-3');
    await page.getByTestId('bell-kiosk-3').waitFor();
  },
  certificates: async (page, { guide }) => {
    guide.strayCertificate();
    const last = guide.strayCertificate();
    await page.reload();
    await page.getByTestId(`stray-${last}`).waitFor();
  },
  items: async (page) => {
    await page.getByTestId('item-search').fill('dj');
    await page.getByTestId('add-item-company-setup').click();
    await page.getByTestId('add-item-property-transfer').click();
    await page.getByTestId('itinerary').waitFor();
  },
  wish: async (page) => {
    await page.getByTestId('more-queue-company').click();
    await page.getByTestId('claim-green').check();
    await page.getByTestId('for-other').check();
  },
  slip: async (page) => {
    await page.getByTestId('take-queue-enquiry').click();
    await page.getByTestId('slip-print').click();
    await page.getByTestId('print-at-kiosk-1').click();
    await page.locator('[data-testid=paper-state][data-state=printed]').waitFor();
  },
  found: async (page) => {
    await find(page, 'A053');
    await page.getByTestId('act-confirm-class').click();
    await page.getByTestId('claim-disabled').check();
  },
  scanned: async (page, { guide }) => scan(page, guide.code('A053')),
  'scanned-replaced': async (page, { guide }) => {
    guide.reprinted('A053', 2);
    await scan(page, guide.code('A053'));
  },
  'scanned-not-yet': async (page, { guide }) => scan(page, guide.code('A996', { offline: true })),
  'scanned-forged': async (page, { guide }) => scan(page, guide.code('A053', { forged: true })),
  passed: async (page) => {
    await find(page, 'A040');
    await page.getByTestId('act-reactivate').waitFor();
  },
  book: async (page) => {
    await page.getByTestId('book-queue-fund').click();
    await page.locator('[data-testid^=day-]:enabled').nth(1).click();
    await page.locator('[data-testid^=slot-]:enabled').first().click();
    await page.getByTestId('book-form').waitFor();
  },
  today: async (page) => {
    await page.getByTestId('tab-today').check();
    await page.getByTestId('booking-7B20D4').waitFor();
  },
  refused: async (page, { guide }) => {
    guide.refuseOnce('ticket.take', 'QUOTA_USED_UP');
    await page.getByTestId('take-queue-enquiry').click();
    await page.getByTestId('refused').waitFor();
  },
  offline: async (page, fixture) => {
    fixture.online(false);
    await page.getByTestId('offline').waitFor();
  },
};

const [out = 'shots', only = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launch();
for (const [name, walk] of Object.entries(STATES)) {
  if (!name.includes(only)) continue;
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const language of ['zh', 'en']) {
      const fixture = await startFixture({ dist: CONSOLE });
      const context = await browser.newContext({
        viewport: { width, height },
        baseURL: fixture.url,
        reducedMotion: 'reduce',
      });
      await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      const say = (text: string) => process.stderr.write(`${name} ${size} ${language}: ${text}\n`);
      page.on('pageerror', (error) => say(error.message));
      let failed = '';
      try {
        await page.goto('/console/');
        await page.getByTestId('demo-login-li.na').click();
        await page.getByTestId('take-queue-enquiry').waitFor();
        await walk(page, fixture);
        await page.evaluate(() => document.fonts.ready);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wider > 0) say(`${wider} px too wide`);
      } catch (error) {
        say(String(error).split('\n')[0] ?? '');
        failed = '-failed';
      }
      await page.screenshot({
        path: join(out, `guide-${name}-${size}-${language}${failed}.png`),
        fullPage: size === 'narrow',
      });
      await context.close();
      await fixture.close();
    }
  }
}
await browser.close();
