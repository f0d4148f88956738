/**
 * Writes font files (OpenType 1.9: table directory, `cmap` format 12, `name` format 0, `post` 3.0, `maxp` 0.5) and
 * wraps them as WOFF 2.0 with untransformed tables (W3C recommendation, section 5: a null transform is allowed).
 */
import { brotliCompressSync, constants } from 'node:zlib';

export type Tables = ReadonlyMap<string, Uint8Array>;

const TABLE_RECORD = 16;
const CHECKSUM_MAGIC = 0xb1b0afba;

const padded = (length: number): number => (length + 3) & ~3;

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) {
    const word =
      ((bytes[i] ?? 0) << 24) |
      ((bytes[i + 1] ?? 0) << 16) |
      ((bytes[i + 2] ?? 0) << 8) |
      (bytes[i + 3] ?? 0);
    sum = (sum + (word >>> 0)) >>> 0;
  }
  return sum;
}

/** A whole font file; `head.checkSumAdjustment` is set. */
export function sfnt(tables: Tables): Uint8Array {
  const tags = [...tables.keys()].sort();
  const offsets = new Map<string, number>();
  let end = 12 + TABLE_RECORD * tags.length;
  for (const tag of tags) {
    offsets.set(tag, end);
    end += padded(tables.get(tag)!.length);
  }
  const file = Buffer.alloc(end);
  const power = Math.floor(Math.log2(tags.length));
  file.writeUInt32BE(tables.has('CFF ') ? 0x4f54544f : 0x00010000, 0);
  file.writeUInt16BE(tags.length, 4);
  file.writeUInt16BE(2 ** power * 16, 6);
  file.writeUInt16BE(power, 8);
  file.writeUInt16BE((tags.length - 2 ** power) * 16, 10);
  tags.forEach((tag, index) => {
    const bytes = Buffer.from(tables.get(tag)!);
    if (tag === 'head') bytes.writeUInt32BE(0, 8);
    const record = 12 + TABLE_RECORD * index;
    file.write(tag, record, 'latin1');
    file.writeUInt32BE(checksum(bytes), record + 4);
    file.writeUInt32BE(offsets.get(tag)!, record + 8);
    file.writeUInt32BE(bytes.length, record + 12);
    bytes.copy(file, offsets.get(tag)!);
  });
  file.writeUInt32BE((CHECKSUM_MAGIC - checksum(file)) >>> 0, offsets.get('head')! + 8);
  return file;
}

/** The tables of a font file, or of one face where `at` is the place of its directory in a collection. */
export function readTables(file: Uint8Array, at = 0): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < view.getUint16(at + 4); i += 1) {
    const record = at + 12 + TABLE_RECORD * i;
    const tag = Buffer.from(file.subarray(record, record + 4)).toString('latin1');
    const offset = view.getUint32(record + 8);
    tables.set(tag, file.subarray(offset, offset + view.getUint32(record + 12)));
  }
  return tables;
}

/** `cmap` with one format 12 subtable, and a format 4 one where the BMP is touched (Windows and Skia want it). */
export function cmapTable(glyphs: ReadonlyMap<number, number>): Uint8Array {
  const full = format12(glyphs);
  const bmp = format4(new Map([...glyphs].filter(([code]) => code < 0xffff)));
  const head = Buffer.alloc(4 + 16);
  head.writeUInt16BE(2, 2);
  [
    { encoding: 1, offset: 20 },
    { encoding: 10, offset: 20 + bmp.length },
  ].forEach(({ encoding, offset }, index) => {
    head.writeUInt16BE(3, 4 + 8 * index);
    head.writeUInt16BE(encoding, 6 + 8 * index);
    head.writeUInt32BE(offset, 8 + 8 * index);
  });
  return Buffer.concat([head, bmp, full]);
}

function runs(glyphs: ReadonlyMap<number, number>): { first: number; last: number; glyph: number }[] {
  const found: { first: number; last: number; glyph: number }[] = [];
  for (const [code, glyph] of [...glyphs].sort((a, b) => a[0] - b[0])) {
    const run = found.at(-1);
    if (run && run.last + 1 === code && run.glyph + code - run.first === glyph) run.last = code;
    else found.push({ first: code, last: code, glyph });
  }
  return found;
}

