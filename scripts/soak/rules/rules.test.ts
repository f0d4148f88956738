import { expect, it } from 'vitest';
import { rules } from './rules.ts';

it('[X1] … [X6] a few sequences of the soak hold', async () => {
  const outcome = await rules.run({ seed: 7, count: 60, log: () => undefined });
  expect(outcome).toEqual({ count: 60, failed: 0, failures: [] });
});
