import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { hasChromium } from './browser.ts';
import type { Fixture } from './fixture.ts';
import { type FixturePage, withFixturePages } from './fixture-pages.ts';

const ready = (action: string) => `[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`;

describe.skipIf(!hasChromium)('the console in Chromium (skipped where /usr/bin/chromium is missing)', () => {
  let fixture: Fixture;
  let context: BrowserContext;
  let page: Page;
  let restart: FixturePage['restart'];

  withFixturePages({ width: 1440, height: 900 }, (at) => {
    ({ fixture, context, page, restart } = at);
  });

  async function logIn(username: string, password: string): Promise<void> {
    await page.goto('/console/');
    await page.getByTestId('login-username').fill(username);
    await page.getByTestId('login-password').fill(password);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('account').waitFor();
  }
  async function sitDown(): Promise<void> {
    await logIn('wang.fang', 'demo-clerk');
    await page.getByTestId('choose-window-w3').click();
    await page.locator(ready('call')).waitFor();
  }
  const commands = () =>
    fixture.received.filter(({ name }) => name.startsWith('window.')).map(({ name }) => name);
  it('[E1] Space calls, starts and finishes, with the number as the hero', async () => {
    await sitDown();
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    expect(await page.getByTestId('serving-number').textContent()).toBe('A053');
    expect(await page.getByTestId('waiting-count').textContent()).toBe('11');
    expect(await page.getByTestId('why').textContent()).toContain('A053 到达最早');
    await page.keyboard.press('Space');
    await page.locator(ready('finish')).waitFor();
    await page.keyboard.press('Space');
    await page.getByTestId('last-rating').waitFor();
    expect(await page.getByTestId('last-rating').getAttribute('data-rating')).toBe('open');
    expect(commands()).toEqual(['window.open', 'window.call', 'window.start', 'window.finish']);
  });

  it('[E2] a double press sends one request, also on a slow line', async () => {
    await sitDown();
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    fixture.delay(300);
    await page.getByTestId('primary').dblclick();
    await page.locator(ready('finish')).waitFor();
    expect(commands()).toEqual(['window.open', 'window.call', 'window.start']);
  });

  it('[E3] a held key fires once', async () => {
    await sitDown();
    await page.keyboard.down('Space');
    for (let i = 0; i < 5; i++) await page.keyboard.down('Space');
    await page.locator(ready('start')).waitFor();
    await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    expect(commands()).toEqual(['window.open', 'window.call']);
  });

  it('[E4] N asks for the reason first, and its dialog takes the keys', async () => {
    await sitDown();
    fixture.rules.callLockMs = 60_000;
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    await page.keyboard.press('n');
    await page.getByTestId('reason-left').waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('2');
    await page.getByTestId('last-rating').waitFor();
    await page.getByTestId('lock-ring').waitFor();
    expect(fixture.received.filter(({ name }) => name === 'window.no-show').map(({ body }) => body)).toEqual([
      { window: 'w3', reason: 'left' },
    ]);
    expect(commands()).not.toContain('window.recall');
  });

  it('[E5] R recalls, and screens that stay silent are named', async () => {
    await sitDown();
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    await page.keyboard.press('r');
    await page.getByText('已重呼 1 次').waitFor();
    fixture.silentScreens('w3', [{ zh: '商事登记分区屏', en: 'Board' }]);
    await page.getByTestId('unacknowledged').waitFor();
    expect(await page.getByTestId('unacknowledged').textContent()).toContain('商事登记分区屏');
  });

  it('[E6] somebody takes a number: the list follows without a reload', async () => {
    await sitDown();
    expect(await page.getByTestId('waiting-count').textContent()).toBe('12');
    fixture.arrive('company', 'senior');
    await page.getByTestId('waiting-A062').waitFor();
    expect(await page.getByTestId('waiting-count').textContent()).toBe('13');
  });

  it('[E7] says since when the line is lost, and recovers by itself', async () => {
    await sitDown();
    fixture.online(false);
    await page.getByTestId('offline').waitFor();
    expect(await page.getByTestId('offline').textContent()).toMatch(/连接中断，始于 \d\d:\d\d/);
    fixture.online(true);
    await page.getByTestId('offline').waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
  });

  it('[E8] a call whose answer was lost goes out again under the same key, and one person is called', async () => {
    await sitDown();
    fixture.loseAnswers(2);
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    const calls = fixture.received.filter(({ name }) => name === 'window.call');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(await page.getByTestId('serving-number').textContent()).toBe('A053');
    expect(await page.getByTestId('waiting-count').textContent()).toBe('11');
  });

  it('[E9] a manager finds a ticket by its number and reads its story', async () => {
    await logIn('zhao.gang', 'demo-manager');
    await page.getByTestId('ticket-search').fill('ａ012');
    await page.keyboard.press('Enter');
    await page.getByTestId('story').waitFor();
    expect(await page.getByTestId('story-number').textContent()).toBe('A012');
    expect(await page.getByTestId('story-entry').count()).toBe(8);
  });

  it('[E10] the guide gives a number without paper, and sends ID queues through the form', async () => {
    await logIn('li.na', 'demo-guide');
    await page.getByTestId('take-queue-enquiry').click();
    expect(await page.getByTestId('slip-number').textContent()).toBe('N058');
    await page.getByTestId('take-queue-company').click();
    await page.getByTestId('person-name').fill('测试');
    await page.getByTestId('person-id').fill('110105194912310021');
    await page.getByTestId('person-take').click();
    await page.getByText('证件号码不对').waitFor();
    await page.getByTestId('person-id').fill('11010519491231002x');
    await page.getByTestId('person-take').click();
    await page.getByTestId('slip-number').waitFor();
    expect(await page.getByTestId('slip-number').textContent()).toBe('A062');
  });

  it('[E11] another tab’s login takes this tab along: one browser, one session', async () => {
    await sitDown();
    const other = await context.newPage();
    await other.goto('/console/');
    await other.getByTestId('account').click();
    await other.getByTestId('logout').click();
    await page.getByTestId('login-submit').waitFor();
  });

  it('[E12] no serious accessibility violation on any page', async () => {
    await page.goto('/');
    await page.getByTestId('tile-kiosk').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto('/console/');
    await page.getByTestId('demo-login-wang.fang').waitFor();
    expect(await violations(page)).toEqual([]);
    await sitDown();
    await page.keyboard.press('Space');
    await page.locator(ready('start')).waitFor();
    expect(await violations(page)).toEqual([]);
    await context.clearCookies();
    await logIn('zhao.gang', 'demo-manager');
    await page.getByTestId('figure-issued').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('nav-guide').click();
    await page.getByTestId('take-queue-enquiry').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('nav-windows').click();
    await page.getByTestId('choose-window-w4').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('[E20] a manager reads how the hall is: one sentence, the worst of each group first, and what to do', async () => {
    await logIn('zhao.gang', 'demo-manager');
    await page.getByTestId('nav-health').click();
    await page.getByTestId('health-sentence').waitFor();
    expect(await page.getByTestId('health').getAttribute('data-state')).toBe('trouble');
    const full = page.getByTestId('finding-ledger-writing');
    expect(await full.getAttribute('data-state')).toBe('trouble');
    expect(await full.textContent()).toContain('立即腾出磁盘空间。');
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('language').click();
    await page.getByText('Free space now.').waitFor();
    await context.clearCookies();
    await logIn('wang.fang', 'demo-clerk');
    expect(await page.getByTestId('nav-health').count()).toBe(0);
  });

  it('[E13] without the demo the landing page says so and leads to the console', async () => {
    fixture = await restart({ demo: false });
    await page.goto(`${fixture.url}/`);
    await page.getByTestId('production').getByRole('link').click();
    await page.getByTestId('login-submit').waitFor();
    expect(await page.locator('[data-testid^=demo-login]').count()).toBe(0);
  });
});
