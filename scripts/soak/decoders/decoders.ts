import { DECODER_FUZZ } from '@hall/hardware/testing/all-fuzz';
import { fuzzBranches, fuzzLine } from '@hall/hardware/testing/fuzz';
import { type Scenario, Tally } from '../scenario.ts';

/** Damaged bytes for every decoder of what devices send; `npm test` does the same with fewer. */
export const decoders: Scenario = {
  name: 'decoders',
  of: 'damaged inputs for each decoder',
  count: 1_000_000,
  missing: () => null,
  async run({ seed, count, log }) {
    const tally = new Tally();
    for (const subject of DECODER_FUZZ) {
      try {
        log(fuzzLine(fuzzBranches(subject, { seed, rounds: count })));
        tally.add(subject.name, []);
      } catch (problem) {
        tally.add(subject.name, [problem instanceof Error ? problem.message : String(problem)]);
      }
    }
    return { ...tally.outcome, count };
  },
};
