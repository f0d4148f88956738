import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildTestPage,
  chromiumMissing,
  launchChromium,
  type ServedPage,
  type TestPage,
} from './test-pages.ts';

/**
 * Real key events in Chromium, with the times that the keyboard driver would stamp: the test sets them, so that a slow
 * machine types as fast as any.
 */
describe.skipIf(chromiumMissing !== '')(`a wedge scanner in the page${chromiumMissing}`, () => {
  let browser: Browser;
  let built: TestPage;
  let served: ServedPage;
  let page: Page;
  let keys: CDPSession;

  beforeAll(async () => {
    [browser, built] = await Promise.all([launchChromium(), buildTestPage('wedge')]);
    served = await built.serve();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await built?.remove();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(served.url);
    await page.getByTestId('state').waitFor();
    keys = await page.context().newCDPSession(page);
  });
  afterEach(() => page.close());

  /** One key after the other, `gapMs` apart by their stamps; nothing is waited for in between. */
  async function type(text: string, gapMs: number, end: 'Enter' | null = 'Enter'): Promise<void> {
    let at = Date.now() / 1_000;
    const sent: Promise<unknown>[] = [];
    const press = (key: string, code: string, written: string): void => {
      at += gapMs / 1_000;
      // Windows' numbers of letters, digits and the blank are those of ASCII; other signs have none that is needed.
      const ascii = /^[A-Za-z0-9 ]$/.test(key) ? key.toUpperCase().charCodeAt(0) : 0;
      const common = {
        ...{ key, code, timestamp: at },
        windowsVirtualKeyCode: key === 'Enter' ? 13 : ascii,
      };
      sent.push(keys.send('Input.dispatchKeyEvent', { type: 'keyDown', text: written, ...common }));
      sent.push(keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common }));
    };
    for (const char of text) press(char, `Key${char}`, char);
    if (end !== null) press('Enter', 'Enter', '\r');
    await Promise.all(sent);
  }
  const state = async () =>
    JSON.parse((await page.getByTestId('state').textContent()) ?? '') as {
      text: string;
      presses: number;
      submits: number;
      heard: string[];
    };

  it('reads a code, and leaves a focused field and its form as they were', async () => {
    await page.getByTestId('field').fill('王小明');
    await page.getByTestId('field').focus();
    await type('https://hall.example/t/7Zk2?x=1', 8);
    await expect.poll(async () => (await state()).heard).toEqual(['https://hall.example/t/7Zk2?x=1']);
    expect(await state()).toMatchObject({ text: '王小明', submits: 0 });
    expect(await page.getByTestId('field').inputValue()).toBe('王小明');
  });

  it('reads a code without any focus, and presses no focused button', async () => {
    await type('6901234567892', 4);
    await page.getByTestId('button').focus();
    await type('A012 B', 4);
    await expect.poll(async () => (await state()).heard).toEqual(['6901234567892', 'A012 B']);
    expect(await state()).toMatchObject({ text: '', presses: 0, submits: 0 });
  });

  it('a person who types is not a scan: every letter and the Enter arrive', async () => {
    await page.getByTestId('field').focus();
    // Slow for a person, so that a busy machine does not push two keys together.
    await type('zhangsan', 220);
    await expect.poll(state).toEqual({ text: 'zhangsan', presses: 0, submits: 1, heard: [] });
  });

  it('fast keys without Enter come back to the field, in their place and within its length', async () => {
    await page.getByTestId('field').fill('ab');
    await page.getByTestId('field').press('ArrowLeft');
    await type('12345', 10, null);
    await expect.poll(async () => (await state()).text).toBe('a12345b');
    await type('x'.repeat(40), 5, null);
    await expect.poll(async () => (await state()).text).toBe(`a12345${'x'.repeat(17)}b`);
    expect((await state()).heard).toEqual([]);
  });

  it('garbage of a Chinese code is refused and not left in the field', async () => {
    await page.getByTestId('field').focus();
    await type('ÕþÎñ´óÌü', 6);
    await expect.poll(async () => (await state()).heard).toEqual(['rejected: garbage']);
    expect((await state()).text).toBe('');
  });

  it('a page that was busy gets the keys late, and still tells a person from a scanner', async () => {
    await page.getByTestId('field').focus();
    const busy = page.evaluate(() => {
      const end = performance.now() + 700;
      while (performance.now() < end);
    });
    await Promise.all([busy, type('lisi@example.com', 90)]);
    await expect.poll(async () => (await state()).text).toBe('lisi@example.com');
    expect((await state()).heard).toEqual([]);
  });
});
