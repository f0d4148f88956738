import { expect, it } from 'vitest';
import { matchesAccount } from './match-account.ts';

const lin = { username: 'clerk01', name: '林晓薇', nameEn: 'Lin Xiaowei' };

it.each([
  ['', true],
  ['晓薇', true],
  ['xiaowei', true],
  ['ＣＬＥＲＫ01 ', true],
  ['沈', false],
])('“%s” → %s', (typed, fits) => {
  expect(matchesAccount(lin, typed)).toBe(fits);
});
