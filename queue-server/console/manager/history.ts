import { readFeed } from '../api/feed-stream.ts';
import { client, onFeedEvent } from '../api/live.ts';
import { createTicketFinder } from './ticket-finder.ts';

/** The stored part is over when nothing more has come for this long. */
const QUIET_MS = 700;

/** The browser's finder: pages come from short feed connections, what is new from the page's own. */
export const ticketFinder = createTicketFinder({
  position: async () => {
    const hall = await client.command('hall.read', {});
    return hall.ok ? { seq: hall.value.seq } : { text: hall.error.text };
  },
  live: (onEvent) => void onFeedEvent(onEvent),
  page: async (after, upTo, onEvent) => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), QUIET_MS);
    };
    await readFeed(after, {
      fetch: (...args) => fetch(...args),
      signal: stop.signal,
      onContact: wait,
      onEvent: (event) => {
        if (event.seq <= upTo) onEvent(event);
        if (event.seq >= upTo) stop.abort();
      },
    });
    clearTimeout(timer);
  },
});
