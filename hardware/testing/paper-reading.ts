import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A picture of paper, one byte a dot: 1 = black. Read back from the PNG, not from what drew it. */
export interface PaperDots {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

export async function readPng(png: Buffer): Promise<PaperDots> {
  const { data, width, height } = await pixelsOf(png);
  const dots = new Uint8Array(width * height);
  for (let i = 0; i < dots.length; i += 1) dots[i] = data[i * 4]! < 128 ? 1 : 0;
  return { width, height, dots };
}

/** Rows `top` to `bottom` (excluded), columns `left` to `right` (excluded). */
export function blackDots(
  paper: PaperDots,
  { top = 0, bottom = paper.height, left = 0, right = paper.width } = {},
): number {
  let black = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) black += paper.dots[y * paper.width + x]!;
  }
  return black;
}

let prepared = false;

/** ZXing, compiled to WebAssembly; all codes on the paper. */
export async function readByZxing(png: Buffer): Promise<string[]> {
  if (!prepared) {
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
    prepared = true;
  }
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'], tryHarder: true });
  return found.map(({ text }) => text);
}

/** A second reader with other code in it. */
export async function readByJsqr(png: Buffer): Promise<string | undefined> {
  const { data, width, height } = await pixelsOf(png);
  return jsQR.default(data, width, height)?.data;
}

async function pixelsOf(png: Buffer): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { data, width: image.width, height: image.height };
}
