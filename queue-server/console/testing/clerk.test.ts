import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { EVERY, violations } from './axe.ts';
import { hasChromium } from './browser.ts';
import type { Fixture } from './fixture.ts';
import { withFixturePages } from './fixture-pages.ts';

/** A whole turn on a machine that does much else besides. */
const TURN_TIMEOUT_MS = 120_000;

const ready = (action: string) => `[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`;

/** Between the letters of a person; what comes faster is a scanner's. */
const BY_HAND_MS = 80;

describe.skipIf(!hasChromium)('the clerk’s page in Chromium (skipped where it is missing)', () => {
  let browser: Browser;
  let fixture: Fixture;
  let context: BrowserContext;
  let page: Page;

  withFixturePages({ width: 1440, height: 900 }, async (at) => {
    ({ browser, fixture, context } = at);
    await open('zh', 1440);
  });
  afterEach(() => context?.close());

  async function open(language: 'zh' | 'en', width: number): Promise<void> {
    await context.close();
    context = await browser.newContext({
      baseURL: fixture.url,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
    });
    await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
    page = await context.newPage();
    page.setDefaultTimeout(TURN_TIMEOUT_MS / 2);
  }
  async function sitDown(): Promise<void> {
    await page.goto('/console/');
    await page.getByTestId('login-username').fill('wang.fang');
    await page.getByTestId('login-password').fill('demo-clerk');
    await page.getByTestId('login-submit').click();
    await page.getByTestId('choose-window-w3').click();
    await page.locator(ready('call')).waitFor();
  }
  async function space(action: string, then: string): Promise<void> {
    await page.locator(ready(action)).waitFor();
    await page.keyboard.press('Space');
    await page.locator(ready(then)).waitFor();
  }
  const bodies = (name: string) =>
    fixture.received.filter((entry) => entry.name === name).map(({ body }) => body as object);
  const outsideOfScreen = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  async function away(): Promise<void> {
    fixture.online(false);
    await page.getByTestId('offline-desk').waitFor();
  }
  async function callPaper(number: string): Promise<void> {
    await page.getByTestId('paper-number').fill(number);
    await page.keyboard.press('Enter');
    await page.locator(ready('start')).waitFor();
  }

  it(
    '[K7] [K12] a whole turn by keyboard alone: call, start, finish, undo, park, resume',
    async () => {
      await sitDown();
      await space('call', 'start');
      await space('start', 'finish');
      await space('finish', 'call');
      await page.getByTestId('undo').waitFor();
      expect(await page.getByTestId('undo-words').textContent()).toBe('已完成 A053');
      await page.keyboard.press('Control+z');
      await page.locator(ready('finish')).waitFor();
      expect(await page.getByTestId('serving-number').textContent()).toBe('A053');
      await page.keyboard.press('k');
      await page.getByTestId('parked-A053').waitFor();
      await page.locator(ready('call')).waitFor();
      await page.keyboard.press('b');
      await page.locator('[data-testid=parked-A053]:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.locator(ready('start')).waitFor();
      expect(await page.getByTestId('serving-number').textContent()).toBe('A053');
      expect(await page.getByTestId('why').textContent()).toContain('挂起后回到本窗口');
    },
    TURN_TIMEOUT_MS,
  );

  it(
    'a screen reader gets names, roles and states for all of it, and hears the call',
    async () => {
      await sitDown();
      const primary = page.getByRole('button', { name: '呼叫下一位' });
      expect(await primary.getAttribute('aria-keyshortcuts')).toBe('Space');
      for (const [name, can] of [
        ['重呼', false],
        ['过号', false],
        ['挂起', false],
        ['转移', false],
        ['完成续叫', false],
        ['无号办理', true],
        ['备注', false],
        ['暂停', true],
      ] as const) {
        expect(await page.getByRole('button', { name: new RegExp(`^${name}`) }).isEnabled(), name).toBe(can);
      }
      const list = page.getByRole('list', { name: '等候名单' });
      expect(await list.getByRole('listitem').count()).toBe(12);
      await list.getByRole('button', { name: /A055.*72 岁，持身份证.*老年优先/ }).waitFor();
      await list.getByRole('button', { name: /A056.*号票未出，暂不可叫/, disabled: true }).waitFor();
      await space('call', 'start');
      await page
        .getByRole('status')
        .filter({ hasText: '请 A053 到 3 号窗口' })
        .waitFor({ state: 'attached' });
      await page.getByRole('region', { name: '当前办事人' }).getByText('正在办', { exact: true }).waitFor();
      await page.keyboard.press('n');
      await page.getByRole('dialog', { name: 'A053 过号' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('k');
      await page
        .getByRole('region', { name: /^挂起/ })
        .getByRole('button', { name: /A053.*回呼/ })
        .waitFor();
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[K9] L leads into the list, the arrows move, Enter asks for the reason, Esc gives Space back',
    async () => {
      await sitDown();
      await page.keyboard.press('l');
      await page.locator('[data-testid=waiting-A053]:focus').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.locator('[data-testid=waiting-A055]:focus').waitFor();
      await page.keyboard.press('Escape');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
      await page.keyboard.press('l');
      await page.locator('[data-testid=waiting-A055]:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.getByTestId('reason-helper').waitFor();
      await page.keyboard.press('2');
      await page.locator(ready('start')).waitFor();
      expect(await page.getByTestId('serving-number').textContent()).toBe('A055');
      expect(bodies('window.call-ticket')).toMatchObject([{ window: 'w3', reason: 'helper' }]);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[X6] [K9] with the own lines empty, Space and the list call from the helped queue',
    async () => {
      await sitDown();
      fixture.clear();
      fixture.arrive('enquiry');
      fixture.arrive('enquiry');
      await page.locator('[data-testid=primary][aria-disabled=true]').getByText('没有人在等候').waitFor();
      expect(await page.getByTestId('section-helped-enquiry').getByRole('listitem').count()).toBe(0);
      for (let i = 0; i < 2; i += 1) fixture.arrive('enquiry');
      await page.getByText('可协助咨询导办：4 人等候').waitFor();
      const rows = page.getByRole('list', { name: '咨询导办' }).getByRole('listitem');
      expect(await rows.count()).toBe(4);
      const [first, second] = await rows.locator('b').allTextContents();
      await space('call', 'start');
      expect(await page.getByTestId('serving-number').textContent()).toBe(first);
      await page.keyboard.press('Control+z');
      await page.locator(ready('call')).waitFor();
      await page.keyboard.press('l');
      await page.locator(`[data-testid=waiting-${first}]:focus`).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByTestId('reason-helper').click();
      await page.locator(ready('start')).waitFor();
      expect(await page.getByTestId('serving-number').textContent()).toBe(second);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[K8] [K11] a transfer and a walk-in are found by typing',
    async () => {
      await sitDown();
      await space('call', 'start');
      await page.keyboard.press('t');
      await page.getByTestId('choice-search').fill('纳税 18');
      await page.locator('[role=option][aria-selected=true]').getByText('18 号窗口').waitFor();
      await page.keyboard.press('Enter');
      await page.locator(ready('call')).waitFor();
      expect(bodies('window.transfer')).toEqual([{ window: 'w3', to: { window: 'w18' } }]);
      expect(await page.getByTestId('undo-words').textContent()).toBe('已转移 A053');
      await page.keyboard.press('w');
      await page.getByTestId('choice-search').fill('开公司');
      await page.keyboard.press('Enter');
      await page.locator(ready('finish')).waitFor();
      expect(bodies('window.serve')).toEqual([{ window: 'w3', queue: 'company', items: ['company-setup'] }]);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[K6] [K13] a passed number is re-queued; a call while a service runs asks once',
    async () => {
      await sitDown();
      await space('call', 'start');
      await page.keyboard.press('n');
      await page.getByTestId('reason-absent').click();
      await page.getByTestId('passed-A053').waitFor();
      await page.locator(ready('call')).waitFor();
      await page.keyboard.press('a');
      await page.keyboard.press('Enter');
      await page.getByTestId('notice').getByText('A053 已重排，前面 3 人').waitFor();
      await space('call', 'start');
      await space('start', 'finish');
      const serving = await page.getByTestId('serving-number').textContent();
      await page.keyboard.press('c');
      await page.getByRole('dialog', { name: `结束 ${serving} 并呼叫下一位？` }).waitFor();
      await page.locator('[data-testid=question-yes]:focus').waitFor();
      await page.locator('[data-testid=primary]:not([aria-busy=true])').waitFor();
      await page.locator(ready('finish')).waitFor();
      await page.keyboard.press('Enter');
      await page.locator(ready('start')).waitFor();
      expect(bodies('window.call').at(-1)).toEqual({ window: 'w3', end: true });
      expect(await page.getByTestId('serving-number').textContent()).not.toBe(serving);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[W1] [W3] a pause takes reason and minutes; the last window says who would be stranded',
    async () => {
      await sitDown();
      fixture.rules.lastWindow = 'warn';
      for (const seat of fixture.hall.seats.values()) if (seat.id !== 'w3') seat.state = 'closed';
      await page.keyboard.press('p');
      await page.getByTestId('pause-minutes').fill('25');
      await page.getByTestId('reason-meal').click();
      await page.getByTestId('stranded').waitFor();
      expect(await page.getByTestId('stranded').textContent()).toContain('企业登记9 人等候');
      await page.locator('[data-testid=question-no]:focus').waitFor();
      await page.locator(ready('call')).waitFor();
      await page.getByTestId('question-yes').click();
      await page.locator(ready('resume')).waitFor();
      expect(bodies('window.pause').at(-1)).toEqual({
        window: 'w3',
        reason: 'meal',
        minutes: 25,
        anyway: true,
      });
      expect(await page.getByTestId('return-at').textContent()).toMatch(/\d\d:\d\d 回来/);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    'a note is kept with the visit; typing it never triggers a key',
    async () => {
      await sitDown();
      await space('call', 'start');
      await page.keyboard.press('m');
      await page.locator('[data-testid=note-area]:focus').waitFor();
      await page.keyboard.type('park n k t', { delay: BY_HAND_MS });
      await page.keyboard.press('Control+Enter');
      await page.getByTestId('note-text').getByText('park n k t').waitFor();
      expect(bodies('window.park')).toEqual([]);
      await page.locator(ready('start')).waitFor();
      await space('start', 'finish');
      await space('finish', 'call');
      expect(await page.getByTestId('note-text').count()).toBe(0);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[P2] in paper mode a typed number is called; a wrong one is told before it is sent',
    async () => {
      fixture.rules.paper.add('company');
      await sitDown();
      await page.keyboard.press('d');
      await page.locator('[data-testid=paper-number]:focus').waitFor();
      await page.keyboard.type('A012');
      await page.keyboard.press('Enter');
      await page.getByTestId('paper-problem').getByText('不是本窗口的纸号').waitFor();
      await page.getByTestId('paper-number').fill('905');
      await page.keyboard.press('Enter');
      await page.locator(ready('start')).waitFor();
      expect(bodies('paper.call')).toEqual([{ window: 'w3', number: 'A905' }]);
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[P2] without the server only paper numbers are offered, kept, and entered once on return',
    async () => {
      await sitDown();
      await away();
      expect(await page.getByTestId('recall').count()).toBe(0);
      expect(await violations(page, EVERY)).toEqual([]);
      await callPaper('a905');
      await space('start', 'finish');
      await page.keyboard.press('Space');
      await callPaper('b913');
      await page.keyboard.press('n');
      await page.getByTestId('entry-B913').getByText('过号').waitFor();
      await page.getByTestId('paper-number').waitFor();
      fixture.arrive('company');
      fixture.loseAnswers(1);
      fixture.online(true);
      await page.getByTestId('refused-B913').waitFor();
      expect(await page.getByTestId('paper-outcome').textContent()).toContain(
        '已补录 1 个纸号，1 个没有补录',
      );
      await page.getByTestId('missed').getByText('新来 1 人：A062').waitFor();
      // A line that goes once more takes away nothing that was not read yet.
      fixture.online(false);
      await page.locator('[data-offline=true]').first().waitFor();
      fixture.arrive('company');
      fixture.online(true);
      await page.getByTestId('missed').getByText('新来 1 人：A063').waitFor();
      await page.getByTestId('missed').getByText('新来 1 人：A062').waitFor();
      const sent = fixture.received.filter(({ name }) => name === 'paper.reconcile');
      expect(sent.map(({ body }) => (body as { queue: string }).queue)).toEqual([
        'company',
        'company',
        'permits',
      ]);
      expect(sent[0]?.key).toBe(sent[1]?.key);
      expect(sent[0]?.body).toMatchObject({
        entries: [{ number: 'A905', window: 'w3', outcome: 'finished', startedAt: expect.any(Number) }],
      });
      await page.getByTestId('paper-dismiss').click();
      await page.locator(ready('call')).waitFor();
      expect(await page.evaluate(() => localStorage.getItem('hall-paper-w3'))).toContain('"entries":[]');
    },
    TURN_TIMEOUT_MS,
  );

  it(
    '[P2] whoever is at the window when the server returns is served to the end first; a reload loses nothing',
    async () => {
      await sitDown();
      await away();
      await callPaper('a906');
      await page.keyboard.press('Space');
      await page.locator(ready('finish')).waitFor();
      fixture.online(true);
      await page.getByTestId('offline').waitFor({ state: 'detached' });
      await page.reload();
      await page.getByTestId('paper-present').getByText('A906').waitFor();
      expect(bodies('paper.reconcile')).toEqual([]);
      await page.keyboard.press('Space');
      await page.getByTestId('paper-outcome').getByText('已补录 1 个纸号').waitFor();
      await page.locator(ready('call')).waitFor();
    },
    TURN_TIMEOUT_MS,
  );

  it(
    'help lists the keys, and single letters can be switched off',
    async () => {
      await sitDown();
      await page.keyboard.press('?');
      await page.getByTestId('keys').getByText('挂起', { exact: true }).waitFor();
      await page.getByTestId('letters').uncheck();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await space('call', 'start');
      await page.keyboard.press('k');
      await page.getByTestId('park').click();
      await page.getByTestId('parked-A053').waitFor();
      expect(bodies('window.park')).toHaveLength(1);
    },
    TURN_TIMEOUT_MS,
  );

  for (const language of ['zh', 'en'] as const) {
    for (const width of [360, 1440]) {
      it(
        `no accessibility violation and nothing outside of the screen: ${language}, ${width} px`,
        async () => {
          for (let i = 0; i < 3; i += 1) fixture.arrive('enquiry');
          await open(language, width);
          await sitDown();
          await page.getByTestId('section-helped-enquiry').getByRole('listitem').first().waitFor();
          fixture.silentScreens('w3', [{ zh: '分区屏', en: 'Board' }]);
          await space('call', 'start');
          expect(await violations(page, EVERY)).toEqual([]);
          expect(await outsideOfScreen()).toBeLessThanOrEqual(0);
          for (const [key, shown] of [
            ['t', 'choice-search'],
            ['m', 'note-area'],
            ['?', 'keys'],
          ] as const) {
            await page.keyboard.press(key);
            await page.getByTestId(shown).waitFor();
            expect(await violations(page, EVERY), key).toEqual([]);
            await page.keyboard.press('Escape');
            await page.getByRole('dialog').waitFor({ state: 'detached' });
          }
          await page.keyboard.press('k');
          await page.getByTestId('parked-A053').waitFor();
          const small = await page.evaluate(() =>
            [...document.querySelectorAll('main button')]
              .filter((button) => button.checkVisibility({ visibilityProperty: true }))
              .map((button) => ({ name: button.textContent, box: button.getBoundingClientRect() }))
              .filter(({ box }) => box.height < 44 || box.width < 44)
              .map(({ name }) => name),
          );
          expect(small).toEqual([]);
          expect(await outsideOfScreen()).toBeLessThanOrEqual(0);
        },
        TURN_TIMEOUT_MS,
      );
    }
  }
});
