import { hasCitizenCheckCharacter } from '@hall/shared/contracts/identity';
import { describe, expect, test } from 'vitest';
import { cardTextBlock } from '../simulators/card-block.ts';
import { SIMULATED_PEOPLE } from '../simulators/people.ts';
import { parseIdCard, parseNewestAddress } from './sdt-card.ts';
import { ETHNIC_GROUPS } from './sdt-card-layout.ts';

const PHOTO = new Uint8Array(1024).fill(0x57);

/** A block written by the published byte offsets alone: [offset, length, text]. */
function block(fields: readonly [number, number, string][]): Uint8Array {
  const bytes = Buffer.alloc(256, Buffer.from(' ', 'utf16le'));
  for (const [offset, length, text] of fields) {
    const encoded = Buffer.from(text, 'utf16le');
    if (encoded.length > length) throw new Error(`too long at ${offset}`);
    encoded.copy(bytes, offset);
  }
  return bytes;
}

const RESIDENT: readonly [number, number, string][] = [
  [0, 30, '王𬭎例'],
  [30, 2, '2'],
  [32, 4, '05'],
  [36, 16, '19491231'],
  [52, 70, '虚构市演示区样板路1号'],
  [122, 36, '11010519491231002X'],
  [158, 30, '虚构市公安局'],
  [188, 16, '20100501'],
  [204, 16, '长期'],
  [248, 2, ' '],
];

function changed(offset: number, text: string): Uint8Array {
  return block(RESIDENT.map(([at, length, old]) => [at, length, at === offset ? text : old]));
}

describe('the four text blocks', () => {
  test('resident', () => {
    expect(parseIdCard(block(RESIDENT), PHOTO)).toEqual({
      ok: true,
      value: {
        kind: 'resident',
        name: '王𬭎例',
        sex: 'female',
        ethnic: '维吾尔',
        birth: '1949-12-31',
        address: '虚构市演示区样板路1号',
        number: '11010519491231002X',
        authority: '虚构市公安局',
        validFrom: '2010-05-01',
        validTo: 'long-term',
        photoWlt: PHOTO,
      },
    });
  });

  test('a resident block whose mark and padding are zeros', () => {
    const bytes = block(RESIDENT).map((byte, at) => (at >= 220 || (at >= 10 && at < 30) ? 0 : byte));
    expect(parseIdCard(bytes, PHOTO)).toMatchObject({
      ok: true,
      value: { kind: 'resident', name: '王𬭎例' },
    });
  });

  test('港澳台居民居住证', () => {
    const bytes = block([
      ...RESIDENT.filter(([at]) => ![32, 36, 122, 204, 248].includes(at)),
      [36, 16, '19900101'],
      [122, 36, '839999199001010011'],
      [204, 16, '20300501'],
      [220, 18, '00000000'],
      [238, 4, '01'],
      [248, 2, 'J'],
    ]);
    const card = parseIdCard(bytes, PHOTO);
    expect(card).toMatchObject({
      ok: true,
      value: { kind: 'hmt-resident', passNumber: '00000000', validTo: '2030-05-01' },
    });
    expect(card.ok && 'ethnic' in card.value).toBe(false);
  });

  test('foreigner, 2017, without a Chinese name', () => {
    const bytes = block([
      [0, 120, 'SPECIMEN, ALEX'],
      [120, 2, '1'],
      [122, 30, 'CAN110090040101'],
      [152, 6, 'CAN'],
      [188, 16, '20180101'],
      [204, 16, '20280101'],
      [220, 16, '19900401'],
      [236, 4, '01'],
      [240, 8, '1500'],
      [248, 2, 'I'],
    ]);
    expect(parseIdCard(bytes, PHOTO)).toEqual({
      ok: true,
      value: {
        kind: 'foreign-2017',
        name: 'SPECIMEN, ALEX',
        englishName: 'SPECIMEN, ALEX',
        sex: 'male',
        birth: '1990-04-01',
        number: 'CAN110090040101',
        country: 'CAN',
        authority: '1500',
        validFrom: '2018-01-01',
        validTo: '2028-01-01',
        photoWlt: PHOTO,
      },
    });
  });

  test('foreigner, 2023, with an English name that breaks on a blank', () => {
    const english = 'SPECIMEN, ALEXANDRA MARGUERITE ANN FICTIONAL';
    expect(english[34]).toBe(' ');
    const bytes = block([
      [0, 30, '艾样本'],
      [30, 2, '2'],
      [32, 4, '01'],
      [36, 16, '19900401'],
      [52, 70, english.slice(0, 35)],
      [122, 36, '900999199004019062'],
      [188, 16, '20240115'],
      [204, 16, '20340115'],
      [220, 22, english.slice(35)],
      [242, 6, 'CAN'],
      [248, 2, 'Y'],
    ]);
    const card = parseIdCard(bytes, PHOTO);
    expect(card).toMatchObject({
      ok: true,
      value: { kind: 'foreign-2023', name: '艾样本', englishName: english, country: 'CAN' },
    });
  });
});

