import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launch } from './browser.ts';
import { buildConsole } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';

/** A cold build on a slow machine. */
const BUILD_TIMEOUT_MS = 240_000;

export interface FixturePage {
  readonly browser: Browser;
  readonly fixture: Fixture;
  readonly context: BrowserContext;
  readonly page: Page;
  /** In the place of the first one, which is closed. */
  readonly restart: (options: { readonly demo: boolean }) => Promise<Fixture>;
}

/**
 * For a `describe` block: the console is built once, and each test gets a made-up hall and a page of its own;
 * `opened` takes them over before the test.
 */
export function withFixturePages(
  viewport: { readonly width: number; readonly height: number },
  opened: (at: FixturePage) => Promise<void> | void,
): void {
  let dist: string;
  let browser: Browser;
  let fixture: Fixture | undefined;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'hall-console-'));
    await buildConsole(dist);
    browser = await launch();
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await rm(dist, { recursive: true, force: true });
  });
  beforeEach(async () => {
    fixture = await startFixture({ dist });
    context = await browser.newContext({ baseURL: fixture.url, viewport, reducedMotion: 'reduce' });
    const restart = async (options: { readonly demo: boolean }) => {
      await fixture?.close();
      fixture = await startFixture({ dist, ...options });
      return fixture;
    };
    await opened({ browser, fixture, context, page: await context.newPage(), restart });
  });
  afterEach(async () => {
    await context?.close();
    await fixture?.close();
  });
}
