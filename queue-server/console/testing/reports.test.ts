import { readFile } from 'node:fs/promises';
import type { Report } from '@hall/shared/contracts/reports';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf } from '../../hall/stats/unzip.testing.ts';
import { tooWide, violations } from './axe.ts';
import { hasChromium, launch } from './browser.ts';
import { type LivedServer, startLived, TODAY, YESTERDAY } from './lived.ts';
import { logIn, openConsole } from './real-hall.ts';

/** Days lived through the ledger, on a slow machine. */
const START_TIMEOUT_MS = 300_000;
const WAY_TIMEOUT_MS = 120_000;
const RESIDENTS = 260;

describe.skipIf(!hasChromium)(
  'reports and replay in Chromium at a real hall (skipped where /usr/bin/chromium is missing)',
  { timeout: WAY_TIMEOUT_MS },
  () => {
    let browser: Browser;
    let hall: LivedServer;

    beforeAll(async () => {
      hall = await startLived(2, RESIDENTS);
      browser = await launch();
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await browser?.close();
      await hall?.stop();
    });

    async function enter(username = 'manager01', language: 'zh' | 'en' = 'zh'): Promise<Page> {
      const { page } = await openConsole(browser, hall.server, { language, width: 1280, height: 720 });
      await logIn(page, username, hall.server.password(username));
      await page.getByTestId('account').waitFor();
      return page;
    }
    async function toReports(page: Page): Promise<void> {
      await page.getByTestId('nav-reports').click();
      await page.getByTestId('report-arrived').waitFor();
    }
    async function toYesterday(page: Page): Promise<void> {
      await toReports(page);
      await page.getByTestId('period-back').click();
      await page.getByTestId('as-of').getByText(YESTERDAY).waitFor();
    }
    const clock = async (page: Page) => (await page.getByTestId('replay-clock').textContent()) ?? '';
    async function toReplay(page: Page): Promise<void> {
      await page.goto(`/console/#/replay/${YESTERDAY}`);
      await page.getByTestId('picture').waitFor();
    }

    it('[R1] a day: the morning note first, figures as the hall tells them, each with its definition', async () => {
      const page = await enter();
      await toReports(page);
      await page.getByTestId('morning').waitFor();
      await page.getByTestId('forecast').waitFor();
      await toYesterday(page);
      expect(await page.getByTestId('morning').count()).toBe(0);
      const answer = await page.request.get(`${hall.server.api}/reports/day/${YESTERDAY}`);
      const report = (await answer.json()) as Report;
      expect(report.figures.arrived).toBeGreaterThan(RESIDENTS / 2);
      for (const id of ['arrived', 'served', 'waitAvg', 'noShow'] as const) {
        expect(await page.getByTestId(`report-${id}`).locator('.number').first().textContent()).toBe(
          String(report.figures[id]),
        );
      }
      await page.getByTestId('define-waitAvg').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('definition-waitAvg').waitFor();
      expect(await violations(page)).toEqual([]);
    });

    it('[R2] the month begins on the first day of the hall: heat map, breakdowns, sorted by a press', async () => {
      const page = await enter('manager01', 'en');
      await toReports(page);
      await page.getByText('Month', { exact: true }).click();
      await page.getByTestId('heat').waitFor();
      expect(await page.getByTestId('as-of').textContent()).toContain(`2026-11-22 – ${TODAY}`);
      expect(await tooWide(page)).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('sort-waitAvg').click();
      const waits = (
        await page.locator('[data-testid=table-queue] tbody tr td:nth-child(5)').allTextContents()
      )
        .filter((text) => text !== '—')
        .map(Number);
      expect(waits.length).toBeGreaterThan(5);
      expect(waits).toEqual([...waits].sort((a, b) => b - a));
      await page.getByText('Windows', { exact: true }).click();
      await page.getByTestId('table-window').waitFor();
    });

    it('[R3] the spreadsheet and one table as CSV come over HTTP, for those who may have them', async () => {
      const page = await enter();
      await toYesterday(page);
      const [xlsx] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
      expect(xlsx.suggestedFilename()).toBe(`report-${YESTERDAY}.xlsx`);
      const files = entriesOf(await readFile(await xlsx.path()));
      expect(
        [...files.keys()].filter((name) => name.startsWith('xl/worksheets/sheet')).length,
      ).toBeGreaterThan(5);
      expect([...files.values()].join()).toContain('企业登记');
      const [csv] = await Promise.all([page.waitForEvent('download'), page.getByTestId('table-csv').click()]);
      expect(csv.suggestedFilename()).toBe(`report-${YESTERDAY}-queue.csv`);
      expect(await readFile(await csv.path(), 'utf8')).toContain('企业登记');
      const clerk = await enter('clerk03');
      const path = `/reports/files/${YESTERDAY}/${YESTERDAY}/all/xlsx/zh`;
      expect((await clerk.request.get(`${hall.server.api}${path}`)).status()).toBe(403);
      expect(await clerk.getByTestId('nav-reports').count()).toBe(0);
    });

    it('[R4] a time before the hall is told as one, and what cannot be read can be asked for again', async () => {
      const page = await enter();
      await toReports(page);
      await page.getByTestId('period').fill('2026-10-01');
      await page.getByText('那时还没有记录').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.route('**/api/v1/reports/day/**', (route) => route.abort());
      await page.getByTestId('period').fill(YESTERDAY);
      await page.getByTestId('failed').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.unroute('**/api/v1/reports/day/**');
      await page.getByTestId('failed').getByRole('button').click();
      await page.getByTestId('report-arrived').waitFor();
    });

    it('[R5] replay is scrubbed by keyboard, plays, and leads from a number to its story', async () => {
      const page = await enter();
      await toYesterday(page);
      await page.getByTestId('to-replay').click();
      await page.getByTestId('picture').waitFor();
      const began = await clock(page);
      const scrub = page.getByTestId('scrub');
      await scrub.focus();
      for (const key of ['PageUp', 'PageUp', 'PageUp', 'PageUp', 'Shift+ArrowRight', 'ArrowLeft']) {
        await page.keyboard.press(key);
      }
      const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
      expect(minutes(await clock(page)) - minutes(began)).toBe(124);
      expect(await scrub.getAttribute('aria-valuetext')).toBe(await clock(page));
      await page.locator('[data-testid=picture] li[data-serving] button').first().waitFor();
      expect(await violations(page)).toEqual([]);
      const busy = page.locator('[data-testid=picture] li[data-serving] button').first();
      const number = await busy.textContent();
      await busy.click();
      expect(await page.getByTestId('story-number').textContent()).toBe(number);
      await page.keyboard.press('Escape');
      await page.getByTestId('story').waitFor({ state: 'detached' });
      const before = await clock(page);
      await page.getByTestId('play').click();
      await page.waitForFunction(
        (then) => document.querySelector('[data-testid=replay-clock]')?.textContent !== then,
        before,
      );
      await page.getByTestId('play').click();
      await scrub.focus();
      await page.keyboard.press('End');
      const ended = await clock(page);
      await page.keyboard.press('ArrowRight');
      expect(await clock(page)).toBe(ended);
      await page.getByTestId('notable').first().click();
      expect(minutes(await clock(page))).toBeLessThan(minutes(ended));
    });

    it('[R6] replay in English, of a moment that a link names, of a day without records, of a broken line', async () => {
      const page = await enter('manager01', 'en');
      await page.goto(`/console/#/replay/${YESTERDAY}?at=${Date.parse(`${YESTERDAY}T10:15:00+08:00`)}`);
      await page.getByTestId('picture').waitFor();
      expect(await clock(page)).toBe('10:15');
      expect(await tooWide(page)).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.goto('/console/#/replay/2026-10-01');
      await page.getByText('There are no records of that day').waitFor();
      await toReplay(page);
      await page.route('**/api/v1/replay/**', (route) => route.abort());
      await page.getByTestId('scrub').focus();
      await page.keyboard.press('PageUp');
      // The picture stays, and says that it is not of this moment.
      await page.getByRole('alert').filter({ hasText: 'could not be read' }).waitFor();
      await page.getByTestId('picture').waitFor();
    });

    it('[R7] on paper there are figures and no controls', async () => {
      const page = await enter();
      await toYesterday(page);
      await page.emulateMedia({ media: 'print' });
      for (const id of ['nav-reports', 'account', 'period', 'export', 'print', 'sort-arrived']) {
        expect([id, await page.getByTestId(id).isVisible()]).toEqual([id, false]);
      }
      expect(await page.getByTestId('report-arrived').isVisible()).toBe(true);
      expect(await page.getByTestId('table-queue').isVisible()).toBe(true);
    });
  },
);
