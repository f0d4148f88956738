import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SimulatedTicket } from '@hall/hardware/simulators/ticket-printer';
import { progressTokenIn, readPaperCode } from '@hall/shared/contracts/paper-code';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Papers as a person and a phone see them: nothing here knows what the driver sent. */

export interface Paper {
  /** Of the address in the QR code. */
  readonly token: string;
  readonly ordinal: number;
  /** False: it hangs in the slot, or was torn off by hand. */
  readonly cut: boolean;
}

/** What lies in the slot: tickets with their code, and pieces that nobody would take for one. */
export interface Output {
  readonly papers: readonly Paper[];
  /** Why each of them is no ticket. */
  readonly scraps: readonly string[];
  /** Why a piece cannot be judged. */
  readonly problems: readonly string[];
}

/** A dot, red, green, blue and opacity. */
const WHITE = 0xffffffff;
const BLACK = 0xff000000;

/** Begins each ticket anew. */
const INITIALISE = Buffer.from([0x1b, 0x40]);

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(wasm)).buffer } });

export async function readOutput(pieces: readonly SimulatedTicket[]): Promise<Output> {
  const papers: Paper[] = [];
  const problems: string[] = [];
  const scraps: string[] = [];
  for (const piece of pieces) {
    const codes = await codesOn(piece);
    const [code] = codes;
    const ordinal = ordinalOf(piece.bytes);
    if (codes.length > 1) problems.push('two tickets on one piece');
    // Where the paper ran out, its rest comes out on the next roll; a whole ticket without a code is missed later.
    else if (code === undefined) scraps.push(`no code in ${piece.heightDots} rows`);
    else if (ordinal === null) scraps.push('no head or no foot');
    else papers.push({ token: code.token, ordinal, cut: piece.cut });
    if (ordinal !== null && code?.signed !== undefined && code.signed !== ordinal)
      problems.push(`the foot says paper ${ordinal}, its code ${code.signed}`);
    if (piece.garbled > 0) problems.push('characters that nobody can read');
  }
  return { papers, scraps, problems };
}

/** `signed` is the ordinal that a signed code says. */
async function codesOn(
  piece: SimulatedTicket,
): Promise<{ readonly token: string; readonly signed: number | undefined }[]> {
  const image = pictureOf(piece.rows);
  for (const tryHarder of [false, true]) {
    const codes = await readBarcodes(image, { formats: ['QRCode'], tryHarder });
    if (codes.length > 0)
      return codes.flatMap(({ text }) => {
        const token = progressTokenIn(text);
        return token === null ? [] : [{ token, signed: readPaperCode(text)?.ordinal }];
      });
  }
  return [];
}

/** Black dots on white, as a camera gives a picture: making a PNG first and reading it again takes most of the time. */
function pictureOf(rows: readonly Uint8Array[]): ImageData {
  const width = (rows[0]?.length ?? 1) * 8;
  const height = Math.max(1, rows.length);
  const dots = new Uint32Array(width * height).fill(WHITE);
  rows.forEach((row, y) => {
    for (let x = 0; x < width; x += 1)
      if ((row[x >> 3]! & (0x80 >> (x & 7))) !== 0) dots[y * width + x] = BLACK;
  });
  return { width, height, data: new Uint8ClampedArray(dots.buffer), colorSpace: 'srgb' } as ImageData;
}

/**
 * What is written at its foot, in letters that every printer has, by the bytes that this piece shows; null where the
 * ticket begins on another piece.
 */
function ordinalOf(bytes: Buffer): number | null {
  if (!bytes.includes(INITIALISE)) return null;
  const foot = [...bytes.toString('latin1').matchAll(/[A-Z]{1,2}\d+ +[0-9A-F]{6}(?:\/(\d))?/g)].at(-1);
  return foot ? Number(foot[1] ?? 1) : null;
}
