/**
 * Which characters a font file can draw, from its `cmap` table (OpenType 1.9, cmap formats 4 and 12).
 * Canvas falls back to any font or an empty box without a word, so it must be known beforehand.
 */
export function fontCoverage(file: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const ranges = readRanges(view).sort((a, b) => a.first - b.first);
  return (codePoint) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle]!;
      if (codePoint < range.first) high = middle - 1;
      else if (codePoint > range.last) low = middle + 1;
      else return true;
    }
    return false;
  };
}

interface Range {
  readonly first: number;
  readonly last: number;
}

const TTC_TAG = 0x74746366;
const CMAP_TAG = 0x636d6170;

function readRanges(view: DataView): Range[] {
  // A collection is drawn with its first face, so that face's table counts.
  const face = view.getUint32(0) === TTC_TAG ? view.getUint32(12) : 0;
  const tables = view.getUint16(face + 4);
  for (let i = 0; i < tables; i += 1) {
    const record = face + 12 + 16 * i;
    if (view.getUint32(record) === CMAP_TAG) return readCmap(view, view.getUint32(record + 8));
  }
  return [];
}

function readCmap(view: DataView, cmap: number): Range[] {
  const subtables = new Map<number, number>();
  for (let i = 0; i < view.getUint16(cmap + 2); i += 1) {
    const record = cmap + 4 + 8 * i;
    const offset = cmap + view.getUint32(record + 4);
    const platform = view.getUint16(record);
    if (platform === 0 || platform === 3) subtables.set(view.getUint16(offset), offset);
  }
  const full = subtables.get(12);
  if (full !== undefined) return readFormat12(view, full);
  const bmp = subtables.get(4);
  return bmp === undefined ? [] : readFormat4(view, bmp);
}

function readFormat12(view: DataView, offset: number): Range[] {
  const ranges: Range[] = [];
  for (let i = 0; i < view.getUint32(offset + 12); i += 1) {
    const group = offset + 16 + 12 * i;
    const glyph = view.getUint32(group + 8);
    const first = view.getUint32(group) + (glyph === 0 ? 1 : 0);
    ranges.push({ first, last: view.getUint32(group + 4) });
  }
  return ranges;
}

function readFormat4(view: DataView, offset: number): Range[] {
  const segments = view.getUint16(offset + 6) / 2;
  const ranges: Range[] = [];
  for (let i = 0; i < segments; i += 1) {
    const last = view.getUint16(offset + 14 + 2 * i);
    const first = view.getUint16(offset + 16 + 2 * segments + 2 * i);
    const delta = view.getUint16(offset + 16 + 4 * segments + 2 * i);
    const rangeAt = offset + 16 + 6 * segments + 2 * i;
    const rangeOffset = view.getUint16(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const glyph =
        rangeOffset === 0
          ? (code + delta) & 0xffff
          : view.getUint16(rangeAt + rangeOffset + 2 * (code - first));
      if (glyph !== 0) ranges.push({ first: code, last: code });
    }
  }
  return ranges;
}
