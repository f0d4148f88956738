import { createHash, timingSafeEqual } from 'node:crypto';

/** Characters; a credential that can be guessed is refused at start. 32 characters of hex are 128 bits. */
export const CREDENTIAL_MIN = 32;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether an `Authorization` header carries the credential; takes the same time wherever they differ. */
export function bearerMatches(header: string | undefined, credential: string): boolean {
  const given = header?.match(/^Bearer ([\x21-\x7e]+)$/i)?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(digest(given), digest(credential));
}
