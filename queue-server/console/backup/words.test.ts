import { BACKUP_TROUBLES } from '@hall/shared/contracts/backup';
import { expect, test } from 'vitest';
import { sayBytes, TROUBLE_WORDS } from './words.ts';

test('sizes are short', () => {
  expect([0, 512, 1536, 1_500_000, 250 * 1024 ** 2, 3 * 1024 ** 3].map(sayBytes)).toEqual([
    '0 B',
    '512 B',
    '1.5 KB',
    '1.4 MB',
    '250 MB',
    '3.0 GB',
  ]);
});

test('every trouble says in both languages what to do', () => {
  for (const trouble of BACKUP_TROUBLES) {
    expect(TROUBLE_WORDS[trouble].zh).toMatch(/。$/);
    expect(TROUBLE_WORDS[trouble].en).toMatch(/\.$/);
  }
});
