import type { Catalogue } from '@hall/shared/contracts/commands';
import { hallTexts } from '@hall/shared/contracts/picture-texts';
import { MOST_SHAPES, type PagePicture, type PageShape } from '@hall/shared/contracts/screen-picture';
import type { Text } from '@hall/shared/contracts/text';
import { OWN_TEXTS } from './texts.ts';

/**
 * Draws what stands on the screen as boxes, bars and numbers of known texts. Nothing is taken from fields, pictures
 * and codes, and no text as such. What is not in the lists becomes a bar, and while the page is measured every such
 * text is replaced by one filler: neither a length nor what it moves about can be read off the drawing. It is put back
 * before the browser draws its next frame.
 */

/** Of which only is said that they are there: whatever is typed, shown, scanned or drawn in them is a person's own. */
const BLANK =
  'input, textarea, select, img, canvas, video, svg, iframe, object, [contenteditable], [data-private]';
/** The on-screen keyboard shows what is typed, and which key is pressed. */
const KEYBOARD = '[class^="kb"]';
/** Stands for every hidden text while the page is measured. */
const FILLER = '████████';

interface Known {
  readonly list: 'own' | 'hall';
  readonly at: number;
  readonly language: 'zh' | 'en';
}

export function drawScreen(page: Window, visit: boolean, catalogue: Catalogue | null): PagePicture {
  const { innerWidth: width, innerHeight: height, document } = page;
  const known = new Map<string, Known>();
  if (!visit && catalogue !== null) learn(known, 'hall', hallTexts(catalogue));
  learn(known, 'own', OWN_TEXTS);
  const shapes: PageShape[] = [];
  const add = (shape: PageShape): void => {
    const { x, y, w, h } = shape;
    const seen = w > 0 && h > 0 && x < width && y < height && x + w > 0 && y + h > 0;
    if (seen && shapes.length < MOST_SHAPES) shapes.push(shape);
  };

  const isKnown = (text: globalThis.Text) => known.has(text.data.trim());
  const hidden = new Map<globalThis.Text, string>();
  hide(document.body, isKnown, hidden);
  const draw = (element: Element): void => {
    const style = page.getComputedStyle(element);
    if (style.display === 'none' || style.visibility !== 'visible' || Number(style.opacity) === 0) return;
    const rect = placeOf(element.getBoundingClientRect());
    if (isBlank(element)) {
      add({ kind: 'blank', ...rect });
      return;
    }
    box(style, rect, add);
    for (const text of textsIn(element)) {
      add(shapeOf(page, text, style, hidden.has(text) ? undefined : known.get(text.data.trim())));
    }
    for (const child of element.children) draw(child);
  };
  try {
    draw(document.body);
  } finally {
    for (const [text, data] of hidden) text.data = data;
  }
  return {
    ...{ width: Math.round(width), height: Math.round(height), visit, shapes },
    catalogue: visit ? null : (catalogue?.version ?? null),
  };
}

/** Remembers what every unknown text said, and puts the filler in its place. */
function hide(
  element: Element,
  isKnown: (text: globalThis.Text) => boolean,
  hidden: Map<globalThis.Text, string>,
): void {
  if (isBlank(element)) return;
  for (const text of textsIn(element)) {
    if (isKnown(text)) continue;
    hidden.set(text, text.data);
    text.data = FILLER;
  }
  for (const child of element.children) hide(child, isKnown, hidden);
}

function isBlank(element: Element): boolean {
  return element.matches(BLANK) || element.matches(KEYBOARD);
}

function textsIn(element: Element): globalThis.Text[] {
  return [...element.childNodes].filter(isText).filter(({ data }) => data.trim() !== '');
}

function learn(known: Map<string, Known>, list: Known['list'], texts: readonly Text[]): void {
  texts.forEach((text, at) => {
    for (const language of ['zh', 'en'] as const) known.set(text[language], { list, at, language });
  });
}

function isText(node: Node): node is globalThis.Text {
  return node.nodeType === 3;
}

function placeOf(rect: DOMRect) {
  const round = (value: number) => Math.max(-10_000, Math.min(10_000, Math.round(value)));
  return { x: round(rect.left), y: round(rect.top), w: round(rect.width), h: round(rect.height) };
}

function box(
  style: CSSStyleDeclaration,
  rect: ReturnType<typeof placeOf>,
  add: (shape: PageShape) => void,
): void {
  const fill = colourOf(style.backgroundColor);
  const line = Number.parseFloat(style.borderTopWidth) > 0 ? colourOf(style.borderTopColor) : null;
  if (fill === null && line === null) return;
  const round = Math.min(500, Math.round(Number.parseFloat(style.borderTopLeftRadius)) || 0);
  add({ kind: 'box', ...rect, fill, line, round });
}

function shapeOf(
  page: Window,
  text: globalThis.Text,
  style: CSSStyleDeclaration,
  known: Known | undefined,
): PageShape {
  const range = page.document.createRange();
  range.selectNodeContents(text);
  const rect = placeOf(range.getBoundingClientRect());
  const size = Math.max(1, Math.min(2_000, Math.round(Number.parseFloat(style.fontSize))));
  if (known !== undefined)
    return { kind: 'word', ...rect, size, colour: colourOf(style.color) ?? '#000000', ...known };
  return { kind: 'bar', ...rect };
}

/** `rgb(1, 2, 3)` as Chromium computes colours; null where it is see-through or none. */
function colourOf(css: string): string | null {
  const [, r, g, b, alpha] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(css) ?? [];
  if (r === undefined || Number(alpha ?? 1) < 0.05) return null;
  return `#${[r, g, b].map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}
