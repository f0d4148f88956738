/**
 * Looks into SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#walformat). SQLite drops what
 * stands behind the first frame whose checksum fails, without a word: right for a commit that a power cut
 * interrupted, and a silent loss of many commits where a bit turned over in the middle. The two differ: a
 * commit is synced before the next one begins, so only the newest can be half there.
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says whether checksums read words with the big end first. */
const MAGIC = 0x377f0682;
const SMALLEST_PAGE = 512;
/** What a disk writes as a whole, at least. */
const SECTOR = 512;

type Sum = readonly [number, number];

interface Frame {
  /** Byte where it ends. */
  readonly end: number;
  /** Whether it ends a transaction, by its header. */
  readonly commits: boolean;
  /** Its header lies in two sectors: after a power cut what it says may be older than its checksum. */
  readonly split: boolean;
  readonly ours: boolean;
  readonly stored: Sum;
  /** The checksum that it must have behind a frame with that of `before`. */
  readonly after: (before: Sum) => Sum;
}

/** What is wrong with a log, in plain English, or null: nothing, or no more than a power cut explains. */
export function logDamage(log: Buffer): string | null {
  const read = readLog(log);
  if (read === 'none') return null;
  if (read === 'header') return 'its header is damaged';
  let sum = read.sum;
  const { frames } = read;
  const bad = frames.findIndex((frame) => {
    const expected = frame.after(sum);
    if (!frame.ours || !same(expected, frame.stored)) return true;
    sum = expected;
    return false;
  });
  if (bad < 0) return null;
  for (let i = bad; i + 1 < frames.length; i += 1) {
    const frame = frames[i] as Frame;
    const next = frames[i + 1] as Frame;
    const linked =
      same(next.after(frame.stored), next.stored) ||
      (i === bad && same(next.after(frame.after(sum)), next.stored));
    if (commits(frames, i) && next.ours && linked) return `it is damaged in frame ${bad + 1}, before its end`;
  }
  return null;
}

/**
 * Whether a frame at or behind the damage ends a transaction. The first half of a split header may be left from an
 * older generation of the log; then only the frame's own checksum, behind the frame before it, speaks for it.
 */
function commits(frames: readonly Frame[], i: number): boolean {
  const frame = frames[i] as Frame;
  if (!frame.commits || !frame.split) return frame.commits;
  const before = frames[i - 1];
  return before !== undefined && same(frame.after(before.stored), frame.stored);
}

/** Where the log's commits end, in bytes, oldest first, as far as SQLite takes them over. */
export function commitEnds(log: Buffer): number[] {
  const read = readLog(log);
  if (typeof read === 'string') return [];
  const ends: number[] = [];
  let sum = read.sum;
  for (const frame of read.frames) {
    sum = frame.after(sum);
    if (!frame.ours || !same(sum, frame.stored)) break;
    if (frame.commits) ends.push(frame.end);
  }
  return ends;
}

function readLog(log: Buffer): 'none' | 'header' | { readonly sum: Sum; readonly frames: readonly Frame[] } {
  // A header fits into a sector: it is there as a whole, or the log was never begun.
  const header = log.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.every((byte) => byte === 0)) return 'none';
  const magic = header.readUInt32BE(0);
  const pageSize = header.readUInt32BE(8);
  if ((magic & ~1) >>> 0 !== MAGIC || pageSize < SMALLEST_PAGE) return 'header';
  const sumOf = (magic & 1) === 1 ? summedBigEndian : summedLittleEndian;
  const sum = sumOf(header.subarray(0, 24), [0, 0]);
  if (!same(sum, [header.readUInt32BE(24), header.readUInt32BE(28)])) return 'header';
  const salt = header.subarray(16, 24);
  const step = FRAME_HEADER_BYTES + pageSize;
  const frames: Frame[] = [];
  for (let at = HEADER_BYTES; at + step <= log.length; at += step) {
    frames.push({
      end: at + step,
      commits: log.readUInt32BE(at + 4) !== 0,
      split: Math.floor(at / SECTOR) !== Math.floor((at + FRAME_HEADER_BYTES - 1) / SECTOR),
      ours: log.subarray(at + 8, at + 16).equals(salt),
      stored: [log.readUInt32BE(at + 16), log.readUInt32BE(at + 20)],
      after: (before) =>
        sumOf(log.subarray(at + FRAME_HEADER_BYTES, at + step), sumOf(log.subarray(at, at + 8), before)),
    });
  }
  return { sum, frames };
}

function same(a: Sum, b: Sum): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function summedLittleEndian(bytes: Buffer, [first, second]: Sum): Sum {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + bytes.readUInt32LE(at) + b) >>> 0;
    b = (b + bytes.readUInt32LE(at + 4) + a) >>> 0;
  }
  return [a, b];
}

function summedBigEndian(bytes: Buffer, [first, second]: Sum): Sum {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + bytes.readUInt32BE(at) + b) >>> 0;
    b = (b + bytes.readUInt32BE(at + 4) + a) >>> 0;
  }
  return [a, b];
}
