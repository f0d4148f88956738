import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sizesOf } from '../app/size/millimetres.ts';
import { axeProblems, openWithAxe } from './axe.ts';
import { APP } from './built.ts';
import { demoCatalogue } from './demo-catalogue.ts';
import { startFakeHost } from './fake-host.ts';
import { GAP_MM, problemsOf, TEXT_MM, TOUCH_MM } from './page-problems.ts';
import { MODES, type Mode, type NamedState, STATES, VIEWS, visitAll } from './states.ts';
import { chromiumMissing, launchChromium } from './test-pages.ts';

/** Every page in every mode: nothing is too small, cut off, covered, out of reach or scrolls; axe finds nothing in one of them. */

/** On a machine that does much else besides. */
const TAKES_MS = 400_000;
/** Each on a page and a host of its own, side by side. */
const WALKERS = 2;
/** What axe looks at is the document and its colours: one mode a page, in turn; `npm run soak -- accessibility` looks in every mode. */
const forAxe = (state: NamedState): Mode => {
  const modes = MODES.filter(({ language, care }) => state.keys || (language === 'zh' && !care));
  return modes[STATES.indexOf(state) % modes.length] as Mode;
};
/** The smallest and the largest of the screens that are sold for kiosks, where millimetres are not those of the drawing. */
const SCREENS = [
  { inches: 27, bottomMm: 750 },
  { inches: 43, bottomMm: 350 },
] as const;
const ON_LARGE_SCREENS = ['home', 'list', 'item-card', 'find-results', 'ticket'];

function limitsOf(mode: Mode, screen: { inches: number; bottomMm: number } | null) {
  const view = VIEWS[mode.lies];
  const { mm, band, rise } = sizesOf(view, screen);
  return {
    textMm: mode.care ? TEXT_MM.care : TEXT_MM.usual,
    touchMm: TOUCH_MM,
    gapMm: GAP_MM,
    reach: mode.care ? { from: band * mm, to: view.height - rise * mm } : { from: 0, to: view.height },
  };
}

describe.skipIf(chromiumMissing !== '')(`for everybody${chromiumMissing}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, TAKES_MS);
  afterAll(async () => {
    await browser?.close();
  });

  it(
    'every page in every mode',
    async () => {
      const wrong: string[] = [];
      const walk = async (states: readonly NamedState[]): Promise<void> => {
        const host = await startFakeHost({ catalogue: demoCatalogue(), appFolder: APP });
        const page = await openWithAxe(browser, host);
        await visitAll({
          ...{ page, host, states, modes: MODES },
          async look(state, mode) {
            const problems = await problemsOf(page, limitsOf(mode, null));
            if (mode === forAxe(state)) problems.push(...(await axeProblems(page)));
            wrong.push(...problems.map((one) => `${state.name} ${mode.name}: ${one}`));
          },
        });
        await page.close();
        await host.close();
      };
      await Promise.all(
        Array.from({ length: WALKERS }, (_, own) => walk(STATES.filter((_one, i) => i % WALKERS === own))),
      );
      expect(wrong).toEqual([]);
    },
    TAKES_MS,
  );

  it.each(SCREENS)(
    'sizes are those of a measured screen: $inches inches',
    async (screen) => {
      const host = await startFakeHost({ catalogue: demoCatalogue(), appFolder: APP, screen });
      const page = await openWithAxe(browser, host);
      const wrong: string[] = [];
      await visitAll({
        ...{ page, host, modes: MODES.filter(({ language }) => language === 'en') },
        states: STATES.filter(({ name }) => ON_LARGE_SCREENS.includes(name)),
        async look(state, mode) {
          const mm = await page.evaluate(() =>
            Number.parseFloat(document.documentElement.style.getPropertyValue('--mm')),
          );
          expect(mm).toBeCloseTo(Math.hypot(1_080, 1_920) / (screen.inches * 25.4), 4);
          const problems = await problemsOf(page, limitsOf(mode, screen));
          wrong.push(...problems.map((one) => `${state.name} ${mode.name}: ${one}`));
        },
      });
      expect(wrong).toEqual([]);
      await page.close();
      await host.close();
    },
    TAKES_MS,
  );
});
