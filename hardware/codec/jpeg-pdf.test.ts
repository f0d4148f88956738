import { expect, it } from 'vitest';
import { hex } from '../testing/hex.ts';
import { pdfFromJpegs, readJpegHead } from './jpeg-pdf.ts';
import { countPdfPages } from './pdf-pages.ts';

/** SOI, APP0 as libjpeg writes it, a frame of 16 × 8 in grey, a scan of nothing, EOI (ITU-T T.81, annex B). */
const GREY = hex(`FF D8  FF E0 00 10 4A 46 49 46 00 01 01 00 00 01 00 01 00 00
  FF C0 00 0B 08 00 08 00 10 01 01 11 00  FF DA 00 08 01 01 00 00 3F 00 00  FF D9`);
const COLOUR = hex(`FF D8 FF FF C2 00 11 08 01 00 02 00 03 01 22 00 02 11 01 03 11 01 FF DA 00 02 FF D9`);

it('size and colours are read from the frame', () => {
  expect(readJpegHead(GREY)).toEqual({ ok: true, value: { width: 16, height: 8, components: 1 } });
  expect(readJpegHead(COLOUR)).toEqual({ ok: true, value: { width: 512, height: 256, components: 3 } });
});

it('a picture cut at any position is malformed, never thrown', () => {
  for (const picture of [GREY, COLOUR]) {
    for (let length = 0; length < picture.length; length += 1) {
      const read = readJpegHead(picture.subarray(0, length));
      expect(read.ok ? null : read.error.code).toBe('JPEG_MALFORMED');
    }
  }
});

it('pages become a PDF whose table of offsets points at its objects', () => {
  const made = pdfFromJpegs([GREY, COLOUR], 72);
  if (!made.ok) throw new Error(made.error.message);
  const text = Buffer.from(made.value).toString('latin1');
  expect(countPdfPages(made.value)).toBe(2);
  expect(text).toContain('/MediaBox [0 0 16.00 8.00]');
  expect(text).toContain('/MediaBox [0 0 512.00 256.00]');
  const start = Number(/startxref\n(\d+)\n%%EOF/.exec(text)?.[1]);
  expect(text.slice(start, start + 7)).toBe('xref\n0 ');
  const entries = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map((entry) => Number(entry[1]));
  entries.forEach((at, index) => {
    expect(text.slice(at, at + 8)).toMatch(new RegExp(`^${index + 1} 0 obj`));
  });
  expect(entries).toHaveLength(8);
  expect(pdfFromJpegs([GREY.subarray(0, 20)], 72).ok).toBe(false);
});
