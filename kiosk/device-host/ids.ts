import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits, lower-case hex. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * The request id of a command that a page's request leads to. The same page request gives the same id, also
 * after a restart of the host, so that the server's idempotence covers the whole way from the finger.
 */
export function requestIdFor(device: string, pageRequest: string, step: string): string {
  return createHash('sha256').update(`${device}\n${pageRequest}\n${step}`).digest('hex').slice(0, 32);
}
