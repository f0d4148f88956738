import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';
import { ROOT } from '../launch/options.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../system/chromium.ts';
import { eventually } from './demo-hall.ts';

/**
 * Enrolment as people see it: a new screen and a new kiosk show their codes, a manager types the rest of them on
 * the console, both come to life. With YICHUANG_SHOTS=FOLDER it leaves pictures there.
 */

const shots = process.env['YICHUANG_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(shots, `${name}.png`), animations: 'disabled' });
};

describe.skipIf(!CHROMIUM)('enrolment on the pages', () => {
  let server: TestServer;
  let browser: Browser;
  let manager: StaffClient;
  let origin: string;
  const folder = scratchFolder();
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    origin = `http://127.0.0.1:${server.hall.port}`;
    manager = await StaffClient.login(server.api, 'manager01', server.password('manager01'));
    for (const device of ['wall-1', 'kiosk-1', 'screen-w5']) {
      await manager.command('device.revoke', { device, reason: 'replaced' });
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  const open = async (width: number, height: number, url: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const half = (code: string): string => code.slice(0, 4);
  const otherHalf = (code: string): string =>
    code.slice(5).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const codeOf = async (page: Page, testId: string): Promise<string> => {
    await page.getByTestId(testId).waitFor();
    const halves = await page.getByTestId(testId).locator('span').allTextContents();
    return halves.join('-');
  };
  const console_ = async (language: 'zh' | 'en'): Promise<Page> => {
    const page = await open(1440, 900, `${origin}/console/`);
    await page.evaluate((chosen) => localStorage.setItem('hall-language', chosen), language);
    await page.reload();
    await page.getByTestId('login-username').fill('manager01');
    await page.getByTestId('login-password').fill(server.password('manager01'));
    await page.getByTestId('login-submit').click();
    await page.getByTestId('nav-devices').click();
    await page.getByTestId('devices-page').waitFor();
    return page;
  };
  async function startKiosk(): Promise<string> {
    const readyFile = path.join(folder.path, 'kiosk-ready.json');
    const config = {
      profile: 'kiosk',
      enrol: { url: `https://127.0.0.1:${server.hall.httpsPort}` },
      mqttUrl: `mqtts://127.0.0.1:${server.hall.mqttsPort}`,
      httpUrl: `https://127.0.0.1:${server.hall.httpsPort}`,
      port: 0,
      dataDir: path.join(folder.path, 'kiosk'),
      readyFile,
      logLevel: 'silent',
    };
    children.push(
      spawn(
        process.execPath,
        [path.join(ROOT, 'kiosk/device-host/main.ts'), '--config-json', JSON.stringify(config)],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      ),
    );
    await eventually(async () => existsSync(readyFile));
    return (JSON.parse(readFileSync(readyFile, 'utf8')) as { url: string }).url;
  }

  it('a wall and a kiosk show their codes; a manager who types them lets them in', async () => {
    const wall = await open(1920, 1080, `${origin}/display/wall.html`);
    const code = await codeOf(wall, 'pairing-code');
    const kiosk = await open(1080, 1920, await startKiosk());
    const kioskCode = await codeOf(kiosk, 'enrolment-code');
    await shoot(wall, 'enrolment');
    await shoot(kiosk, 'enrolment-kiosk');
    const bar = await open(1920, 360, `${origin}/display/window.html`);
    await codeOf(bar, 'pairing-code');
    await shoot(bar, 'enrolment-bar');

    for (const language of ['en', 'zh'] as const) {
      const page = await console_(language);
      await page.getByTestId(`request-${half(code)}`).waitFor();
      await page.getByTestId(`request-${half(kioskCode)}`).waitFor();
      // Whoever has not looked at the devices cannot know the rest.
      const list = await page.getByTestId('waiting').innerHTML();
      for (const shown of [code, kioskCode]) expect(list).not.toContain(shown.slice(5));
      await page
        .getByTestId(`request-${half(code)}`)
        .getByTestId('type-code')
        .fill(code.slice(5));
      await shoot(page, language === 'zh' ? 'devices' : 'devices-en');
      if (language === 'zh') {
        for (const [request, device] of [
          [code, 'wall-1'],
          [kioskCode, 'kiosk-1'],
        ] as const) {
          const row = page.getByTestId(`request-${half(request)}`);
          await row.getByTestId('choose-device').click();
          await page.keyboard.type(device);
          await page.keyboard.press('Enter');
          await row.getByTestId('type-code').fill('');
          expect(await row.getByTestId('approve').isDisabled()).toBe(true);
          // Read from another device, it lets nobody in.
          await row.getByTestId('type-code').fill(otherHalf(request));
          const refusal = page.waitForResponse((response) => response.url().endsWith('/approve'));
          await row.getByTestId('approve').click();
          expect((await refusal).status()).toBe(422);
          await row.getByTestId('type-code').fill(request.slice(5).toLowerCase());
          await row.getByTestId('approve').click();
          await row.waitFor({ state: 'detached' });
        }
        await shoot(page, 'devices-approved');
      }
      await page.context().close();
    }
    await wall.locator('[data-connection="live"], .wall').first().waitFor();
    await wall.getByTestId('pairing').waitFor({ state: 'detached' });
    expect(await wall.evaluate(() => location.hash)).toBe('#device=wall-1');
    const listed = await eventually(async () => {
      const answer = await manager.command('device.list', {});
      const kinds = answer.ok
        ? answer.value.devices.filter((device) => ['wall-1', 'kiosk-1'].includes(device.id))
        : [];
      return kinds.every((device) => device.online) && kinds;
    });
    expect(listed.map((device) => device.state)).toEqual(['enrolled', 'enrolled']);
    await bar.context().close();
  });

  it('a screen that is turned out asks again by itself; its page shows a code, not the hall', async () => {
    const wall = await open(1920, 1080, `${origin}/display/wall.html`);
    const code = await codeOf(wall, 'pairing-code');
    const waiting = await manager.command('enrolment.list', {});
    const asked = waiting.ok ? waiting.value.waiting.find((request) => request.code === code) : undefined;
    await manager.command('enrolment.approve', {
      enrolment: asked?.enrolment as string,
      code,
      device: 'wall-1',
      replace: true,
    });
    await wall.getByTestId('pairing').waitFor({ state: 'detached' });
    await eventually(async () => {
      const answer = await manager.command('device.list', {});
      return answer.ok && answer.value.devices.find((device) => device.id === 'wall-1')?.online;
    });
    await manager.command('device.revoke', { device: 'wall-1', reason: 'suspected' });
    await wall.getByTestId('pairing').waitFor();
    await shoot(wall, 'enrolment-ended');
    expect(await codeOf(wall, 'pairing-code')).not.toBe(code);
    await wall.context().close();
  });
});
