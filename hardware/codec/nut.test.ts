import { describe, expect, test } from 'vitest';
import type { NutDecoded } from './nut.ts';
import {
  createNutLineDecoder,
  encodeNutLine,
  isSameQuery,
  NUT_LONGEST_LINE_BYTES,
  parseNutNumber,
  parseNutReply,
  parseUpsStatus,
  splitNutLine,
} from './nut.ts';

/** As printed in the NUT developer guide, "Network protocol information"; the last two as upsd 2.8.0 sent them. */
const PUBLISHED = [
  'VAR su700 ups.status "OL"',
  'BEGIN LIST UPS',
  'UPS su700 "Development box"',
  'END LIST UPS',
  'BEGIN LIST VAR su700',
  'VAR su700 ups.mfr "APC"',
  'VAR su700 ups.mfr.date "10/17/96"',
  'END LIST VAR su700',
  'OK Goodbye',
  'ERR ACCESS-DENIED',
  'VAR hall ups.mfr "a \\"b\\" \\\\ c"',
  'ERR DRIVER-NOT-CONNECTED',
];
const WORDS = [
  ['VAR', 'su700', 'ups.status', 'OL'],
  ['BEGIN', 'LIST', 'UPS'],
  ['UPS', 'su700', 'Development box'],
  ['END', 'LIST', 'UPS'],
  ['BEGIN', 'LIST', 'VAR', 'su700'],
  ['VAR', 'su700', 'ups.mfr', 'APC'],
  ['VAR', 'su700', 'ups.mfr.date', '10/17/96'],
  ['END', 'LIST', 'VAR', 'su700'],
  ['OK', 'Goodbye'],
  ['ERR', 'ACCESS-DENIED'],
  ['VAR', 'hall', 'ups.mfr', 'a "b" \\ c'],
  ['ERR', 'DRIVER-NOT-CONNECTED'],
];
const BYTES = Buffer.from(PUBLISHED.map((line) => `${line}\n`).join(''));
const words = (decoded: readonly NutDecoded[]) =>
  decoded.map((one) => (one.kind === 'line' ? one.words : one));

describe('lines', () => {
  test('the published lines, split once at every boundary', () => {
    for (let cut = 0; cut <= BYTES.length; cut += 1) {
      const decoder = createNutLineDecoder();
      const decoded = [...decoder.feed(BYTES.subarray(0, cut)), ...decoder.feed(BYTES.subarray(cut))];
      expect(words(decoded), `cut at ${cut}`).toEqual(WORDS);
      expect(decoder.pending).toBe(false);
    }
  });

  test('the published lines, byte by byte', () => {
    const decoder = createNutLineDecoder();
    expect(words([...BYTES].flatMap((byte) => decoder.feed(Uint8Array.of(byte))))).toEqual(WORDS);
  });

  test('CR before LF, blanks around and empty lines say nothing', () => {
    const decoder = createNutLineDecoder();
    expect(words(decoder.feed(Buffer.from('OK\r\n\r\n\n  \n \tERR\t A \n')))).toEqual([['OK'], ['ERR', 'A']]);
  });

  test('a line that never ends is dropped whole, and the next one is found', () => {
    const decoder = createNutLineDecoder();
    expect(decoder.feed(Buffer.alloc(NUT_LONGEST_LINE_BYTES + 50, 0x41))).toEqual([]);
    expect(decoder.pending).toBe(true);
    expect(decoder.feed(Buffer.from('\nOK\n'))).toEqual([
      { kind: 'dropped', reason: 'too-long', bytes: NUT_LONGEST_LINE_BYTES + 50 },
      { kind: 'line', words: ['OK'] },
    ]);
  });

  test.each([['VAR a b "c'], ['VAR a b c\\'], ['OK \u0007'], ['OK \u007F'], ['OK "a\\\u0001"']])(
    '%j is malformed',
    (line) => {
      expect(splitNutLine(line)).toBeUndefined();
      expect(createNutLineDecoder().feed(Buffer.from(`${line}\n`))).toMatchObject([
        { kind: 'dropped', reason: 'malformed' },
      ]);
    },
  );

  test('an empty value is an element, and bytes that are no UTF-8 do not hide a line', () => {
    expect(splitNutLine('VAR a b ""')).toEqual(['VAR', 'a', 'b', '']);
    const decoder = createNutLineDecoder();
    const line = Buffer.concat([Buffer.from('VAR a ups.serial "'), Buffer.of(0xff), Buffer.from('"\n')]);
    expect(words(decoder.feed(line))).toEqual([['VAR', 'a', 'ups.serial', '\uFFFD']]);
  });

  test('what was held is forgotten on reset', () => {
    const decoder = createNutLineDecoder();
    decoder.feed(Buffer.from('ERR DATA'));
    decoder.reset();
    expect(words(decoder.feed(Buffer.from('OK\n')))).toEqual([['OK']]);
  });
});

