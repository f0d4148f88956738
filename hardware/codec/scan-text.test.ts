import { describe, expect, test } from 'vitest';
import { hex } from '../testing/hex.ts';
import type { ScanDecoded } from './scan-text.ts';
import { createScanTextDecoder, decodeScan, LONGEST_SCAN_BYTES } from './scan-text.ts';

const text = (content: string, ending = '') => Buffer.from(content + ending, 'utf-8');
const words = (decoded: readonly ScanDecoded[]) =>
  decoded.map((one) => (one.kind === 'text' ? one.text : one.reason));

describe('the end of a code', () => {
  test.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['TAB', '\t'],
  ])('%s ends it once, split anywhere', (_, ending) => {
    const bytes = text('A012-张样例', ending);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const decoder = createScanTextDecoder();
      const decoded = [...decoder.feed(bytes.subarray(0, cut)), ...decoder.feed(bytes.subarray(cut))];
      expect(decoded).toEqual([
        { kind: 'text', text: 'A012-张样例', encoding: 'utf-8', endedBy: 'terminator' },
      ]);
      expect(decoder.pending).toBe(false);
      expect(decoder.idle()).toBeUndefined();
    }
    const alone = createScanTextDecoder();
    expect(words([...bytes].flatMap((byte) => alone.feed(Uint8Array.of(byte))))).toEqual(['A012-张样例']);
  });

  test('idle time ends a code without terminator', () => {
    const decoder = createScanTextDecoder();
    expect(decoder.feed(text('6901234567892'))).toEqual([]);
    expect(decoder.pending).toBe(true);
    expect(decoder.idle()).toMatchObject({ text: '6901234567892', endedBy: 'idle' });
  });

  test('several codes in one chunk', () => {
    expect(words(createScanTextDecoder().feed(text('1\r\n2\t3\n\n')))).toEqual(['1', '2', '3']);
  });
});

describe('the text', () => {
  test('UTF-8 first, GB 18030 second, also with four bytes', () => {
    expect(decodeScan(text('政务𬭎'))).toEqual({ text: '政务𬭎', encoding: 'utf-8' });
    // 政务 in GB 2312; 㐂 U+3402 is 81 39 EF 31 in GB 18030 (its mapping table).
    expect(decodeScan(hex('D5 FE CE F1'))).toEqual({ text: '政务', encoding: 'gb18030' });
    expect(decodeScan(hex('81 39 EF 31'))).toEqual({ text: '㐂', encoding: 'gb18030' });
  });

  test('GS1 group separators belong to a code; line noise does not', () => {
    expect(decodeScan(text('01\u001d21'))?.text).toBe('01\u001d21');
    expect(decodeScan(hex('00 41'))).toBeUndefined();
    expect(decodeScan(hex('FF FF'))).toBeUndefined();
    expect(words(createScanTextDecoder().feed(hex('FF 00 0D')))).toEqual(['undecodable']);
  });

  test('a line that never ends fills no memory and is named at its end', () => {
    const decoder = createScanTextDecoder();
    for (let part = 0; part < 100; part += 1) decoder.feed(new Uint8Array(LONGEST_SCAN_BYTES).fill(0x41));
    expect(decoder.feed(hex('0D'))).toEqual([
      { kind: 'rejected', reason: 'too-long', bytes: 100 * LONGEST_SCAN_BYTES },
    ]);
    expect(words(decoder.feed(text('ok', '\r')))).toEqual(['ok']);
  });
});
