import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestServer } from '../../hall/testing/server.ts';

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** A person's browser at a real hall server, which serves the console as it was built last. */
export async function openConsole(
  browser: Browser,
  server: TestServer,
  look: { readonly language?: 'zh' | 'en'; readonly width?: number; readonly height?: number } = {},
): Promise<Person> {
  const { language = 'zh', width = 1440, height = 900 } = look;
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${server.hall.port}`,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
  return { context, page: await context.newPage() };
}

export async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/console/');
  await page.getByTestId('login-username').fill(username);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
}
