import { Chance } from '../../soak/offline/chance.ts';

/**
 * What a visit to a kiosk is made of: the errand, the mode that the person chose, and what goes wrong at its stages.
 * Pure: which visits a proof makes follows from its seed.
 */

export const FACTORS = {
  flow: [
    ...(['ticket-card', 'ticket-free', 'basket', 'check-in', 'book'] as const),
    ...(['own', 'certificate', 'query', 'helper'] as const),
  ],
  lies: ['upright', 'wide'],
  language: ['zh', 'en'],
  care: ['usual', 'care'],
  /** The roll, or the tray of a certificate: ends before, during or after the print. */
  paper: ['there', 'out-before', 'out-during', 'out-after'],
  /** The reader has no power when the person comes, or loses it between card and press. */
  reader: ['there', 'away-before', 'away-during'],
  /** Before the deciding press: gone for an hour; cut off and back; in the middle of it: killed and started again. */
  server: ['there', 'away-an-hour', 'cut', 'restarted'],
  press: ['once', 'twice'],
  /** Walks away before the deciding press; the page is loaded anew, or the browser killed, right after it. */
  leave: ['done', 'walks-away', 'reload', 'killed'],
} as const;

export type Factor = keyof typeof FACTORS;
export type Case = { readonly [F in Factor]: (typeof FACTORS)[F][number] };
export type Flow = Case['flow'];

export const FACTOR_NAMES = Object.keys(FACTORS) as readonly Factor[];
const MODE: readonly Factor[] = ['lies', 'language', 'care'];
/** What goes wrong; the first value of each: nothing. */
const FAULTS: readonly Factor[] = ['paper', 'reader', 'server', 'press', 'leave'];

/**
 * What cannot be: flows that print no paper, and those that read no card. What an errand does not need cannot be
 * missing at its stages (the roll may be empty and the reader dead, and nobody would notice). Nothing else is left out.
 */
const WITHOUT_PAPER: readonly Flow[] = ['helper'];
const WITHOUT_CARD: readonly Flow[] = ['ticket-free', 'helper'];
/** So many guesses for each new row; the one that covers most is taken. */
const GUESSES = 30;
/** Of many seeds that were tried, one with the fewest visits for all pairs. */
export const PAIRS_SEED = 15;

/** One factor with its value. */
type Setting = readonly [factor: Factor, value: string];
type Partial = { [F in Factor]?: string };

/** Whether a visit can be like this, as far as it is known. */
export function isPossible(one: Partial): boolean {
  const flow = one.flow as Flow | undefined;
  if (flow === undefined) return true;
  if (WITHOUT_PAPER.includes(flow) && (one.paper ?? 'there') !== 'there') return false;
  return !(WITHOUT_CARD.includes(flow) && (one.reader ?? 'there') !== 'there');
}

/** Every two settings that can meet in a visit. */
export function possiblePairs(): ReadonlySet<string> {
  const pairs = new Set<string>();
  FACTOR_NAMES.forEach((first, i) => {
    for (const second of FACTOR_NAMES.slice(i + 1)) {
      for (const a of FACTORS[first]) {
        for (const b of FACTORS[second]) {
          if (isPossible({ [first]: a, [second]: b })) pairs.add(pairOf([first, a], [second, b]));
        }
      }
    }
  });
  return pairs;
}

export function pairsOf(one: Partial): string[] {
  const settings = FACTOR_NAMES.flatMap((factor): Setting[] => {
    const value = one[factor];
    return value === undefined ? [] : [[factor, value]];
  });
  return settings.flatMap((first, i) => settings.slice(i + 1).map((second) => pairOf(first, second)));
}

/** What one more setting meets in a row that is not whole yet. */
function newPairs(row: Partial, factor: Factor, value: string): string[] {
  const at = FACTOR_NAMES.indexOf(factor);
  return FACTOR_NAMES.flatMap((other, i) => {
    const set = row[other];
    if (set === undefined) return [];
    return [i < at ? pairOf([other, set], [factor, value]) : pairOf([factor, value], [other, set])];
  });
}

function pairOf(first: Setting, second: Setting): string {
  return `${first.join('=')} ${second.join('=')}`;
}

/**
 * Few visits in which every two settings that can meet do meet. Greedy: of many guesses, each grown from a pair that is
 * still missing, the one with most missing pairs is taken.
 */
