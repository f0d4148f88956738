import fc from 'fast-check';
import { type Act, WEIGHTS, type What } from './acts.ts';

/** Random hours as fast-check draws (and shrinks) them. */

const drawn = Object.entries(WEIGHTS).flatMap(([what, times]) => Array<What>(times).fill(what as What));

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...drawn),
  // Mostly seconds, so that undoing and locks meet; sometimes long enough for waits and slots.
  after: fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(420) }),
  window: fc.nat(5),
  a: fc.nat(40),
  b: fc.nat(40),
});

export const VARIANTS = 420;

export interface Sequence {
  readonly variant: number;
  readonly acts: readonly Act[];
}

export function sequences(maxLength: number): fc.Arbitrary<Sequence> {
  return fc.record({
    variant: fc.nat(VARIANTS - 1),
    acts: fc.array(act, { minLength: Math.floor(maxLength / 3), maxLength, size: 'max' }),
  });
}

export interface Checked {
  readonly runs: number;
  /** What did not hold, and the smallest sequence in which it does not. */
  readonly failure: string | null;
}

/** Plays `runs` sequences from a seed; stops at the first that breaks a rule and makes it small. */
export function checkSequences(
  seed: number,
  runs: number,
  maxLength: number,
  play: (sequence: Sequence) => readonly string[],
  /** A disk is too slow to make a failure small. */
  makeSmall = true,
): Checked {
  const details = fc.check(
    fc.property(sequences(maxLength), (sequence) => {
      const problems = play(sequence);
      if (problems.length > 0) throw new Error(problems.join('; '));
    }),
    { numRuns: runs, seed, endOnFailure: !makeSmall },
  );
  if (!details.failed) return { runs: details.numRuns, failure: null };
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : 'failed';
  return {
    runs: details.numRuns,
    failure: `${error} (seed ${seed}, path ${details.counterexamplePath}): ${JSON.stringify(details.counterexample)}`,
  };
}
