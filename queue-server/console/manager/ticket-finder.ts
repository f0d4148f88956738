import type { FeedEvent } from '@hall/shared/contracts/feed';
import type { Text } from '@hall/shared/contracts/text';
import { createTicketIndex, type Found } from './ticket-index.ts';

/** A feed connection replays at most this many stored events. */
export const PAGE_EVENTS = 500;
/** How far back a search goes: a busy hall writes some eight events a ticket for two thousand tickets a day. */
const MOST_EVENTS = 20_000;

export interface FinderParts {
  /** The ledger's present position, or why it cannot be asked. */
  readonly position: () => Promise<{ readonly seq: number } | { readonly text: Text }>;
  /** Stored events with `after` < seq ≤ `upTo`. */
  readonly page: (after: number, upTo: number, onEvent: (event: FeedEvent) => void) => Promise<void>;
  /** Calls back for every live event from now on. */
  readonly live: (onEvent: (event: FeedEvent) => void) => void;
}

export interface TicketFinder {
  find(number: string): Promise<readonly Found[] | Text>;
}

/** Reads the feed's past backwards, a page at a time and never twice, until the number turns up. */
export function createTicketFinder({ position, page, live }: FinderParts): TicketFinder {
  const index = createTicketIndex();
  let range: { newest: number; oldest: number } | null = null;
  return {
    async find(number) {
      if (range === null) {
        const at = await position();
        if ('text' in at) return at.text;
        if (range === null) {
          range = { newest: at.seq, oldest: at.seq };
          live((event) => index.add(event));
        }
      }
      const floor = Math.max(0, range.newest - MOST_EVENTS);
      let found = index.find(number);
      while (found.length === 0 && range.oldest > floor) {
        const upTo = range.oldest;
        const after = Math.max(floor, upTo - PAGE_EVENTS);
        await page(after, upTo, (event) => index.add(event));
        range.oldest = after;
        found = index.find(number);
      }
      return found;
    },
  };
}
