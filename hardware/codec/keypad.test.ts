import { describe, expect, test } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import type { KeypadDecoded } from './keypad-decoder.ts';
import { createKeypadDecoder } from './keypad-decoder.ts';
import type { KeypadMapSettings } from './keypad-map.ts';
import { KeypadMap } from './keypad-map.ts';

/** Invented keypads: there is no published one. */
const FRAMED: KeypadMapSettings = {
  from: 'bytes',
  keys: [
    { bytes: 'A5 01 05 5A', means: { grade: 5 } },
    { bytes: 'A5 01 01 5A', means: { grade: 1 } },
    { bytes: 'A5 02 00 00', mask: 'FF FF 00 00', means: 'nothing' },
    { bytes: '43', means: { key: 'confirm' } },
  ],
};
const LINES: KeypadMapSettings = {
  from: 'lines',
  keys: [
    { line: 'KEY 5', means: { grade: 5 } },
    { line: 'KEY 1', means: { grade: 1 } },
  ],
};
const REPORTS: KeypadMapSettings = {
  from: 'reports',
  keys: [
    { bytes: '01 10', mask: 'FF 1F', means: { grade: 5 } },
    { bytes: '01 01', mask: 'FF 1F', means: { grade: 1 } },
    { bytes: '01 00', mask: 'FF 1F', means: 'nothing' },
  ],
};

const decoderOf = (map: KeypadMapSettings) => createKeypadDecoder(KeypadMap.parse(map));
const told = (decoded: readonly KeypadDecoded[]): string[] =>
  decoded.map((one) => {
    if (one.kind === 'dropped') return `${one.reason} ${toHex(one.bytes)}`;
    return one.means === 'nothing' ? 'nothing' : String(Object.values(one.means)[0]);
  });

describe('a map', () => {
  test.each<[string, unknown]>([
    ['no key at all', { from: 'bytes', keys: [] }],
    ['only keys that mean nothing', { from: 'bytes', keys: [{ bytes: '31', means: 'nothing' }] }],
    ['a grade that is none', { from: 'bytes', keys: [{ bytes: '31', means: { grade: 6 } }] }],
    ['a name with blanks', { from: 'bytes', keys: [{ bytes: '31', means: { key: 'Press me' } }] }],
    ['half a byte', { from: 'bytes', keys: [{ bytes: '3', means: { grade: 5 } }] }],
    [
      'a mask of another length',
      { from: 'bytes', keys: [{ bytes: '31', mask: 'FF FF', means: { grade: 5 } }] },
    ],
    ['a bit outside the mask', { from: 'bytes', keys: [{ bytes: '31', mask: '0F', means: { grade: 5 } }] }],
    [
      'a first byte that is not looked at',
      { from: 'bytes', keys: [{ bytes: '00 31', mask: '00 FF', means: { grade: 5 } }] },
    ],
    ['a line with a line end', { from: 'lines', keys: [{ line: 'A\n', means: { grade: 5 } }] }],
    ['a line in a map of bytes', { from: 'bytes', keys: [{ line: 'A', means: { grade: 5 } }] }],
    ['an unknown source', { from: 'keyboard', keys: [{ bytes: '31', means: { grade: 5 } }] }],
  ])('with %s is refused', (_, map) => {
    expect(KeypadMap.safeParse(map).success).toBe(false);
  });

  test.each<[string, KeypadMapSettings['keys']]>([
    [
      'the same bytes',
      [
        { bytes: '31', means: { grade: 5 } },
        { bytes: '31', means: { grade: 4 } },
      ],
    ],
    [
      'one that begins like the other',
      [
        { bytes: '31 32', means: { grade: 5 } },
        { bytes: '31', means: { grade: 4 } },
      ],
    ],
    [
      'masks that leave a byte to both',
      [
        { bytes: '01', mask: '0F', means: { grade: 5 } },
        { bytes: '10', mask: 'F0', means: { grade: 4 } },
      ],
    ],
  ] as never)('with two keys that cannot be told apart (%s) is refused, and says which', (_, keys) => {
    const parsed = KeypadMap.safeParse({ from: 'bytes', keys });
    expect(parsed.error?.issues[0]).toMatchObject({
      path: ['keys', 1],
      message: 'cannot be told from key 0',
    });
  });

  test('takes bytes in any spelling', () => {
    const map = KeypadMap.parse({ from: 'bytes', keys: [{ bytes: ' a501 0A', means: { grade: 3 } }] });
    expect(map.from === 'bytes' && toHex(map.keys[0]!.bytes)).toBe('A5 01 0A');
  });
});

