import { expect, it } from 'vitest';
import { readSearch } from './read-search.ts';

it('knows a number, however it is typed', () => {
  expect(readSearch('ａ012')).toEqual({ kind: 'number', number: 'A012', code: null });
  expect(readSearch(' n 058 ')).toMatchObject({ kind: 'number', number: 'N058' });
});

it('looks for both where a text could be number and booking code', () => {
  expect(readSearch('ab1234')).toEqual({ kind: 'number', number: 'AB1234', code: 'AB1234' });
  expect(readSearch('3f9a1c')).toEqual({ kind: 'code', code: '3F9A1C' });
});

it('[I7] a card may end with x or X, and a wrong digit is seen', () => {
  expect(readSearch('11010519491231002x')).toEqual({ kind: 'card', missing: 0, fits: true });
  expect(readSearch('110105194912310021')).toEqual({ kind: 'card', missing: 0, fits: false });
  expect(readSearch('1101051949')).toEqual({ kind: 'card', missing: 8, fits: false });
});

it('knows the code of a paper, signed or not, also behind an address', () => {
  const code = `YC${'A'.repeat(156)}`;
  for (const scanned of [
    code,
    ` https://hall.example/p/${code}\n`,
    `https://hall.example/p/${'0'.repeat(32)}`,
  ]) {
    expect(readSearch(scanned)).toEqual({ kind: 'paper', scanned: scanned.trim() });
  }
});

it('anything else is nothing that it knows', () => {
  expect(readSearch('王芳')).toEqual({ kind: 'unknown' });
  expect(readSearch('')).toEqual({ kind: 'nothing' });
});
