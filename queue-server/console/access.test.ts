import { describe, expect, it } from 'vitest';
import { may, pagesFor } from './access.ts';

describe('navigation by role', () => {
  it.each([
    [['clerk'], ['windows']],
    [['chief'], ['windows']],
    [['guide'], ['guide', 'windows', 'manager']],
    [['manager'], ['manager', 'reports', 'replay', 'guide', 'windows', 'settings', 'devices', 'health']],
    [['auditor'], ['manager', 'reports', 'replay', 'settings', 'devices', 'audit']],
    [['administrator'], ['manager', 'settings', 'devices', 'health', 'accounts', 'sessions']],
    [
      ['clerk', 'manager'],
      ['manager', 'reports', 'replay', 'guide', 'windows', 'settings', 'devices', 'health'],
    ],
  ] as const)('%s → %s', (roles, pages) => {
    expect(pagesFor(roles)).toEqual(pages);
  });

  it('an administrator may not read a ticket’s story', () => {
    expect(may(['administrator'], 'ticket.read')).toBe(false);
    expect(may(['auditor'], 'ticket.read')).toBe(true);
  });
});
