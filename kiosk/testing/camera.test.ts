import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildTestPage,
  chromiumMissing,
  launchChromium,
  type ServedPage,
  type TestPage,
} from './test-pages.ts';

interface StillSeen {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly head: number[];
  readonly size: number;
  readonly zero: boolean;
}
const FAKE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47];

/** Keeps what the page opens, to see that it is closed, and counts pixels of canvases that are left. */
const WATCH = `
  window.opened = [];
  window.canvases = [];
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wish) => { const s = await open(wish); window.opened.push(...s.getTracks()); return s; };
  const make = document.createElement.bind(document);
  document.createElement = (name, more) => {
    const element = make(name, more);
    if (name === 'canvas') window.canvases.push(element);
    return element;
  };`;

describe.skipIf(chromiumMissing !== '')(`the camera in the page${chromiumMissing}`, () => {
  let browser: Browser;
  let built: TestPage;
  let served: ServedPage;
  beforeAll(async () => {
    [browser, built] = await Promise.all([launchChromium(FAKE), buildTestPage('camera')]);
    served = await built.serve({ camera: true });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await built?.remove();
  });

  async function open(query = '', from = browser, at = served): Promise<Page> {
    const page = await from.newPage({ viewport: { width: 900, height: 1_200 } });
    await page.addInitScript(WATCH);
    await page.goto(at.url + query);
    return page;
  }
  const live = (page: Page) =>
    page.evaluate('window.opened.filter((track) => track.readyState === "live").length') as Promise<number>;
  const pixels = (page: Page) =>
    page.evaluate('window.canvases.reduce((sum, one) => sum + one.width * one.height, 0)') as Promise<number>;
  const still = async (page: Page) =>
    JSON.parse((await page.getByTestId('still').textContent()) ?? 'null') as StillSeen | null;
  async function take(page: Page): Promise<StillSeen> {
    await page.getByTestId('camera-take').click();
    await expect.poll(() => still(page), { timeout: 15_000 }).not.toBeNull();
    return (await still(page)) as StillSeen;
  }

  it('shows the picture, takes a still, and forgets it', async () => {
    const page = await open();
    const taken = await take(page);
    expect(taken).toMatchObject({ type: 'image/jpeg', width: 1280, height: 960, zero: false });
    expect(taken.head.slice(0, 3)).toEqual(JPEG);
    expect(taken.size).toBeGreaterThan(5_000);
    expect(await pixels(page)).toBe(0);
    await page.screenshot({ path: process.env['CAMERA_SHOT'] ?? '/dev/null', type: 'png' });
    await page.getByTestId('forget').click();
    await expect.poll(async () => (await still(page))?.zero).toBe(true);
    await page.close();
  });

  it('keeps to the size that is asked for, as JPEG and as PNG', async () => {
    const small = await open('?max=20000');
    const jpeg = await take(small);
    expect(jpeg.size).toBeLessThanOrEqual(20_000);
    await small.close();
    const png = await open('?type=png&max=4000000');
    const taken = await take(png);
    expect(taken.head).toEqual(PNG);
    await png.close();
    const none = await open('?type=png&max=300');
    await none.getByTestId('camera-take').click();
    await none.getByText('照片太大').waitFor();
    expect(await pixels(none)).toBe(0);
    await none.close();
  });

  it('is off when the person has gone, and while the page is hidden', async () => {
    const page = await open();
    await page.getByTestId('camera-ready').waitFor();
    expect(await live(page)).toBe(1);
    await page.getByTestId('leave').click();
    await page.getByTestId('gone').waitFor();
    expect(await live(page)).toBe(0);
    await page.getByTestId('leave').click();
    await page.getByTestId('camera-ready').waitFor();
    expect(await live(page)).toBe(1);
    // A headless page is always seen: the property says what a covered one would.
    const show = (state: string) =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await show('hidden');
    await expect.poll(() => live(page)).toBe(0);
    await page.getByTestId('camera-loading').waitFor();
    await show('visible');
    await page.getByTestId('camera-ready').waitFor();
    expect(await live(page)).toBe(1);
    await page.close();
  });

  it('says that it came off, and comes back when it is plugged in again', async () => {
    const page = await open('?en');
    await page.getByTestId('camera-ready').waitFor();
    // What Chromium does when the device goes: the track ends by itself.
    await page.evaluate('window.opened.at(-1).dispatchEvent(new Event("ended"))');
    await page.getByTestId('camera-failed').waitFor();
    expect(await page.getByTestId('camera-failed').getAttribute('data-code')).toBe('UNPLUGGED');
    expect(await page.getByTestId('camera-failed').textContent()).toContain('came off');
    expect(await live(page)).toBe(0);
    await page.evaluate('navigator.mediaDevices.dispatchEvent(new Event("devicechange"))');
    await page.getByTestId('camera-ready').waitFor();
    await page.close();
  });

  it('is refused where the kiosk has no camera set, whatever the browser allows', async () => {
    const without = await built.serve();
    const page = await open('', browser, without);
    await page.getByTestId('camera-failed').waitFor();
    expect(await page.getByTestId('camera-failed').getAttribute('data-code')).toBe('NOT_ALLOWED');
    await page.close();
    await without.close();
  });

  it('says that there is none, and looks again at a press', async () => {
    const bare = await launchChromium(['--use-fake-ui-for-media-stream']);
    const page = await open('', bare);
    await page.getByTestId('camera-failed').waitFor();
    expect(await page.getByTestId('camera-failed').getAttribute('data-code')).toBe('NO_CAMERA');
    await page.getByTestId('camera-again').click();
    await page.getByTestId('camera-failed').waitFor();
    await bare.close();
  });
});
