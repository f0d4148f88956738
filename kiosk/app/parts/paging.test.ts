import { describe, expect, it } from 'vitest';
import { pageOf, pageSize } from './paging.ts';

describe('pages of a list', () => {
  it('holds what fits, and never nothing', () => {
    expect(pageSize({ height: 320, rowHeight: 100, gap: 10, columns: 1 })).toBe(3);
    expect(pageSize({ height: 319.6, rowHeight: 100, gap: 10, columns: 1 })).toBe(3);
    expect(pageSize({ height: 318, rowHeight: 100, gap: 10, columns: 1 })).toBe(2);
    expect(pageSize({ height: 320, rowHeight: 100, gap: 10, columns: 2 })).toBe(6);
    expect(pageSize({ height: 20, rowHeight: 100, gap: 10, columns: 2 })).toBe(2);
    expect(pageSize({ height: 0, rowHeight: 0, gap: 0, columns: 1 })).toBe(1);
  });

  it('shows every entry on exactly one page', () => {
    const all = Array.from({ length: 101 }, (_, i) => i);
    for (const size of [1, 4, 7, 100, 101, 500]) {
      const { pages } = pageOf(all, size, 0);
      expect(Array.from({ length: pages }, (_, page) => pageOf(all, size, page).entries).flat()).toEqual(all);
    }
  });

  it('stays on a page that is there', () => {
    expect(pageOf([1, 2, 3], 2, 9)).toEqual({ entries: [3], page: 1, pages: 2 });
    expect(pageOf([], 2, 1)).toEqual({ entries: [], page: 0, pages: 1 });
  });
});
