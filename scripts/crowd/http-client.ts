import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';
import type { SessionView } from '@hall/shared/contracts/feed';

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
    const response = await fetch(this.#api + path, {
      method: entry.http.method,
      headers: {
        cookie: this.#cookie,
        'x-session-check': this.session.check,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(entry.http.method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(entry.http.method === 'POST' ? { body: JSON.stringify(fields) } : {}),
    });
    const body = (await response.json()) as unknown;
    return response.ok
      ? { ok: true, value: body as CommandAnswer<N> }
      : { ok: false, problem: body as Problem };
  }
}
