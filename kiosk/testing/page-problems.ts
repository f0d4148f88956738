import type { Page } from 'playwright-core';

/** What a page must hold to (ux.md's table in words of millimetres): sizes by VVSG 2.0 and ADA 308.2. */
export interface Limits {
  /** Font sizes: cap height ÷ 0.725. */
  readonly textMm: number;
  readonly touchMm: number;
  readonly gapMm: number;
  /** Nothing to touch above this and below that, CSS pixels from the top. */
  readonly reach: { readonly from: number; readonly to: number };
}

const CAP = 0.725;
export const TEXT_MM = { usual: 3.5 / CAP, care: 4.8 / CAP } as const;
export const TOUCH_MM = 15;
export const GAP_MM = 2.54;

/** What is wrong with the page as it stands: too small, cut off, out of reach, covered, scrolling. */
export function problemsOf(page: Page, limits: Limits): Promise<string[]> {
  return page.evaluate(({ textMm, touchMm, gapMm, reach }) => {
    const found = new Set<string>();
    const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'));
    const dialog = document.querySelector('dialog[open]');
    const scope = dialog ?? document.body;
    const nameOf = (element: Element): string =>
      (element as HTMLElement).dataset['testid'] ??
      `${element.tagName.toLowerCase()}.${element.className.toString().split(' ')[0]} "${element.textContent?.trim().slice(0, 24)}"`;
    // Words for a screen reader only are clipped away.
    const shown = (element: Element): boolean => {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
      for (let up: Element | null = element; up; up = up.parentElement)
        if (getComputedStyle(up).clipPath !== 'none') return false;
      return true;
    };

    const root = document.documentElement;
    if (root.scrollWidth > innerWidth + 1 || root.scrollHeight > innerHeight + 1)
      found.add(`the page scrolls: ${root.scrollWidth} × ${root.scrollHeight}`);

    const stage = document.querySelector('.stage');
    if (stage && stage.scrollHeight > stage.clientHeight + 2)
      found.add(`the stage scrolls: ${stage.scrollHeight} in ${stage.clientHeight}`);

    const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    const looked = new Set<Element>();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (!element || !text.textContent?.trim() || looked.has(element) || !shown(element)) continue;
      looked.add(element);
      const size = Number.parseFloat(getComputedStyle(element).fontSize) / mm;
      // A plan is a drawing to its own scale: what it shows stands in words beside it.
      if (size < textMm - 0.01 && !element.closest('.plan'))
        found.add(`text of ${size.toFixed(2)} mm: ${nameOf(element)}`);
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.width <= 2) continue;
      // Half a line over is the room of a sign that reaches over its line; more is cut off.
      const over = Number.parseFloat(getComputedStyle(element).fontSize) / 2;
      if (box.left < -1 || box.right > innerWidth + 1 || box.top < -over || box.bottom > innerHeight + over)
        found.add(`off the screen: ${nameOf(element)}`);
      // A list's rows have a set height: a name that needs another line must not reach over its frame.
      const row = element.closest('button, .paged > li')?.getBoundingClientRect();
      if (row && (box.top < row.top - over / 2 || box.bottom > row.bottom + over / 2))
        found.add(`reaches over its frame: ${nameOf(element)}`);
      const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (middle && !middle.contains(element) && !element.contains(middle))
        found.add(`lies under ${nameOf(middle)}: ${nameOf(element)}`);
      for (let around: Element | null = element; around && around !== root; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        const frame = around.getBoundingClientRect();
        if (box.left < frame.left - 1 || box.right > frame.right + 1)
          found.add(`cut off at the side: ${nameOf(element)}`);
        if (box.top < frame.top - over || box.bottom > frame.bottom + over)
          found.add(`cut off above or below: ${nameOf(element)}`);
      }
    }

    const keys = [
      ...scope.querySelectorAll<HTMLElement>('button, input, a[href], [role=button], [tabindex]'),
    ].filter((key) => shown(key) && key.getBoundingClientRect().width > 0);
    const boxes = keys.map((key) => ({ key, box: (key.closest('label') ?? key).getBoundingClientRect() }));
    for (const { key, box } of boxes) {
      const name = nameOf(key);
      if (box.width < touchMm * mm - 0.5 || box.height < touchMm * mm - 0.5)
        found.add(`key of ${(box.width / mm).toFixed(1)} × ${(box.height / mm).toFixed(1)} mm: ${name}`);
      if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.top < -0.5 || box.bottom > innerHeight + 0.5)
        found.add(`key off the screen: ${name}`);
      else if (box.top < reach.from - 1 || box.bottom > reach.to + 1) found.add(`key out of reach: ${name}`);
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!(key.closest('label') ?? key).contains(at)) found.add(`key is covered: ${name}`);
    }
    for (const [i, one] of boxes.entries()) {
      for (const other of boxes.slice(i + 1)) {
        if (one.key.contains(other.key) || other.key.contains(one.key)) continue;
        // Keys of a keyboard stand as people know them.
        if (one.key.closest('.kb') && other.key.closest('.kb')) continue;
        const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
        const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom);
        const gap = Math.max(across, down) / mm;
        if (gap < gapMm - 0.1)
          found.add(`gap of ${gap.toFixed(1)} mm: ${nameOf(one.key)} and ${nameOf(other.key)}`);
      }
    }
    return [...found];
  }, limits);
}
