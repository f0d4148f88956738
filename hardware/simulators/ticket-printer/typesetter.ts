import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';

/** Font A of the printer being simulated. */
const HALF_WIDTH = 12;
const FULL_WIDTH = 24;
const HEIGHT = 24;

const FAMILY = 'Simulated Printer ROM';
const BOLD_FAMILY = 'Simulated Printer ROM Bold';

export interface Style {
  readonly wide: number;
  readonly high: number;
  readonly bold: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

interface Cell extends Style {
  readonly text: string;
  readonly width: number;
}

let fontsLoaded = false;

/** The printer's "ROM font": a medium weight, so that what was sent as text looks unlike what was drawn. */
function loadFonts(): void {
  if (fontsLoaded) return;
  fontsLoaded = true;
  const { resolve } = createRequire(import.meta.url);
  GlobalFonts.registerFromPath(
    resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
    FAMILY,
  );
  GlobalFonts.registerFromPath(
    resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
    BOLD_FAMILY,
  );
}

/** One line of the print buffer: cells until a line feed, then dots. */
export class PrintLine {
  private cells: Cell[] = [];
  private used = 0;
  private readonly widthDots: number;

  constructor(widthDots: number) {
    this.widthDots = widthDots;
  }

  get isEmpty(): boolean {
    return this.cells.length === 0;
  }

  fits(isFull: boolean, style: Style): boolean {
    return this.used + (isFull ? FULL_WIDTH : HALF_WIDTH) * style.wide <= this.widthDots;
  }

  add(text: string, isFull: boolean, style: Style): void {
    const width = (isFull ? FULL_WIDTH : HALF_WIDTH) * style.wide;
    this.cells.push({ ...style, text, width });
    this.used += width;
  }

  /** Empties the line into dot rows; characters stand on a common base line. */
  take(justify: 0 | 1 | 2, lineSpacing: number): Uint8Array[] {
    const cells = this.cells;
    const used = this.used;
    this.cells = [];
    this.used = 0;
    const height = cells.reduce((tallest, cell) => Math.max(tallest, HEIGHT * cell.high), 0);
    const pitch = Math.max(lineSpacing, height);
    if (cells.length === 0) return blankRows(this.widthDots, pitch);
    const left = justify === 0 ? 0 : justify === 1 ? (this.widthDots - used) >> 1 : this.widthDots - used;
    return [...drawnCells(cells, left, this.widthDots, height), ...blankRows(this.widthDots, pitch - height)];
  }
}

const blanks = new Map<number, Uint8Array>();

/** All the same row: paper is mostly white, and nobody writes on a row that was given. */
export function blankRows(widthDots: number, count: number): Uint8Array[] {
  const blank = blanks.get(widthDots) ?? new Uint8Array(widthDots >> 3);
  blanks.set(widthDots, blank);
  return new Array<Uint8Array>(Math.max(0, count)).fill(blank);
}

/** Lines that are kept drawn: most of a ticket says the same on every ticket, and drawing is most of the work. */
const KEPT_LINES = 500;
const drawn = new Map<string, readonly Uint8Array[]>();

function drawnCells(
  cells: readonly Cell[],
  left: number,
  widthDots: number,
  height: number,
): readonly Uint8Array[] {
  const key = JSON.stringify([cells, left, widthDots, height]);
  const known = drawn.get(key);
  if (known) return known;
  const rows = drawCells(cells, left, widthDots, height);
  if (drawn.size >= KEPT_LINES) drawn.clear();
  drawn.set(key, rows);
  return rows;
}

function drawCells(cells: readonly Cell[], left: number, widthDots: number, height: number): Uint8Array[] {
  loadFonts();
  const canvas = createCanvas(widthDots, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, widthDots, height);
  context.textAlign = 'center';
  context.lang = 'zh-CN';
  let x = left;
  for (const cell of cells) {
    const cellHeight = HEIGHT * cell.high;
    const top = height - cellHeight;
    if (cell.inverse) {
      context.fillStyle = 'black';
      context.fillRect(x, top, cell.width, cellHeight);
    }
    context.fillStyle = cell.inverse ? 'white' : 'black';
    context.save();
    context.translate(x + cell.width / 2, top + cellHeight * 0.85);
    context.scale(cell.wide, cell.high);
    context.font = `23px "${cell.bold ? BOLD_FAMILY : FAMILY}"`;
    context.fillText(cell.text, 0, 0);
    context.restore();
    if (cell.underline) context.fillRect(x, height - 2, cell.width, 2);
    x += cell.width;
  }
  const { data } = context.getImageData(0, 0, widthDots, height);
  return Array.from({ length: height }, (_, y) => {
    const row = new Uint8Array(widthDots >> 3);
    for (let dot = 0; dot < widthDots; dot += 1) {
      if (data[(y * widthDots + dot) * 4]! < 140) row[dot >> 3]! |= 0x80 >> (dot & 7);
    }
    return row;
  });
}
