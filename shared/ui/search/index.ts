import {
  type Alignment,
  align,
  letterBit,
  type Phrase,
  type Readings,
  type SignCache,
  type Typed,
  toPhrase,
  toTyped,
  type Way,
} from './align.ts';
import { withoutAsking } from './asking.ts';
import { englishWords, likeness, tellingWords } from './english.ts';
import { fold, isHan } from './fold.ts';
import { lookAlikes } from './shapes.ts';

export type { Readings, Way } from './align.ts';

/** Where words of an entry come from, and how much a hit there counts. */
export type Field = 'name' | 'everyday' | 'department' | 'topic' | 'material' | 'code';

const WEIGHT: Readonly<Record<Field, number>> = {
  name: 1,
  everyday: 0.99,
  code: 1,
  topic: 0.62,
  department: 0.6,
  material: 0.5,
};

/** Something that can be found. Texts may be Chinese or English. */
export interface Entry {
  readonly id: string;
  readonly words: Readonly<Partial<Record<Field, readonly string[]>>>;
}

export interface Hit {
  readonly id: string;
  /** 0 to about 1. */
  readonly score: number;
  /** Why it was found: the words that were met, where they stand, and how. */
  readonly why: {
    readonly field: Field;
    readonly text: string;
    readonly way: Way | 'english' | 'words' | 'code';
  };
}

export interface SearchIndex {
  search(typed: string): readonly Hit[];
}

/** A hit must be met this well: the share of what was typed that may be wrong. */
const MOST_WRONG = 0.37;
const LEAST_ENGLISH = 0.5;
/** From this likeness on a word is the one that was meant. */
const SURELY_MEANT = 0.8;
const LEAST_WORDS = 0.3;
/** Two signs that stand together nowhere are mostly the seam of two words. */
const UNKNOWN_PAIR = 0.4;
const SOUNDS_LIKE = 0.85;
/** Hits far below the best are noise to a person. */
const NOISE_BELOW_BEST = 0.45;
/** Words in a row are met more loosely than a phrase. */
const PARTS_FACTOR = 0.94;
const WORDS_FACTOR = 0.78;
/** Met as well as this, nothing else need be tried. */
const SURE = 0.8;
const CODE_MIN = 6;
/** What can be typed counts up to here; a longer text is cut. */
const TYPED_MAX = 40;

interface Place {
  readonly entry: number;
  readonly field: Field;
}
interface Term {
  readonly text: string;
  readonly phrase: Phrase;
  readonly places: Place[];
}
interface Found {
  score: number;
  why: Hit['why'];
}

/**
 * An index over entries, built once; searching changes nothing. The same words give the same hits in the same order:
 * by score, then by the order of the entries.
 */
