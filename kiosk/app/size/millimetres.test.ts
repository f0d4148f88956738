import { describe, expect, it } from 'vitest';
import { sizesOf } from './millimetres.ts';

const PORTRAIT = { width: 1_080, height: 1_920 };
const LANDSCAPE = { width: 1_920, height: 1_080 };

describe('millimetres of the real screen', () => {
  /** Short sides of 16:9 screens by their diagonal: inches × 25.4 × 9 ÷ √(16² + 9²). */
  it.each([
    [21.5, 267.7],
    [27, 336.2],
    [32, 398.5],
    [43, 535.4],
  ])('%d inches of 16:9 are a short side of %d mm, upright and across', (inches, short) => {
    for (const view of [PORTRAIT, LANDSCAPE]) {
      expect(1_080 / sizesOf(view, { inches }).mm).toBeCloseTo(Math.max(short, 268), 0);
    }
  });

  it('is the same millimetre at another resolution of the same screen', () => {
    const full = sizesOf(PORTRAIT, { inches: 32 });
    const fourK = sizesOf({ width: 2_160, height: 3_840 }, { inches: 32 });
    expect(fourK.mm / full.mm).toBeCloseTo(2, 6);
    expect(fourK.band).toBeCloseTo(full.band, 6);
  });

  it('takes the usual screen where nobody has measured', () => {
    expect(sizesOf(PORTRAIT, null)).toEqual(sizesOf(PORTRAIT, { inches: 21.5, bottomMm: 800 }));
    expect(sizesOf(PORTRAIT, null).mm).toBeCloseTo(4.03, 2);
  });

  it('shrinks on a screen that is smaller than the layout needs, so that nothing is cut off', () => {
    expect(1_080 / sizesOf(PORTRAIT, { inches: 15.6 }).mm).toBeCloseTo(268, 6);
  });
});

describe('what a seated hand reaches', () => {
  it('ends 1220 mm above the floor: what is higher is the band', () => {
    // 32 inches upright: 708.4 mm high from 700 mm on, so the upper 188 mm are out of reach.
    expect(sizesOf(PORTRAIT, { inches: 32, bottomMm: 700 }).band).toBeCloseTo(708.4 - 520, 0);
    // A low landscape screen is reached everywhere.
    expect(sizesOf(LANDSCAPE, { inches: 21.5, bottomMm: 850 }).band).toBe(0);
    expect(sizesOf(LANDSCAPE, { inches: 43, bottomMm: 850 }).band).toBeCloseTo(535.4 - 370, 0);
  });

  it('leaves the controls the room that they need, however high the screen hangs', () => {
    expect(sizesOf(PORTRAIT, { inches: 21.5, bottomMm: 1_100 }).band).toBeCloseTo(476 - 410, 0);
  });

  it('begins 380 mm above the floor', () => {
    const { rise, band } = sizesOf(PORTRAIT, { inches: 43, bottomMm: 300 });
    expect(rise).toBeCloseTo(80, 6);
    expect(band).toBeCloseTo(952 - 80 - 840, 0);
    expect(sizesOf(PORTRAIT, { inches: 27, bottomMm: 700 }).rise).toBe(0);
  });
});
