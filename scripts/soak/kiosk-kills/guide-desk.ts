import { setTimeout as sleep } from 'node:timers/promises';
import type { StaffClient } from '../../crowd/http-client.ts';
import { readStory } from './books.ts';

/**
 * What the guide desk does with a paper that nobody vouches for: another one, and one more when that is lost. The
 * numbers of papers must go on from where they stood before host and server were killed.
 */

const PAPERS = 2;
/** A paper takes a second or two, and its report goes out again after five: far more than they need. */
const PAPER_WITHIN_MS = 90_000;
const LOOK_MS = 50;

export interface PrintedAgain {
  readonly papers: number;
  readonly problems: readonly string[];
}

/** The oldest question of the desk, answered at a kiosk that is idle. */
export async function printAgain(guide: StaffClient, device: string): Promise<PrintedAgain> {
  const desk = await guide.command('guide.read', {});
  const ticket = desk.ok ? desk.value.papers?.at(-1)?.ticket : undefined;
  if (ticket === undefined) return { papers: 0, problems: [] };
  for (let papers = 0; papers < PAPERS; papers += 1) {
    const { ordinal } = await readStory(guide, ticket);
    // Refused where the number was printed too often, or a kiosk cannot: that is an answer as well.
    const ordered = await guide.command('ticket.print-at', { ticket, device });
    if (!ordered.ok) return { papers, problems: [] };
    for (const end = Date.now() + PAPER_WITHIN_MS; ; await sleep(LOOK_MS)) {
      const told = await readStory(guide, ticket);
      if (told.ordinal > ordinal && told.outcome !== null) break;
      if (Date.now() < end) continue;
      return { papers, problems: [`${told.number} was ordered at ${device}, and nothing came of it`] };
    }
  }
  return { papers: PAPERS, problems: [] };
}
