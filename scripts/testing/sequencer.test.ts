import { expect, it } from 'vitest';
import { spread } from './sequencer.ts';

const order = (...paths: string[]) => spread(paths, (path) => path);

it('spreads long files among the short ones, the longest first, and ends with short ones', () => {
  expect(
    order(
      'hardware/a.test.ts',
      'hardware/b.test.ts',
      'kiosk/testing/k.test.ts',
      'scripts/e2e/rules/r.test.ts',
      'shared/c.test.ts',
      'shared/d.test.ts',
    ),
  ).toEqual([
    'scripts/e2e/rules/r.test.ts',
    'hardware/a.test.ts',
    'kiosk/testing/k.test.ts',
    'hardware/b.test.ts',
    'shared/c.test.ts',
    'shared/d.test.ts',
  ]);
});

it.each([[[]], [['shared/a.test.ts']], [['scripts/soak/a.test.ts', 'scripts/soak/b.test.ts']]])(
  'leaves out nothing and makes nothing twice: %j',
  (paths) => {
    expect(order(...paths).toSorted()).toEqual(paths);
  },
);
