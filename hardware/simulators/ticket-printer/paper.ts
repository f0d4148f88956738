import { createCanvas } from '@napi-rs/canvas';

/** A strip of thermal paper: one byte row per dot row, black = 1. */
export interface Strip {
  readonly widthDots: number;
  readonly rows: Uint8Array[];
}

/** The paper as it looks: black dots on white. */
export function stripPng(strip: Strip): Buffer {
  const height = Math.max(1, strip.rows.length);
  const canvas = createCanvas(strip.widthDots, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(strip.widthDots, height);
  image.data.fill(255);
  strip.rows.forEach((row, y) => {
    for (let x = 0; x < strip.widthDots; x += 1) {
      if ((row[x >> 3]! & (0x80 >> (x & 7))) === 0) continue;
      const at = (y * strip.widthDots + x) * 4;
      image.data[at] = 0;
      image.data[at + 1] = 0;
      image.data[at + 2] = 0;
    }
  });
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
