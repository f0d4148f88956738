import { expect, test } from 'vitest';
import { DECODER_FUZZ } from './all-fuzz.ts';
import { fuzzBranches, fuzzLine } from './fuzz.ts';
import { seeded } from './seeded.ts';

const ROUNDS = 20_000;
const SEED = 20_261_121;

test.each(DECODER_FUZZ.map((subject) => [subject.name, subject] as const))(
  '%s: never throws, finds the good one behind, takes every branch',
  (_, subject) => {
    const report = fuzzBranches(subject, { seed: SEED, rounds: ROUNDS });
    console.log(fuzzLine(report));
    expect(report.rounds).toBe(ROUNDS);
  },
);

test('the same seed gives the same numbers', () => {
  const first = seeded(7);
  const second = seeded(7);
  expect([first.unit(), first.whole(0, 100), first.bytes(4)]).toEqual([
    second.unit(),
    second.whole(0, 100),
    second.bytes(4),
  ]);
  expect(seeded(7).unit()).not.toBe(seeded(8).unit());
});

test('a branch that is never taken fails, and so does a round that throws, with its seed', () => {
  const golden = [Uint8Array.of(1)];
  const lazy = { name: 'lazy', golden, branches: ['taken', 'never'], round: () => ['taken'] };
  expect(() => fuzzBranches(lazy, { seed: 1, rounds: 10 })).toThrow('lazy: seed 1 never took never');
  const broken = {
    ...{ name: 'broken', golden, branches: [] },
    round: (): string[] => {
      throw new Error('oops');
    },
  };
  expect(() => fuzzBranches(broken, { seed: 2, rounds: 10 })).toThrow('broken: seed 2, round 0');
});
