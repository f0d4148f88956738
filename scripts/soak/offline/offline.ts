import { type Scenario, Tally } from '../scenario.ts';
import { World } from './world.ts';

/** [N4] Kiosks without a server, by the models that the programs are made of. */
export const offline: Scenario = {
  name: 'offline',
  of: 'mornings with outages',
  count: 100_000,
  missing: () => null,
  async run({ seed, count, log }) {
    const tally = new Tally();
    for (let i = 0; i < count; i += 1) {
      tally.add(`seed ${seed + i}`, new World(seed + i).run());
      if ((i + 1) % 10_000 === 0) log(`${i + 1} of ${count}`);
    }
    return tally.outcome;
  },
};
