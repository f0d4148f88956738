import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../../hall/testing/server.ts';
import { launch } from './browser.ts';
import { logIn, openConsole } from './real-hall.ts';

/**
 * Pictures of everything about accounts at real hall servers, demo and production, to be looked at:
 * `node testing/staff-shots.ts <out folder>`. `docs/screens` has accounts, audit, profile and setup of them.
 * The pages are those that were built last (`npm start`).
 */

const [out = 'shots'] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launch();
const demo = await startTestServer();
const production = await startTestServer({ demo: false });

async function walk(language: 'zh' | 'en', width: number): Promise<void> {
  const look = { language, width, height: width === 1440 ? 900 : 800 };
  const take = async (page: Page, name: string) => {
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(400);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) console.error(`${name} ${width} ${language}: ${wider} px too wide`);
    await page.screenshot({ path: join(out, `${name}-${width}-${language}.png`) });
  };
  const enter = async (server: TestServer, username: string) => {
    const { page } = await openConsole(browser, server, look);
    await logIn(page, username, server.password(username));
    await page.getByTestId('account').waitFor();
    return page;
  };

  const setup = (await openConsole(browser, production, look)).page;
  await setup.goto('/console/');
  await setup.getByTestId('setup-code').waitFor();
  await take(setup, 'setup');

  const admin = await enter(demo, 'admin01');
  await admin.getByTestId('nav-accounts').click();
  await admin.getByTestId('account-admin01').waitFor();
  await take(admin, 'accounts');
  await admin.getByTestId('account-new').click();
  await admin.getByTestId('account-username').waitFor();
  await take(admin, 'account-new');
  const username = `new-${language}${width}`;
  await admin.getByTestId('account-username').fill(username);
  await admin.getByTestId('account-name').fill('赵新');
  await admin.getByTestId('account-name-en').fill('Zhao Xin');
  await admin.getByTestId('account-save').click();
  await admin.getByTestId('one-time-password').waitFor();
  await take(admin, 'one-time-password');
  const oneTime = (await admin.getByTestId('one-time-password').textContent()) ?? '';
  await admin.getByTestId('one-time-kept').click();
  await admin.getByTestId('edit-clerk02').click();
  await admin.getByTestId('account-disable').waitFor();
  await take(admin, 'account-edit');
  await admin.keyboard.press('Escape');
  await admin.getByTestId('nav-sessions').click();
  await admin.getByTestId('session-row').first().waitFor();
  await take(admin, 'sessions');
  await admin.getByTestId('account').click();
  await admin.getByTestId('profile-open').click();
  await admin.getByTestId('password-form').waitFor();
  await take(admin, 'profile');
  await admin.getByRole('tab').nth(1).click();
  await admin.getByTestId('totp-password').fill(demo.password('admin01'));
  await admin.getByTestId('totp-next').click();
  await admin.getByTestId('qr').waitFor();
  await take(admin, 'profile-totp');
  await admin.getByRole('tab').nth(2).click();
  await admin.getByTestId('session-row').first().waitFor();
  await take(admin, 'profile-sessions');

  const forced = (await openConsole(browser, demo, look)).page;
  await logIn(forced, username, oneTime);
  await forced.getByTestId('password-form').waitFor();
  await take(forced, 'forced');

  const auditor = await enter(demo, 'auditor01');
  await auditor.getByTestId('nav-audit').click();
  await auditor.getByTestId('audit-entry').first().waitFor();
  await take(auditor, 'audit');
}

try {
  for (const language of ['zh', 'en'] as const) {
    for (const width of [1440, 1280]) await walk(language, width);
  }
  const ended = (await openConsole(browser, demo)).page;
  for (let i = 0; i < 5; i += 1) {
    await logIn(ended, 'clerk20', 'wrong');
    await ended.getByTestId('login-problem').getByText(/./).waitFor();
  }
  await ended.screenshot({ path: join(out, 'login-locked.png') });
} finally {
  await browser.close();
  await demo.stop();
  await production.stop();
}
