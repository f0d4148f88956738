import type { Message } from '@hall/shared/contracts/messages';
import { awayLines } from '../parts/away.ts';

/** Height of a zone's heading with the gap above it (6.15 rem), counted in queue lines of 3.6 rem; see wall.css. */
const HEADING_LINES = 1.71;

/** Lines for the paused windows of a zone. */
export const AWAY_SHOWN = 2;

/** How many queue lines a zone takes on the wall. */
export function linesOf(board: Message<'board'>): number {
  return HEADING_LINES + board.queues.length + awayLines(board.away, AWAY_SHOWN).length;
}

/**
 * Zones on as many pages as they need, in order; a zone is never split, and one that is higher than a page has
 * one of its own.
 */
export function zonePages(
  boards: readonly Message<'board'>[],
  linesPerPage: number,
): readonly (readonly Message<'board'>[])[] {
  const pages: Message<'board'>[][] = [];
  let left = 0;
  for (const board of boards) {
    const lines = linesOf(board);
    const page = pages.at(-1);
    if (page === undefined || lines > left) {
      pages.push([board]);
      left = linesPerPage - lines;
    } else {
      page.push(board);
      left -= lines;
    }
  }
  return pages;
}
