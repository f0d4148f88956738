import type { Dictionary, Phrase } from './dictionary.ts';
import type { Candidate, Engine } from './lookup.ts';
import { NOTHING } from './lookup.ts';
import { type Segmentation, segment } from './segment.ts';
import { createSpelling, EXACT, type FuzzyPair, OTHER, type Spelling, type Token } from './spelling.ts';

/** Longer input is cut off before it is looked up; no name or item is that long. */
export const TYPED_MAX = 48;
const COMPLETIONS = 24;
/** What a word costs in a composed sentence: fewer and longer words are likelier. */
const WORD_COST = 14;
const UNKNOWN_CHARACTER = 1;
/** Of the 3,500 characters of everyday use, a single letter offers those that it begins. */
const COMMON_RANK = 3_500;
/** Phrases of a pair of initials that a composed sentence considers. */
const COMPOSED_FROM = 40;

interface Hit {
  readonly phrase: Phrase;
  readonly fuzzy: number;
  readonly cost: number;
  readonly used: number;
  /** The phrase goes on where the typing ended. */
  readonly longer: boolean;
}

/** Pinyin → phrases first, longest and likeliest before others, then the characters of the first syllable. */
export function createPinyinEngine(dictionary: Dictionary, fuzzy: readonly FuzzyPair[]): Engine {
  const spelling = createSpelling(dictionary.syllables, fuzzy);
  return (input) => {
    const typed = input.slice(0, TYPED_MAX);
    const ways = likely(segment(typed, spelling));
    const best = ways[0];
    if (!best) return { ...NOTHING, reading: typed };
    const found = new Map<string, Candidate>();
    const add = (text: string, used: number): void => {
      if (!found.has(text)) found.set(text, { text, used });
    };
    const hits = ways.flatMap((way) => hitsOf(way, dictionary, spelling));
    const whole = hits.filter(({ used, longer }) => used === typed.length && !longer);
    for (const hit of whole.sort(byLikelihood)) add(hit.phrase.text, hit.used);
    if (whole.length === 0 && best.tokens.length > 1) {
      const composed = compose(best, dictionary, spelling);
      if (composed) add(composed, typed.length);
    }
    const completions = hits.filter((hit) => hit.longer);
    for (const hit of completions.sort(byLikelihood).slice(0, COMPLETIONS)) add(hit.phrase.text, hit.used);
    const part = hits.filter(({ used }) => used < typed.length);
    for (const hit of part.sort(
      (a, b) => b.phrase.syllables.length - a.phrase.syllables.length || byLikelihood(a, b),
    ))
      add(hit.phrase.text, hit.used);
    for (const { character, used } of firstCharacters(ways, dictionary, spelling)) add(character, used);
    return { candidates: [...found.values()], reading: best.tokens.map((token) => token.text).join("'") };
  };
}

/** Where all can be read as whole syllables, `jun` is not also ju and the beginning of another. */
function likely(ways: readonly Segmentation[]): readonly Segmentation[] {
  const whole = ways.filter(({ tokens }) => tokens.every((token) => token.whole));
  return whole.length > 0 && whole[0] === ways[0] ? whole : ways;
}

const byLikelihood = (a: Hit, b: Hit): number =>
  a.fuzzy - b.fuzzy || a.cost - b.cost || b.phrase.weight - a.phrase.weight;

/** Phrases from the first token on: shorter than the typing, as long, or (where nothing is left) longer. */
function hitsOf(way: Segmentation, dictionary: Dictionary, spelling: Spelling): Hit[] {
  const { tokens } = way;
  if (tokens.length < 2) return [];
  return candidatesAt(tokens, 0, dictionary, spelling).flatMap(({ phrase, fuzzy }) => {
    const length = Math.min(phrase.syllables.length, tokens.length);
    return {
      phrase,
      fuzzy,
      cost: way.cost,
      used: tokens[length - 1]!.to,
      longer: phrase.syllables.length > tokens.length,
    };
  });
}

