import { describe, expect, test } from 'vitest';
import { concatBytes, hex } from '../testing/hex.ts';
import type { HidPosLayoutName } from './hid-pos.ts';
import { createHidPosDecoder, HID_POS_LAYOUTS } from './hid-pos.ts';
import type { ScanDecoded } from './scan-text.ts';
import { LONGEST_SCAN_BYTES } from './scan-text.ts';

/** 64 bytes from what stands at given places; the rest is zero. */
function report(...parts: ReadonlyArray<readonly [number, string | Uint8Array]>): Uint8Array {
  const bytes = new Uint8Array(64);
  for (const [at, what] of parts) bytes.set(typeof what === 'string' ? hex(what) : what, at);
  return bytes;
}
const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

const honeywell = (data: Uint8Array, more = false, says = data.length, kind = ']Q0s') =>
  report(
    [0, Uint8Array.of(2, says)],
    [2, latin(kind.slice(0, 3))],
    [5, data],
    [61, latin(kind.slice(3))],
    [63, Uint8Array.of(more ? 1 : 0)],
  );
const newland = (data: Uint8Array, more = false, says = data.length) =>
  report([0, Uint8Array.of(2, says)], [2, data], [62, '73'], [63, Uint8Array.of(more ? 1 : 0)]);
const MAKERS = { honeywell, newland } as const;

function run(layout: HidPosLayoutName, ...reports: readonly Uint8Array[]): ScanDecoded[] {
  const decoder = createHidPosDecoder(HID_POS_LAYOUTS[layout]);
  const decoded = reports.flatMap((one) => decoder.feed(one));
  expect(decoder.pending).toBe(false);
  return decoded;
}
const words = (decoded: readonly ScanDecoded[]) =>
  decoded.map((one) => (one.kind === 'text' ? one.text : one.reason));

describe('published reports', () => {
  /**
   * LSR118 product manual, appendix B (Honeywell's layout): 56 bytes with "more", then ` 100`. The manual's print
   * folds the blanks of the name field, which has 20 characters in a boarding pass: 56 bytes are what it says.
   */
  const FIRST = report(
    [0, '02 38 5D 51 30'],
    [5, latin('M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23  ')],
    [61, '73 00 01'],
  );
  const SECOND = report([0, '02 04 5D 51 30 20 31 30 30'], [61, '73 00 00']);

  test('a code of 60 bytes in two reports', () => {
    expect(FIRST.subarray(5, 61).includes(0)).toBe(false);
    expect(run('honeywell', FIRST, SECOND)).toEqual([
      {
        kind: 'text',
        text: 'M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23   100',
        encoding: 'utf-8',
        endedBy: 'report',
        aim: ']Q0',
      },
    ]);
  });

  test('the second half alone is what it is; nothing of one code reaches the next', () => {
    expect(words(run('honeywell', SECOND, FIRST, SECOND, SECOND))).toEqual([
      ' 100',
      'M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23   100',
      ' 100',
    ]);
  });

  test("Newland's answer to a command is no code", () => {
    expect(words(run('newland', report([0, '02 07 02 00 00 01 00 33 31'])))).toEqual(['undecodable']);
  });

  test('Newland: data from byte 2, ended with CR; bytes 58 to 61 are reserved', () => {
    const one = report([0, '02 0E'], [2, latin('6901234567892\r')], [58, 'FF FF FF FF'], [62, '64']);
    expect(run('newland', one)).toEqual([
      { kind: 'text', text: '6901234567892', encoding: 'utf-8', endedBy: 'report' },
    ]);
  });
});

