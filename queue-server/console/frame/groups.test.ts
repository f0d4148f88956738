import { describe, expect, it } from 'vitest';
import { pagesFor } from '../access.ts';
import { groupsOf, PAGES_IN_BAR } from './groups.ts';

describe('the navigation', () => {
  it('shows every page that somebody may open in exactly one group', () => {
    for (const roles of [
      ['manager'],
      ['auditor'],
      ['administrator'],
      ['clerk'],
      ['guide'],
      ['manager', 'administrator'],
    ] as const) {
      const pages = pagesFor(roles);
      const shown = groupsOf(pages).flatMap((group) => group.pages);
      expect([...shown].sort()).toEqual([...pages].sort());
    }
  });

  it('leaves out groups with nothing in them, and keeps the order of a role', () => {
    expect(groupsOf(['guide', 'windows']).map(({ id, pages }) => [id, pages])).toEqual([
      ['today', ['guide', 'windows']],
    ]);
  });

  it('a clerk beside other software has a bar and no rail', () => {
    expect(pagesFor(['clerk']).length).toBeLessThanOrEqual(PAGES_IN_BAR);
    expect(pagesFor(['manager']).length).toBeGreaterThan(PAGES_IN_BAR);
  });
});
