import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { FakeHost } from './fake-host.ts';
import { VIEWS } from './states.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The kiosk's page at a host, with axe in it. */
export async function openWithAxe(browser: Browser, host: FakeHost): Promise<Page> {
  const page = await browser.newPage({
    viewport: VIEWS.upright,
    reducedMotion: 'reduce',
    // Everything lies where it lies; only the pixels are fewer, which spares the machine.
    deviceScaleFactor: 0.25,
  });
  await page.addInitScript(AXE);
  await page.goto(host.url);
  await page.getByTestId('screen-home').waitFor();
  return page;
}

/** What axe finds on the page as it stands. */
export const axeProblems = (page: Page): Promise<string[]> =>
  page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false }).then((result) =>
      result.violations.map((one) => one.id + ': ' + one.nodes[0].html.slice(0, 120)))`,
  ) as Promise<string[]>;
