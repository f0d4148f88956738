import { REPERTOIRE_RANGES } from './ranges.ts';

/**
 * The repertoire **Yichuang Han 1** (一窗字库一): 29,881 CJK unified ideographs (and 〇) that the shipped fonts draw
 * on pages and on paper. It holds levels 1 and 2 of GB 18030-2022, that is, U+4E00–9FEF, U+3400–4DB5 and all 8,105
 * characters of 《通用规范汉字表》; of level 3 it holds only what Noto Sans CJK draws (𠮷 and about 2,000 more).
 */
export const REPERTOIRE_NAME = { zh: '一窗字库一', en: 'Yichuang Han 1' } as const;

let ranges: readonly (readonly [number, number])[] | undefined;

/** First and last code point of each run, ascending. */
export function repertoireRanges(): readonly (readonly [number, number])[] {
  ranges ??= REPERTOIRE_RANGES.split(' ').map((range) => {
    const [first, last] = range.split('-').map((code) => Number.parseInt(code, 16));
    return [first!, last ?? first!];
  });
  return ranges;
}

export function inRepertoire(character: string): boolean {
  const code = character.codePointAt(0);
  if (code === undefined) return false;
  const all = repertoireRanges();
  let low = 0;
  let high = all.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = all[middle]!;
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}

export function repertoire(): string[] {
  return repertoireRanges().flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  );
}

const HAN = /\p{Script=Han}/u;

/** The Chinese characters of a text that the hall cannot show and print, each once; compatibility forms count as theirs. */
export function missingFrom(text: string): string[] {
  const missing = [...text.normalize('NFC')].filter((one) => HAN.test(one) && !inRepertoire(one));
  return [...new Set(missing)];
}
