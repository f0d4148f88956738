import { createComponentEngine } from './engine/components.ts';
import { createDictionary, type Dictionary, type OwnWord, withOwnWords } from './engine/dictionary.ts';
import type { Engine } from './engine/lookup.ts';
import { createPinyinEngine } from './engine/pinyin.ts';
import { FUZZY_PAIRS, type FuzzyPair } from './engine/spelling.ts';
import { createStrokeEngine } from './engine/strokes.ts';
import type { LayoutId } from './layouts.ts';

/** Data of about 0.5 MB (pinyin) and 0.6 MB (the rest) is fetched when a keyboard first needs it, and kept. */
let dictionary: Promise<Dictionary> | undefined;
let components: Promise<Engine> | undefined;
let strokes: Promise<Engine> | undefined;

export function loadDictionary(): Promise<Dictionary> {
  dictionary ??= Promise.all([
    import('./data/syllables.ts'),
    import('./data/common.ts'),
    import('./data/phrases.ts'),
  ]).then(([{ SYLLABLES }, { COMMON }, { PHRASES }]) =>
    createDictionary({ syllables: SYLLABLES, common: COMMON, phrases: PHRASES }),
  );
  return dictionary;
}

async function makeComponents(): Promise<Engine> {
  const [words, { COMPONENTS }, { RADICALS }] = await Promise.all([
    loadDictionary(),
    import('./data/components.ts'),
    import('./data/radicals.ts'),
  ]);
  return createComponentEngine({ components: COMPONENTS, radicals: RADICALS }, words);
}

async function makeStrokes(): Promise<Engine> {
  const [words, { STROKES }] = await Promise.all([loadDictionary(), import('./data/strokes.ts')]);
  return createStrokeEngine(STROKES, words);
}

export interface KeyboardSettings {
  /** Words of this hall, offered first. Keep the array itself between calls: the engine is made from it. */
  readonly own?: readonly OwnWord[];
  /** Sounds taken for each other; exact ones come first all the same. All pairs by default. */
  readonly fuzzy?: readonly FuzzyPair[];
}

/** The engine of a layout, or null where it types what it shows. */
export async function loadEngine(layout: LayoutId, settings: KeyboardSettings = {}): Promise<Engine | null> {
  if (layout === 'pinyin') {
    const words = withOwnWords(await loadDictionary(), settings.own ?? []);
    return createPinyinEngine(words, settings.fuzzy ?? FUZZY_PAIRS);
  }
  if (layout === 'components') {
    components ??= makeComponents();
    return components;
  }
  if (layout === 'strokes') {
    strokes ??= makeStrokes();
    return strokes;
  }
  return null;
}
