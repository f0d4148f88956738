import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import PDFDocument from 'pdfkit';
import type { PaperFonts, Weight } from './fonts.ts';
import { runOutline } from './outline.ts';
import { runsOf, wrap } from './runs.ts';

/** Points (1/72 inch), ISO 216 A4. */
export const A4 = { width: 595.28, height: 841.89 } as const;

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly weight?: Weight;
  /** `#rrggbb` */
  readonly color?: string;
  /** Points between characters. */
  readonly spacing?: number;
}

export interface SheetOptions {
  readonly fonts: PaperFonts;
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly createdAt: number;
  /** Drawn first on every page, under everything else. */
  readonly background?: (sheet: Sheet) => void;
}

export interface FinishedPaper {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

export interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  /** Width of a line in points. */
  measure(text: string, style: TextStyle): number;
  /** Draws one line; `y` is the baseline. */
  line(text: string, x: number, y: number, style: TextStyle): void;
  /** Draws one line that ends at `x`. */
  lineTo(text: string, x: number, y: number, style: TextStyle): void;
  /** Draws one line around `x`. */
  lineAround(text: string, x: number, y: number, style: TextStyle): void;
  /** The lines that a text takes at a width. */
  lines(text: string, width: number, style: TextStyle): string[];
  /**
   * The outlines of a line as PDF path operators, baseline at the origin, y downwards: for marks that shall be seen
   * but not be copied along with the text. `width` in points.
   */
  outline(text: string, style: TextStyle): { readonly path: string; readonly width: number };
  newPage(): void;
  pages(): number;
  /** Goes back to a page, from 0. */
  toPage(index: number): void;
  /** The paper, or FONT_MISSING with every character that no installed font has: a paper is whole or not at all. */
  finish(): Promise<Result<FinishedPaper, Fault<'FONT_MISSING'>>>;
}

const INK = '#1a1d21';

/** `U+2CB4E` */
export const codePointName = (codePoint: number) =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** An A4 paper whose text is drawn run by run with the face that has its characters, and stays selectable. */
export function openSheet(options: SheetOptions): Sheet {
  const { fonts } = options;
  const missing = new Set<number>();
  const chunks: Uint8Array[] = [];
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    // No standard font: pdfkit would load Helvetica, which has no Chinese and is not embedded.
    font: null as unknown as string,
    info: {
      Title: options.title,
      Author: options.author,
      Subject: options.subject,
      Creator: 'Yichuang',
      Producer: 'Yichuang (pdfkit)',
      CreationDate: new Date(options.createdAt),
      ModDate: new Date(options.createdAt),
    },
  });
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));

  const runs = (text: string, style: TextStyle) =>
    runsOf(text, style.weight ?? 'regular', fonts, (codePoint) => missing.add(codePoint));
  const runWidth = (text: string, style: TextStyle) =>
    doc.widthOfString(text, { characterSpacing: style.spacing ?? 0, lineBreak: false });
  const registered = new Set<string>();
  const use = ({ face }: ReturnType<typeof runs>[number], size: number) => {
    // By name: handed the object, pdfkit compares the whole font with every other one each time (17 ms a page).
    if (!registered.has(face.name)) {
      doc.registerFont(face.name, face.font as unknown as PDFKit.Mixins.PDFFontSource);
      registered.add(face.name);
    }
    doc.font(face.name).fontSize(size);
  };

  const sheet: Sheet = {
    doc,
    measure(text, style) {
      let width = 0;
      for (const run of runs(text, style)) {
        use(run, style.size);
        width += runWidth(run.text, style);
      }
      return width;
    },
    line(text, x, y, style) {
      let at = x;
      for (const run of runs(text, style)) {
        use(run, style.size);
        tellCodePoints(run.text, run.face.font);
        doc.fillColor(style.color ?? INK);
        const settings = {
          lineBreak: false,
          baseline: 'alphabetic',
          characterSpacing: style.spacing ?? 0,
        } as const;
        doc.text(run.text, at, y, settings);
        at += runWidth(run.text, style);
      }
    },
    lineTo: (text, x, y, style) => sheet.line(text, x - sheet.measure(text, style), y, style),
    lineAround: (text, x, y, style) => sheet.line(text, x - sheet.measure(text, style) / 2, y, style),
    lines: (text, width, style) => wrap(text, width, (part) => sheet.measure(part, style)),
    outline(text, style) {
      let path = '';
      let at = 0;
      for (const run of runs(text, style)) {
        const drawn = runOutline(run.text, run.face.font, style.size, at);
        path += drawn.path;
        at += drawn.width;
      }
      return { path, width: at };
    },
    newPage() {
      doc.addPage();
      options.background?.(sheet);
    },
    pages: () => doc.bufferedPageRange().count,
    toPage: (index) => doc.switchToPage(index),
    async finish() {
      const pages = sheet.pages();
      const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
      doc.end();
      await ended;
      if (missing.size > 0) {
        const characters = [...missing].sort((a, b) => a - b).map(codePointName);
        return err(fault('FONT_MISSING', `no installed font has ${characters.join(', ')}`, { characters }));
      }
      return ok({ pdf: new Uint8Array(Buffer.concat(chunks)), pages });
    },
  };
  sheet.newPage();
  return sheet;
}

/**
 * fontkit keeps glyphs with the characters that asked for them first, and pdfkit writes those into the table
 * that text is copied and read aloud by. In a font shared by many papers the first asker may have been another
 * paper (⼀ and 一 share a glyph) or a part of an accented letter (no character at all), so it is told anew.
 */
function tellCodePoints(text: string, font: import('fontkit').Font): void {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (!font.hasGlyphForCodePoint(codePoint)) continue;
    font.glyphForCodePoint(codePoint).codePoints = [codePoint];
  }
}
