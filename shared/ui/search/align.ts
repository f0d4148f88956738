import { typingDistance } from './distance.ts';
import { isHan } from './fold.ts';
import { lookAlikes } from './shapes.ts';
import { initialOf, soundKey, spellings } from './sounds.ts';

/**
 * Lays what was typed along a stored phrase, sign by sign: each sign of the phrase may be written, spelled in full,
 * spelled as it is spoken, begun, given by its initial, or taken for one that sounds or looks like it; signs may be
 * left out, doubled, swapped or wrong. The cheapest way counts.
 */

/** Readings of each code point of a text, the likeliest first; none for what is not Chinese. Letters only, ü as `v`. */
export type Readings = (text: string) => readonly (readonly string[])[];

export interface Sign {
  readonly sign: string;
  readonly keys: ReadonlySet<string>;
  /** How it is typed; cost 0 for its own readings. */
  readonly typed: readonly { readonly letters: string; readonly cost: number }[];
  readonly initials: readonly { readonly letters: string; readonly cost: number }[];
  readonly own: readonly string[];
  /** Bits of the letters of its spellings. */
  readonly letters: number;
}

export interface Phrase {
  readonly signs: readonly Sign[];
  /** Bits of the letters that occur in any of its spellings. */
  readonly letters: number;
}

/** Signs that were read already; phrases of one index share them. */
export type SignCache = Map<string, Sign>;

export interface TypedSign {
  readonly sign: string;
  readonly han: boolean;
  readonly keys: ReadonlySet<string>;
}

/** What was typed, and what has been found out about it so far. */
export interface Typed {
  readonly signs: readonly TypedSign[];
  readonly text: string;
  /** How each sign of a phrase can be met from each place of the text on. */
  readonly steps: Map<Sign, (readonly Step[] | undefined)[]>;
}

/** Takes `length` typed signs for one sign of the phrase. */
interface Step {
  readonly length: number;
  readonly cost: number;
  readonly met: 0 | 1;
  readonly way: number;
}

/** How a phrase was met, from surest to least sure. */
export const WAYS = ['written', 'pinyin', 'initials', 'spoken', 'sound', 'shape', 'typo'] as const;
export type Way = (typeof WAYS)[number];

export interface Alignment {
  /** 0 is perfect; about 1 for a sign that is wrong. */
  readonly cost: number;
  /** Signs of the phrase that were met. */
  readonly met: number;
  readonly starts: boolean;
  readonly way: Way;
}

const COST = {
  spokenSpelling: 0.2,
  otherReading: 0.05,
  initial: 0.12,
  initialSpoken: 0.3,
  begun: 0.08,
  begunInside: 0.35,
  misspelled: 0.55,
  extraLetter: 1,
  sound: 0.25,
  spokenSound: 0.35,
  shape: 0.35,
  wrong: 0.9,
  extraSign: 0.8,
  doubled: 0.35,
  swapped: 0.4,
  leftOut: 0.25,
} as const;
/** A shorter syllable with a wrong letter is another syllable. */
const MISSPELLED_MIN = 3;
/** Letters of the longest syllable, one letter too many among them: `zhuang`. */
const SYLLABLE_MAX = 7;

export function toPhrase(folded: string, readings: Readings, cache: SignCache = new Map()): Phrase {
  const signs = [...folded.replaceAll(' ', '')];
  const read = readings(signs.join(''));
  const made = signs.map((sign, i) => {
    const own = isHan(sign) ? (read[i] ?? []) : [];
    const key = sign + own.join(',');
    const known = cache.get(key) ?? toSign(sign, own);
    cache.set(key, known);
    return known;
  });
  return { signs: made, letters: made.reduce((all, one) => all | one.letters, 0) };
}

function toSign(sign: string, own: readonly string[]): Sign {
  if (own.length === 0) {
    const typed = [{ letters: sign, cost: 0 }];
    return { sign, keys: new Set(), typed, initials: [], own, letters: letterBit(sign) };
  }
  const typed = new Map<string, number>();
  const initials = new Map<string, number>();
  const offer = (to: Map<string, number>, key: string, cost: number) =>
    to.set(key, Math.min(cost, to.get(key) ?? Number.POSITIVE_INFINITY));
  for (const [rank, reading] of own.entries()) {
    const rare = rank === 0 ? 0 : COST.otherReading;
    for (const [k, spelling] of spellings(reading).entries()) {
      offer(typed, spelling, rare + (k === 0 ? 0 : COST.spokenSpelling));
      const start = initialOf(spelling);
      const cost = rare + (k === 0 ? COST.initial : COST.initialSpoken);
      offer(initials, start, cost);
      offer(initials, start.slice(0, 1), cost);
    }
  }
  let letters = 0;
  for (const spelling of typed.keys()) for (const letter of spelling) letters |= letterBit(letter);
  const list = (from: Map<string, number>) =>
    [...from].map(([written, cost]) => ({ letters: written, cost }));
  const keys = new Set(own.map(soundKey));
  return { sign, keys, typed: list(typed), initials: list(initials), own, letters };
}

export function letterBit(sign: string): number {
  const code = sign.charCodeAt(0) - 97;
  return code >= 0 && code < 26 ? 1 << code : 0;
}

export function toTyped(folded: string, readings: Readings): Typed {
  const text = folded.replaceAll(' ', '');
  const read = readings(text);
  const signs = [...text].map((sign, i) => {
    const han = isHan(sign);
    return { sign, han, keys: new Set(han ? (read[i] ?? []).map(soundKey) : []) };
  });
  return { signs, text, steps: new Map() };
}

