import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { painted, touched, type Watched, watch } from './watch-page.ts';

/** How long a finger lies on a key: short taps are 60 to 120 ms. */
const FINGER_MS = 90;
/** Where nothing is measured: as short as a panel still reports as two events. */
const QUICK_MS = 10;
const WITHIN_MS = 20_000;

/** A finger on a touch screen, and what it makes the page do. */
export interface Finger {
  /** Taps and measures; `leadsTo` is a CSS selector of what was not there before. */
  tap(key: string, leadsTo: string): Promise<Watched>;
  /** Taps and only waits. */
  press(key: string, leadsTo: string): Promise<void>;
}

export function fingerOn(page: Page, cdp: CDPSession): Finger {
  async function middle(key: string): Promise<{ x: number; y: number }> {
    // A key that comes to life late is not pressed before.
    const place = page.locator(`${key}:not([disabled])`).first();
    await place.waitFor({ state: 'visible', timeout: WITHIN_MS });
    const box = await place.boundingBox();
    if (box === null) throw new Error(`${key} is not on the screen`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  async function touch(point: { x: number; y: number }, fingerMs: number): Promise<void> {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await sleep(fingerMs);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  return {
    async tap(key, leadsTo) {
      const point = await middle(key);
      await watch(page, key, leadsTo);
      await touch(point, FINGER_MS);
      const watched = Promise.all([touched(page), painted(page)]);
      const [touchMs, pageMs] = await Promise.race([
        watched,
        sleep(WITHIN_MS, undefined, { ref: false }).then(() => {
          throw new Error(`${key} does not lead to ${leadsTo} within ${WITHIN_MS} ms`);
        }),
      ]);
      return { touchMs, pageMs };
    },
    async press(key, leadsTo) {
      await touch(await middle(key), QUICK_MS);
      await page.locator(leadsTo).first().waitFor({ state: 'visible', timeout: WITHIN_MS });
    },
  };
}
