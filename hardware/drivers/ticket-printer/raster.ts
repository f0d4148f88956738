import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { RowToDraw } from '../../codec/escpos-encode.ts';
import type { Raster } from '../../codec/escpos-layout.ts';
import { CELL_DOTS, cellsOf, GLYPH_DOTS } from '../../codec/escpos-layout.ts';
import { fontCoverage } from './font-coverage.ts';

/** A pixel at least this dark (0–255) becomes a dot; below one half so that thin strokes survive. */
const DARK_FROM = 112;
/** Base line below the cell's top, as a share of its height: Chinese glyphs then fill their cell. */
const BASELINE = 0.86;
/** Glyphs are drawn a little smaller than their cell, so that neighbours never touch. */
const GLYPH_SHARE = 0.96;

/** Where Linux distributions keep fonts that can hold rare characters. */
const FONT_FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  path.join(homedir(), '.local/share/fonts'),
];
const RARE_FONT = /^Noto(Sans|Serif)(Mono)?CJK.*\.(ttc|otf|ttf)$|^NotoSansSC.*\.(otf|ttf)$/i;

interface Face {
  readonly family: string;
  readonly covers: (codePoint: number) => boolean;
}

let regular: Face | undefined;
let bold: Face | undefined;
let beyond: Face | undefined;
let rareFaces: Face[] | undefined;

/** The full Noto Sans SC of `@expo-google-fonts/noto-sans-sc` (OFL): 30,890 characters, 𬭎 among them. */
function shippedFace(weight: '400Regular' | '700Bold'): Face {
  const file = createRequire(import.meta.url).resolve(
    `@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`,
  );
  const face = registerFace(file, `Hall Ticket ${weight}`);
  if (!face) throw new Error(`the shipped font ${path.basename(file)} cannot be read`);
  return face;
}

/** What Noto Sans SC lacks (𠮷 among them), shipped by `shared`: the same file that the pages draw with. */
function beyondFace(): Face {
  const file = createRequire(import.meta.url).resolve('@hall/shared/ui/rare-han/beyond.otf');
  const face = registerFace(file, 'Hall Rare Han Beyond');
  if (!face) throw new Error(`the shipped font ${path.basename(file)} cannot be read`);
  return face;
}

function registerFace(file: string, family: string): Face | undefined {
  const covers = fontCoverage(readFileSync(file));
  return GlobalFonts.registerFromPath(file, family) ? { family, covers } : undefined;
}

/** Installed fonts are read only when the shipped ones lack a character: they are 20 MB each. */
function installedFaces(): Face[] {
  rareFaces ??= FONT_FOLDERS.flatMap(findFontFiles)
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .flatMap((file, index) => registerFace(file, `Hall Rare ${index}`) ?? []);
  return rareFaces;
}

const rank = (file: string): number => (/Sans/.test(file) ? 0 : 2) + (/Regular/.test(file) ? 0 : 1);

function findFontFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && RARE_FONT.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** The face for a character, shipped before installed, or undefined when no font has it. */
function faceFor(codePoint: number, isBold: boolean): Face | undefined {
  regular ??= shippedFace('400Regular');
  if (isBold) bold ??= shippedFace('700Bold');
  const shipped = isBold && bold?.covers(codePoint) ? bold : regular;
  if (shipped.covers(codePoint)) return shipped;
  beyond ??= beyondFace();
  if (beyond.covers(codePoint)) return beyond;
  return installedFaces().find((face) => face.covers(codePoint));
}

/** `U+2CB4E`: how a character is named in messages, since no screen may be able to show it. */
export function nameOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Draws one row of text as dots on the printer's own grid of cells.
 *
 * Fails with `PRINT_GLYPH_MISSING` naming the code points that no font on this machine has: a ticket with an
 * empty box for a name must not come out.
 */
export function drawRow(row: RowToDraw): Result<Raster, Fault<'PRINT_GLYPH_MISSING'>> {
  const glyphs = [...row.text].map((character) => ({
    character,
    face: faceFor(character.codePointAt(0)!, row.bold),
  }));
  const missing = glyphs.filter((glyph) => glyph.face === undefined).map((glyph) => nameOf(glyph.character));
  if (missing.length > 0) {
    const names = [...new Set(missing)].join(' ');
    return err(fault('PRINT_GLYPH_MISSING', `no font on this machine has ${names}`, { characters: names }));
  }
  const { w, h } = row.size;
  const widthDots = Math.max(8, cellsOf(row.text) * CELL_DOTS * w);
  const heightDots = GLYPH_DOTS * h;
  const context = createCanvas(widthDots, heightDots).getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthDots, heightDots);
  context.fillStyle = '#000000';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  context.lang = 'zh-CN';
  let x = 0;
  for (const { character, face } of glyphs) {
    const cell = cellsOf(character) * CELL_DOTS * w;
    context.font = `${GLYPH_DOTS * h * GLYPH_SHARE}px "${face!.family}"`;
    context.save();
    context.translate(x + cell / 2, heightDots * BASELINE);
    context.scale(w / h, 1);
    context.fillText(character, 0, 0);
    context.restore();
    x += cell;
  }
  return ok(toRaster(context, widthDots, heightDots));
}

/** Thresholds a canvas to dots. */
export function toRaster(context: SKRSContext2D, widthDots: number, heightDots: number): Raster {
  const pixels = context.getImageData(0, 0, widthDots, heightDots).data;
  const stride = Math.ceil(widthDots / 8);
  const data = new Uint8Array(stride * heightDots);
  for (let y = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      if (255 - pixels[(y * widthDots + x) * 4]! >= DARK_FROM)
        data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return { widthDots, heightDots, data };
}
