import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Whether the tools of poppler-utils are installed; tests that need them are skipped by name where not. */
export const POPPLER = spawnSync('pdftotext', ['-v']).error === undefined;

/** Dots per inch that an office scanner or a phone held close gets at least. */
const RASTER_DPI = 150;

const wasmBinary = readFileSync(
  createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
);
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } });

function run(tool: string, pdf: Uint8Array, args: (file: string, folder: string) => string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'papers-'));
  const file = path.join(folder, 'paper.pdf');
  writeFileSync(file, pdf);
  const { status, stderr, stdout } = spawnSync(tool, args(file, folder), { encoding: 'utf8' });
  // poppler says on stderr what it had to mend: a sound file leaves it empty.
  if (status !== 0 || stderr !== '') throw new Error(`${tool} ended with ${status}: ${stderr}`);
  return stdout === '' ? folder : stdout;
}

/** The text as a program reads it that copies, searches or reads aloud. */
export const pdfText = (pdf: Uint8Array) => run('pdftotext', pdf, (file) => ['-layout', file, '-']);

/** Fields of `pdfinfo`. */
export function pdfInfo(pdf: Uint8Array): Record<string, string> {
  const lines = run('pdfinfo', pdf, (file) => [file]).split('\n');
  return Object.fromEntries(lines.map((line) => line.match(/^([^:]+):\s+(.*)$/)?.slice(1) ?? ['', '']));
}

/** A page, from 1, as PNG bytes in grey. */
export function pdfRaster(pdf: Uint8Array, page = 1): Uint8Array {
  const folder = run('pdftoppm', pdf, (file, out) => [
    ...['-png', '-gray', '-singlefile', '-r', String(RASTER_DPI), '-f', String(page)],
    ...[file, path.join(out, 'page')],
  ]);
  return readFileSync(path.join(folder, 'page.png'));
}

/** What the QR codes on a page say. */
export async function pdfQr(pdf: Uint8Array, page = 1): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(pdfRaster(pdf, page)), { formats: ['QRCode'] });
  return found.map((code) => code.text);
}