describe('golden input', () => {
  const CASES: readonly [string, KeypadMapSettings, string, string[]][] = [
    ['framed keys', FRAMED, 'A5 01 05 5A A5 02 77 88 A5 01 01 5A 43', ['5', 'nothing', '1', 'confirm']],
    [
      'noise between keys',
      FRAMED,
      'FF A5 01 A5 01 05 5A 00 43',
      ['unknown FF A5 01', '5', 'unknown 00', 'confirm'],
    ],
    ['lines of any ending', LINES, '4B 45 59 20 35 0D 0A 20 4B 45 59 20 31 0A', ['5', '1']],
    ['a line that no key has', LINES, '4B 45 59 0D 4B 45 59 20 35 0D', ['unknown 4B 45 59', '5']],
  ];

  test.each(CASES)('%s: the same at every split, and byte by byte', (_, map, input, expected) => {
    const whole = hex(input);
    /** Where bytes are dropped, a split may part them: joined again, they are the same. */
    const run = (chunks: readonly Uint8Array[]) => {
      const decoder = decoderOf(map);
      return joinDrops([...chunks.flatMap((chunk) => decoder.feed(chunk)), ...decoder.idle()]);
    };
    for (let cut = 0; cut <= whole.length; cut += 1) {
      expect([cut, run([whole.subarray(0, cut), whole.subarray(cut)])]).toEqual([cut, expected]);
    }
    expect(run([...whole].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  test('a report is a key by its masked bits; what stands behind does not count', () => {
    const decoder = decoderOf(REPORTS);
    const feed = (report: string) => told(decoder.feed(hex(report)));
    expect(feed('01 10 00 00')).toEqual(['5']);
    expect(feed('01 F0 AB CD')).toEqual(['5']);
    expect(feed('01 00 00 00')).toEqual(['nothing']);
    expect(feed('01 01')).toEqual(['1']);
    expect(feed('02 10 00 00')).toEqual(['unknown 02 10 00 00']);
    expect(feed('01')).toEqual(['unknown 01']);
    expect(feed('')).toEqual(['unknown ']);
  });
});

test('the beginning of a key whose end does not come is given up, and a key inside it is found', () => {
  const decoder = decoderOf({
    from: 'bytes',
    keys: [
      { bytes: 'A5 31 5A', means: { grade: 5 } },
      { bytes: '31', means: { grade: 1 } },
    ],
  });
  expect(told(decoder.feed(hex('A5 31')))).toEqual([]);
  expect(decoder.pending).toBe(true);
  expect(told(decoder.idle())).toEqual(['unfinished A5', '1']);
  expect(decoder.pending).toBe(false);
});

test('a line without end is not kept for ever, and the next is read', () => {
  const decoder = decoderOf(LINES);
  const endless = Uint8Array.from({ length: 5_000 }, () => 0x41);
  expect(told(decoder.feed(endless)).map((text) => text.split(' ')[0])).toEqual(['too-long']);
  expect(told(decoder.feed(Buffer.from('\rKEY 5\r')))).toEqual(['5']);
  expect(told([...decoder.feed(Buffer.from('KEY')), ...decoder.idle()])).toEqual(['unfinished 4B 45 59']);
  decoder.feed(Buffer.from('KEY'));
  decoder.reset();
  expect(told(decoder.feed(Buffer.from(' 5\rKEY 1\r')))).toEqual(['unknown 20 35', '1']);
});

function joinDrops(decoded: readonly KeypadDecoded[]): string[] {
  const texts: string[] = [];
  for (const text of told(decoded)) {
    const last = texts.at(-1);
    if (last?.startsWith('unknown ') && text.startsWith('unknown ')) {
      texts[texts.length - 1] = `${last} ${text.slice('unknown '.length)}`;
    } else texts.push(text);
  }
  return texts;
}
