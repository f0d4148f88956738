import { topicOf } from '@hall/shared/contracts/messages';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAGES } from './built.ts';
import { CHROMIUM, hasChromium, launch } from './chromium.ts';
import { Fixture, SECRET, SEQ } from './fixture.ts';
import { boardMessage, callMessage, HALL, padMessage, text, windowMessage, ZONES } from './hall-state.ts';
import { waitFor } from './wait-for.ts';

/** The built pages in a real browser against the fixture hall. */

const title = hasChromium ? 'pages in Chromium' : `pages in Chromium: skipped, ${CHROMIUM} is not installed`;

describe.runIf(hasChromium)(title, () => {
  let browser: Browser;
  let fixture: Fixture;
  let page: Page;

  beforeAll(async () => {
    browser = await launch(['--autoplay-policy=no-user-gesture-required']);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const errors: string[] = [];
  beforeEach(async () => {
    fixture = await Fixture.start(PAGES);
    errors.length = 0;
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.on('pageerror', (error) => errors.push(String(error)));
  });
  afterEach(async () => {
    await page.context().close();
    await fixture.stop();
    expect(errors).toEqual([]);
  });

  const callNow = (number: string, window: number, seq: number) =>
    fixture.say('call', 'social', callMessage(Date.now(), number, window, seq));
  const shown = () => fixture.heardOn('/shown') as { call: number; how: string }[];

  test('wall: the secret leaves the address, kept calls are shown and neither lit nor acknowledged', async () => {
    await page.goto(fixture.url('wall', 'wall-1'));
    await page.locator('.call.hero[data-number=A012]').waitFor();
    expect(page.url()).not.toContain(SECRET);
    expect(page.url()).toContain('#device=wall-1');
    expect(await page.locator('.call').count()).toBe(6);
    expect(await page.locator('[data-lit=true]').count()).toBe(0);
    expect(await page.locator('.mark-senior').first().textContent()).toContain('老年优先');
    expect(await page.locator('.zone').count()).toBe(4);
    expect(await page.locator('.demo').textContent()).toContain('演示');
    expect(shown()).toEqual([]);

    // The reload knows the screen without the secret, and announces nothing again.
    await page.reload();
    await page.locator('.call.hero[data-number=A012]').waitFor();
    expect(await page.locator('[data-lit=true]').count()).toBe(0);
  });

  test('wall: a live call is the newest, lit, captioned, and acknowledged after it was painted', async () => {
    await page.goto(fixture.url('wall', 'wall-1'));
    await page.locator('.call.hero[data-number=A012]').waitFor();
    await callNow('A013', 3, SEQ + 1);
    await page.locator('.call.hero[data-number=A013][data-lit=true]').waitFor();
    expect(await page.locator('.caption').textContent()).toContain('请 A013 号到 3 号窗口');
    const said = await waitFor(() => shown()[0]);
    expect(said).toMatchObject({ call: SEQ + 1, how: 'shown' });
    // Announced twice on the wire (QoS 1) is one announcement.
    await callNow('A013', 3, SEQ + 1);
    await callNow('A014', 4, SEQ + 2);
    await waitFor(() => shown().some(({ call }) => call === SEQ + 2));
    expect(shown().map(({ call }) => call)).toEqual([SEQ + 1, SEQ + 2]);
  });

  test('[K12] wall: a call that was taken back leaves list and caption at once', async () => {
    await page.goto(fixture.url('wall', 'wall-1'));
    await page.locator('.call.hero[data-number=A012]').waitFor();
    await callNow('A013', 3, SEQ + 1);
    await page.locator('.caption').waitFor();
    const social = ZONES[0];
    await fixture.say('board', 'social', boardMessage(Date.now(), social, SEQ + 2));
    await page.locator('.call.hero[data-number=A012]').waitFor({ timeout: 2_000 });
    expect(await page.locator('.caption').count()).toBe(0);
  });

  test('[W1] [P2] wall and board tell of paused windows and of paper numbers', async () => {
    const social = ZONES[0];
    const board = boardMessage(Date.now(), social, SEQ + 1);
    await fixture.say('board', 'social', {
      ...board,
      queues: board.queues.map((queue, i) => (i === 0 ? { ...queue, paper: true as const } : queue)),
      away: [{ windowNumber: 3, text: text('用餐，约 13:15 返回', 'Meal break, back at about 13:15') }],
    });
    for (const [name, device] of [
      ['wall', 'wall-1'],
      ['board', 'board-social'],
    ] as const) {
      await page.goto(fixture.url(name, device));
      await page.getByText('3 号窗口 用餐，约 13:15 返回').waitFor();
      await page.getByText('凭纸质号叫号').waitFor();
    }
  });

  test('wall: when the server dies the last known state stays, dimmed, with since when', async () => {
    await page.goto(fixture.url('wall', 'wall-1'));
    await page.locator('.call.hero').waitFor();
    await fixture.stop();
    const line = page.locator('.trouble-line');
    await line.waitFor();
    expect(await line.textContent()).toMatch(/连接中断，自 \d\d:\d\d 起.*Connection lost since \d\d:\d\d/);
    expect(await page.locator('.content.dimmed .call.hero[data-number=A012]').count()).toBe(1);
    fixture = await Fixture.start(PAGES);
  });

  test('board: shows its zone by its settings, not another', async () => {
    await page.goto(
      `${fixture.origin}/display/board.html?zone=property#device=board-social&secret=${SECRET}`,
    );
    await page.locator('.row[data-number=A012]').waitFor();
    expect(await page.locator('.row[data-number=E031]').count()).toBe(0);
    expect(await page.locator('.row:not(.blank)').count()).toBe(9);
    await callNow('A013', 2, SEQ + 1);
    await page.locator('.row:first-child.lit[data-number=A013]').waitFor();
    await waitFor(() => shown().some(({ call }) => call === SEQ + 1));
  });

  test('window: idle, a call of this window only, paused with its reason', async () => {
    await page.goto(fixture.url('window', 'screen-3'));
    await page.getByText('热情为您服务').waitFor();
    await callNow('A099', 9, SEQ + 1);
    await callNow('A013', 3, SEQ + 2);
    await page.locator('[data-showing=called][data-lit=true]').waitFor();
    expect(await page.locator('.saying-call').textContent()).toBe('请 A013 号');
    await waitFor(() => shown().length > 0);
    expect(shown().map(({ call }) => call)).toEqual([SEQ + 2]);
    const reason = text('用餐', 'Meal break');
    const paused = windowMessage(Date.now(), { seq: SEQ + 3, state: 'paused', reason });
    await fixture.say('window', 'w3', paused);
    await page.locator('[data-showing=paused]').waitFor();
    expect(await page.locator('.saying-reason').textContent()).toContain('用餐');
  });

  test('window: a call is acknowledged when it stands on the screen, not while the page still loads', async () => {
    await fixture.sayRaw(topicOf(HALL, 'window', 'w3'), '', true);
    await page.goto(fixture.url('window', 'screen-3'));
    await page.getByText('正在载入').first().waitFor();
    await callNow('A013', 3, SEQ + 1);
    await page.waitForTimeout(700);
    expect(shown()).toEqual([]);
    await fixture.say('window', 'w3', windowMessage(Date.now()));
    await page.locator('[data-showing=called][data-lit=true]').waitFor();
    await waitFor(() => shown().length > 0);
    expect(shown().map(({ call }) => call)).toEqual([SEQ + 1]);
  });

  test('sound: without a voice it chimes, captions and says just that', async () => {
    await page.goto(fixture.url('sound', 'sound-1'));
    await page.locator('.sound-ready').waitFor();
    await callNow('A013', 3, SEQ + 1);
    await page.locator('.sound[data-present=A013]').waitFor();
    const said = await waitFor(() => shown()[0]);
    const voices = await page.evaluate(
      () => speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith('zh')).length,
    );
    expect(said).toMatchObject({ call: SEQ + 1, how: voices > 0 ? 'spoken' : 'captioned' });
  });

  test('an unknown credential is said plainly', async () => {
    await page.goto(fixture.url('wall', 'wall-1', 'f'.repeat(32)));
    await page.getByText('此屏的登记已失效').first().waitFor();
    const other = await browser.newPage();
    await other.goto(`${fixture.origin}/display/wall.html`);
    await other.getByText('此屏等待登记').waitFor();
    await other.context().close();
  });

  describe('pad', () => {
    const REF = 'ab'.repeat(16);
    const rate = async (forMs: number) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      fixture.ratingUntil = Date.now() + forMs;
      const message = padMessage(Date.now(), { show: 'rate', ref: REF, until: fixture.ratingUntil });
      await fixture.say('pad', 'w3', message);
      await page.goto(fixture.url('pad', 'pad-3'));
      await page.locator('[data-step=grade]').waitFor();
    };
    const ratings = () =>
      (fixture.heardOn('/ask') as { command: string }[]).filter((ask) => ask.command !== 'pad.read');

    test('submit pressed twice is exactly one rating, with grade, reasons and comment', async () => {
      await rate(60_000);
      await page.locator('[data-grade="4"]').click();
      await page.locator('[data-reason="411"]').click();
      await page.locator('[data-reason="413"]').click();
      await page.locator('textarea').fill('很清楚');
      await page.locator('[data-action=submit]').evaluate((button: HTMLElement) => {
        button.click();
        button.click();
      });
      await page.locator('[data-step=done]').waitFor();
      expect(fixture.carriedOut).toEqual([
        {
          command: 'rating.give',
          body: { window: 'w3', ref: REF, grade: 4, reasons: [411, 413], comment: '很清楚' },
        },
      ]);
      expect(ratings()).toHaveLength(1);
    });

    test('a lost answer is asked for again under the same id: still one rating', async () => {
      await rate(60_000);
      fixture.padAnswers = 'silent';
      await page.locator('[data-grade="2"]').click();
      await page.locator('[data-action=submit]').click();
      await waitFor(() => ratings().length === 1);
      fixture.padAnswers = 'done';
      await page.locator('[data-step=done]').waitFor();
      const ids = ratings().map((ask) => (ask as unknown as { id: string }).id);
      expect(new Set(ids).size).toBe(1);
      expect(ids.length).toBeGreaterThan(1);
      expect(fixture.carriedOut).toHaveLength(1);
    });

    test('the time-out rates nothing, even with a grade and reasons chosen', async () => {
      await rate(5_000);
      await page.locator('[data-grade="5"]').click();
      await page.locator('[data-reason="517"]').click();
      await page.locator('[data-step=over]').waitFor();
      expect(await page.locator('main').textContent()).toContain('未评价');
      expect(ratings()).toEqual([]);
      expect(fixture.carriedOut).toEqual([]);
    });

    test('"no rating" declines and rates nothing', async () => {
      await rate(60_000);
      await page.locator('[data-action=decline]').click();
      await page.locator('[data-step=done]').waitFor();
      expect(fixture.carriedOut).toEqual([{ command: 'rating.decline', body: { window: 'w3', ref: REF } }]);
    });

    test('every button measures at least 15 mm on a tablet whose long side is 217 mm', async () => {
      await rate(60_000);
      const smallest = () =>
        page.evaluate(() => {
          const mm = 217 / Math.max(innerWidth, innerHeight);
          return Math.min(
            ...[...document.querySelectorAll('button')].map((button) => {
              const { width, height } = button.getBoundingClientRect();
              return Math.min(width, height) * mm;
            }),
          );
        });
      for (const [width, height] of [
        [1280, 800],
        [800, 1280],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await smallest()).toBeGreaterThanOrEqual(15);
        await page.locator('[data-grade="3"]').click();
        await page.locator('[data-step=reasons]').waitFor();
        expect(await smallest()).toBeGreaterThanOrEqual(15);
        expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
        await page.locator('[data-action=back]').click();
      }
    });

    test('English and back; the next person begins in Chinese', async () => {
      await rate(60_000);
      await page.locator('[data-action=language]').click();
      await page.getByText('How was this service?').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await fixture.say('pad', 'w3', padMessage(Date.now(), { show: 'idle' }));
      await page.getByText('热情为您服务').waitFor();
    });
  });
});
