import { expect, test } from 'vitest';
import { loadPaperFonts } from './fonts.ts';
import { pieces, runsOf, wrap } from './runs.ts';

/** One character is one wide, and a Latin one half. */
const measure = (text: string) => [...text].reduce((width, c) => width + (c < '\u0100' ? 0.5 : 1), 0);

test('Chinese breaks anywhere, Latin words stay whole, marks stay with their character', () => {
  expect(pieces('参葛\u{E0100}保（养老），A4 paper')).toEqual([
    '参',
    '葛\u{E0100}',
    '保',
    '（养',
    '老），',
    'A4 ',
    'paper',
  ]);
});

test.each([
  ['参保证明', 3, ['参保证', '明']],
  ['参保证，明', 3, ['参保', '证，明']],
  ['证明 valid until', 5, ['证明 valid', 'until']],
  ['A-very-long-address', 4, ['A-very-l', 'ong-addr', 'ess']],
  ['', 4, ['']],
])('%j in a width of %d', (text, width, lines) => {
  expect(wrap(text, width, measure)).toEqual(lines);
});

test('characters outside the BMP are never cut in two', () => {
  expect(wrap('𬭎𬭎𬭎𬭎𬭎', 2, measure)).toEqual(['𬭎𬭎', '𬭎𬭎', '𬭎']);
});

test('what no font has is told, control characters become a space', () => {
  const missing: number[] = [];
  const fonts = loadPaperFonts({ regular: [], bold: [] });
  const runs = runsOf('张\u0000\n三𠮷', 'regular', fonts, (codePoint) => missing.push(codePoint));
  expect(runs.map((run) => run.text)).toEqual(['张 三']);
  expect(missing).toEqual([0x20bb7]);
});
