/** Three missed heartbeats of the feed (one every 5 s): the line counts as lost. */
export const SILENCE_MS = 15_000;

/** Whether the page may believe what it shows. All times are the browser's own clock, milliseconds. */
export interface Connection {
  /** When anything was last heard of the server. */
  readonly lastContact: number;
  /** "Connection lost since": the last moment at which it was still there, or null while it is. */
  readonly lostSince: number | null;
}

export function connected(now: number): Connection {
  return { lastContact: now, lostSince: null };
}

export function heard(state: Connection, now: number): Connection {
  return state.lostSince === null && state.lastContact === now ? state : connected(now);
}

export function broke(state: Connection): Connection {
  return state.lostSince === null ? { ...state, lostSince: state.lastContact } : state;
}

export function silence(state: Connection, now: number): Connection {
  return now - state.lastContact >= SILENCE_MS ? broke(state) : state;
}
