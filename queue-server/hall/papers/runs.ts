import type { FontFace, PaperFonts, Weight } from './fonts.ts';

/** Text that one face draws. */
export interface Run {
  readonly text: string;
  readonly face: FontFace;
}

const isVariationSelector = (codePoint: number) =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

/** Control characters and line ends have no glyph: papers show a space. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Splits text into runs by the face that has each character. What no face has is not in the runs but told to
 * `missing`: whoever draws must not hand out a paper then.
 */
export function runsOf(
  text: string,
  weight: Weight,
  fonts: PaperFonts,
  missing: (codePoint: number) => void,
): Run[] {
  const runs: { text: string; face: FontFace }[] = [];
  for (const character of text.replace(CONTROL, ' ')) {
    const codePoint = character.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    if (last && isVariationSelector(codePoint)) {
      last.text += character;
      continue;
    }
    const face = fonts.faceFor(codePoint, weight);
    if (!face) missing(codePoint);
    else if (last?.face === face) last.text += character;
    else runs.push({ text: character, face });
  }
  return runs;
}

/** A character that must not begin a line. */
const CLOSING = /^[，。、；：？！）】》〉」』”’…·%]$/;
/** A character that must not end a line. */
const OPENING = /[（【《〈「『“‘]$/;

/**
 * Text in the smallest pieces that may stand on lines of their own: Latin words whole, Chinese by character, with
 * the accents and variation selectors that belong to it.
 */
export function pieces(text: string): string[] {
  const list: string[] = [];
  for (const part of text.match(/[\x21-\x7e]+ ?|[\s\S]\p{M}*/gu) ?? []) {
    const last = list.at(-1);
    if (last !== undefined && (CLOSING.test(part) || OPENING.test(last))) list[list.length - 1] = last + part;
    else list.push(part);
  }
  return list;
}

/**
 * Breaks text into lines no wider than `width` by the given measure; a piece wider than that is cut. Each piece is
 * measured by itself: these fonts do not kern across the places where a line may break.
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const close = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  const place = (piece: string) => {
    if (used + measure(piece.trimEnd()) <= width) {
      line += piece;
      used += measure(piece);
    } else if (line !== '') {
      close();
      place(piece);
    } else {
      // Not even alone does it fit: as many characters as do, at least one.
      const characters = [...piece];
      let fits = 1;
      while (fits < characters.length && measure(characters.slice(0, fits + 1).join('')) <= width) fits += 1;
      lines.push(characters.slice(0, fits).join(''));
      if (fits < characters.length) place(characters.slice(fits).join(''));
    }
  };
  for (const piece of pieces(text)) place(piece);
  if (line !== '' || lines.length === 0) close();
  return lines;
}
