import { unpackFrontCoded, unpackLists } from './unpack.ts';

export interface Phrase {
  readonly text: string;
  readonly syllables: readonly string[];
  /** 0–35: twice the binary logarithm of how often it stands in the corpus. */
  readonly weight: number;
}

/** Words of this hall: items, departments, zones, with their readings. They come before all others. */
export interface OwnWord {
  readonly text: string;
  /** One for each character, without tones, ü as `v`. */
  readonly syllables: readonly string[];
}

export interface PinyinData {
  readonly syllables: string;
  readonly common: string;
  readonly phrases: string;
}

export interface Dictionary {
  readonly syllables: readonly string[];
  /** The characters of a syllable, the most used first. */
  characters(syllable: string): readonly string[];
  /** Lower is more used; characters beyond the common ones share the last rank. */
  rank(character: string): number;
  /** Phrases whose first two syllables begin with these letters, heaviest first. */
  phrases(letters: string): readonly Phrase[];
  readings(character: string): readonly string[];
}

export const OWN_WEIGHT = 36;

const lettersOf = (syllables: readonly string[]): string =>
  (syllables[0]?.[0] ?? '') + (syllables[1]?.[0] ?? '');

/** Phrases by their first two letters; parted only when one is asked for, since most never are in a visit. */
function createPhraseBook(packed: string): (letters: string) => readonly Phrase[] {
  const raw = new Map<string, [string, string][]>();
  for (const [key, values] of unpackFrontCoded(packed)) {
    const letters = key[0]! + key[key.indexOf("'") + 1]!;
    const bucket = raw.get(letters);
    if (bucket) bucket.push([key, values]);
    else raw.set(letters, [[key, values]]);
  }
  const ready = new Map<string, readonly Phrase[]>();
  return (letters) => {
    const found = ready.get(letters);
    if (found) return found;
    const phrases = (raw.get(letters) ?? []).flatMap(([key, values]) => {
      const syllables = key.split("'");
      return values
        .split(',')
        .map((value) => ({ text: value.slice(1), syllables, weight: Number.parseInt(value[0]!, 36) }));
    });
    phrases.sort((a, b) => b.weight - a.weight);
    ready.set(letters, phrases);
    return phrases;
  };
}

export function createDictionary(data: PinyinData): Dictionary {
  const lists = unpackLists(data.syllables);
  const split = new Map<string, readonly string[]>();
  const ranks = new Map([...data.common].map((character, rank) => [character, rank]));
  const characters = (syllable: string): readonly string[] => {
    const found = split.get(syllable) ?? [...(lists.get(syllable) ?? '')];
    split.set(syllable, found);
    return found;
  };
  let readings: Map<string, string[]> | undefined;
  return {
    syllables: [...lists.keys()],
    characters,
    rank: (character) => ranks.get(character) ?? ranks.size,
    phrases: createPhraseBook(data.phrases),
    readings: (character) => {
      if (!readings) {
        readings = new Map();
        for (const syllable of lists.keys())
          for (const one of characters(syllable)) {
            const list = readings.get(one);
            if (list) list.push(syllable);
            else readings.set(one, [syllable]);
          }
      }
      return readings.get(character) ?? [];
    },
  };
}

/** The same dictionary with this hall's own words before all others. */
export function withOwnWords(dictionary: Dictionary, own: readonly OwnWord[]): Dictionary {
  const buckets = new Map<string, Phrase[]>();
  for (const { text, syllables } of own) {
    if (syllables.length < 2 || syllables.length !== [...text].length) continue;
    const letters = lettersOf(syllables);
    buckets.set(letters, [...(buckets.get(letters) ?? []), { text, syllables, weight: OWN_WEIGHT }]);
  }
  return {
    ...dictionary,
    phrases: (letters) => {
      const first = buckets.get(letters);
      return first ? [...first, ...dictionary.phrases(letters)] : dictionary.phrases(letters);
    },
  };
}