describe('what is refused, without naming the content', () => {
  test.each([
    ['number', 122, '110105194912310021'],
    ['number', 122, '11010519491231002'],
    ['number', 122, '440524188001010014'],
    ['birth', 36, '19490230'],
    ['birth', 36, ''],
    ['sex', 30, '3'],
    ['ethnic', 32, '57'],
    ['ethnic', 32, '5'],
    ['validTo', 204, '永远'],
    ['name', 0, ''],
    ['name', 0, '王\ud86a'],
    ['address', 52, '路\u0007'],
  ])('%s at %i: %j', (field, offset, text) => {
    expect(parseIdCard(changed(offset, text), PHOTO)).toMatchObject({
      ok: false,
      error: { code: 'CARD_FIELD_INVALID', details: { kind: 'resident', field } },
    });
  });

  test('an unknown type mark', () => {
    expect(parseIdCard(changed(248, 'Q'), PHOTO)).toMatchObject({
      ok: false,
      error: { code: 'CARD_KIND_UNKNOWN' },
    });
  });
});

test('the published valid numbers pass the check, and a changed digit fails', () => {
  expect(hasCitizenCheckCharacter('11010519491231002X')).toBe(true);
  expect(hasCitizenCheckCharacter('440524188001010014')).toBe(true);
  expect(hasCitizenCheckCharacter('440524188001010015')).toBe(false);
  expect(hasCitizenCheckCharacter('44052418800101001')).toBe(false);
});

test('there are 56 ethnic groups, 汉 first and 基诺 last', () => {
  expect(ETHNIC_GROUPS).toHaveLength(56);
  expect([ETHNIC_GROUPS[0], ETHNIC_GROUPS[4], ETHNIC_GROUPS[55]]).toEqual(['汉', '维吾尔', '基诺']);
});

test('the newest address is trimmed, and none is none', () => {
  const bytes = Buffer.alloc(70, Buffer.from(' ', 'utf16le'));
  expect(parseNewestAddress(bytes)).toBeUndefined();
  Buffer.from('虚构市新路9号', 'utf16le').copy(bytes);
  expect(parseNewestAddress(bytes)).toBe('虚构市新路9号');
});

describe('simulated people', () => {
  test.each(SIMULATED_PEOPLE.map((person) => [person.id, person] as const))('%s reads back', (_, person) => {
    expect(parseIdCard(cardTextBlock(person.card), person.card.photoWlt)).toEqual({
      ok: true,
      value: person.card,
    });
  });

  test('are the cast that demonstrations need', () => {
    expect(SIMULATED_PEOPLE).toHaveLength(6);
    const cards = SIMULATED_PEOPLE.map((person) => person.card);
    expect(cards.some((card) => card.birth < '1960')).toBe(true);
    expect(cards.some((card) => card.birth > '2010')).toBe(true);
    expect(cards.some((card) => card.name.includes('𬭎'))).toBe(true);
    expect(cards.some((card) => card.kind === 'hmt-resident')).toBe(true);
    expect(new Set(cards.map((card) => card.number)).size).toBe(6);
  });
});
