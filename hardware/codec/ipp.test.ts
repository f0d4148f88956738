import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import { decodeIpp, encodeIpp, GROUP, type IppMessage, ippAttribute, ippNumber, ippTexts } from './ipp.ts';

/** RFC 8010, appendix A.1: Print-Job request (the document left out). */
const RFC_PRINT_JOB = hex(`
  01 01 00 02 00 00 00 01 01
  47 00 12 61 74 74 72 69 62 75 74 65 73 2D 63 68 61 72 73 65 74 00 05 75 74 66 2D 38
  48 00 1B 61 74 74 72 69 62 75 74 65 73 2D 6E 61 74 75 72 61 6C 2D 6C 61 6E 67 75 61 67 65 00 05 65 6E 2D 75 73
  45 00 0B 70 72 69 6E 74 65 72 2D 75 72 69 00 2C
  69 70 70 3A 2F 2F 70 72 69 6E 74 65 72 2E 65 78 61 6D 70 6C 65 2E 63 6F 6D 2F 69 70 70 2F 70 72 69 6E 74 2F
  70 69 6E 65 74 72 65 65
  42 00 08 6A 6F 62 2D 6E 61 6D 65 00 06 66 6F 6F 62 61 72
  22 00 16 69 70 70 2D 61 74 74 72 69 62 75 74 65 2D 66 69 64 65 6C 69 74 79 00 01 01
  02
  21 00 06 63 6F 70 69 65 73 00 04 00 00 00 14
  44 00 05 73 69 64 65 73 00 13 74 77 6F 2D 73 69 64 65 64 2D 6C 6F 6E 67 2D 65 64 67 65
  03 25 50 44 46`);

const PRINT_JOB: IppMessage = {
  version: [1, 1],
  code: 2,
  requestId: 1,
  groups: [
    {
      tag: GROUP.operation,
      attributes: [
        ippAttribute('attributes-charset', 'charset', 'utf-8'),
        ippAttribute('attributes-natural-language', 'language', 'en-us'),
        ippAttribute('printer-uri', 'uri', 'ipp://printer.example.com/ipp/print/pinetree'),
        ippAttribute('job-name', 'name', 'foobar'),
        { name: 'ipp-attribute-fidelity', values: [{ kind: 'boolean', value: true }] },
      ],
    },
    {
      tag: GROUP.job,
      attributes: [
        { name: 'copies', values: [{ kind: 'integer', value: 20 }] },
        ippAttribute('sides', 'keyword', 'two-sided-long-edge'),
      ],
    },
  ],
  data: hex('25 50 44 46'),
};

describe('IPP messages', () => {
  it('encode the Print-Job request of RFC 8010, A.1', () => {
    expect(toHex(encodeIpp(PRINT_JOB))).toBe(toHex(RFC_PRINT_JOB));
  });

  it('decode it again', () => {
    const decoded = decodeIpp(RFC_PRINT_JOB);
    expect(decoded).toEqual({ ok: true, value: PRINT_JOB });
  });

  it('cut anywhere before the end tag are truncated or malformed, never accepted', () => {
    for (let length = 0; length < RFC_PRINT_JOB.length - 4; length += 1) {
      expect(decodeIpp(RFC_PRINT_JOB.subarray(0, length)).ok).toBe(false);
    }
  });

  it('read several values, collections, ranges and no-value', () => {
    const bytes = hex(`02 00 00 00 00 00 00 07 04
      44 00 01 72 00 04 6E 6F 6E 65  44 00 00 00 03 61 62 63
      34 00 01 63 00 00  4A 00 00 00 01 78  21 00 00 00 04 00 00 52 08  37 00 00 00 00
      33 00 01 6E 00 08 00 00 00 01 00 00 00 09  13 00 01 7A 00 00  03`);
    const decoded = decodeIpp(bytes);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const [group] = decoded.value.groups;
    expect(ippTexts(group, 'r')).toEqual(['none', 'abc']);
    expect(group!.attributes[1]!.values[0]).toEqual({
      kind: 'collection',
      members: [{ name: 'x', values: [{ kind: 'integer', value: 21_000 }] }],
    });
    expect(group!.attributes[2]!.values[0]).toEqual({ kind: 'range', low: 1, high: 9 });
    expect(group!.attributes[3]!.values[0]).toEqual({ kind: 'out-of-band', tag: 0x13 });
    expect(ippNumber(group, 'absent')).toBeUndefined();
    expect(toHex(encodeIpp(decoded.value))).toBe(toHex(bytes));
  });

  it('are malformed with a four-byte boolean, a value before a group, or a value without a name', () => {
    for (const text of [
      '01 01 00 02 00 00 00 01 01 22 00 01 61 00 04 00 00 00 01 03',
      '01 01 00 02 00 00 00 01 21 00 01 61 00 04 00 00 00 01 03',
      '01 01 00 02 00 00 00 01 01 21 00 00 00 04 00 00 00 01 03',
    ]) {
      const decoded = decodeIpp(hex(text));
      expect(decoded.ok ? null : decoded.error.code).toBe('IPP_MALFORMED');
    }
  });

  it('are malformed when collections nest without end', () => {
    const nested = Array.from({ length: 40 }, () => '4A 00 00 00 01 78 34 00 00 00 00').join(' ');
    const decoded = decodeIpp(hex(`01 01 00 02 00 00 00 01 01 34 00 01 63 00 00 ${nested}`));
    expect(decoded.ok ? null : decoded.error.code).toBe('IPP_MALFORMED');
  });
});
