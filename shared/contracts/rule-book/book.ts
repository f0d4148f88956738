import { CALLING } from './calling.ts';
import { BOOKINGS, CLASSES } from './classes.ts';
import { NEXT } from './next.ts';
import { NUMBERS } from './numbers.ts';
import type { Chapter, Rule } from './rule.ts';
import { TAKING } from './taking.ts';
import { ESTIMATES, PAPER, WINDOWS } from './windows.ts';

/** Every rule that can be set, in the order of RULES.md; the editor is drawn from it. */
export const RULE_BOOK: readonly Chapter[] = [
  NUMBERS,
  TAKING,
  CLASSES,
  BOOKINGS,
  NEXT,
  CALLING,
  WINDOWS,
  PAPER,
  ESTIMATES,
];

export const RULES: readonly Rule[] = RULE_BOOK.flatMap((chapter) => chapter.rules);
