import { describe, expect, it } from 'vitest';
import { paginate } from './pages.ts';

const list = (...texts: string[]) => texts.map((text) => ({ text, used: 1 }));

describe('pages of candidates', () => {
  it('fill rows by the width of their words, lose none, and keep the order', () => {
    const all = list('社会保障', '社会', ...'是时事市式室试世视十', '社会主义核心价值观');
    const pages = paginate(all, 12, 2);
    expect(pages.flat(2)).toEqual(all);
    expect(pages[0]![0]!.map(({ text }) => text)).toEqual(['社会保障', '社会', '是']);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
  });

  it('show a word wider than the bar on a row of its own', () => {
    expect(paginate(list('社会保障卡补换领'), 3, 2)).toEqual([[list('社会保障卡补换领')]]);
  });

  it('are none where nothing is offered', () => {
    expect(paginate([], 20, 2)).toEqual([]);
  });
});
