import type { Language, Text } from '@hall/shared/contracts/text';

/** How many lines the names of a list need, so that all its rows are equally high and none is cut off. Pure. */

/** Signs of a name that stand on one line in bold type; words of an English line end sooner. */
const PER_LINE = {
  /** A list as wide as an upright screen, or half as wide as a lying one. */
  wide: { usual: { zh: 26, en: 47 }, care: { zh: 20, en: 36 } },
  /** Two abreast on an upright screen. */
  narrow: { usual: { zh: 13, en: 22 }, care: { zh: 10, en: 18 } },
} as const;

export type NameLines = 1 | 2 | 3;

export function nameLines(
  names: readonly Text[],
  language: Language,
  room: { readonly narrow: boolean; readonly care: boolean },
): NameLines {
  const perLine = PER_LINE[room.narrow ? 'narrow' : 'wide'][room.care ? 'care' : 'usual'][language];
  const longest = Math.max(0, ...names.map((name) => name[language].length));
  return Math.min(3, Math.max(1, Math.ceil(longest / perLine))) as NameLines;
}
