import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import type { Raster } from '../../codec/escpos-layout.ts';
import { qrRaster } from '../../codec/qr-raster.ts';
import { drawRow } from './raster.ts';

const row = (text: string) => drawRow({ text, size: { w: 1, h: 1 }, bold: false });
const dots = (raster: Raster): number =>
  [...raster.data].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

describe('drawn rows', () => {
  it('show 𬭎, and differently from a blank and from other characters', () => {
    const rare = row('𬭎');
    const other = row('镕');
    if (!rare.ok || !other.ok) throw new Error('both characters are in the shipped font');
    expect(rare.value.widthDots).toBe(24);
    expect(dots(rare.value)).toBeGreaterThan(60);
    expect([...rare.value.data]).not.toEqual([...other.value.data]);
  });

  it('scale to any size on the cell grid', () => {
    const drawn = drawRow({ text: '𬭎A', size: { w: 3, h: 2 }, bold: true });
    expect(drawn.ok && [drawn.value.widthDots, drawn.value.heightDots]).toEqual([108, 48]);
  });

  it('name the code points that no font has', () => {
    const drawn = row('张\u{10FFFD}');
    expect(drawn.ok ? null : drawn.error).toMatchObject({
      code: 'PRINT_GLYPH_MISSING',
      message: 'no font on this machine has U+10FFFD',
    });
  });

  it('never stand for a character with a question mark', () => {
    const drawn = row('㐂');
    const question = row('？');
    if (!drawn.ok || !question.ok) throw new Error('both characters are in the shipped font');
    expect([...drawn.value.data]).not.toEqual([...question.value.data]);
  });
});

describe('QR dots', () => {
  it('are read back by jsqr, an independent reader', () => {
    const raster = qrRaster(
      { kind: 'qr', data: 'https://hall.example/t/一窗', moduleSize: 4, level: 'M' },
      576,
    );
    if (!raster.ok) throw new Error(raster.error.message);
    const { widthDots, heightDots, data } = raster.value;
    const pixels = new Uint8ClampedArray(widthDots * heightDots * 4).fill(255);
    for (let i = 0; i < widthDots * heightDots; i += 1) {
      const [x, y] = [i % widthDots, Math.floor(i / widthDots)];
      const black = (data[y * Math.ceil(widthDots / 8) + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
      if (black) pixels.fill(0, i * 4, i * 4 + 3);
    }
    expect(jsQR.default(pixels, widthDots, heightDots)?.data).toBe('https://hall.example/t/一窗');
  });
});
