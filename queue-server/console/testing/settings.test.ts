import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HallSettings } from '@hall/shared/contracts/settings';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../hall/testing/server.ts';
import { hasChromium, launch } from './browser.ts';
import { logIn, openConsole } from './real-hall.ts';

/** On a slow machine. */
const START_TIMEOUT_MS = 240_000;
/** Whole ways through the page, with real password hashes. */
const WAY_TIMEOUT_MS = 120_000;

describe.skipIf(!hasChromium)(
  'the rule and hall editor in Chromium at a real hall (skipped where /usr/bin/chromium is missing)',
  { timeout: WAY_TIMEOUT_MS },
  () => {
    let axe: string;
    let browser: Browser;
    let server: TestServer;

    beforeAll(async () => {
      axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      [browser, server] = await Promise.all([launch(), startTestServer()]);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    async function enter(username = 'manager01', language: 'zh' | 'en' = 'zh', width = 1440): Promise<Page> {
      const { page } = await openConsole(browser, server, { language, width });
      await logIn(page, username, server.password(username));
      await page.getByTestId('account').waitFor();
      await page.goto('/console/#/settings');
      await page.getByTestId('settings').waitFor();
      return page;
    }
    const versionOf = async (page: Page) =>
      Number(await page.getByTestId('settings').getAttribute('data-version'));
    const saved = (page: Page, version: number) =>
      page.locator(`[data-testid=settings][data-version="${version}"][data-dirty=false]`).waitFor();
    async function save(page: Page): Promise<void> {
      const version = await versionOf(page);
      await page.getByTestId('preview').click();
      await page.locator('[data-testid=save]:enabled').click();
      await saved(page, version + 1);
    }
    const inForce = (page: Page) =>
      page.evaluate(async () => {
        const read = await (await fetch('/api/v1/settings')).json();
        return (read as { document: Pick<HallSettings, 'announcements' | 'questions'> }).document;
      });
    const lockSeconds = (page: Page) => page.getByTestId('field-calling.lockSeconds');
    async function violations(page: Page): Promise<string[]> {
      await page.evaluate(axe);
      return page.evaluate(async () => {
        const { axe: run } = globalThis as unknown as {
          axe: {
            run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        };
        const result = await run.run();
        return result.violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
      });
    }

    it('[K1] a change is previewed by its name, saved with a reason, and in force at once', async () => {
      const page = await enter();
      const version = await versionOf(page);
      await page.getByTestId('chapter-calling').click();
      await lockSeconds(page).fill('25');
      await page.getByTestId('preview').click();
      const change = page.getByTestId('change').first();
      expect(await change.textContent()).toContain('叫号间隔');
      expect(await change.textContent()).toContain('10 → 25');
      await page.getByTestId('reason').selectOption('trial');
      await page.locator('[data-testid=save]:enabled').click();
      await saved(page, version + 1);
      expect(await lockSeconds(page).inputValue()).toBe('25');
      await page.getByTestId('chapter-history').click();
      const newest = page.getByTestId(`version-${version + 1}`);
      await newest.waitFor();
      expect(await newest.getAttribute('data-state')).toBe('in-force');
      expect(await newest.textContent()).toContain('试行');
    });

    it('a plan for tomorrow waits, is listed, and is taken back', async () => {
      const page = await enter();
      const version = await versionOf(page);
      await page.getByTestId('chapter-estimates').click();
      await page.getByTestId('field-estimates.told').uncheck();
      await page.getByTestId('preview').click();
      await page.getByTestId('later').click();
      await page.getByTestId('effective-time').fill('700');
      await page.keyboard.press('Tab');
      await page.locator('[data-testid=save]:enabled').click();
      await saved(page, version + 1);
      // Not yet: the switch says what is in force.
      expect(await page.getByTestId('field-estimates.told').isChecked()).toBe(true);
      await page.getByTestId('scheduled').click();
      const plan = page.getByTestId(`version-${version + 1}`);
      expect(await plan.getAttribute('data-state')).toBe('scheduled');
      expect(await plan.textContent()).toContain('07:00');
      await page.getByTestId(`back-${version + 1}`).click();
      await page.locator('.ant-popconfirm-buttons .ant-btn-primary').click();
      await saved(page, version + 2);
      await page.locator(`[data-testid=version-${version + 1}][data-state=cancelled]`).waitFor();
      expect(await page.getByTestId('scheduled').count()).toBe(0);
    });

    it('going back to an older version shows what that changes, and makes a new one', async () => {
      const page = await enter();
      const version = await versionOf(page);
      await page.getByTestId('chapter-calling').click();
      const before = await lockSeconds(page).inputValue();
      await lockSeconds(page).fill('33');
      await save(page);
      await page.getByTestId('chapter-history').click();
      await page.getByTestId(`back-${version}`).click();
      expect(await page.getByTestId('preview-drawer').getByTestId('change').textContent()).toContain('33 →');
      await page.locator('[data-testid=save]:enabled').click();
      await saved(page, version + 2);
      await page.getByTestId('chapter-calling').click();
      expect(await lockSeconds(page).inputValue()).toBe(before);
    });

    it('what is wrong is said beside its field in both languages, and the preview leads there', async () => {
      for (const [language, words] of [
        ['zh', '末号不能小于首号'],
        ['en', 'lies below the first'],
      ] as const) {
        const page = await enter('manager01', language);
        await page.getByTestId('scope-N2').selectOption('tax');
        await page.getByTestId('field-queues.tax.firstNumber').fill('100');
        await page.getByTestId('field-queues.tax.lastNumber').fill('50');
        await page.getByTestId('problem-queues.tax.lastNumber').getByText(words).waitFor();
        await page.getByTestId('chapter-calling').click();
        await page.getByTestId('preview').click();
        const problems = page.getByTestId('preview-problems');
        await problems.getByText(words).waitFor();
        expect(await page.getByTestId('save').isDisabled()).toBe(true);
        expect(await violations(page)).toEqual([]);
        await problems.getByRole('button').first().click();
        await page.locator('[data-testid="field-queues.tax.lastNumber"]:focus').waitFor();
        await page.context().close();
      }
    });

    it('an emptied field is asked for; it is not filled with something usual', async () => {
      const page = await enter();
      await page.getByTestId('chapter-calling').click();
      await page.getByTestId('field-calling.undoSeconds').fill('');
      await page.getByTestId('problem-calling.undoSeconds').getByText('请填写').waitFor();
    });

    it('another manager’s version loses nothing that was typed, and both see whose counts', async () => {
      const [mine, theirs] = [await enter(), await enter()];
      for (const page of [mine, theirs]) await page.getByTestId('chapter-calling').click();
      await lockSeconds(mine).fill('41');
      await mine.getByTestId('field-calling.recallLimit').fill('7');
      await lockSeconds(theirs).fill('42');
      await save(theirs);
      await mine.getByTestId('stale').waitFor();
      expect(await lockSeconds(mine).inputValue()).toBe('41');
      const conflict = mine.getByTestId('conflict-calling.lockSeconds');
      expect(await conflict.textContent()).toContain('42');
      expect(await mine.getByTestId('conflict-calling.recallLimit').count()).toBe(0);
      expect(await violations(mine)).toEqual([]);
      await mine.getByTestId('theirs-calling.lockSeconds').click();
      expect(await lockSeconds(mine).inputValue()).toBe('42');
      await mine.getByTestId('stale-understood').click();
      await mine.getByTestId('stale').waitFor({ state: 'detached' });
      await save(mine);
      expect(await mine.getByTestId('field-calling.recallLimit').inputValue()).toBe('7');
      expect(await lockSeconds(mine).inputValue()).toBe('42');
    });

    it('leaving the page asks first: by a link, and by the back button', async () => {
      const page = await enter();
      await page.getByTestId('chapter-calling').click();
      await page.getByTestId('field-calling.recallLimit').fill('6');
      await page.getByTestId('nav-devices').click();
      await page.getByTestId('stay').click();
      expect(await page.getByTestId('field-calling.recallLimit').inputValue()).toBe('6');
      await page.goBack();
      await page.getByTestId('stay').click();
      expect(page.url()).toContain('#/settings');
      expect(await page.getByTestId('field-calling.recallLimit').inputValue()).toBe('6');
      await page.getByTestId('nav-devices').click();
      await page.getByTestId('leave').click();
      await page.getByTestId('settings').waitFor({ state: 'detached' });
      expect(page.url()).toContain('#/devices');
      await page.goto('/console/#/settings');
      await page.getByTestId('settings').waitFor();
      expect(await page.getByTestId('save-bar').count()).toBe(0);
    });

    it('auditor and administrator read all of it and change nothing', async () => {
      for (const username of ['auditor01', 'admin01']) {
        const page = await enter(username);
        await page.getByTestId('read-only').waitFor();
        expect(await page.getByTestId('field-queues.company.prefix').isDisabled()).toBe(true);
        await page.getByTestId('chapter-taking').click();
        expect(await page.getByTestId('add-queues.company.hours').count()).toBe(0);
        expect(await page.getByTestId('calendar-suggest').count()).toBe(0);
        await page.getByTestId('chapter-history').click();
        await page.getByTestId('version-1').waitFor();
        expect(await page.locator('[data-testid^=back-]').count()).toBe(0);
        expect(await violations(page)).toEqual([]);
      }
    });

    it('the keyboard alone finds a rule, changes it, previews and saves', async () => {
      const page = await enter();
      const version = await versionOf(page);
      await page.getByTestId('rule-search').focus();
      await page.keyboard.type('K12');
      await page.getByTestId('rule-K12').waitFor();
      const field = page.getByTestId('field-calling.undoSeconds');
      for (let i = 0; i < 40 && !(await field.evaluate((el) => el === document.activeElement)); i += 1)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('45');
      await page.keyboard.press('Control+s');
      const button = page.locator('[data-testid=save]:enabled');
      await button.waitFor();
      for (let i = 0; i < 20 && !(await button.evaluate((el) => el === document.activeElement)); i += 1)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await saved(page, version + 1);
      expect(await field.inputValue()).toBe('45');
    });

    it('a queue and a window for it are added by small forms; taking away is shown and undone', async () => {
      const page = await enter();
      const version = await versionOf(page);
      await page.getByTestId('chapter-hall').click();
      await page.getByTestId('part-queues').locator('summary').click();
      await page.getByTestId('put-queues').click();
      await page.getByTestId('missing-queues').getByText('代号').waitFor();
      await page.getByTestId('new-queues-id').fill('archives');
      await page.getByTestId('new-queues-name-zh').fill('档案查询');
      await page.getByTestId('new-queues-name-en').fill('Archives');
      await page.getByTestId('new-queues-zone').selectOption({ index: 1 });
      await page.getByTestId('new-queues-department').selectOption({ index: 1 });
      await page.getByTestId('put-queues').click();
      await page.getByTestId('entry-queues-archives').waitFor();
      await page.getByTestId('part-windows').locator('summary').click();
      await page.getByTestId('new-windows-number').fill('77');
      await page.getByTestId('new-windows-zone').selectOption({ index: 1 });
      await page.getByTestId('new-windows-queues').locator('input[value=archives]').check();
      await page.getByTestId('put-windows').click();
      await page.getByTestId('entry-windows-w77').waitFor();
      await page.getByTestId('take-windows-w18').click();
      await page.getByTestId('restore-windows-w18').click();
      await save(page);
      await page.getByTestId('chapter-all-queues').click();
      await page.getByTestId('field-queues.archives.dailyQuota').fill('33');
      await save(page);
      expect(await versionOf(page)).toBe(version + 2);
    });

    it('a notice is written, dated and published, and one that is over is taken away and put back', async () => {
      const page = await enter();
      await page.getByTestId('chapter-hall').click();
      await page.getByTestId('part-announcements').locator('> summary').click();
      await page.getByTestId('add-announcement').click();
      const line = page.locator('[data-testid^=entry-announcements-][data-new=true]');
      const id = ((await line.getAttribute('data-testid')) ?? '').slice('entry-announcements-'.length);
      await page.getByTestId(`field-announcements.${id}.title.zh`).fill('今日社保系统检修');
      await page.getByTestId(`field-announcements.${id}.title.en`).fill('Social insurance system down');
      await page.getByTestId(`field-announcements.${id}.text.zh`).fill('请明日再来，或在网上办理。');
      await page.getByTestId(`field-announcements.${id}.until.day`).fill('2020-01-01');
      await line.getByText('末日不能早于首日').waitFor();
      await page.getByTestId('preview').click();
      await page.getByTestId('preview-problems').getByText('正文（英文）').click();
      const english = page.getByTestId(`field-announcements.${id}.text.en`);
      await expect.poll(() => english.evaluate((el) => el === document.activeElement)).toBe(true);
      await english.fill('Please come tomorrow, or go online.');
      await page.getByTestId(`field-announcements.${id}.until.day`).fill('');
      await page.getByTestId('entry-announcements-water-works').locator('summary').click();
      await page.getByTestId('take-announcements-water-works').click();
      await page.getByTestId('restore-announcements-water-works').click();
      await save(page);
      const saved = page.getByTestId(`entry-announcements-${id}`);
      expect(await saved.locator('summary').textContent()).toContain('显示中');
      const told = await inForce(page);
      expect(told.announcements).toContainEqual(
        expect.objectContaining({
          id,
          text: expect.objectContaining({ zh: '请明日再来，或在网上办理。' }),
        }),
      );
      expect(told.announcements.map(({ id }) => id)).toContain('water-works');
    });

    it('a question is found by an everyday word, and gets another one and its service', async () => {
      const page = await enter('manager01', 'en', 1024);
      await page.getByTestId('chapter-hall').click();
      await page.getByTestId('part-questions').locator('> summary').click();
      await page.getByTestId('question-search').fill('几点关门');
      await expect.poll(() => page.locator('[data-testid^=entry-questions-]').count()).toBe(1);
      await page.getByTestId('entry-questions-hours').locator('summary').click();
      const lines = page.getByTestId('field-questions.hours.aliases.lines');
      const before = await lines.inputValue();
      await lines.fill(`${before}\n  礼拜六开不开  \n\n`);
      await page.getByTestId('field-questions.hours.item.choice').selectOption({ index: 1 });
      await page.getByTestId('add-question').click();
      await page.locator('[data-testid^=take-questions-question-]').click();
      await save(page);
      const hours = (await inForce(page)).questions.find(({ id }) => id === 'hours');
      expect(hours?.aliases).toEqual([...before.split('\n'), '礼拜六开不开']);
      expect(hours?.item).toBeDefined();
    });

    it('text that is no JSON yet is told with its line, and is no change', async () => {
      const page = await enter();
      await page.getByTestId('chapter-hall').click();
      await page.getByTestId('part-departments').locator('summary').click();
      await page.getByTestId('field-departments').fill('[\n  { "id": }\n]');
      await page.getByTestId('broken-departments').getByText('第 2 行').waitFor();
      expect(await page.getByTestId('save-bar').count()).toBe(0);
    });

    it('[T2] public holidays are filled in as far as they are published', async () => {
      const page = await enter();
      await page.getByTestId('chapter-taking').click();
      await page.getByTestId('calendar-year').fill('2026');
      await page.getByTestId('calendar-suggest').click();
      await page.getByTestId('calendar-said').getByText('已填入').waitFor();
      expect(Number(await page.getByTestId('field-calendar.days').getAttribute('data-rows'))).toBeGreaterThan(
        20,
      );
    });

    it('every chapter is clean for axe and as wide as the screen, in both languages', async () => {
      for (const [language, width] of [
        ['zh', 1280],
        ['en', 1024],
      ] as const) {
        const page = await enter('manager01', language, width);
        const chapters = await page
          .locator('[data-testid^=chapter-]')
          .evaluateAll((all) => all.map((one) => one.getAttribute('data-testid') ?? ''));
        expect(chapters.length).toBe(13);
        for (const chapter of chapters) {
          await page.getByTestId(chapter).click();
          if (chapter === 'chapter-hall')
            for (const part of ['notices', 'announcements', 'questions', 'zones', 'queues'])
              await page.getByTestId(`part-${part}`).locator('> summary').click();
          const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(await wider(), `${chapter} ${language}`).toBeLessThanOrEqual(0);
          expect(await violations(page), `${chapter} ${language}`).toEqual([]);
        }
      }
    });

    it('while the line is lost nothing can be saved and nothing typed is lost', async () => {
      const page = await enter();
      await page.getByTestId('chapter-calling').click();
      await page.getByTestId('field-calling.recallLimit').fill('9');
      await page.context().setOffline(true);
      await page.getByTestId('offline').waitFor();
      expect(await page.getByTestId('preview').isDisabled()).toBe(true);
      expect(await page.getByTestId('field-calling.recallLimit').inputValue()).toBe('9');
      await page.context().setOffline(false);
      await page.locator('[data-testid=preview]:enabled').waitFor();
    });
  },
);
