import { expect, it } from 'vitest';
import { papersOn } from './papers.ts';

const ticket = (foot: string): Buffer =>
  Buffer.concat([Buffer.from([0x1b, 0x40]), Buffer.from(`A001\n${foot}`, 'latin1')]);
const A = ticket('A001             4F2A9C\n');
const AGAIN = ticket('A001           4F2A9C/2\n');

it('reads number, code and ordinal off the foot', () => {
  expect(papersOn([{ bytes: A, cut: true }])).toEqual([
    { number: 'A001', code: '4F2A9C', ordinal: 1, cut: true, joined: false },
  ]);
  expect(papersOn([{ bytes: AGAIN, cut: false }])).toMatchObject([{ ordinal: 2, cut: false }]);
});

it('takes nothing without a foot for a ticket', () => {
  expect(papersOn([{ bytes: ticket(''), cut: true }])).toEqual([]);
  expect(papersOn([{ bytes: Buffer.from('A001             4F2A9C\n'), cut: true }])).toEqual([]);
});

it('sees two tickets on one piece, and the beginning of one before another', () => {
  const two = papersOn([{ bytes: Buffer.concat([A, AGAIN]), cut: true }]);
  expect(two.map(({ ordinal, cut, joined }) => [ordinal, cut, joined])).toEqual([
    [1, false, true],
    [2, true, true],
  ]);
  const begun = Buffer.concat([ticket(''), A]);
  expect(papersOn([{ bytes: begun, cut: true }])).toMatchObject([{ number: 'A001', joined: true }]);
  const initialisedTwice = Buffer.concat([Buffer.from([0x1b, 0x40]), A]);
  expect(papersOn([{ bytes: initialisedTwice, cut: true }])).toMatchObject([{ joined: false }]);
});
