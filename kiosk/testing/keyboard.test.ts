import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { repertoire } from '@hall/shared/ui/rare-han/repertoire.ts';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FakeHost } from './fake-host.ts';
import { chromiumMissing } from './test-pages.ts';
import { withKiosk } from './with-kiosk.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PORTRAIT = { width: 1_080, height: 1_920 };
const LANDSCAPE = { width: 1_920, height: 1_080 };
const WAYS = ['pinyin', 'components', 'strokes', 'english', 'digits'] as const;

interface Box {
  readonly name: string;
  /** Millimetres of a screen whose short side is 268 mm. */
  readonly wide: number;
  readonly high: number;
  readonly inside: boolean;
}

/** Says of a character whether the page font's slices declare it. */
function pageFont(): (character: string) => boolean {
  const css = readFileSync(
    createRequire(new URL('../../shared/package.json', import.meta.url)).resolve(
      '@fontsource-variable/noto-sans-sc/wght.css',
    ),
    'utf8',
  );
  const declared = new Set<number>();
  for (const [, first, last] of css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi))
    for (let code = Number.parseInt(first!, 16); code <= Number.parseInt(last ?? first!, 16); code += 1)
      declared.add(code);
  return (character) => declared.has(character.codePointAt(0)!);
}

describe.skipIf(chromiumMissing !== '')(`the on-screen keyboard${chromiumMissing}`, () => {
  let browser: Browser;
  let host: FakeHost;
  withKiosk({}, (kiosk) => {
    ({ browser, host } = kiosk);
  });

  async function open(viewport = PORTRAIT): Promise<Page> {
    const page = await browser.newPage({ viewport });
    await page.goto(host.url);
    await page.getByTestId('home-search').click();
    await page.getByTestId('keyboard').waitFor();
    return page;
  }
  const touch = async (page: Page, letters: string) => {
    for (const letter of letters) await page.getByTestId(`key-${letter}`).click();
  };
  const choose = (page: Page, text: string) => page.getByTestId(`choose-${text}`).click();
  const value = (page: Page) => page.getByTestId('search').inputValue();

  it('writes a name by touch: reading, a choice in parts, 拆字, strokes, a code point', async () => {
    const page = await open();
    await touch(page, 'zhangrong');
    await choose(page, '张');
    expect(await value(page)).toBe('张rong');
    await choose(page, '镕');
    expect(await value(page)).toBe('张镕');
    await page.getByTestId('way-components').click();
    await touch(page, 'tukou');
    expect(await value(page)).toBe('张镕');
    await choose(page, '𠮷');
    await touch(page, 'qiqiqi');
    await choose(page, '㐂');
    await touch(page, 'u2cb4e');
    await choose(page, '𬭎');
    await touch(page, 'zouxue');
    await choose(page, '𰻝');
    await page.getByTestId('way-strokes').click();
    await touch(page, 'pn');
    await choose(page, '人');
    expect(await value(page)).toBe('张镕𠮷㐂𬭎𰻝人');
    await page.getByTestId('key-backspace').click();
    await page.getByTestId('key-backspace').click();
    expect(await value(page)).toBe('张镕𠮷㐂𬭎');
    await page.close();
  });

  it('turns pages by its arrows, and says which page it is', async () => {
    const page = await open();
    await touch(page, 'yi');
    const first = await page.locator('.kb-choice').allTextContents();
    await page.getByTestId('candidates-next').click();
    const second = await page.locator('.kb-choice').allTextContents();
    expect(first.filter((one) => second.includes(one))).toEqual([]);
    expect(await page.locator('.kb [role=status]').textContent()).toMatch(/^候选第 2 页，共 \d+ 页$/);
    await page.getByTestId('candidates-before').click();
    expect(await page.locator('.kb-choice').allTextContents()).toEqual(first);
    expect(await page.getByTestId('candidates-before').isDisabled()).toBe(true);
    await page.close();
  });

  it('says in words that a character is missing, and shows no box for it', async () => {
    const page = await open();
    await page.getByTestId('way-components').click();
    await touch(page, 'u2a6d6');
    expect(await page.getByTestId('keyboard-words').textContent()).toContain('U+2A6D6');
    await page.getByTestId('key-clear').click();
    await touch(page, 'uuuu');
    expect(await page.getByTestId('keyboard-words').textContent()).toContain('没有找到');
    await page.close();
  });

  it('is worked by a real keyboard too: letters, 1 to 9, Space, Escape', async () => {
    const page = await open();
    await page.getByTestId('search').focus();
    await page.keyboard.type('shehuibaozhang', { delay: 60 });
    await page.getByTestId('choose-社会保障').waitFor();
    await page.keyboard.press('Space');
    expect(await value(page)).toBe('社会保障');
    await page.keyboard.type('rong', { delay: 60 });
    const third = await page.locator('.kb-choice').nth(2).textContent();
    await page.keyboard.press('3');
    expect(await value(page)).toBe(`社会保障${third}`);
    await page.keyboard.type('abc', { delay: 60 });
    await page.keyboard.press('Escape');
    expect(await value(page)).toBe(`社会保障${third}`);
    await page.close();
  });

  it('brings the words of this hall first, and keeps letters that wait when one comes back', async () => {
    const page = await open();
    await touch(page, 'sbk');
    expect(await page.locator('.kb-choice').first().textContent()).toBe('社保卡');
    await page.locator('[data-testid=results] [data-testid^=item-]').first().click();
    await page.getByTestId('back').click();
    expect(await value(page)).toBe('sbk');
    expect(await page.getByTestId('typed').textContent()).toBe("s'b'k");
    await page.getByTestId('key-backspace').click();
    expect(await value(page)).toBe('sb');
    await page.close();
  });

  it.each([
    ['upright', PORTRAIT],
    ['across', LANDSCAPE],
  ] as const)('has keys of 15 mm inside the screen, and nothing that axe finds, %s', async (_, viewport) => {
    const page = await open(viewport);
    for (const size of ['normal', 'large']) {
      if (size === 'large') await page.getByTestId('care').click();
      for (const way of WAYS) {
        await page.getByTestId(`way-${way}`).click();
        if (way === 'pinyin') await touch(page, 'rong');
        if (way === 'components') await touch(page, 'tukou');
        if (way === 'strokes') await touch(page, 'hs');
        const boxes = (await page.evaluate(`[...document.querySelectorAll('.kb button')].map((key) => {
          const box = key.getBoundingClientRect();
          const mm = Math.min(innerWidth, innerHeight) / 268;
          const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
          const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return { name: key.textContent, wide: box.width / mm, high: box.height / mm, inside: inside && key.contains(at) };
        })`)) as Box[];
        expect(boxes.filter((box) => box.wide < 14.99 || box.high < 14.99 || !box.inside)).toEqual([]);
        // Sizes and places differ in every combination; what axe sees differs by way, and by size of type once.
        if (way !== 'pinyin' && (size === 'large' || viewport === LANDSCAPE)) continue;
        await page.evaluate(AXE);
        const found = (await page.evaluate(
          `axe.run('.kb').then((result) => result.violations.map((one) => one.id + ': ' + one.nodes[0].html))`,
        )) as string[];
        expect(found).toEqual([]);
      }
    }
    await page.close();
  });

  it('draws every character of the repertoire with a shipped font: none by the system, none as a box', async () => {
    const page = await open();
    const page1 = pageFont();
    const everyday = repertoire().filter(page1);
    // The page font's slices are fontsource's: one character of every 20 proves the wiring; ours are all drawn.
    const all = [...repertoire().filter((one) => !page1(one)), ...everyday.filter((_, at) => at % 20 === 0)];
    expect(all.length - everyday.length / 20).toBeGreaterThan(17_000);
    const session = await page.context().newCDPSession(page);
    await page.evaluate((text) => {
      const box = document.createElement('p');
      box.id = 'every';
      box.textContent = text;
      document.body.replaceChildren(box);
      box.getBoundingClientRect();
    }, all.join(' '));
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#every' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    expect(fonts.filter((font) => !font.isCustomFont)).toEqual([]);
    const drawn = fonts.reduce((sum, font) => sum + font.glyphCount, 0);
    expect(drawn).toBeGreaterThanOrEqual(all.length);
    await page.close();
  });
});
