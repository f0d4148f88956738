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

/** In the form of RFC 8010, appendix A.9: Get-Jobs response. The printer tells nothing of the second of three jobs. */
const RFC_GET_JOBS = hex(`
  01 01 00 00 00 00 01 23 01
  47 00 12 61 74 74 72 69 62 75 74 65 73 2D 63 68 61 72 73 65 74 00 05 75 74 66 2D 38
  48 00 1B 61 74 74 72 69 62 75 74 65 73 2D 6E 61 74 75 72 61 6C 2D 6C 61 6E 67 75 61 67 65 00 05 65 6E 2D 75 73
  41 00 0E 73 74 61 74 75 73 2D 6D 65 73 73 61 67 65 00 0D 73 75 63 63 65 73 73 66 75 6C 2D 6F 6B
  02
  21 00 06 6A 6F 62 2D 69 64 00 04 00 00 00 93
  36 00 08 6A 6F 62 2D 6E 61 6D 65 00 0C 00 05 66 72 2D 63 61 00 03 66 6F 75
  02
  02
  21 00 06 6A 6F 62 2D 69 64 00 04 00 00 00 94
  36 00 08 6A 6F 62 2D 6E 61 6D 65 00 12 00 05 64 65 2D 43 48 00 09 69 73 63 68 20 67 75 65 74
  03`);

/** Collections as RFC 8010, 3.1.6 and A.7 put them: media-col of media-colour and a nested media-size. */
const RFC_COLLECTION = hex(`
  01 01 00 05 00 00 00 01 02
  34 00 09 6D 65 64 69 61 2D 63 6F 6C 00 00
  4A 00 00 00 0A 6D 65 64 69 61 2D 73 69 7A 65
  34 00 00 00 00
  4A 00 00 00 0B 78 2D 64 69 6D 65 6E 73 69 6F 6E 21 00 00 00 04 00 00 18 56
  4A 00 00 00 0B 79 2D 64 69 6D 65 6E 73 69 6F 6E 21 00 00 00 04 00 00 0F 8C
  37 00 00 00 00
  4A 00 00 00 0B 6D 65 64 69 61 2D 63 6F 6C 6F 72 44 00 00 00 04 62 6C 75 65
  37 00 00 00 00
  03`);

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

  it.each([
    ['Print-Job', RFC_PRINT_JOB, 4],
    ['Get-Jobs response', RFC_GET_JOBS, 0],
    ['collection', RFC_COLLECTION, 0],
  ] as const)(
    'of RFC 8010 (%s) cut at every position say what is missing, and never throw',
    (_, bytes, document) => {
      for (let length = 0; length < bytes.length - document; length += 1) {
        const decoded = decodeIpp(bytes.subarray(0, length));
        expect(decoded.ok ? null : decoded.error.code).toBe('IPP_TRUNCATED');
        expect(decoded.ok ? null : decoded.error.message).toMatch(/^\d+ bytes are missing$/);
      }
      expect(decodeIpp(bytes).ok).toBe(true);
    },
  );

  it('read the Get-Jobs response of RFC 8010, A.9, names with a language too, and say it again alike', () => {
    const decoded = decodeIpp(RFC_GET_JOBS);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const jobs = decoded.value.groups.filter(({ tag }) => tag === GROUP.job);
    expect(jobs.map((job) => [ippNumber(job, 'job-id'), ippTexts(job, 'job-name')])).toEqual([
      [147, ['fou']],
      [undefined, []],
      [148, ['isch guet']],
    ]);
    expect(jobs[0]!.attributes[1]!.values[0]).toEqual({
      kind: 'nameWithLanguage',
      language: 'fr-ca',
      value: 'fou',
    });
    expect(toHex(encodeIpp(decoded.value))).toBe(toHex(RFC_GET_JOBS));
    const collection = decodeIpp(RFC_COLLECTION);
    expect(collection.ok && toHex(encodeIpp(collection.value))).toBe(toHex(RFC_COLLECTION));
  });

  it('are malformed when the two lengths of a text with language do not fit', () => {
    for (const value of ['00 01 00', '00 05 66 72 00 00', '00 02 66 72 00 05 61', '00 02 66 72 00 00 61']) {
      const length = hex(value).length.toString(16).padStart(4, '0');
      const decoded = decodeIpp(hex(`01 01 00 00 00 00 00 01 02 36 00 01 61 ${length} ${value} 03`));
      expect(decoded.ok ? null : decoded.error.code).toBe('IPP_MALFORMED');
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