export function pairwise(seed: number): readonly Case[] {
  const chance = new Chance(seed);
  const missing = new Set(possiblePairs());
  const rows: Case[] = [];
  while (missing.size > 0) {
    const open = [...missing];
    let best: Case | null = null;
    let bestCount = -1;
    for (let guess = 0; guess < GUESSES; guess += 1) {
      const grown = grow(chance.of(open), missing, chance);
      const count = pairsOf(grown).filter((pair) => missing.has(pair)).length;
      if (count > bestCount) [best, bestCount] = [grown, count];
    }
    if (best === null || bestCount === 0) throw new Error(`these never meet: ${open.join('; ')}`);
    for (const pair of pairsOf(best)) missing.delete(pair);
    rows.push(best);
  }
  return rows;
}

/** A whole visit around one pair, each further factor set to what covers most. */
function grow(pair: string, missing: ReadonlySet<string>, chance: Chance): Case {
  const row: Partial = {};
  for (const setting of pair.split(' ')) {
    const [factor, value] = setting.split('=') as [Factor, string];
    row[factor] = value;
  }
  const rest = shuffled(
    FACTOR_NAMES.filter((factor) => row[factor] === undefined),
    chance,
  );
  for (const factor of rest) {
    const values = shuffled(FACTORS[factor] as readonly string[], chance).filter((value) =>
      isPossible({ ...row, [factor]: value }),
    );
    let best: string | undefined;
    let most = -1;
    for (const value of values) {
      const gain = newPairs(row, factor, value).filter((one) => missing.has(one)).length;
      if (gain > most) [best, most] = [value, gain];
    }
    if (best === undefined) throw new Error(`no value of ${factor} fits`);
    row[factor] = best;
  }
  return row as Case;
}

/** Every errand in every mode with every meeting of faults that there can be. */
export function everyCase(): readonly Case[] {
  return FACTOR_NAMES.reduce<Partial[]>(
    (found, factor) =>
      found.flatMap((one) =>
        FACTORS[factor].map((value) => ({ ...one, [factor]: value })).filter((next) => isPossible(next)),
      ),
    [{}],
  ) as Case[];
}

/** Errand × mode × fault: every errand in every mode, with nothing wrong and with each fault alone. */
export function everyFault(): readonly Case[] {
  return everyCase().filter((one) => faultsOf(one).length <= 1);
}

/** Of {@link allInOrder}, those with which every pair and every fault in every errand and mode was there. */
export function essentials(): readonly Case[] {
  const pairs = pairwise(PAIRS_SEED);
  return [...pairs, ...mixed(without(everyFault(), pairs), new Chance(PAIRS_SEED))];
}

/**
 * The one order in which visits are made: all pairs first, then each fault alone, then all the rest, where several
 * faults meet. The last two are mixed, so that any stretch sees some of everything. The same always, so that a proof
 * can be made in parts.
 */
export function allInOrder(): readonly Case[] {
  const first = essentials();
  return [...first, ...mixed(without(everyCase(), first), new Chance(PAIRS_SEED))];
}

function without(cases: readonly Case[], others: readonly Case[]): Case[] {
  const done = new Set(others.map(caseName));
  return cases.filter((one) => !done.has(caseName(one)));
}

/** `count` visits from the `from`-th of the order on, each with its place in it; after the last comes the first. */
export function casesFrom(
  from: number,
  count: number,
): readonly { readonly at: number; readonly one: Case }[] {
  const all = allInOrder();
  return Array.from({ length: count }, (_, i) => {
    const at = (from + i) % all.length;
    return { at, one: all[at] as Case };
  });
}

/** As a failure names it: the errand, the mode, and what goes wrong. */
export function caseName(one: Case): string {
  const mode = MODE.map((factor) => one[factor]);
  const faults = faultsOf(one).map((factor) => `${factor} ${one[factor]}`);
  return [one.flow, ...mode, ...faults].join(', ');
}

function faultsOf(one: Case): readonly Factor[] {
  return FAULTS.filter((factor) => one[factor] !== FACTORS[factor][0]);
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const left = [...list];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(chance.below(left.length), 1));
  return out;
}

/** As {@link shuffled}, in place and for long lists (Fisher and Yates). */
function mixed<T>(list: T[], chance: Chance): T[] {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = chance.below(last + 1);
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
