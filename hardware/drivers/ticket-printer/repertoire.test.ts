import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { repertoire } from '@hall/shared/ui/rare-han/repertoire.ts';
import { describe, expect, it } from 'vitest';
import { fontCoverage } from './font-coverage.ts';
import { drawRow } from './raster.ts';

const { resolve } = createRequire(import.meta.url);
const coverage = (name: string) => fontCoverage(readFileSync(resolve(name)));
const row = (text: string) => drawRow({ text, size: { w: 1, h: 1 }, bold: false });

describe('paper', () => {
  it('has every character of the repertoire of the pages, by shipped fonts alone', () => {
    const full = coverage('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
    const beyond = coverage('@hall/shared/ui/rare-han/beyond.otf');
    const lacking = repertoire().filter((one) => {
      const code = one.codePointAt(0)!;
      return !full(code) && !beyond(code);
    });
    expect(lacking).toEqual([]);
  });

  it('draws characters beyond Noto Sans SC as themselves: each unlike the others and unlike a box', () => {
    const drawn = [...'𠮷𠂇𠆢𡈽𡌛𡑮𡢽', '\u{FFFD}'].map((one) => {
      const raster = row(one);
      return raster.ok ? Buffer.from(raster.value.data).toString('hex') : one;
    });
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const hex of drawn.slice(0, -1)) expect(/[1-9a-f]/.test(hex)).toBe(true);
  });
});