export function buildIndex(entries: readonly Entry[], readings: Readings): SearchIndex {
  const terms: Term[] = [];
  const signCache: SignCache = new Map();
  const termOf = new Map<string, Term>();
  /** English word → entry → weight. */
  const english = new Map<string, Map<number, { weight: number; field: Field; text: string }>>();
  /** Terms by sign, and by how a sign sounds. */
  const bySign = new Map<string, number[]>();
  const bySound = new Map<string, number[]>();
  const codes: { code: string; entry: number }[] = [];
  /** Pairs of signs, and of sounds, of each entry: for whole sentences. */
  const pairs: Map<string, number>[] = [];
  const pairEntries = new Map<string, number>();

  entries.forEach((entry, at) => {
    const own = new Map<string, number>();
    for (const field of Object.keys(WEIGHT) as Field[]) {
      for (const text of entry.words[field] ?? []) {
        const folded = fold(text);
        if (field === 'code') codes.push({ code: folded.replaceAll(' ', ''), entry: at });
        else if ([...folded].some(isHan) || /^[0-9]+$/.test(folded))
          addTerm(text, folded, { entry: at, field }, own);
        if (field !== 'code') {
          for (const word of englishWords(folded)) addWord(word, at, field, text);
        }
      }
    }
    pairs.push(own);
    for (const key of own.keys()) pairEntries.set(key, (pairEntries.get(key) ?? 0) + 1);
  });

  function addTerm(text: string, folded: string, place: Place, own: Map<string, number>): void {
    let term = termOf.get(folded);
    if (!term) {
      term = { text, phrase: toPhrase(folded, readings, signCache), places: [] };
      termOf.set(folded, term);
      const number = terms.push(term) - 1;
      for (const sign of new Set(term.phrase.signs.map((one) => one.sign))) push(bySign, sign, number);
      for (const key of new Set(term.phrase.signs.flatMap((one) => [...one.keys])))
        push(bySound, key, number);
    }
    term.places.push(place);
    for (const key of pairsOf(term.phrase.signs)) {
      own.set(key, Math.max(own.get(key) ?? 0, WEIGHT[place.field]));
    }
  }

  function addWord(word: string, at: number, field: Field, text: string): void {
    const holders = english.get(word) ?? new Map();
    const known = holders.get(at);
    if (!known || known.weight < WEIGHT[field]) holders.set(at, { weight: WEIGHT[field], field, text });
    english.set(word, holders);
  }

  function search(typed: string): Hit[] {
    const folded = fold([...typed].slice(0, TYPED_MAX).join(''));
    if (folded === '') return [];
    const found = new Map<number, Found>();
    const take = (entry: number, score: number, why: Hit['why']): void => {
      const known = found.get(entry);
      if (!known || known.score < score) found.set(entry, { score, why });
    };
    byCode(folded, take);
    byPhrase(folded, 1, take);
    const asked = withoutAsking(folded);
    if (asked !== folded && asked !== '') byPhrase(asked, PARTS_FACTOR, take);
    byEnglish(folded, take);
    const parts = folded.split(' ').filter(Boolean);
    const best = Math.max(0, ...[...found.values()].map(({ score }) => score));
    if (parts.length > 1 && best < SURE) byParts(parts, take);
    bySentence(asked === '' ? folded : asked, take);
    const hits = [...found].map(([entry, { score, why }]) => ({ entry, score, why }));
    hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
    const least = (hits[0]?.score ?? 0) * NOISE_BELOW_BEST;
    return hits
      .filter(({ score }) => score >= least)
      .map(({ entry, score, why }) => ({ id: entries[entry]!.id, score, why }));
  }

  type Take = (entry: number, score: number, why: Hit['why']) => void;

  function byCode(folded: string, take: Take): void {
    const wanted = folded.replaceAll(' ', '');
    if (wanted.length < CODE_MIN || !/[0-9]/.test(wanted)) return;
    for (const { code, entry } of codes) {
      if (!code.startsWith(wanted) && !code.endsWith(wanted)) continue;
      take(entry, WEIGHT.code, { field: 'code', text: code, way: 'code' });
    }
  }

  /** The whole of what was typed along one phrase. */
  function byPhrase(folded: string, factor: number, take: Take): void {
    const typed = toTyped(folded, readings);
    for (const number of candidates(typed)) {
      const term = terms[number]!;
      const met = align(typed, term.phrase, mostFor);
      if (!met) continue;
      const score = factor * phraseScore(met, term.phrase.signs.length);
      for (const { entry, field } of term.places) {
        take(entry, score * WEIGHT[field], { field, text: term.text, way: met.way });
      }
    }
  }

  /** Terms that share enough signs, sounds or letters with what was typed to be worth the work. */
  function candidates({ signs: typed }: Typed): number[] {
    const han = typed.filter((one) => one.han);
    if (han.length === 0) {
      let wanted = 0;
      for (const { sign } of typed) wanted |= letterBit(sign);
      const found: number[] = [];
      terms.forEach((term, number) => {
        // One letter may be a mistake.
        const missing = wanted & ~term.phrase.letters;
        if ((missing & (missing - 1)) === 0) found.push(number);
      });
      return found;
    }
    const shared = new Uint8Array(terms.length);
    for (const { sign, keys } of han) {
      const seen = new Set<number>();
      for (const one of [sign, ...lookAlikes(sign)])
        for (const number of bySign.get(one) ?? []) seen.add(number);
      for (const key of keys) for (const number of bySound.get(key) ?? []) seen.add(number);
      for (const number of seen) shared[number]! += 1;
    }
    const enough = Math.ceil(han.length / 2);
    return [...shared.keys()].filter((number) => shared[number]! >= enough);
  }

  /** Each word for itself, wherever it stands; every word must be met. */
  function byParts(parts: readonly string[], take: Take): void {
    const sums = new Map<number, { sum: number; count: number; why: Hit['why'] }>();
    for (const part of parts) {
      const best = new Map<number, Found>();
      const note: Take = (entry, score, why) => {
        if ((best.get(entry)?.score ?? 0) < score) best.set(entry, { score, why });
      };
      byPhrase(part, 1, note);
      byEnglish(part, note);
      for (const [entry, { score, why }] of best) {
        const sum = sums.get(entry);
        sums.set(entry, { sum: (sum?.sum ?? 0) + score, count: (sum?.count ?? 0) + 1, why: sum?.why ?? why });
      }
    }
    for (const [entry, { sum, count, why }] of sums) {
      // One word of three may be one that the hall does not use.
      if (count * 3 >= parts.length * 2) take(entry, (PARTS_FACTOR * sum) / parts.length, why);
    }
  }

  function byEnglish(folded: string, take: Take): void {
    const wanted = tellingWords(folded);
    if (wanted.length === 0 || [...folded].some(isHan)) return;
    const sums = new Map<number, { sum: number; best: number; why: Hit['why'] }>();
    let all = 0;
    for (const word of wanted) {
      const perEntry = new Map<number, { value: number; why: Hit['why'] }>();
      const meant = new Set<number>();
      for (const [stored, holders] of english) {
        const alike = likeness(word, stored);
        if (alike === 0) continue;
        for (const [entry, { weight, field, text }] of holders) {
          if (alike >= SURELY_MEANT) meant.add(entry);
          const value = alike * weight;
          if ((perEntry.get(entry)?.value ?? 0) < value) {
            perEntry.set(entry, { value, why: { field, text, way: 'english' } });
          }
        }
      }
      const rare = rarity(Math.max(1, meant.size));
      all += rare;
      for (const [entry, { value: alike, why }] of perEntry) {
        const value = alike * rare;
        const known = sums.get(entry);
        sums.set(entry, {
          sum: (known?.sum ?? 0) + value,
          best: Math.max(known?.best ?? 0, value),
          why: known && known.best >= value ? known.why : why,
        });
      }
    }
    for (const [entry, { sum, why }] of sums) {
      const share = Math.min(1, sum / all);
      if (share < LEAST_ENGLISH) continue;
      // Of two that hold all the words, the shorter text says it more exactly.
      const words = englishWords(fold(why.text));
      const phrase = ` ${words.join(' ')} `;
      const tight = Math.min(1, wanted.length / words.length);
      const together = phrase.includes(` ${wanted.join(' ')}`) ? 0.03 : 0;
      take(entry, share * 0.88 + tight * 0.09 + together, why);
    }
  }

  function rarity(holders: number): number {
    return Math.log(1 + entries.length / holders);
  }

  /** Sentences: by the pairs of signs, and of sounds, that they share with all of an entry's words. */
  function bySentence(folded: string, take: Take): void {
    const signs = [...folded].filter(isHan);
    if (signs.length < 3) return;
    const wanted = toTyped(signs.join(''), readings)
      .signs.map((_, i, all) => pairsOf(all.slice(i, i + 2)))
      .filter((keys) => keys.length > 0)
      .map((keys) => {
        const holders = Math.max(...keys.map((key) => pairEntries.get(key) ?? 0));
        return { keys, rare: holders === 0 ? UNKNOWN_PAIR * rarity(1) : rarity(holders) };
      });
    const all = wanted.reduce((sum, { rare }) => sum + rare, 0);
    if (all === 0) return;
    pairs.forEach((own, entry) => {
      let sum = 0;
      for (const { keys, rare } of wanted) {
        const written = own.get(keys[0]!) ?? 0;
        const heard = SOUNDS_LIKE * (own.get(keys[1] ?? '') ?? 0);
        sum += rare * Math.max(written, heard);
      }
      const share = sum / all;
      if (share < LEAST_WORDS) return;
      const text = entries[entry]!.words.name?.[0] ?? '';
      take(entry, WORDS_FACTOR * share, { field: 'name', text, way: 'words' });
    });
  }

  return { search };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `社保` and, by sound, `se|bao`, for every two neighbours. */
function pairsOf(signs: readonly { readonly sign: string; readonly keys: ReadonlySet<string> }[]): string[] {
  const made: string[] = [];
  for (let i = 0; i + 1 < signs.length; i += 1) {
    const a = signs[i]!;
    const b = signs[i + 1]!;
    made.push(a.sign + b.sign);
    const first = [...a.keys][0];
    const second = [...b.keys][0];
    if (first !== undefined && second !== undefined) made.push(`${first}|${second}`);
  }
  return made;
}

const mostFor = (met: number): number => MOST_WRONG * (met + 0.5);

function phraseScore({ cost, met, starts }: Alignment, length: number): number {
  const sure = 1 - cost / (met + 0.5);
  return 0.82 * sure + 0.12 * Math.min(1, met / length) + (starts ? 0.06 : 0);
}
