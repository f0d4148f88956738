import { citizenCheckCharacter } from '@hall/shared/contracts/identity';
import type { IdCard } from '../codec/sdt-card.ts';
import { PHOTO_BYTES } from '../codec/sdt-command.ts';
import { seeded } from '../testing/seeded.ts';

/** An invented person for demonstrations and tests. */
export interface SimulatedPerson {
  /** Stable key for menus and scripts. */
  readonly id: string;
  /** What they stand for, Chinese and English. */
  readonly about: { readonly zh: string; readonly en: string };
  readonly card: IdCard;
}

/**
 * Nobody real: addresses are in 虚构市 (Fictional City), and the numbers begin with region codes that no place
 * has, so that they cannot belong to anyone although their check characters are right (GB 11643).
 */
const NO_REGION = '100001';
/** Taiwan residents' numbers begin with 830000; with any other ending the region is not assigned. */
const NO_TAIWAN_REGION = '839999';
const NO_FOREIGN_REGION = '900999';

function number(region: string, birth: string, sequence: string): string {
  const digits = `${region}${birth.replaceAll('-', '')}${sequence}`;
  return digits + citizenCheckCharacter(digits);
}

/** The WLT format is closed: the bytes are noise of the right length. */
function photo(seed: number): Uint8Array {
  return seeded(seed).bytes(PHOTO_BYTES);
}

const RESIDENT = { kind: 'resident', ethnic: '汉', authority: '虚构市公安局演示分局' } as const;

export const SIMULATED_PEOPLE: readonly SimulatedPerson[] = [
  {
    id: 'elder',
    about: { zh: '七十多岁的老人，优先办理', en: 'over seventy, priority class' },
    card: {
      ...RESIDENT,
      name: '样老伯',
      sex: 'male',
      birth: '1951-03-08',
      number: number(NO_REGION, '1951-03-08', '901'),
      address: '虚构市演示区样板路1号',
      validFrom: '2016-05-01',
      validTo: 'long-term',
      photoWlt: photo(1),
    },
  },
  {
    id: 'rare-character',
    about: { zh: '名字含生僻字“𬭎”', en: 'a name with 𬭎, beyond the BMP' },
    card: {
      ...RESIDENT,
      name: '范例𬭎',
      sex: 'female',
      birth: '1988-11-20',
      number: number(NO_REGION, '1988-11-20', '902'),
      address: '虚构市演示区䶮水街2号',
      validFrom: '2019-07-15',
      validTo: '2039-07-15',
      photoWlt: photo(2),
    },
  },
  {
    id: 'taiwan-resident',
    about: { zh: '持港澳台居民居住证', en: 'holds a residence permit for Taiwan residents' },
    card: {
      kind: 'hmt-resident',
      name: '林示范',
      sex: 'male',
      birth: '1979-01-01',
      number: number(NO_TAIWAN_REGION, '1979-01-01', '903'),
      address: '虚构市演示区两岸里3号',
      authority: '虚构市公安局',
      validFrom: '2023-09-01',
      validTo: '2028-09-01',
      passNumber: '00000000',
      photoWlt: photo(3),
    },
  },
  {
    id: 'young',
    about: { zh: '未满十八周岁', en: 'under eighteen' },
    card: {
      ...RESIDENT,
      name: '小样',
      sex: 'female',
      birth: '2012-06-01',
      number: number(NO_REGION, '2012-06-01', '904'),
      address: '虚构市演示区样板路4号',
      validFrom: '2024-06-01',
      validTo: '2029-06-01',
      photoWlt: photo(4),
    },
  },
  {
    id: 'rare-surname',
    about: { zh: '少见姓氏、少数民族', en: 'a rare surname, an ethnic minority' },
    card: {
      ...RESIDENT,
      name: '亓官演示',
      ethnic: '维吾尔',
      sex: 'male',
      birth: '1995-02-28',
      number: number(NO_REGION, '1995-02-28', '905'),
      address: '虚构市演示区样板路5号',
      validFrom: '2020-02-29',
      validTo: '2040-02-29',
      photoWlt: photo(5),
    },
  },
  {
    id: 'foreigner',
    about: { zh: '持外国人永久居留身份证（2023版）', en: 'holds a foreign permanent resident card of 2023' },
    card: {
      kind: 'foreign-2023',
      name: '艾样本',
      englishName: 'SPECIMEN, ALEXANDRA MARGUERITE FICTIONAL',
      sex: 'female',
      birth: '1990-04-01',
      number: number(NO_FOREIGN_REGION, '1990-04-01', '906'),
      country: 'CAN',
      validFrom: '2024-01-15',
      validTo: '2034-01-15',
      photoWlt: photo(6),
    },
  },
];
