import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { blankPdf } from '../testing/pdf.ts';
import { countPdfPages } from './pdf-pages.ts';

it.each([1, 2, 7])('%i pages are counted, the page tree and labels are not', (pages) => {
  const pdf = Buffer.concat([
    Buffer.from(blankPdf(pages)),
    Buffer.from('<</Type /PageLabel>> <</Type/Pages>>'),
  ]);
  expect(countPdfPages(pdf)).toBe(pages);
});

it('pages in a compressed object stream are counted (PDF 1.5)', () => {
  const objects = deflateSync(
    Buffer.from('4 0 5 40 <</Type /Page /Parent 2 0 R>> <</Type\n/Page/Parent 2 0 R>>'),
  );
  const pdf = Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n3 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length ${objects.length}>>stream\r\n`,
    ),
    objects,
    Buffer.from('\nendstream endobj'),
  ]);
  expect(countPdfPages(pdf)).toBe(2);
  for (let length = 0; length < pdf.length; length += 1) countPdfPages(pdf.subarray(0, length));
});

it('an object stream that inflates without end is left out, and what is no PDF has no pages', () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, '/Type/Page '));
  const pdf = Buffer.concat([Buffer.from('<</Type/ObjStm>>stream\n'), bomb, Buffer.from('\nendstream')]);
  expect(countPdfPages(pdf)).toBeNull();
  expect(countPdfPages(new Uint8Array(0))).toBeNull();
});
