import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';
import type { FeedEvent, SessionView } from '@hall/shared/contracts/feed';

/** Events that the feed gives at once. */
const REPLAYED = 500;

export interface Problem {
  readonly code: string;
  readonly detail?: string;
  readonly details?: Record<string, unknown>;
}

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** A member of staff without a browser: logs in and gives commands as a page would. */
export class StaffClient {
  readonly #api: string;
  readonly #cookie: string;
  readonly session: SessionView;

  private constructor(api: string, cookie: string, session: SessionView) {
    this.#api = api;
    this.#cookie = cookie;
    this.session = session;
  }

  static async login(api: string, username: string, password: string): Promise<StaffClient> {
    const response = await fetch(`${api}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`${username} cannot log in: ${response.status}`);
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return new StaffClient(api, cookie, (await response.json()) as SessionView);
  }

  async command<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    key?: string,
  ): Promise<Reply<CommandAnswer<N>>> {
    const entry = COMMAND_ENTRIES[name];
    const fields = { ...(input as Record<string, unknown>) };
    const path = entry.http.path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
      const value = String(fields[field]);
      delete fields[field];
      return encodeURIComponent(value);
    });
    const request: RequestInit = {
      method: entry.http.method,
      headers: {
        cookie: this.#cookie,
        'x-session-check': this.session.check,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(entry.http.method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(entry.http.method === 'POST' ? { body: JSON.stringify(fields) } : {}),
    };
    // The server may close an idle connection in the very moment that it is used again: what is only read, or
    // carries its key, may then be sent once more (RFC 9112, 9.3.1).
    const again = entry.http.method === 'GET' || key !== undefined;
    const response = await fetch(this.#api + path, request).catch((error: unknown) => {
      if (again && isReset(error)) return fetch(this.#api + path, request);
      throw error;
    });
    const body = (await response.json()) as unknown;
    return response.ok
      ? { ok: true, value: body as CommandAnswer<N> }
      : { ok: false, problem: body as Problem };
  }

  /** What the feed gives at once of the events behind `after`, up to `upTo` where it reaches so far. */
  async events(after: number, upTo: number): Promise<FeedEvent[]> {
    const stop = new AbortController();
    const response = await fetch(`${this.#api}/events?after=${after}`, {
      headers: { cookie: this.#cookie },
      signal: stop.signal,
    });
    if (!response.ok || response.body === null) throw new Error(`no feed: ${response.status}`);
    const events: FeedEvent[] = [];
    let rest = '';
    try {
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as FeedEvent);
        }
        // More than it replays at once is asked for anew; `: beat` says that nothing more comes by itself.
        if ((events.at(-1)?.seq ?? 0) >= upTo || events.length >= REPLAYED || chunk.includes(': beat')) break;
      }
    } finally {
      stop.abort();
    }
    return events;
  }
}

function isReset(error: unknown): boolean {
  const code = error instanceof Error && (error.cause as { code?: string } | undefined)?.code;
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}
