import type { Spelling, Token } from './spelling.ts';

/** One way to read what was typed. Lower cost is likelier. */
export interface Segmentation {
  readonly tokens: readonly Token[];
  readonly cost: number;
}

/** A syllable in full, only begun at the very end, or an initial in the middle (`sbk`). */
const COST = { whole: 1, begun: 1.2, initial: 2.2 } as const;
const KEPT = 6;
const SYLLABLE_LETTERS = 6;
const INITIAL = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsywaoe])$/;

/**
 * The likeliest ways to part typed letters into syllables, best first: `xian` is 先 or 西安, `sbk` three initials.
 * An apostrophe or a space parts for certain. Empty where no reading exists (a letter that begins no syllable).
 */
export function segment(typed: string, spelling: Spelling): Segmentation[] {
  const text = typed.toLowerCase().replaceAll('ü', 'v').replaceAll(' ', "'");
  const known = new Map<number, Segmentation[]>();
  const from = (at: number): Segmentation[] => {
    if (at >= text.length) return [{ tokens: [], cost: 0 }];
    if (text[at] === "'") return from(at + 1);
    const found = known.get(at);
    if (found) return found;
    const ways: Segmentation[] = [];
    for (let length = 1; length <= SYLLABLE_LETTERS && at + length <= text.length; length += 1) {
      const piece = text.slice(at, at + length);
      if (piece.endsWith("'")) break;
      const to = at + length;
      const last = to >= text.length;
      const add = (whole: boolean, cost: number): void => {
        for (const rest of from(to))
          ways.push({ tokens: [{ text: piece, to, whole }, ...rest.tokens], cost: cost + rest.cost });
      };
      if (spelling.isSyllable(piece)) add(true, COST.whole);
      else if (last && spelling.begins(piece)) add(false, COST.begun);
      else if (INITIAL.test(piece) && spelling.begins(piece)) add(false, COST.initial);
    }
    ways.sort((a, b) => a.cost - b.cost || a.tokens.length - b.tokens.length);
    const best = ways.slice(0, KEPT);
    known.set(at, best);
    return best;
  };
  return from(0).filter((way) => way.tokens.length > 0);
}