interface Cell {
  cost: number;
  met: number;
  way: number;
  start: number;
}

const WAY = Object.fromEntries(WAYS.map((way, i) => [way, i])) as Record<Way, number>;

/** The cheapest way to lay `typed` along `phrase`, or null where every way costs more than `most(met)` allows. */
export function align(typed: Typed, phrase: Phrase, most: (met: number) => number): Alignment | null {
  const n = typed.signs.length;
  const { signs } = phrase;
  const m = signs.length;
  const width = m + 1;
  const ceiling = most(m);
  // However well the rest fits, what is longer than the phrase can take stays over.
  const over = n - m * (phrase.letters === 0 ? 1 : SYLLABLE_MAX);
  if (over * COST.doubled > ceiling) return null;
  const cells: (Cell | undefined)[] = new Array((n + 1) * width);
  // A phrase may be met from any sign on.
  for (let f = 0; f < m; f += 1) cells[f] = { cost: 0, met: 0, way: 0, start: f };
  const offer = (at: number, from: Cell, cost: number, met: number, way: number): void => {
    const total = from.cost + cost;
    if (total > ceiling) return;
    const known = cells[at];
    const all = from.met + met;
    if (known && (known.cost < total || (known.cost === total && known.met >= all))) return;
    cells[at] = { cost: total, met: all, way: Math.max(from.way, way), start: from.start };
  };
  for (let q = 0; q < n; q += 1) {
    const here = typed.signs[q]!;
    const extra = !here.han
      ? COST.extraLetter
      : q > 0 && typed.signs[q - 1]!.sign === here.sign
        ? COST.doubled
        : COST.extraSign;
    for (let f = 0; f <= m; f += 1) {
      const cell = cells[q * width + f];
      if (!cell) continue;
      offer((q + 1) * width + f, cell, extra, 0, WAY.typo);
      const sign = signs[f];
      if (!sign) continue;
      if (cell.met > 0) offer(q * width + f + 1, cell, COST.leftOut, 0, 0);
      for (const { length, cost, met, way } of stepsOf(typed, q, sign)) {
        offer((q + length) * width + f + 1, cell, cost, met, way);
      }
      const next = signs[f + 1];
      if (here.han && next && here.sign === next.sign && typed.signs[q + 1]?.sign === sign.sign) {
        offer((q + 2) * width + f + 2, cell, COST.swapped, 2, WAY.typo);
      }
    }
  }
  let best: Cell | null = null;
  for (let f = 0; f <= m; f += 1) {
    const cell = cells[n * width + f];
    if (cell && cell.met > 0 && cell.cost <= most(cell.met) && (!best || better(cell, best))) best = cell;
  }
  return best && { cost: best.cost, met: best.met, starts: best.start === 0, way: WAYS[best.way]! };
}

function stepsOf(typed: Typed, q: number, sign: Sign): readonly Step[] {
  let all = typed.steps.get(sign);
  if (!all) {
    all = new Array(typed.signs.length);
    typed.steps.set(sign, all);
  }
  all[q] ??= typed.signs[q]!.han ? [writtenStep(typed.signs[q]!, sign)] : spelledSteps(typed, q, sign);
  return all[q]!;
}

function writtenStep(here: TypedSign, sign: Sign): Step {
  const step = (cost: number, met: 0 | 1, way: number): Step => ({ length: 1, cost, met, way });
  if (here.sign === sign.sign) return step(0, 1, WAY.written);
  if (sharesKey(here.keys, sign.keys)) return step(COST.sound, 1, WAY.sound);
  if (lookAlikes(here.sign).has(sign.sign)) return step(COST.shape, 1, WAY.shape);
  return step(COST.wrong, 0, WAY.typo);
}

function spelledSteps({ signs, text }: Typed, q: number, sign: Sign): Step[] {
  const steps: Step[] = [];
  const offer = (length: number, cost: number, way: number) => steps.push({ length, cost, met: 1, way });
  for (const { letters, cost } of sign.typed) {
    if (!text.startsWith(letters, q)) continue;
    const way = sign.own.length === 0 ? WAY.written : cost >= COST.spokenSpelling ? WAY.spoken : WAY.pinyin;
    offer(letters.length, cost, way);
  }
  for (const { letters, cost } of sign.initials) {
    if (text.startsWith(letters, q)) offer(letters.length, cost, WAY.initials);
  }
  const n = signs.length;
  let run = q;
  while (run < n && run - q <= SYLLABLE_MAX && !signs[run]!.han) run += 1;
  for (const reading of sign.own) {
    for (let k = 2; k < reading.length && q + k <= run; k += 1) {
      if (text.slice(q, q + k) !== reading.slice(0, k)) break;
      offer(k, q + k === n ? COST.begun : COST.begunInside, WAY.pinyin);
    }
    if (reading.length < MISSPELLED_MIN) continue;
    for (let k = reading.length - 1; k <= reading.length + 1 && q + k <= run; k += 1) {
      const piece = text.slice(q, q + k);
      // The first letter is right, or swapped with the second.
      if (piece[0] !== reading[0] && piece[0] !== reading[1]) continue;
      if (typingDistance(piece, reading, 1) === 1) offer(k, COST.misspelled, WAY.typo);
    }
  }
  return steps;
}

function better(a: Cell, b: Cell): boolean {
  return a.cost - a.met * 0.01 < b.cost - b.met * 0.01;
}

function sharesKey(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const key of a) if (b.has(key)) return true;
  return false;
}
