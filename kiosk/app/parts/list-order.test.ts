import { expect, it } from 'vitest';
import { byRarity } from './list-order.ts';
import { nameLines } from './name-lines.ts';

it('puts what stands under one theme only first, and keeps the order of the hall within', () => {
  const item = (id: string, ...themes: string[]) => ({ id, themes });
  const items = [
    item('a', 'x', 'y'),
    item('b', 'x'),
    item('c', 'x', 'y', 'z'),
    item('d', 'x'),
    item('e', 'y', 'x'),
  ];
  expect(byRarity(items).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'e', 'c']);
});

it('gives rows as many lines as the longest name needs where it stands', () => {
  const names = [
    { zh: '互联网上网服务营业场所经营许可', en: 'One-time grant for veterans who find their own work' },
    { zh: '办事咨询', en: 'Advice' },
  ];
  expect(nameLines(names, 'zh', { narrow: false, care: false })).toBe(1);
  expect(nameLines(names, 'zh', { narrow: true, care: true })).toBe(2);
  expect(nameLines(names, 'en', { narrow: false, care: true })).toBe(2);
  expect(nameLines(names, 'en', { narrow: true, care: true })).toBe(3);
  expect(nameLines([], 'en', { narrow: true, care: true })).toBe(1);
});
