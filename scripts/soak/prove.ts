import { expect, it } from 'vitest';
import type { Scenario } from './scenario.ts';

/** Far more than any needs: a proof is right or wrong, not fast or slow. */
const WITHIN_MS = 600_000;

/** A scenario at the length that `npm test` has time for; skipped by name with its reason where it cannot run. */
export function prove(scenario: Scenario, seed: number, count: number): void {
  const missing = scenario.missing();
  const name = `${scenario.name}: ${count} ${scenario.of}, seed ${seed}`;
  it.skipIf(missing !== null)(
    missing === null ? name : `${name} (${missing})`,
    async () => {
      const outcome = await scenario.run({ seed, count, log: console.log });
      expect(outcome.failures).toEqual([]);
      expect(outcome.failed).toBe(0);
      expect(outcome.count).toBeGreaterThanOrEqual(count);
    },
    WITHIN_MS,
  );
}
