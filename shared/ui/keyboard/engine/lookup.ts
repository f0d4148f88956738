/** Something that can be chosen for what was typed. */
export interface Candidate {
  readonly text: string;
  /** How many typed letters it stands for; the rest stays to be typed on. */
  readonly used: number;
}

export interface Lookup {
  readonly candidates: readonly Candidate[];
  /** What was typed, parted for reading: `xi'an`. */
  readonly reading: string;
  /** A code point that was typed and that the hall cannot show or print: `U+2A6DF`. */
  readonly missing?: string;
}

export const NOTHING: Lookup = { candidates: [], reading: '' };

/** A way to type: what was typed → what can be chosen, best first. Pure, and it learns nothing. */
export type Engine = (typed: string) => Lookup;
