import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launch } from './browser.ts';
import { CONSOLE } from './built.ts';
import { type Fixture, startFixture } from './fixture.ts';

/**
 * Pictures of every page and state, to be looked at: `node testing/shots.ts <out folder> [name part]`.
 * Each state is reached the way a person reaches it. The pages are those that were built last (`npm start`).
 */

const SIZES = { wide: [1440, 900], narrow: [420, 900], full: [1920, 1080] } as const;

type Walk = (page: Page, fixture: Fixture) => Promise<void>;

async function logIn(page: Page, username: string): Promise<void> {
  await page.goto('/console/');
  await page.getByTestId(`demo-login-${username}`).click();
  await page.getByTestId('account').waitFor();
}

async function clerk(page: Page): Promise<void> {
  await logIn(page, 'wang.fang');
  await page.getByTestId('choose-window-w3').click();
  await page.getByTestId('primary').waitFor();
}

async function press(page: Page, action: string): Promise<void> {
  await page.locator(`[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`).waitFor();
  await page.keyboard.press('Space');
}

const STATES: Readonly<Record<string, Walk>> = {
  landing: async (page) => {
    await page.goto('/');
    await page.getByTestId('tile-kiosk').waitFor();
  },
  login: async (page) => {
    await page.goto('/console/');
    await page.getByTestId('demo-login-wang.fang').waitFor();
  },
  'login-wrong': async (page) => {
    await page.goto('/console/');
    await page.getByTestId('login-username').fill('wang.fang');
    await page.getByTestId('login-password').fill('guess');
    await page.getByTestId('login-submit').click();
    await page.getByText(/用户名或密码|Wrong user/).waitFor();
  },
  windows: (page) => logIn(page, 'wang.fang'),
  'clerk-ready': clerk,
  'clerk-called': async (page, fixture) => {
    await clerk(page);
    await press(page, 'call');
    await page.getByTestId('serving-number').waitFor();
    fixture.silentScreens('w3', [{ zh: '商事登记分区屏', en: 'Board, business registration' }]);
    await page.getByTestId('unacknowledged').waitFor();
  },
  'clerk-no-show': async (page) => {
    await clerk(page);
    await press(page, 'call');
    await page.locator('[data-action=start]:not([aria-disabled=true])').waitFor();
    await page.keyboard.press('n');
    await page.getByTestId('reason-absent').waitFor();
  },
  'clerk-locked': async (page) => {
    await clerk(page);
    await press(page, 'call');
    await page.locator('[data-action=start]:not([aria-disabled=true])').waitFor();
    await page.keyboard.press('n');
    await page.getByTestId('reason-absent').click();
    await page.getByTestId('lock-ring').waitFor();
  },
  'clerk-serving': async (page) => {
    await clerk(page);
    await press(page, 'call');
    await press(page, 'start');
    await page.locator('[data-action=finish]').waitFor();
  },
  'clerk-finished': async (page) => {
    await clerk(page);
    await press(page, 'call');
    await press(page, 'start');
    await press(page, 'finish');
    await page.getByTestId('last-rating').waitFor();
    await page.locator('[data-action=call]:not([aria-disabled=true])').waitFor();
  },
  'clerk-paused': async (page) => {
    await clerk(page);
    await page.locator('[data-action=call]:not([aria-disabled=true])').waitFor();
    await page.keyboard.press('p');
    await page.getByTestId('reason-meal').click();
    await page.locator('[data-action=resume]:not([aria-disabled=true])').waitFor();
  },
  'clerk-empty': async (page, fixture) => {
    await clerk(page);
    fixture.clear();
    await page.getByTestId('empty').waitFor();
  },
  'clerk-offline': async (page, fixture) => {
    await clerk(page);
    await press(page, 'call');
    await page.getByTestId('serving-number').waitFor();
    fixture.online(false);
    await page.getByTestId('offline').waitFor();
  },
  manager: async (page) => {
    await logIn(page, 'zhao.gang');
    await page.getByTestId('figure-issued').waitFor();
  },
  'manager-definition': async (page) => {
    await logIn(page, 'zhao.gang');
    await page.getByTestId('figure-noShow').getByRole('button').hover();
    await page.getByRole('tooltip').waitFor();
  },
  'manager-story': async (page) => {
    await logIn(page, 'zhao.gang');
    await page.getByTestId('ticket-search').fill('a012');
    await page.keyboard.press('Enter');
    await page.getByTestId('story').waitFor();
  },
  'manager-offline': async (page, fixture) => {
    await logIn(page, 'zhao.gang');
    await page.getByTestId('figure-issued').waitFor();
    fixture.online(false);
    await page.getByTestId('offline').waitFor();
  },
  guide: async (page) => {
    await logIn(page, 'li.na');
    await page.getByTestId('take-queue-enquiry').waitFor();
  },
  'guide-search': async (page) => {
    await logIn(page, 'li.na');
    await page.getByTestId('item-search').fill('执照');
    await page.getByTestId('take-item-company-setup').waitFor();
  },
  'guide-slip': async (page) => {
    await logIn(page, 'li.na');
    await page.getByTestId('take-queue-enquiry').click();
    await page.getByTestId('slip-number').waitFor();
  },
  'guide-person': async (page) => {
    await logIn(page, 'li.na');
    await page.getByTestId('take-queue-company').click();
    await page.getByTestId('person-name').waitFor();
  },
};

const [out = 'shots', only = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launch();
for (const [name, walk] of [
  ...Object.entries(STATES),
  ['landing-production', STATES['landing-production']] as const,
]) {
  if (!name.includes(only)) continue;
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const language of ['zh', 'en']) {
      const fixture = await startFixture({ dist: CONSOLE, demo: name !== 'landing-production' });
      const context = await browser.newContext({
        viewport: { width, height },
        baseURL: fixture.url,
        reducedMotion: 'reduce',
      });
      await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
      const page = await context.newPage();
      page.on('pageerror', (error) =>
        process.stderr.write(`${name} ${size} ${language}: ${error.message}\n`),
      );
      try {
        if (walk) await walk(page, fixture);
        else await page.goto('/').then(() => page.getByTestId('production').waitFor());
        await page.evaluate(() => document.fonts.ready);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wider > 0) process.stderr.write(`${name} ${size} ${language}: ${wider} px too wide\n`);
        await page.screenshot({
          path: join(out, `${name}-${size}-${language}.png`),
          fullPage: name === 'landing' || size === 'narrow',
        });
      } catch (error) {
        process.stderr.write(`${name} ${size} ${language}: ${String(error).split('\n')[0]}\n`);
        await page.screenshot({ path: join(out, `${name}-${size}-${language}-failed.png`) });
      }
      await context.close();
      await fixture.close();
    }
  }
}
await browser.close();
