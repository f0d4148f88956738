/**
 * A ticket as data: what stands on the paper, not how a printer is told. Widths are dots of a printhead with
 * 8 dots per millimetre (203 dpi): 576 on 80 mm paper, 384 on 58 mm paper.
 */
export interface TicketLayout {
  readonly widthDots: 576 | 384;
  readonly lines: readonly Line[];
}

export type Line = TextLine | ColumnsLine | RuleLine | QrLine | ImageLine | FeedLine;
export type Align = 'left' | 'center' | 'right';
/** Multiples of the base cell: 12 × 24 dots for ASCII, 24 × 24 for everything else. */
export type Scale = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
export interface TextSize {
  readonly w: Scale;
  readonly h: Scale;
}

/** Wrapped at the paper's width; `\n` starts a new row. */
export interface TextLine {
  readonly kind: 'text';
  readonly text: string;
  readonly size?: TextSize;
  readonly bold?: boolean;
  readonly align?: Align;
}

/** Left and right on one row; where they do not fit, the right part moves to a row of its own. */
export interface ColumnsLine {
  readonly kind: 'columns';
  readonly left: string;
  readonly right: string;
  readonly size?: TextSize;
  readonly bold?: boolean;
}

export interface RuleLine {
  readonly kind: 'rule';
}

/** A QR code, centred unless told otherwise. */
export interface QrLine {
  readonly kind: 'qr';
  readonly data: string;
  /** Dots per module; 4 is the least that phones read reliably from thermal paper. */
  readonly moduleSize: 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;
  readonly level: 'L' | 'M' | 'Q' | 'H';
  readonly align?: Align;
}

export interface ImageLine {
  readonly kind: 'image';
  readonly raster: Raster;
  readonly align?: Align;
}

export interface FeedLine {
  readonly kind: 'feed';
  /** Rows of {@link LINE_DOTS}, 1 to 255. */
  readonly lines: number;
}

/** One bit a dot, rows padded to whole bytes, most significant bit leftmost, 1 = black. */
export interface Raster {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly data: Uint8Array;
}

/** Width of one ASCII cell at size 1 (Epson font A). */
export const CELL_DOTS = 12;
/** Height of a cell at size 1, and the width of a Chinese character. */
export const GLYPH_DOTS = 24;
/** Distance between base lines at size 1: `ESC 2`, a sixth of an inch, is 34 dots at 203 dpi. */
export const LINE_DOTS = 34;

export const SIZE_1: TextSize = { w: 1, h: 1 };

/** Cells that a character takes: one for ASCII, two for everything else. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += character.codePointAt(0)! < 0x80 ? 1 : 2;
  return cells;
}

/** Marks that must not begin a row (GB/T 15834-2011, 5.1.1). */
const NOT_FIRST = new Set([...'，。、；：？！）》」』】〉”’…—,.;:?!)']);

/**
 * Breaks a text into rows of at most `cells` cells: at spaces inside Latin words, anywhere between Chinese
 * characters, and never so that a closing mark begins a row. Always at least one row.
 */
export function wrapToCells(text: string, cells: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, cells));
}

function wrapParagraph(paragraph: string, cells: number): string[] {
  const rows: string[] = [];
  let row: string[] = [];
  let used = 0;
  for (const character of paragraph) {
    const width = cellsOf(character);
    if (used + width > cells && row.length > 0) {
      if (character === ' ') {
        rows.push(row.join(''));
        row = [];
        used = 0;
        continue;
      }
      const carried = carriedDown(row, character);
      rows.push(
        row
          .slice(0, row.length - carried)
          .join('')
          .trimEnd(),
      );
      row = row.slice(row.length - carried);
      used = cellsOf(row.join(''));
    }
    row.push(character);
    used += width;
  }
  rows.push(row.join(''));
  return rows;
}

/** How many characters at the end of a full row belong to the next one. */
function carriedDown(row: readonly string[], next: string): number {
  const isWord = (character: string | undefined): boolean =>
    character !== undefined && /[0-9A-Za-z]/.test(character);
  if (NOT_FIRST.has(next)) return row.length > 1 ? 1 : 0;
  if (!isWord(next)) return 0;
  let carried = 0;
  while (carried < row.length && isWord(row[row.length - 1 - carried])) carried += 1;
  return carried < row.length ? carried : 0;
}

/** Both columns as rows of exactly or fewer than `cells` cells. */
export function columnRows(left: string, right: string, cells: number): string[] {
  const gap = cells - cellsOf(left) - cellsOf(right);
  if (gap >= 1 && !left.includes('\n') && !right.includes('\n')) return [left + ' '.repeat(gap) + right];
  const rightRows = wrapToCells(right, cells).map(
    (row) => ' '.repeat(Math.max(0, cells - cellsOf(row))) + row,
  );
  return [...wrapToCells(left, cells), ...rightRows];
}