describe('questions', () => {
  test.each([
    [['LIST', 'VAR', 'su700'], 'LIST VAR su700\n'],
    [['SET', 'VAR', 'su700', 'ups.id', 'My UPS'], 'SET VAR su700 ups.id "My UPS"\n'],
    [['PASSWORD', 'a "b" \\ c'], 'PASSWORD "a \\"b\\" \\\\ c"\n'],
    [['PASSWORD', ''], 'PASSWORD ""\n'],
    [['PASSWORD', '#1=x'], 'PASSWORD "#1=x"\n'],
  ])('%j', (asked, line) => {
    expect(Buffer.from(encodeNutLine(asked)).toString()).toBe(line);
  });

  test('no second line can be smuggled in', () => {
    expect(() => encodeNutLine(['PASSWORD', 'x\nFSD su700'])).toThrow(RangeError);
    expect(() => encodeNutLine(['PASSWORD', 'x'.repeat(NUT_LONGEST_LINE_BYTES)])).toThrow(RangeError);
  });
});

describe('meaning', () => {
  test.each([
    ['OK', { kind: 'ok', more: [] }],
    ['OK FSD-SET', { kind: 'ok', more: ['FSD-SET'] }],
    ['ERR DATA-STALE', { kind: 'error', code: 'DATA-STALE', more: [] }],
    ['ERR', { kind: 'error', code: 'UNKNOWN', more: [] }],
    ['VAR su700 ups.status "OB LB"', { kind: 'var', ups: 'su700', name: 'ups.status', value: 'OB LB' }],
    ['UPS su700 "Development box"', { kind: 'ups', name: 'su700', description: 'Development box' }],
    ['BEGIN LIST VAR su700', { kind: 'begin', query: ['VAR', 'su700'] }],
    ['END LIST UPS', { kind: 'end', query: ['UPS'] }],
    ['VAR su700 ups.status', { kind: 'other' }],
    ['UPS su700', { kind: 'other' }],
    ['BEGIN LIST', { kind: 'other' }],
    ['BEGIN', { kind: 'other' }],
    ['NUMLOGINS su700 1', { kind: 'other' }],
  ])('%s', (line, meaning) => {
    expect(parseNutReply(splitNutLine(line) ?? [])).toEqual(meaning);
  });

  test('a list marker must repeat the whole question', () => {
    expect(isSameQuery(['VAR', 'a'], ['VAR', 'a'])).toBe(true);
    expect(isSameQuery(['VAR', 'a', 'b'], ['VAR', 'a'])).toBe(false);
    expect(isSameQuery(['VAR', 'b'], ['VAR', 'a'])).toBe(false);
  });

  test('status words and numbers', () => {
    expect([...parseUpsStatus(' OB  DISCHRG LB ')]).toEqual(['OB', 'DISCHRG', 'LB']);
    expect(parseNutNumber('1200.20')).toBe(1200.2);
    for (const none of [undefined, '', '1,200.20', '1e3', '-5', '0x10', '.5', '9'.repeat(13)]) {
      expect(parseNutNumber(none)).toBeNull();
    }
  });
});
