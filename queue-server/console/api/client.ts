import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Failure } from './failure.ts';
import { networkFailure, problemFailure } from './failure.ts';
import { newRequestId, requestFor } from './request.ts';

/** A LAN answer takes milliseconds; past this the line is dead, not slow. */
const ATTEMPT_TIMEOUT_MS = 6_000;
/** Waits before the second and third attempt: a switch that comes back is caught, a clerk is not kept waiting. */
const RETRY_DELAYS_MS = [250, 1_000] as const;

export interface ClientParts {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  readonly requestId: () => string;
  /** The check word of the present session, sent back with every change. */
  readonly check: () => string | null;
  /** Told of every answer (true) and every failed attempt (false): the offline bar lives from it. */
  readonly contact: (reached: boolean) => void;
  /** The server no longer knows the session, with its reason. Not told of one that another login has replaced. */
  readonly loggedOut: (code: LoggedOutCode) => void;
  /** Nobody has touched this page for a while: its requests must not keep the session alive. */
  readonly background: () => boolean;
}

/** Answers that mean that the session is over. */
export const LOGGED_OUT_CODES = ['NOT_LOGGED_IN', 'SESSION_EXPIRED', 'SESSION_ENDED'] as const;
export type LoggedOutCode = (typeof LOGGED_OUT_CODES)[number];

export interface SendOptions {
  /** Give the id of an attempt whose outcome is unknown to ask for the same thing again. */
  readonly requestId?: string;
}

export interface Client {
  command<N extends CommandName>(
    name: N,
    body: CommandInput<N>,
    options?: SendOptions,
  ): Promise<Result<CommandAnswer<N>, Failure>>;
  /** Plain JSON for the few addresses that are no commands (session, demo surfaces). */
  json<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Result<T, Failure>>;
}

export function createClient(parts: ClientParts): Client {
  async function attempt(path: string, init: RequestInit): Promise<Response | null> {
    try {
      const headers = { ...(init.headers as Record<string, string>) };
      if (parts.background()) headers['x-background'] = '1';
      const response = await parts.fetch(path, {
        ...init,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
      });
      parts.contact(true);
      return response;
    } catch {
      parts.contact(false);
      return null;
    }
  }

  async function answerOf<T>(response: Response): Promise<Result<T, Failure>> {
    const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    return response.ok ? ok(body as T) : err(problemFailure(response.status, body));
  }

  return {
    async command(name, body, options = {}) {
      const request = requestFor(name, body);
      const reads = COMMAND_ENTRIES[name].reads;
      const requestId = options.requestId ?? parts.requestId();
      const headers: Record<string, string> = { accept: 'application/json' };
      const check = parts.check();
      if (request.body !== null) headers['content-type'] = 'application/json';
      if (!reads) {
        headers['idempotency-key'] = requestId;
        if (check !== null) headers['x-session-check'] = check;
      }
      const init: RequestInit = { method: request.method, headers };
      if (request.body !== null) init.body = request.body;

      let response = await attempt(request.path, init);
      for (const delay of reads ? [] : RETRY_DELAYS_MS) {
        if (response) break;
        await parts.sleep(delay);
        response = await attempt(request.path, init);
      }
      if (!response) return err(networkFailure(reads ? null : requestId));
      const answer = await answerOf<CommandAnswer<typeof name>>(response);
      if (!answer.ok && answer.error.kind === 'problem') {
        const { code } = answer.error;
        const over = LOGGED_OUT_CODES.find((known) => known === code);
        // A late answer of the session before must not end the one that another tab has logged in.
        if (over && parts.check() === check) parts.loggedOut(over);
      }
      return answer;
    },

    async json(method, path, body) {
      const headers: Record<string, string> = { accept: 'application/json' };
      const init: RequestInit = { method, headers };
      if (body !== undefined) {
        headers['content-type'] = 'application/json';
        init.body = JSON.stringify(body);
      }
      const check = parts.check();
      if (method !== 'GET' && check !== null) headers['x-session-check'] = check;
      const response = await attempt(path, init);
      return response ? answerOf(response) : err(networkFailure(null));
    },
  };
}

export const browserRequestId = newRequestId;
