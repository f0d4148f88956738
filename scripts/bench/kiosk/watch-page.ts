import type { Page } from 'playwright-core';

/**
 * What a person sees of a touch, measured in the page: from the moment the browser got the finger to the end of the
 * first frame in which the key under it looks different, and from the moment the finger left to the end of the first
 * frame that has what the press leads to.
 */

export interface Watched {
  readonly touchMs: number;
  readonly pageMs: number;
}

/** What is looked at of the key: whatever styles its press may change. */
const LOOKS = [
  'backgroundColor',
  'backgroundImage',
  'borderColor',
  'boxShadow',
  'color',
  'filter',
  'opacity',
  'outline',
  'transform',
] as const;

interface InPage {
  readonly touched: Promise<number>;
  readonly painted: Promise<number>;
}
type Bench = Window & { benchKiosk?: InPage };

/** `leadsTo`: a CSS selector of what is there afterwards and was not before. */
export async function watch(page: Page, key: string, leadsTo: string): Promise<void> {
  await page.evaluate(
    ({ key, leadsTo, looks }) => {
      const found = document.querySelector(key);
      if (found === null) throw new Error(`there is no ${key}`);
      const look = (): string => {
        const style = getComputedStyle(found);
        return looks.map((name) => style[name as keyof CSSStyleDeclaration]).join(' ');
      };
      const before = look();
      const there = (): boolean => document.querySelector(leadsTo) !== null;
      if (there()) throw new Error(`${leadsTo} is there before ${key} is pressed`);
      // A task that is posted in a frame runs when that frame has been handed over for painting.
      const painted = (since: number, done: (ms: number) => void): void => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          done(performance.now() - since);
        };
        port2.postMessage(null);
      };
      const frames = (since: number, seen: () => boolean, done: (ms: number) => void): void => {
        const frame = (): void => {
          if (seen()) painted(since, done);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      };
      const after = (type: string, seen: () => boolean): Promise<number> =>
        new Promise((done) => {
          const heard = (event: Event): void => frames(event.timeStamp, seen, done);
          document.addEventListener(type, heard, { capture: true, once: true, passive: true });
        });
      (window as Bench).benchKiosk = {
        touched: after('pointerdown', () => look() !== before || !found.isConnected || there()),
        painted: after('pointerup', there),
      };
    },
    { key, leadsTo, looks: LOOKS },
  );
}

/** When the key looked different; waits for it. */
export function touched(page: Page): Promise<number> {
  return page.evaluate(() => (window as Bench).benchKiosk?.touched as Promise<number>);
}

export function painted(page: Page): Promise<number> {
  return page.evaluate(() => (window as Bench).benchKiosk?.painted as Promise<number>);
}
