import type { Catalogue } from '@hall/shared/contracts/commands';
import { expect, it } from 'vitest';
import { findItems } from './find-items.ts';
import { pinyinInitials } from './pinyin-initials.ts';

const item = (id: string, zh: string, en: string, aliases: string[]) =>
  ({ id, name: { zh, en }, aliases }) as unknown as Catalogue['items'][number];
const ITEMS = [
  item('card', '社会保障卡补换领', 'Replacement of a social security card', ['社保卡', '补卡']),
  item('company', '有限责任公司设立登记', 'Registration of a limited company', ['开公司', '营业执照']),
];
const found = (typed: string) => findItems(ITEMS, typed).map(({ id }) => id);

it('finds by words, everyday words, English and initials of pinyin', () => {
  expect(found('执照')).toEqual(['company']);
  expect(found('social card')).toEqual(['card']);
  expect(found('sbk')).toEqual(['card']);
  expect(found('ＳＢＫ')).toEqual(['card']);
  expect(found('yxzr')).toEqual(['company']);
  expect(found('没有')).toEqual([]);
  expect(found('  ')).toEqual([]);
});

it('reads the initials of common characters', () => {
  expect(pinyinInitials('不动产登记')).toBe('bdcdj');
  expect(pinyinInitials('医保A类')).toBe('ybal');
  expect(pinyinInitials('安全座椅啊')).toBe('aqzya');
});