/** Phrases that agree with the tokens from `at`, as far as both go. */
function candidatesAt(
  tokens: readonly Token[],
  at: number,
  dictionary: Dictionary,
  spelling: Spelling,
  most = Number.POSITIVE_INFINITY,
): { phrase: Phrase; fuzzy: number }[] {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (!first || !second) return [];
  const found: { phrase: Phrase; fuzzy: number }[] = [];
  for (const one of spelling.firstLetters(first))
    for (const two of spelling.firstLetters(second))
      for (const phrase of dictionary.phrases(one + two)) {
        if (found.length >= most) return found;
        const fuzzy = fuzzyOf(phrase, tokens, at, spelling);
        if (fuzzy !== OTHER) found.push({ phrase, fuzzy });
      }
  return found;
}

/** How many syllables only sound alike, or `OTHER`. */
function fuzzyOf(phrase: Phrase, tokens: readonly Token[], at: number, spelling: Spelling): number {
  const length = Math.min(phrase.syllables.length, tokens.length - at);
  let fuzzy = 0;
  for (let i = 0; i < length; i += 1) {
    const nearness = spelling.nearness(tokens[at + i]!, phrase.syllables[i]!);
    if (nearness === OTHER) return OTHER;
    fuzzy += nearness;
  }
  return fuzzy;
}

/** The likeliest words one after the other, where no phrase covers all that was typed. */
function compose(way: Segmentation, dictionary: Dictionary, spelling: Spelling): string | undefined {
  const { tokens } = way;
  const best: ({ score: number; text: string } | undefined)[] = [{ score: 0, text: '' }];
  for (let at = 0; at < tokens.length; at += 1) {
    const before = best[at];
    if (!before) continue;
    const offer = (to: number, text: string, weight: number): void => {
      const score = before.score + weight - WORD_COST;
      if (!best[to] || score > best[to].score) best[to] = { score, text: before.text + text };
    };
    const character = likeliestCharacter(tokens[at]!, dictionary, spelling);
    if (character) offer(at + 1, character, UNKNOWN_CHARACTER);
    for (const { phrase, fuzzy } of candidatesAt(tokens, at, dictionary, spelling, COMPOSED_FROM))
      if (at + phrase.syllables.length <= tokens.length)
        offer(at + phrase.syllables.length, phrase.text, phrase.weight - 4 * fuzzy);
  }
  return best[tokens.length]?.text;
}

function likeliestCharacter(token: Token, dictionary: Dictionary, spelling: Spelling): string | undefined {
  if (token.whole) {
    const [first] = spelling.syllables(token);
    return first && dictionary.characters(first.syllable)[0];
  }
  return begun(token, dictionary, spelling)[0];
}

/** Common characters of every syllable that begins so, the most used first; rare ones need their whole syllable. */
function begun(token: Token, dictionary: Dictionary, spelling: Spelling): readonly string[] {
  const all = spelling
    .syllables(token)
    .filter(({ nearness }) => nearness === EXACT)
    .flatMap(({ syllable }) =>
      dictionary.characters(syllable).filter((one) => dictionary.rank(one) < COMMON_RANK),
    );
  return [...new Set(all)].sort((a, b) => dictionary.rank(a) - dictionary.rank(b));
}

/** Characters of the first syllable in each way of reading: xian gives 先 … and then those of xi. */
function firstCharacters(
  ways: readonly Segmentation[],
  dictionary: Dictionary,
  spelling: Spelling,
): { character: string; used: number }[] {
  const firsts = new Map(ways.map(({ tokens }) => [`${tokens[0]!.text}/${tokens[0]!.whole}`, tokens[0]!]));
  return [...firsts.values()].flatMap((token) =>
    token.whole
      ? spelling
          .syllables(token)
          .flatMap(({ syllable }) =>
            dictionary.characters(syllable).map((character) => ({ character, used: token.to })),
          )
      : begun(token, dictionary, spelling).map((character) => ({ character, used: token.to })),
  );
}
