/** Sounds that many speakers do not tell apart. */
export type FuzzyPair = 'z-zh' | 'c-ch' | 's-sh' | 'n-l' | 'en-eng' | 'in-ing';
export const FUZZY_PAIRS: readonly FuzzyPair[] = ['z-zh', 'c-ch', 's-sh', 'n-l', 'en-eng', 'in-ing'];

/** How near a syllable is to what was typed. */
export const EXACT = 0;
export const FUZZY = 1;
export const OTHER = -1;
export type Nearness = typeof EXACT | typeof FUZZY | typeof OTHER;

/** A piece of what was typed, between `from` and `to`, that stands for one syllable. */
export interface Token {
  readonly text: string;
  /** Letters of the whole input up to the end of this token, apostrophes counted. */
  readonly to: number;
  /** A whole syllable, or only its beginning. */
  readonly whole: boolean;
}

export interface Spelling {
  isSyllable(text: string): boolean;
  /** Some syllable begins so. */
  begins(text: string): boolean;
  nearness(token: Pick<Token, 'text' | 'whole'>, syllable: string): Nearness;
  /** The syllables that a whole token can stand for: exact ones first. */
  syllables(token: Pick<Token, 'text' | 'whole'>): readonly { syllable: string; nearness: Nearness }[];
  /** First letters that a token's syllables can have. */
  firstLetters(token: Pick<Token, 'text' | 'whole'>): readonly string[];
}

const swap = (text: string, short: string, long: string): string =>
  text.startsWith(long) ? short + text.slice(long.length) : long + text.slice(short.length);

/** What the same syllable sounds like under a pair, or undefined. */
function variant(syllable: string, pair: FuzzyPair): string | undefined {
  const [a, b] = pair.split('-') as [string, string];
  if (pair === 'n-l') {
    if (syllable.startsWith('n')) return `l${syllable.slice(1)}`;
    return syllable.startsWith('l') ? `n${syllable.slice(1)}` : undefined;
  }
  if (pair === 'en-eng' || pair === 'in-ing') {
    if (syllable.endsWith(b)) return syllable.slice(0, -1);
    return syllable.endsWith(a) ? `${syllable}g` : undefined;
  }
  return syllable.startsWith(a) ? swap(syllable, a, b) : undefined;
}

/** Ways to write the same syllable: `jv` for ju, `lue` for lüe (written lve here). */
function otherWritings(syllable: string): string[] {
  if (/^[jqxy]u/.test(syllable)) return [syllable.replace('u', 'v')];
  return /^[ln]ve$/.test(syllable) ? [syllable.replace('v', 'u')] : [];
}

/** The rules of typed pinyin over the syllables that a dictionary has. */
export function createSpelling(syllables: readonly string[], fuzzy: readonly FuzzyPair[]): Spelling {
  const exact = new Map<string, string[]>();
  const near = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, key: string, syllable: string): void => {
    const list = map.get(key) ?? [];
    if (!list.includes(syllable)) map.set(key, [...list, syllable]);
  };
  for (const syllable of syllables) {
    for (const writing of [syllable, ...otherWritings(syllable)]) put(exact, writing, syllable);
    const sounds = new Set([syllable]);
    for (const pair of fuzzy) {
      for (const sound of [...sounds]) {
        const other = variant(sound, pair);
        if (other !== undefined) sounds.add(other);
      }
    }
    sounds.delete(syllable);
    for (const sound of sounds) put(near, sound, syllable);
  }
  const beginnings = new Map<string, Map<string, Nearness>>();
  const begin = (writing: string, syllable: string, nearness: Nearness): void => {
    for (let length = 1; length <= writing.length; length += 1) {
      const key = writing.slice(0, length);
      const found = beginnings.get(key) ?? new Map<string, Nearness>();
      if (found.get(syllable) !== EXACT) found.set(syllable, nearness);
      beginnings.set(key, found);
    }
  };
  for (const [writing, list] of near) for (const syllable of list) begin(writing, syllable, FUZZY);
  for (const [writing, list] of exact) for (const syllable of list) begin(writing, syllable, EXACT);

  const standsFor = new Map<string, Map<string, Nearness>>();
  for (const key of new Set([...exact.keys(), ...near.keys()])) {
    standsFor.set(
      key,
      new Map([
        ...(near.get(key) ?? []).map((one) => [one, FUZZY] as const),
        ...(exact.get(key) ?? []).map((one) => [one, EXACT] as const),
      ]),
    );
  }
  const meaning = (token: Pick<Token, 'text' | 'whole'>): ReadonlyMap<string, Nearness> =>
    (token.whole ? standsFor : beginnings).get(token.text) ?? new Map();
  return {
    isSyllable: (text) => standsFor.has(text),
    begins: (text) => beginnings.has(text),
    nearness: (token, syllable) => meaning(token).get(syllable) ?? OTHER,
    syllables: (token) =>
      [...meaning(token)]
        .map(([syllable, nearness]) => ({ syllable, nearness }))
        .sort((a, b) => a.nearness - b.nearness),
    firstLetters: (token) => [...new Set([...meaning(token).keys()].map((syllable) => syllable[0]!))],
  };
}
