import { expect, it } from 'vitest';
import { readReasons } from './reasons.ts';

it.each([
  [['none'], [], null, null],
  [['media-empty-error'], ['media-empty'], 'MEDIA_EMPTY', null],
  // As ippeveprinter says it of a job that waits for paper.
  [['media-empty-warning'], ['media-empty'], 'MEDIA_EMPTY', null],
  [['media-jam-report', 'toner-low'], ['media-jam', 'toner-low'], 'MEDIA_JAM', 'TONER_LOW'],
  [['toner-low-report'], ['toner-low'], null, 'TONER_LOW'],
  [['toner-empty-warning'], ['toner-empty'], null, 'TONER_EMPTY'],
  [['toner-empty-error'], ['toner-empty'], 'TONER_EMPTY', null],
  [['marker-supply-low-warning'], ['marker-supply-low'], null, 'TONER_LOW'],
  [['door-open'], ['door-open'], 'COVER_OPEN', null],
  [['paused', 'media-needed'], ['paused', 'media-needed'], 'MEDIA_EMPTY', null],
  [['com.example-secret-warning'], ['com.example-secret'], null, null],
] as const)('%j', (texts, reasons, code, warning) => {
  expect(readReasons(texts, false)).toEqual({ reasons, code, warning });
});

it('a colour that is out stops a printer that says it has stopped', () => {
  expect(readReasons(['toner-empty-warning'], true)).toMatchObject({ code: 'TONER_EMPTY', warning: null });
});

it('reasons that mean nothing here are left out', () => {
  expect(readReasons(['media-empty-warning'], false, ['media-empty'])).toMatchObject({
    reasons: [],
    code: null,
  });
});
