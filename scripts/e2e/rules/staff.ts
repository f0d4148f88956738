import { request } from 'node:http';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: { readonly code: string; readonly text: Text } };

/**
 * A member of staff at a machine of their own: the server limits logins by address, and this test logs in more
 * often than any one machine may.
 */
export class Staff {
  readonly #api: string;
  readonly #address: string;
  /** `name=value` of the session. */
  readonly cookie: string;
  readonly #check: string;

  private constructor(api: string, address: string, cookie: string, check: string) {
    this.#api = api;
    this.#address = address;
    this.cookie = cookie;
    this.#check = check;
  }

  static async logIn(api: string, address: string, username: string, password: string): Promise<Staff> {
    const answer = await send(`${api}/session`, 'POST', address, {}, { username, password });
    if (answer.status !== 200) throw new Error(`${username} cannot log in: ${answer.status} ${answer.text}`);
    const { check } = JSON.parse(answer.text) as { check: string };
    return new Staff(api, address, answer.cookie, check);
  }

  async command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandAnswer<N>>> {
    const { method, path } = COMMAND_ENTRIES[name].http;
    const fields = { ...(input as Record<string, unknown>) };
    const url = path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
      const value = String(fields[field]);
      delete fields[field];
      return encodeURIComponent(value);
    });
    const headers = { cookie: this.cookie, 'x-session-check': this.#check };
    const answer = await send(
      this.#api + url,
      method,
      this.#address,
      headers,
      method === 'POST' ? fields : null,
    );
    const body: unknown = JSON.parse(answer.text);
    return answer.status === 200
      ? { ok: true, value: body as CommandAnswer<N> }
      : { ok: false, problem: body as { code: string; text: Text } };
  }
}

function send(
  url: string,
  method: string,
  localAddress: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string; readonly cookie: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method,
        localAddress,
        headers: { ...headers, ...(body === null ? {} : { 'content-type': 'application/json' }) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
          resolve({ status: response.statusCode ?? 0, text, cookie });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === null ? undefined : JSON.stringify(body));
  });
}
