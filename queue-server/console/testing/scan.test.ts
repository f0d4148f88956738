import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { violations } from './axe.ts';
import { hasChromium } from './browser.ts';
import type { Fixture } from './fixture.ts';
import { withFixturePages } from './fixture-pages.ts';
import { scanInto } from './scanner.ts';

const TEST_TIMEOUT_MS = 60_000;
const ADDRESS = 'https://hall.example.gov.cn/p/';
const ready = (action: string) => `[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`;

const TRIES = 4;
const HEARD_WITHIN_MS = 10_000;

describe.skipIf(!hasChromium)(
  'papers that are scanned at a console, in Chromium (skipped where /usr/bin/chromium is missing)',
  { timeout: TEST_TIMEOUT_MS },
  () => {
    let fixture: Fixture;
    let page: Page;

    withFixturePages({ width: 1440, height: 900 }, async (at) => {
      ({ fixture, page } = at);
      await page.goto('/console/');
    });

    const told = (name: string) => fixture.received.filter((entry) => entry.name === name).length;
    const result = (tone: string, words = '') =>
      page.locator(`[data-testid=scan-result][data-tone=${tone}]:has-text("${words}")`);
    async function atGuideDesk(): Promise<void> {
      await page.getByTestId('demo-login-li.na').click();
      await page.getByTestId('take-queue-enquiry').waitFor();
    }
    async function atWindow(): Promise<void> {
      await page.getByTestId('demo-login-wang.fang').click();
      await page.getByTestId('choose-window-w3').click();
      await page.locator(ready('call')).waitFor();
    }

    /** Scans as a person does: again, where the machine was too busy to hear it. */
    async function scanned(code: string, answer: Locator): Promise<void> {
      for (let tries = 1; ; tries += 1) {
        await scanInto(page, code);
        const late = await answer.waitFor({ timeout: HEARD_WITHIN_MS }).then(
          () => null,
          (late: unknown) => late,
        );
        if (late === null) return;
        if (tries === TRIES) throw new Error(`no answer ${answer} to ${TRIES} scans`, { cause: late });
      }
    }

    it('the guide desk: wherever the hand is, the paper is judged and its ticket is there to act on', async () => {
      await atGuideDesk();
      await page.getByTestId('item-search').focus();
      await scanned(`${ADDRESS}${fixture.guide.code('A053')}`, result('good'));
      expect(await page.getByTestId('item-search').inputValue()).toBe('');
      await page.getByTestId('act-reprint').waitFor();
      expect(await violations(page)).toEqual([]);

      fixture.guide.reprinted('A053', 2);
      await scanned(fixture.guide.code('A053'), result('bad'));
      expect(await page.getByTestId('scan-result').textContent()).toContain('以第 2 张为准');
      expect(await violations(page)).toEqual([]);
    });

    it('the guide desk: what is forged, of another hall or not told yet shows no ticket', async () => {
      await atGuideDesk();
      const { guide } = fixture;
      for (const [code, tone, words] of [
        [guide.code('A053', { forged: true }), 'bad', '验不过'],
        [guide.code('A053', { hall: 'elsewhere' }), 'bad', '别的大厅'],
        [guide.code('A996', { offline: true }), 'mind', '尚未上报'],
      ] as const) {
        await scanned(code, result(tone, words));
        expect(await page.locator('[data-testid^=ticket-]').count()).toBe(0);
      }
    });

    it('the guide desk: another code lands in the search; while a name is typed, in its field', async () => {
      await atGuideDesk();
      await scanned('C0FFEE', page.getByTestId('booking-C0FFEE'));
      await page.getByTestId('more-queue-company').click();
      const name = page.getByTestId('person-name');
      await name.focus();
      await scanInto(page, 'ZHANG-SAN-1');
      await expect.poll(() => name.inputValue()).toBe('ZHANG-SAN-1');
    });

    it('a window: the paper of whoever was called is told as theirs, and no letter of it is a key', async () => {
      await atWindow();
      await page.keyboard.press('Space');
      await page.locator(ready('start')).waitFor();
      const number = (await page.getByTestId('serving-number').textContent())?.trim() ?? '';
      const before = fixture.received.filter(({ name }) => name.startsWith('window.')).length;
      await scanned(`${ADDRESS}${fixture.guide.code(number)}`, result('good'));
      expect(await page.getByTestId('scan-result').textContent()).toContain(number);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(fixture.received.filter(({ name }) => name.startsWith('window.')).length).toBe(before);
      expect(await violations(page)).toEqual([]);
      // A letter of a person is one.
      await page.keyboard.press('t');
      await page.getByTestId('choice-search').waitFor();
    });

    it('a window: whoever waits can be called from the scan, with a reason', async () => {
      await atWindow();
      await scanned(fixture.guide.code('A054'), page.getByTestId('scan-call'));
      await page.getByTestId('scan-call').click();
      await page.getByRole('dialog').waitFor();
      expect(await page.getByRole('dialog').textContent()).toContain('A054');
      expect(await page.getByTestId('scan-result').count()).toBe(0);
    });

    it('a window without the server: signatures are checked by the keys that it kept', async () => {
      await atWindow();
      await expect.poll(() => told('ticket.paper-keys')).toBeGreaterThan(0);
      await expect.poll(() => page.evaluate(() => localStorage.getItem('hall-paper-keys'))).not.toBeNull();
      fixture.online(false);
      await page.getByTestId('offline-desk').waitFor({ timeout: TEST_TIMEOUT_MS / 2 });
      await scanned(fixture.guide.code('A997', { offline: true }), result('good', 'A997 号票是真的'));
      await scanned(fixture.guide.code('A997', { offline: true, forged: true }), result('bad', '验不过'));
    });
  },
);
