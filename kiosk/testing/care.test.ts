import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoCatalogue } from './demo-catalogue.ts';
import { ELDER, type FakeHost } from './fake-host.ts';
import { chromiumMissing } from './test-pages.ts';
import { withKiosk } from './with-kiosk.ts';

/** Care mode from one key: what it turns on, what it says aloud, how long it waits, and that nothing of it stays. */

const UPRIGHT = { width: 1_080, height: 1_920 };
const TAKES_MS = 120_000;
/** WCAG 2.2.1: at least ten times. */
const EXTENSIONS = 10;

interface Said {
  readonly text: string;
  readonly volume: number;
}

/** Headless Chromium has no voices: this one notes what it is told to say. */
const VOICE = `{
  const said = (window.__said = []);
  const voice = { lang: 'zh-CN', localService: true, name: 'test' };
  const voices = {
    getVoices: () => [voice],
    cancel() {},
    speak: ({ text, volume }) => said.push({ text, volume }),
    addEventListener() {},
    removeEventListener() {},
  };
  Object.defineProperty(window, 'speechSynthesis', { value: voices });
  window.SpeechSynthesisUtterance = class {
    constructor(text) { this.text = text; }
  };
}`;

describe.skipIf(chromiumMissing !== '')(`care mode${chromiumMissing}`, () => {
  let browser: Browser;
  let host: FakeHost;
  withKiosk({ catalogue: demoCatalogue() }, (kiosk) => {
    ({ browser, host } = kiosk);
  });

  async function open(): Promise<Page> {
    const page = await browser.newPage({ viewport: UPRIGHT, reducedMotion: 'reduce' });
    await page.addInitScript(VOICE);
    return page;
  }
  async function start(page: Page): Promise<void> {
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
  }
  const press = async (page: Page, ...testIds: string[]): Promise<void> => {
    for (const testId of testIds) await page.getByTestId(testId).click();
  };
  const said = (page: Page) => page.evaluate('window.__said') as Promise<Said[]>;
  const look = (page: Page) =>
    page.evaluate(() => {
      // As it is shipped, a colour is written as shortly as can be.
      const longHex = (colour: string) => colour.trim().replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
      const style = getComputedStyle(document.documentElement);
      const mm = Number.parseFloat(style.getPropertyValue('--mm'));
      return {
        textMm: Number.parseFloat(style.fontSize) / mm,
        ink: longHex(style.getPropertyValue('--ink')),
        paper: longHex(style.getPropertyValue('--paper')),
      };
    });

  it('is one key that turns on type, contrast and voice; the way home keeps it, the end takes it away', async () => {
    const page = await open();
    await start(page);
    const usual = await look(page);
    expect(usual.textMm).toBeCloseTo(7, 1);
    host.lay(ELDER);
    await press(page, 'care');
    expect(await look(page)).toEqual({ textMm: expect.closeTo(9.2, 1), ink: '#000000', paper: '#ffffff' });
    await press(page, 'care-invert', 'care-volume');
    expect((await look(page)).paper).toBe('#000000');
    await press(page, 'theme-social-insurance', 'item-social-card', 'home');
    expect((await look(page)).paper).toBe('#000000');
    await press(page, 'theme-social-insurance', 'item-social-card', 'take');
    await page.getByTestId('paper-printed').waitFor();
    const before = (await said(page)).length;
    expect((await said(page)).at(-1)?.volume).toBe(1);
    await press(page, 'done');
    await page.getByTestId('screen-home').waitFor();
    expect(await look(page)).toEqual(usual);
    expect((await said(page)).length).toBe(before);
    // The next person begins with the usual colours and the usual volume.
    await press(page, 'care');
    expect((await look(page)).paper).toBe('#ffffff');
    expect((await said(page)).at(-1)?.volume).toBe(0.7);
    await page.close();
  });

  it('says where one is, what was chosen and what to do, and never whose card lies there', async () => {
    const page = await open();
    await start(page);
    host.lay(ELDER);
    await press(page, 'care', 'theme-social-insurance', 'item-social-card', 'take');
    await page.getByTestId('paper-printed').waitFor();
    await page.getByTestId('care-again').click();
    const words = (await said(page)).map(({ text }) => text);
    expect(words[0]).toMatch(/^您好，请问要办什么？/);
    expect(words).toContain('您选了：社会保险。请按要办的一项。没有看到，请按“下一页”。');
    expect(words).toContain('您选了：社会保障卡补换领。要取号，请按“取号排队”。');
    expect(words.at(-1)).toMatch(/^您的号码是 [A-Z] 0 1 2。/);
    expect(words.at(-1)).toBe(words.at(-2));
    expect(words.join('')).not.toMatch(/张|67|\*/);
    // The caption says the same to the eyes.
    expect(await page.getByTestId('care-band').textContent()).toBe(words.at(-1));
    host.lay(null);
    await press(page, 'done');
    await page.close();
  });

  it(
    'waits two and a half times as long, warns, and goes on for one press as often as wanted',
    async () => {
      const page = await open();
      await page.clock.install({ time: new Date('2026-11-20T09:00:00+08:00') });
      await start(page);
      host.lay(null);
      const wait = async (seconds: number): Promise<void> => {
        await page.clock.fastForward(seconds * 1_000 - 500);
        await page.clock.runFor(500);
      };
      await press(page, 'care', 'home-guide');
      await wait(145);
      expect(await page.getByTestId('idle').count()).toBe(0);
      for (let i = 0; i < EXTENSIONS; i += 1) {
        await wait(i === 0 ? 7 : 152);
        await page.getByTestId('idle-stay').click();
        expect(await page.getByTestId('screen-guide').count()).toBe(1);
      }
      await wait(152);
      await page.getByTestId('idle').waitFor();
      expect((await said(page)).at(-1)?.text).toContain('您还在吗');
      await wait(20);
      await page.getByTestId('screen-home').waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset['care'])).toBe('off');
      await page.close();
    },
    TAKES_MS,
  );
});
