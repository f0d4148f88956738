import { typingDistance } from './distance.ts';

/** English words as visitors type them: begun, with mistakes, in any order, with words around them. */

/** Words that say nothing of the matter. */
const EMPTY_WORDS = new Set(
  'a an the of to for in on at and or with from by my i me we our you your is are am be do does can how what where when which want need would like get getting apply application applying please help make have has it this that about into out'.split(
    ' ',
  ),
);

const FIRST_MISTAKE_FROM = 4;
const SECOND_MISTAKE_FROM = 8;
const BEGUN_MIN = 2;
const STEM_MIN = 4;

export const englishWords = (folded: string): string[] =>
  folded.split(' ').filter((word) => /^[a-z0-9]+$/.test(word));

/** The words of a query that say something; all of them where none would be left. */
export function tellingWords(folded: string): string[] {
  const words = englishWords(folded);
  const telling = words.filter((word) => !EMPTY_WORDS.has(word));
  return telling.length > 0 ? telling : words;
}

/** How well a typed word is the stored one: 1 the same, 0 another. */
export function likeness(typed: string, stored: string): number {
  if (typed === stored) return 1;
  if (typed.length >= BEGUN_MIN && stored.startsWith(typed)) return 0.9;
  if (/^[0-9]/.test(typed)) return 0;
  if (stored.length >= STEM_MIN && typed.startsWith(stored)) return 0.85;
  if (typed.length < FIRST_MISTAKE_FROM || stored.length < FIRST_MISTAKE_FROM) return 0;
  const mistakes = typingDistance(typed, stored, typed.length >= SECOND_MISTAKE_FROM ? 2 : 1);
  if (mistakes === 1) return 0.8;
  if (mistakes === 2 && typed.length >= SECOND_MISTAKE_FROM) return 0.65;
  if (typed.length >= FIRST_MISTAKE_FROM + 1 && stored.length > typed.length) {
    if (typingDistance(typed, stored.slice(0, typed.length), 1) <= 1) return 0.7;
  }
  let same = 0;
  while (same < typed.length && typed[same] === stored[same]) same += 1;
  return same >= STEM_MIN && same >= 0.6 * Math.max(typed.length, stored.length) ? 0.65 : 0;
}
