import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../checks/sources.ts';
import { cmapTable, maxpTable, nameTable, postTable, readTables, sfnt } from './sfnt.ts';

/** What is used of fontkit, which the queue server has for its certificates. */
interface Font {
  readonly copyright: string | null;
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): { readonly id: number };
  getGlyph(id: number): { readonly advanceWidth: number; readonly bbox: { readonly minX: number } };
  createSubset(): {
    readonly glyphs: readonly number[];
    includeGlyph(id: number): number;
    encode(): Uint8Array;
  };
}
const hall = createRequire(path.join(ROOT, 'queue-server/package.json'));
const fontkit = hall('fontkit') as { openSync(file: string, postscriptName?: string): Font };

export interface Source {
  readonly font: Font;
  readonly tables: ReadonlyMap<string, Uint8Array>;
}

/** A font of an npm package of the queue server, or a face of an installed collection. */
export function openSource(file: string, postscriptName?: string): Source {
  const font = fontkit.openSync(file, postscriptName) as Font & { directory: { tables: object } };
  const bytes = readFileSync(file);
  if (!postscriptName) return { font, tables: readTables(bytes) };
  // fontkit read the face's own directory: every face's tables are found by it.
  const found = font.directory.tables as Record<string, { offset: number; length: number }>;
  return {
    font,
    tables: new Map(
      Object.entries(found).map(([tag, { offset, length }]) => [
        tag.padEnd(4),
        bytes.subarray(offset, offset + length),
      ]),
    ),
  };
}

export const notoSansSc = (): string =>
  hall.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');

const OFL =
  'This Font Software is licensed under the SIL Open Font License, Version 1.1. https://openfontlicense.org';

/** A font with these characters only, drawn as in the source, under its own family name (OFL, clause 3). */
export function subset(source: Source, codePoints: readonly number[], family: string): Uint8Array {
  const { font, tables } = source;
  // fontkit ends a real number of an odd length with F0, which Chromium's sanitiser refuses (it must be FF).
  const cff = (font as { 'CFF '?: { topDict: { CIDFontVersion: number } } })['CFF '];
  if (cff) cff.topDict.CIDFontVersion = 0;
  const made = font.createSubset();
  const glyphs = new Map<number, number>();
  for (const code of codePoints) glyphs.set(code, made.includeGlyph(font.glyphForCodePoint(code).id));
  const outlines = Buffer.from(made.encode());
  const own = new Map<string, Uint8Array>();
  if (tables.has('CFF ')) {
    const head = tables.get('head')!;
    own.set('CFF ', outlines).set('head', head).set('maxp', maxpTable(made.glyphs.length));
    own.set('hmtx', hmtxTable(font, made.glyphs));
    const hhea = Buffer.from(tables.get('hhea')!);
    hhea.writeUInt16BE(made.glyphs.length, 34);
    own.set('hhea', hhea);
  } else {
    for (const tag of ['head', 'hhea', 'maxp', 'hmtx', 'loca', 'glyf', 'prep', 'cvt ', 'fpgm']) {
      const table = readTables(outlines).get(tag);
      if (table && table.length > 0) own.set(tag, table);
    }
  }
  own.set('cmap', cmapTable(glyphs)).set('post', postTable()).set('OS/2', tables.get('OS/2')!);
  const copyright = String(font.copyright ?? '');
  own.set(
    'name',
    nameTable(
      new Map([
        [0, copyright],
        [1, family],
        [2, 'Regular'],
        [4, family],
        [6, family.replaceAll(' ', '-')],
        [13, OFL],
      ]),
    ),
  );
  return sfnt(own);
}

function hmtxTable(font: Font, glyphs: readonly number[]): Uint8Array {
  const table = Buffer.alloc(4 * glyphs.length);
  glyphs.forEach((id, index) => {
    const glyph = font.getGlyph(id);
    table.writeUInt16BE(glyph.advanceWidth, 4 * index);
    table.writeInt16BE(
      Math.round(glyph.bbox.minX === Number.POSITIVE_INFINITY ? 0 : glyph.bbox.minX),
      4 * index + 2,
    );
  });
  return table;
}
