import { axeProblems, openWithAxe } from '@hall/kiosk/testing/axe';
import { APP } from '@hall/kiosk/testing/built';
import { demoCatalogue } from '@hall/kiosk/testing/demo-catalogue';
import { startFakeHost } from '@hall/kiosk/testing/fake-host';
import { MODES, type NamedState, STATES, visitAll } from '@hall/kiosk/testing/states';
import { chromiumMissing, launchChromium } from '@hall/kiosk/testing/test-pages';
import type { Browser } from 'playwright-core';
import { type Scenario, Tally } from '../scenario.ts';

/** Each with a page and a host of its own. */
const WALKERS = 2;

/**
 * axe on every page of the kiosk in every mode: both languages, with care and without, both ways that a screen hangs.
 * `npm test` looks at every page in one of the eight, in turn, and at the sizes in all of them. The seed says where in the list
 * of pages to begin.
 */
export const accessibility: Scenario = {
  name: 'accessibility',
  of: 'pages of the kiosk under axe, each in every mode',
  count: STATES.length,
  seed: 0,
  missing: () => (chromiumMissing === '' ? null : 'chromium is not installed'),
  async run({ seed, count, log }) {
    const tally = new Tally();
    const states = Array.from(
      { length: Math.min(count, STATES.length) },
      (_, i) => STATES[(seed + i) % STATES.length] as NamedState,
    );
    const browser = await launchChromium();
    try {
      await Promise.all(
        Array.from({ length: WALKERS }, (_, own) =>
          walk(
            browser,
            states.filter((_one, i) => i % WALKERS === own),
            tally,
          ),
        ),
      );
      log(`${MODES.length} modes`);
    } finally {
      await browser.close();
    }
    return tally.outcome;
  },
};

async function walk(browser: Browser, states: readonly NamedState[], tally: Tally) {
  const host = await startFakeHost({ catalogue: demoCatalogue(), appFolder: APP });
  const page = await openWithAxe(browser, host);
  for (const state of states) {
    const problems: string[] = [];
    await visitAll({
      ...{ page, host, states: [state], modes: MODES },
      look: async (_state, { name }) =>
        void problems.push(...(await axeProblems(page)).map((one) => `${name}: ${one}`)),
    });
    tally.add(state.name, problems);
  }
  await page.close();
  await host.close();
}
