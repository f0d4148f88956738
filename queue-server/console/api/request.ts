import type { CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';

export const API_ROOT = '/api/v1';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text of the fields that are not in the path; null for GET. */
  readonly body: string | null;
}

/** A command as HTTP, read off the command table: `{x}` of the path comes from the body. */
export function requestFor<N extends CommandName>(name: N, body: CommandInput<N>): HttpRequest {
  const { http } = COMMAND_ENTRIES[name];
  const rest: Record<string, unknown> = { ...(body as Record<string, unknown>) };
  const path = http.path.replace(/\{([a-z]+)\}/g, (_, field: string) => {
    const value = rest[field];
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new Error(`${name} needs "${field}" for its path`);
    delete rest[field];
    return encodeURIComponent(String(value));
  });
  return {
    method: http.method,
    path: API_ROOT + path,
    body: http.method === 'GET' ? null : JSON.stringify(rest),
  };
}

/** 128 random bits, unguessable enough to be unique for ever; fits RequestId of the contracts. */
export function newRequestId(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (b) => crypto.getRandomValues(b),
): string {
  return Array.from(random(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
