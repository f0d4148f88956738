import { expect, it } from 'vitest';
import { readSaneDevices, readSaneOptions } from './sane-options.ts';

/** As scanimage 1.1.1 prints it for `test:0`, shortened. */
const TEST_DEVICE = `
All options specific to device \`test:0':
  Scan Mode:
    --mode Gray|Color [Gray]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --depth 1|8|16 [8]
    --hand-scanner[=(yes|no)] [no]
        Simulate a hand-scanner.
    --three-pass-order RGB|RBG|GBR|GRB|BRG|BGR [inactive]
    --resolution 1..1200dpi (in steps of 1) [50]
        Sets the resolution of the scanned image.
    --source Flatbed|Automatic Document Feeder [Flatbed]
  Geometry:
    -l 0..200mm (in steps of 1) [0]
    -t 0..200mm (in steps of 1) [0]
    -x 0..200mm (in steps of 1) [80]
    -y 0..200mm (in steps of 1) [100]
`;
/** The forms that other backends use: words of resolutions, fractions, no flatbed. */
const SHEET_FED = `    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 75|150|200|300|600dpi [150]
    -l 0..224.846mm (in steps of 0.0211639) [0]
    -t 0..863.489mm (in steps of 0.0211639) [0]
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..876.695mm (in steps of 0.0211639) [279.364]
    --swdeskew[=(yes|no)] [inactive]
`;

it('the options of a device are read', () => {
  const glass = { low: 0, high: 200 };
  expect(readSaneOptions(TEST_DEVICE)).toEqual({
    sources: ['Flatbed', 'Automatic Document Feeder'],
    modes: ['Gray', 'Color'],
    resolutions: { low: 1, high: 1200 },
    area: { l: glass, t: glass, x: glass, y: glass },
  });
  expect(readSaneOptions(SHEET_FED)).toMatchObject({
    sources: ['ADF Front', 'ADF Back', 'ADF Duplex'],
    resolutions: [75, 150, 200, 300, 600],
    area: { y: { low: 0, high: 876.695 } },
  });
});

it('text cut at any position is read as far as it goes, never thrown', () => {
  for (const text of [TEST_DEVICE, SHEET_FED]) {
    for (let length = 0; length < text.length; length += 1) {
      const { sources } = readSaneOptions(text.slice(0, length));
      expect([0, 2, 3]).toContain(sources.length);
    }
  }
  expect(readSaneOptions('')).toEqual({ sources: [], modes: [], resolutions: null, area: null });
});

it('devices come a line each', () => {
  expect(
    readSaneDevices('fujitsu:fi-7160:1|FUJITSU|fi-7160|\nairscan:e0:HP MFP|eSCL|HP MFP|\n\nnoise\n'),
  ).toEqual([
    { device: 'fujitsu:fi-7160:1', vendor: 'FUJITSU', model: 'fi-7160' },
    { device: 'airscan:e0:HP MFP', vendor: 'eSCL', model: 'HP MFP' },
  ]);
});
