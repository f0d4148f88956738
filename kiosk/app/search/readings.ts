import type { Readings } from '@hall/shared/ui/search/index.ts';
import { pinyin, polyphonic } from 'pinyin-pro';

/** More readings than these are readings of names and old books. */
const READINGS_MAX = 3;

const OPTIONS = { toneType: 'none', type: 'array', v: true } as const;
const OTHERS = new Map<string, readonly string[]>();

/** Readings by pinyin-pro: the one that fits the words around, then the sign's others. */
export const readings: Readings = (text) => {
  const signs = [...text];
  if (!/\p{Script=Han}/u.test(text)) return signs.map(() => []);
  const inWords = pinyin(text, OPTIONS);
  return signs.map((sign, i) =>
    [...new Set([letters(inWords[i] ?? ''), ...othersOf(sign)])].filter(isReading),
  );
};

function othersOf(sign: string): readonly string[] {
  const known = OTHERS.get(sign);
  if (known) return known;
  const others = polyphonic(sign, OPTIONS).flat().map(letters).slice(0, READINGS_MAX);
  OTHERS.set(sign, others);
  return others;
}

const letters = (reading: string): string => reading.replaceAll('ü', 'v');
const isReading = (reading: string): boolean => /^[a-z]+$/.test(reading);
