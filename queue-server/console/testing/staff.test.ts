import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../hall/testing/server.ts';
import { hasChromium, launch } from './browser.ts';
import { logIn, openConsole } from './real-hall.ts';

/** On a slow machine. */
const START_TIMEOUT_MS = 240_000;
/** Whole ways through several pages, with real password hashes. */
const WAY_TIMEOUT_MS = 120_000;

describe.skipIf(!hasChromium)(
  'accounts in Chromium at a real hall (skipped where /usr/bin/chromium is missing)',
  { timeout: WAY_TIMEOUT_MS },
  () => {
    let axe: string;
    let browser: Browser;
    let demo: TestServer;
    let production: TestServer;

    beforeAll(async () => {
      axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      [browser, demo, production] = await Promise.all([
        launch(),
        startTestServer(),
        startTestServer({ demo: false }),
      ]);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await browser?.close();
      await demo?.stop();
      await production?.stop();
    });

    const open = async (server: TestServer) => (await openConsole(browser, server)).page;
    async function enter(username: string, server = demo): Promise<Page> {
      const page = await open(server);
      await logIn(page, username, server.password(username));
      await page.getByTestId('account').waitFor();
      return page;
    }
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
          .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      });
    }

    it('[N1] a new colleague comes in by a one-time password and leaves with one of their own', async () => {
      const admin = await enter('admin01');
      await admin.getByTestId('nav-accounts').click();
      await admin.getByTestId('account-clerk01').waitFor();
      expect(await violations(admin)).toEqual([]);
      await admin.getByTestId('account-new').click();
      await admin.getByTestId('account-username').fill('zhaoxin');
      await admin.getByTestId('account-name').fill('赵新');
      await admin.getByTestId('account-name-en').fill('Zhao Xin');
      await admin.getByTestId('role-auditor').check();
      expect(await admin.getByTestId('account-problem').textContent()).toContain('不能由同一账号兼任');
      expect(await admin.getByTestId('account-save').isDisabled()).toBe(true);
      await admin.getByTestId('role-auditor').uncheck();
      expect(await violations(admin)).toEqual([]);
      await admin.getByTestId('account-save').click();
      const oneTime = (await admin.getByTestId('one-time-password').textContent()) ?? '';
      expect(await violations(admin)).toEqual([]);
      await admin.getByTestId('one-time-kept').click();

      const colleague = await open(demo);
      await logIn(colleague, 'zhaoxin', oneTime);
      await colleague.getByTestId('password-form').waitFor();
      expect(await violations(colleague)).toEqual([]);
      const save = async (next: string, again = next) => {
        await colleague.getByTestId('password-current').fill(oneTime);
        await colleague.getByTestId('password-next').fill(next);
        await colleague.getByTestId('password-again').fill(again);
        await colleague.getByTestId('password-save').click();
      };
      await save('1234567890');
      await colleague.getByText('太常见').waitFor();
      await save('东门外的三棵老槐树和一口井', '东门外的三棵老槐树');
      await colleague.getByText('两次输入不一样').waitFor();
      await save('东门外的三棵老槐树和一口井');
      await colleague.getByTestId('nav-windows').waitFor();

      // Disabled while at work: back to the login, told why.
      await admin.getByTestId('edit-zhaoxin').click();
      await admin.getByTestId('account-disable').click();
      await admin.locator('.ant-popconfirm-buttons .ant-btn-primary').click();
      await colleague.getByTestId('ended').waitFor();
      expect(await colleague.getByTestId('ended').textContent()).toContain('登录已被结束');
      expect(await violations(colleague)).toEqual([]);
    });

    it('[N2] two-step login: set up by QR code, asked for at the door, used once', async () => {
      const page = await enter('guide01');
      await page.getByTestId('account').click();
      await page.getByTestId('profile-open').click();
      await page.getByTestId('password-form').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('tab', { name: '两步验证' }).click();
      await page.getByTestId('totp-password').fill(demo.password('guide01'));
      await page.getByTestId('totp-next').click();
      await page.getByTestId('qr').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.locator('details summary').click();
      const secret = ((await page.getByTestId('totp-secret').textContent()) ?? '').replaceAll(' ', '');
      await page.getByTestId('totp-code').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
      await page.getByTestId('totp-next').click();
      await page.getByTestId('recovery-codes').waitFor();
      const codes = await page.getByTestId('recovery-codes').getByRole('listitem').allTextContents();
      expect(codes).toHaveLength(8);
      await page.getByTestId('recovery-kept').click();
      await page.getByTestId('totp-on').waitFor();

      const next = await open(demo);
      await logIn(next, 'guide01', demo.password('guide01'));
      await next.getByTestId('login-code').fill('000000');
      expect(await violations(next)).toEqual([]);
      await next.getByTestId('login-submit').click();
      await next.getByText('验证码不对或已用过').waitFor();
      await next.getByTestId('login-code').fill(codes[0] as string);
      await next.getByTestId('login-submit').click();
      await next.getByTestId('account').waitFor();
      expect(await next.getByText('演示', { exact: true }).isVisible()).toBe(true);
    });

    it('[N3] one sees the own sessions and ends the other ones; the administrator sees all', async () => {
      const here = await enter('clerk03');
      const there = await enter('clerk03');
      await here.getByTestId('account').click();
      await here.getByTestId('profile-open').click();
      await here.getByRole('tab', { name: '登录设备' }).click();
      await here.getByTestId('session-row').nth(1).waitFor();
      expect(await violations(here)).toEqual([]);
      await here.getByTestId('end-others').click();
      await there.getByTestId('ended').waitFor();
      const admin = await enter('admin01');
      await admin.getByTestId('nav-sessions').click();
      await admin.getByTestId('session-row').nth(1).waitFor();
      expect(await violations(admin)).toEqual([]);
    });

    it('[N4] the auditor reads the trail, and nobody else has the page', async () => {
      const auditor = await enter('auditor01');
      await auditor.getByTestId('nav-audit').click();
      await auditor.locator('[data-act="account.created"]').waitFor();
      expect(await violations(auditor)).toEqual([]);
      await auditor.getByTestId('audit-actor').fill('guide01');
      await auditor.keyboard.press('Enter');
      await auditor.locator('[data-act="account.created"]').waitFor({ state: 'detached' });
      await auditor.locator('[data-act="totp.enrolled"]').waitFor();
      const manager = await enter('manager01');
      expect(await manager.getByTestId('nav-audit').count()).toBe(0);
      await manager.goto('/console/#/audit');
      await manager.getByTestId('figure-issued').waitFor();
    });

    it('[N5] the first administrator is made by the code from the server, and the page is gone', async () => {
      const page = await open(production);
      await page.goto('/console/');
      await page.getByTestId('setup-code').fill('wrong-wrong');
      await page.getByTestId('setup-username').fill('zhoumin');
      await page.getByTestId('setup-name').fill('周敏');
      await page.getByTestId('password-next').fill('西门桥头一碗热汤面加蛋');
      await page.getByTestId('password-again').fill('西门桥头一碗热汤面加蛋');
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('setup-submit').click();
      await page.getByText('设置码不对或已失效').waitFor();
      await page.getByTestId('setup-code').fill(production.hall.setupCode ?? '');
      await page.getByTestId('setup-submit').click();
      await page.getByTestId('nav-accounts').waitFor();
      expect(await page.getByText('演示').count()).toBe(0);
      const late = await open(production);
      await late.goto('/console/#/setup');
      await late.getByTestId('login-username').waitFor();
    });

    it('[N6] a locked name is told how long', async () => {
      const page = await open(demo);
      await page.goto('/console/');
      for (let i = 0; i < 5; i += 1) {
        await page.getByTestId('login-username').fill('nobody');
        await page.getByTestId('login-password').fill(`wrong ${i}`);
        const answered = page.waitForResponse((response) => response.request().method() === 'POST');
        await page.getByTestId('login-submit').click();
        await answered;
      }
      await page.getByText('请 15 分钟后再试').waitFor();
    });
  },
);
