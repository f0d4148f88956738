import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { APP } from './built.ts';
import { type FakeHost, startFakeHost } from './fake-host.ts';
import { launchChromium } from './test-pages.ts';

/** A cold build on a machine that does much else besides. */
const STARTS_WITHIN_MS = 300_000;

export interface TestKiosk {
  readonly browser: Browser;
  readonly host: FakeHost;
}

/** For a `describe` block: the page as the sources are, at a made-up host; `opened` takes them over before the tests. */
export function withKiosk(
  options: Omit<Parameters<typeof startFakeHost>[0], 'appFolder'>,
  opened: (kiosk: TestKiosk) => void,
): void {
  let browser: Browser;
  let host: FakeHost;
  beforeAll(async () => {
    browser = await launchChromium();
    host = await startFakeHost({ ...options, appFolder: APP });
    opened({ browser, host });
  }, STARTS_WITHIN_MS);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });
}
