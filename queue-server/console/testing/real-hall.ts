import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestServer } from '../../hall/testing/server.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * A person's browser at a real hall server. Only the console's files come from `dist`, so that a test sees
 * the sources as they are and not what was built some time ago; the API is the server's own.
 */
export async function openConsole(
  browser: Browser,
  server: TestServer,
  dist: string,
  look: { readonly language?: 'zh' | 'en'; readonly width?: number; readonly height?: number } = {},
): Promise<Person> {
  const { language = 'zh', width = 1440, height = 900 } = look;
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${server.hall.port}`,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
  await context.route('**/console/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^\/console\/?/, '') || 'index.html';
    const body = await readFile(join(dist, normalize(`/${name}`))).catch(() => null);
    if (body === null) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ body, contentType: TYPES[extname(name)] ?? 'application/octet-stream' });
  });
  return { context, page: await context.newPage() };
}

export async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/console/');
  await page.getByTestId('login-username').fill(username);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
}
