import type { FeedEvent } from '@hall/shared/contracts/feed';
import type { Connection } from './connection.ts';
import { broke, heard, silence } from './connection.ts';
import { readFeed } from './feed-stream.ts';
import type { Store } from './store.ts';

/** The first retry is quick, later ones leave a restarting server in peace. */
const RECONNECT_DELAYS_MS = [500, 1_000, 2_000, 3_000] as const;
/** How often the silence of the line is judged. */
const WATCH_INTERVAL_MS = 1_000;

export interface FeedParts {
  readonly fetch: typeof fetch;
  /** The hall's present ledger position, or null when it cannot be asked. */
  readonly position: () => Promise<number | null>;
  readonly connection: Store<Connection>;
  readonly now: () => number;
  readonly onEvent: (event: FeedEvent) => void;
  readonly onConnected: () => void;
}

export interface Feed {
  start(): void;
  stop(): void;
  /** Leaves the present connection, which may only seem to live, and makes a new one. */
  renew(): void;
}

/** Keeps one feed connection alive while started, and `connection` true to what is known of the line. */
export function createFeed(parts: FeedParts): Feed {
  let run: AbortController | null = null;
  let last: number | null = null;
  let line: AbortController | null = null;

  async function connectOnce(signal: AbortSignal): Promise<boolean> {
    const position = await parts.position();
    if (position === null || signal.aborted) return false;
    // A restored server may stand before what was seen already: its position wins.
    const after = last === null ? position : Math.min(last, position);
    last = after;
    const present = new AbortController();
    line = present;
    const end = () => present.abort();
    signal.addEventListener('abort', end);
    const watch = setInterval(() => {
      const state = silence(parts.connection.get(), parts.now());
      parts.connection.set(state);
      if (state.lostSince !== null && parts.now() - state.lastContact > WATCH_INTERVAL_MS) present.abort();
    }, WATCH_INTERVAL_MS);
    let opened = false;
    await readFeed(after, {
      fetch: parts.fetch,
      signal: present.signal,
      onContact: () => {
        parts.connection.set(heard(parts.connection.get(), parts.now()));
        if (!opened) parts.onConnected();
        opened = true;
      },
      onEvent: (event) => {
        last = Math.max(last ?? 0, event.seq);
        parts.onEvent(event);
      },
    });
    clearInterval(watch);
    signal.removeEventListener('abort', end);
    return opened;
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const opened = await connectOnce(signal);
      if (signal.aborted) return;
      parts.connection.set(broke(parts.connection.get()));
      failures = opened ? 0 : failures + 1;
      const delay = RECONNECT_DELAYS_MS[Math.min(failures, RECONNECT_DELAYS_MS.length - 1)];
      await new Promise((done) => setTimeout(done, delay));
    }
  }

  return {
    start() {
      if (run) return;
      run = new AbortController();
      last = null;
      void loop(run.signal);
    },
    stop() {
      run?.abort();
      run = null;
    },
    renew() {
      line?.abort();
    },
  };
}
