import { constants, inflateSync } from 'node:zlib';

/** Object streams of a certificate are some 10 kB; far beyond is not worth a page count. */
const MAX_INFLATED_BYTES = 4 * 1024 * 1024;
/** In all, so that a crafted file costs no more than a large one. */
const MAX_INFLATED_IN_ALL_BYTES = 16 * 1024 * 1024;
const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);

/**
 * How many page objects a PDF holds (ISO 32000-1, 7.7.3.3), those in object streams (7.5.7) included; null where
 * none is found. It is a count for accounts, not a parser: pages that a later revision removed are counted still.
 * Works on bytes, and leaves no copy of the document behind. Never throws.
 */
export function countPdfPages(pdf: Uint8Array): number | null {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  let pages = pageObjects(bytes);
  let budget = MAX_INFLATED_IN_ALL_BYTES;
  for (let at = bytes.indexOf('/ObjStm'); at >= 0 && budget > 0; at = bytes.indexOf('/ObjStm', at + 1)) {
    const inflated = objectStream(bytes, at, Math.min(budget, MAX_INFLATED_BYTES));
    if (!inflated) continue;
    pages += pageObjects(inflated);
    budget -= inflated.length;
    inflated.fill(0);
  }
  return pages > 0 ? pages : null;
}

function pageObjects(bytes: Buffer): number {
  let pages = 0;
  for (let at = bytes.indexOf('/Type'); at >= 0; at = bytes.indexOf('/Type', at + 1)) {
    let value = at + '/Type'.length;
    while (WHITE.has(bytes[value] ?? -1)) value += 1;
    if (bytes.toString('latin1', value, value + 5) === '/Page' && !isNameByte(bytes[value + 5])) pages += 1;
  }
  return pages;
}

/** `/Pages` and `/PageLabel` are other things. */
function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9_.#-]/.test(String.fromCharCode(byte));
}

/** The inflated stream of the object whose dictionary holds `at`, or undefined where it cannot be read. */
function objectStream(bytes: Buffer, at: number, maxOutputLength: number): Buffer | undefined {
  const word = bytes.indexOf('stream', at);
  if (word < 0) return undefined;
  let start = word + 'stream'.length;
  if (bytes[start] === 0x0d) start += 1;
  if (bytes[start] === 0x0a) start += 1;
  const end = bytes.indexOf('endstream', start);
  if (end < 0) return undefined;
  try {
    // The line end before `endstream` is no part of the data; a stream cut short is read as far as it goes.
    return inflateSync(bytes.subarray(start, end), { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}
