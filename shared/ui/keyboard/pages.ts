import type { Candidate } from './engine/lookup.ts';

/** Widths in em of the bar's own type size: agreed with keyboard.css. */
const NARROWEST = 2.4;
const PADDING = 1.2;
const GAP = 0.3;

const widthOf = (text: string): number => Math.max(NARROWEST, [...text].length + PADDING);

/** Candidates in rows and rows in pages, as many as `emWide` holds; at least one a row. */
export function paginate(
  candidates: readonly Candidate[],
  emWide: number,
  rowsAPage: number,
): readonly (readonly (readonly Candidate[])[])[] {
  const rows: Candidate[][] = [];
  let left = 0;
  for (const candidate of candidates) {
    const width = widthOf(candidate.text);
    const row = rows.at(-1);
    if (row && left >= width + GAP) {
      row.push(candidate);
      left -= width + GAP;
    } else {
      rows.push([candidate]);
      left = emWide - width;
    }
  }
  const pages: Candidate[][][] = [];
  for (let at = 0; at < rows.length; at += rowsAPage) pages.push(rows.slice(at, at + rowsAPage));
  return pages;
}
