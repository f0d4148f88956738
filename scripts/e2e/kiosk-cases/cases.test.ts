import { expect, it } from 'vitest';
import {
  allInOrder,
  type Case,
  caseName,
  casesFrom,
  essentials,
  everyCase,
  everyFault,
  FACTOR_NAMES,
  FACTORS,
  isPossible,
  PAIRS_SEED,
  pairsOf,
  pairwise,
  possiblePairs,
} from './cases.ts';

/** Flows × the largest two faults that every flow can meet: fewer rows cannot cover all pairs. */
const FEWEST = FACTORS.flow.length * FACTORS.server.length;

it('covers every two settings that can meet, with few visits, whatever the seed', () => {
  for (const seed of [1, 7, 4242, PAIRS_SEED]) {
    const rows = pairwise(seed);
    const covered = new Set(rows.flatMap(pairsOf));
    expect([...possiblePairs()].filter((pair) => !covered.has(pair))).toEqual([]);
    expect(rows.every(isPossible)).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(FEWEST);
    expect(rows.length).toBeLessThanOrEqual(FEWEST * 1.25);
  }
});

it('knows what cannot meet: no paper is missing where none is printed, no reader where no card is needed', () => {
  const pairs = possiblePairs();
  expect(pairs.has('flow=helper paper=out-before')).toBe(false);
  expect(pairs.has('flow=ticket-free reader=away-before')).toBe(false);
  expect(pairs.has('flow=ticket-card paper=out-during')).toBe(true);
  expect(pairs.has('paper=out-after reader=away-during')).toBe(true);
});

it('is the same again with the same seed, and other with another', () => {
  expect(pairwise(3)).toEqual(pairwise(3));
  expect(pairwise(3)).not.toEqual(pairwise(4));
});

it('has every meeting of errand, mode and faults once, and leaves out nothing but what cannot be', () => {
  const all = everyCase();
  const product = FACTOR_NAMES.reduce((count, factor) => count * FACTORS[factor].length, 1);
  const modes = FACTORS.lies.length * FACTORS.language.length * FACTORS.care.length;
  const anywhere = FACTORS.server.length * FACTORS.press.length * FACTORS.leave.length * modes;
  const { length: papers } = FACTORS.paper;
  const { length: readers } = FACTORS.reader;
  // Of the helper's only those with paper and reader as they are; of the ticket's without a card, with any paper.
  const leftOut = anywhere * (papers * readers - 1) + anywhere * papers * (readers - 1);
  expect(all).toHaveLength(product - leftOut);
  expect(new Set(all.map(caseName)).size).toBe(all.length);
  const names = all.map(caseName);
  expect(names).toContain('book, wide, en, care, server away-an-hour');
  expect(names).toContain(
    'basket, upright, zh, usual, paper out-during, reader away-before, server restarted, press twice, leave killed',
  );
  const has = (wanted: Partial<Case>) =>
    all.some((one) => FACTOR_NAMES.every((factor) => (wanted[factor] ?? one[factor]) === one[factor]));
  for (const paper of FACTORS.paper) expect(has({ flow: 'helper', paper })).toBe(paper === 'there');
  for (const reader of FACTORS.reader) {
    expect(has({ flow: 'helper', reader })).toBe(reader === 'there');
    expect(has({ flow: 'ticket-free', reader })).toBe(reader === 'there');
    expect(has({ flow: 'ticket-card', reader, paper: 'out-after' })).toBe(true);
  }
});

it('has every fault alone in every errand and mode, and none', () => {
  const modes = FACTORS.lies.length * FACTORS.language.length * FACTORS.care.length;
  const faults = 1 + 3 + 2 + 3 + 1 + 3;
  // The helper meets neither paper nor reader, the ticket without a card no reader.
  expect(everyFault()).toHaveLength(modes * (FACTORS.flow.length * faults - 5 - 2));
  const names = everyFault().map(caseName);
  expect(names).toContain('own, wide, en, care');
  expect(names).toContain('own, wide, en, care, paper out-during');
  expect(names).not.toContain('own, wide, en, care, paper out-during, press twice');
});

it('makes the pairs first, then each fault alone, then each of the rest once, in parts or as a whole', () => {
  const all = allInOrder();
  const pairs = pairwise(PAIRS_SEED);
  expect(all.slice(0, pairs.length)).toEqual(pairs);
  expect(all.slice(0, essentials().length)).toEqual(essentials());
  const first = new Set(essentials().map(caseName));
  expect(everyFault().filter((one) => !first.has(caseName(one)))).toEqual([]);
  expect(new Set(all.map(caseName))).toEqual(new Set(everyCase().map(caseName)));
  expect(all).toHaveLength(everyCase().length);
  expect([...casesFrom(0, 50), ...casesFrom(50, 20)]).toEqual(casesFrom(0, 70));
  expect(casesFrom(40, 1)).toEqual([{ at: 40, one: all[40] }]);
  expect(casesFrom(all.length - 1, 2).map(({ at }) => at)).toEqual([all.length - 1, 0]);
  expect(casesFrom(all.length + 3, 1)[0]?.at).toBe(3);
});
