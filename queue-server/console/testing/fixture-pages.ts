import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launch } from './browser.ts';
import { CONSOLE } from './built.ts';
import { type Fixture, startFixture } from './fixture.ts';

export interface FixturePage {
  readonly browser: Browser;
  readonly fixture: Fixture;
  readonly context: BrowserContext;
  readonly page: Page;
  /** In the place of the first one, which is closed. */
  readonly restart: (options: { readonly demo: boolean }) => Promise<Fixture>;
}

/**
 * For a `describe` block: each test gets a made-up hall and a page of its own;
 * `opened` takes them over before the test.
 */
export function withFixturePages(
  viewport: { readonly width: number; readonly height: number },
  opened: (at: FixturePage) => Promise<void> | void,
): void {
  let browser: Browser;
  let fixture: Fixture | undefined;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    fixture = await startFixture({ dist: CONSOLE });
    context = await browser.newContext({ baseURL: fixture.url, viewport, reducedMotion: 'reduce' });
    const restart = async (options: { readonly demo: boolean }) => {
      await fixture?.close();
      fixture = await startFixture({ dist: CONSOLE, ...options });
      return fixture;
    };
    await opened({ browser, fixture, context, page: await context.newPage(), restart });
  });
  afterEach(async () => {
    await context?.close();
    await fixture?.close();
  });
}