function format12(glyphs: ReadonlyMap<number, number>): Buffer {
  const groups = runs(glyphs);
  const table = Buffer.alloc(16 + 12 * groups.length);
  table.writeUInt16BE(12, 0);
  table.writeUInt32BE(table.length, 4);
  table.writeUInt32BE(groups.length, 12);
  groups.forEach((group, index) => {
    table.writeUInt32BE(group.first, 16 + 12 * index);
    table.writeUInt32BE(group.last, 20 + 12 * index);
    table.writeUInt32BE(group.glyph, 24 + 12 * index);
  });
  return table;
}

function format4(glyphs: ReadonlyMap<number, number>): Buffer {
  const segments = [...runs(glyphs), { first: 0xffff, last: 0xffff, glyph: 0 }];
  const count = segments.length;
  const table = Buffer.alloc(16 + 8 * count);
  const power = Math.floor(Math.log2(count));
  table.writeUInt16BE(4, 0);
  table.writeUInt16BE(table.length, 2);
  table.writeUInt16BE(count * 2, 6);
  table.writeUInt16BE(2 ** power * 2, 8);
  table.writeUInt16BE(power, 10);
  table.writeUInt16BE((count - 2 ** power) * 2, 12);
  segments.forEach(({ first, last, glyph }, index) => {
    table.writeUInt16BE(last, 14 + 2 * index);
    table.writeUInt16BE(first, 16 + 2 * count + 2 * index);
    table.writeUInt16BE((glyph - first) & 0xffff, 16 + 4 * count + 2 * index);
  });
  return table;
}

/** `name` with family, style, full and PostScript name, copyright and licence (Windows, English). */
export function nameTable(names: ReadonlyMap<number, string>): Uint8Array {
  const entries = [...names].sort((a, b) => a[0] - b[0]).map(([id, text]) => ({ id, bytes: utf16(text) }));
  const head = Buffer.alloc(6 + 12 * entries.length);
  head.writeUInt16BE(entries.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  entries.forEach(({ id, bytes }, index) => {
    const values = [3, 1, 0x409, id, bytes.length, offset];
    for (const [at, value] of values.entries()) head.writeUInt16BE(value, 6 + 12 * index + 2 * at);
    offset += bytes.length;
  });
  return Buffer.concat([head, ...entries.map(({ bytes }) => bytes)]);
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** `post` 3.0: no glyph names. */
export function postTable(): Uint8Array {
  const table = Buffer.alloc(32);
  table.writeUInt32BE(0x00030000, 0);
  table.writeInt16BE(-100, 8);
  table.writeInt16BE(50, 10);
  return table;
}

/** `maxp` 0.5, for outlines in `CFF `. */
export function maxpTable(glyphs: number): Uint8Array {
  const table = Buffer.alloc(6);
  table.writeUInt32BE(0x00005000, 0);
  table.writeUInt16BE(glyphs, 4);
  return table;
}

/** Known tags have a number in WOFF 2.0 (table 4.1); ours are all known. */
const WOFF2_TAGS = ['cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'OS/2', 'post', 'cvt ', 'fpgm', 'glyf'];
const WOFF2_MORE = ['loca', 'prep', 'CFF '];
/** For `glyf` and `loca` version 3 is the null transform; for other tables 0 is. */
const NULL_TRANSFORM = 3 << 6;

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** The same font as WOFF 2.0. */
export function woff2(font: Uint8Array): Uint8Array {
  const tables = readTables(font);
  const known = [...WOFF2_TAGS, ...WOFF2_MORE];
  // `loca` follows `glyf` immediately, as the format asks.
  const tags = known.filter((tag) => tables.has(tag));
  const directory = tags.flatMap((tag) => [
    known.indexOf(tag) | (tag === 'glyf' || tag === 'loca' ? NULL_TRANSFORM : 0),
    ...base128(tables.get(tag)!.length),
  ]);
  const data = brotliCompressSync(Buffer.concat(tags.map((tag) => tables.get(tag)!)), {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  });
  const file = Buffer.alloc(padded(48 + directory.length + data.length));
  file.write('wOF2', 0, 'latin1');
  Buffer.from(font).copy(file, 4, 0, 4);
  file.writeUInt32BE(file.length, 8);
  file.writeUInt16BE(tags.length, 12);
  file.writeUInt32BE(font.length, 16);
  file.writeUInt32BE(data.length, 20);
  file.writeUInt16BE(1, 24);
  Buffer.from(directory).copy(file, 48);
  data.copy(file, 48 + directory.length);
  return file;
}