describe.each(['honeywell', 'newland'] as const)('%s', (maker) => {
  const make = MAKERS[maker];
  const cut = (bytes: Uint8Array): Uint8Array[] => {
    const reports: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 56) {
      reports.push(make(bytes.subarray(at, at + 56), at + 56 < bytes.length));
    }
    return reports;
  };

  test('every length up to three reports, so that a character stands across every boundary', () => {
    for (let length = 1; length <= 168; length += 1) {
      const text = `${'1'.repeat(length % 3)}${'政'.repeat(Math.floor(length / 3))}`;
      expect(words(run(maker, ...cut(utf8(text))))).toEqual([text]);
    }
  });

  test('GB 18030 over a boundary is judged as a whole, not by report', () => {
    // 55 letters, then 政务 (D5 FE CE F1) and 㐂 (81 39 EF 31): the boundary cuts 政.
    const bytes = concatBytes(latin('A'.repeat(55)), hex('D5 FE CE F1 81 39 EF 31'));
    expect(run(maker, ...cut(bytes))).toMatchObject([
      { kind: 'text', text: `${'A'.repeat(55)}政务㐂`, encoding: 'gb18030' },
    ]);
  });

  test.each(['', '\r', '\n', '\r\n', '\t'])('the suffix %j is no part of the code', (suffix) => {
    expect(words(run(maker, make(latin(`A012${suffix}`))))).toEqual(['A012']);
  });

  test('an exact multiple of a report ends with "no more", or with an empty report', () => {
    const full = latin('B'.repeat(56));
    expect(words(run(maker, make(full, true), make(full)))).toEqual(['B'.repeat(112)]);
    expect(words(run(maker, make(full, true), make(new Uint8Array(0))))).toEqual(['B'.repeat(56)]);
  });

  test('any non-zero byte 63 means more', () => {
    const first = make(latin('C'.repeat(56)), true);
    first[63] = 0x80;
    expect(words(run(maker, first, make(latin('D'))))).toEqual([`${'C'.repeat(56)}D`]);
  });

  test('wrong lengths are named, and the next code is read', () => {
    const good = make(latin('GOOD'));
    expect(words(run(maker, make(latin('A'), false, 57), good))).toEqual(['length', 'GOOD']);
    expect(words(run(maker, make(latin('A'), false, 255), good))).toEqual(['length', 'GOOD']);
    expect(words(run(maker, make(new Uint8Array(0)), good))).toEqual(['length', 'GOOD']);
    // A part that goes on without having filled its report; what follows of that code goes with it.
    expect(words(run(maker, make(latin('A'), true), make(latin('B')), good))).toEqual(['length', 'GOOD']);
    const short = make(latin('CUT OFF'));
    for (let length = 1; length < 64; length += 1) {
      expect(words(run(maker, short.subarray(0, length), good))).toEqual(['length', 'GOOD']);
    }
  });

  test('reports with another number and empty ones pass by, also inside a code', () => {
    const first = make(latin('E'.repeat(56)), true);
    const other = report([0, '05 01 02 03']);
    expect(words(run(maker, other, first, other, new Uint8Array(0), make(latin('F'))))).toEqual([
      `${'E'.repeat(56)}F`,
    ]);
  });

  test('a lost last report: time ends the code, and the next one is whole', () => {
    const decoder = createHidPosDecoder(HID_POS_LAYOUTS[maker]);
    expect(decoder.feed(make(latin('G'.repeat(56)), true))).toEqual([]);
    expect(decoder.pending).toBe(true);
    expect(decoder.idle()).toEqual({ kind: 'rejected', reason: 'unfinished', bytes: 56 });
    expect(decoder.pending).toBe(false);
    expect(decoder.idle()).toBeUndefined();
    expect(words(decoder.feed(make(latin('GOOD'))))).toEqual(['GOOD']);
  });

  test('a lost middle report cannot be noticed, the layout has no ordinal; the next code is whole', () => {
    const digits = '0123456789'.repeat(12);
    const reports = cut(latin(digits));
    expect(words(run(maker, reports[0]!, reports[2]!, make(latin('GOOD'))))).toEqual([
      digits.slice(0, 56) + digits.slice(112),
      'GOOD',
    ]);
  });

  test('a code that never ends fills no memory', () => {
    const endless = make(latin('H'.repeat(56)), true);
    const many = Array.from({ length: 200 }, () => endless);
    expect(run(maker, ...many, make(latin('I')))).toEqual([
      { kind: 'rejected', reason: 'too-long', bytes: 200 * 56 + 1 },
    ]);
    expect(200 * 56).toBeGreaterThan(LONGEST_SCAN_BYTES);
  });
});

test('a code of another kind in the middle: the first one is given up, the second is whole', () => {
  const first = honeywell(latin('J'.repeat(56)), true);
  expect(words(run('honeywell', first, honeywell(latin('6901'), false, 4, ']E0d')))).toEqual([
    'mixed',
    '6901',
  ]);
});
