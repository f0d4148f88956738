import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { COMMON_PASSWORDS, COMMON_STEMS } from './common-passwords.ts';

/** ASVS 5.0, 6.2.1 asks for 8 at least; NIST SP 800-63B-4 for more where it stands alone. */
export const MIN_PASSWORD_LENGTH = 10;
/** ASVS 6.2.9: at least 64 must be allowed. */
export const MAX_PASSWORD_LENGTH = 128;
/** Names shorter than this stand in too many honest passwords. */
const MIN_NAME_LENGTH = 4;
/** So many different characters at least, whatever the length: `aaaaaaaaaa`, `121212121212`. */
const MIN_DIFFERENT = 4;

export type PasswordProblem = 'short' | 'long' | 'common' | 'name' | 'reused';

/**
 * What is wrong with a new password, or null. No rules of composition and no expiry (NIST SP 800-63B-4
 * 3.1.1.2, ASVS 5.0 6.2.5): length, and no password that is tried first. `names`: the user name, the hall's
 * names and the like. Reuse is judged by the caller, who has the hashes. Pure.
 */
export function passwordProblem(password: string, names: readonly string[]): PasswordProblem | null {
  const text = password.normalize('NFKC');
  const length = [...text].length;
  if (length < MIN_PASSWORD_LENGTH) return 'short';
  if (length > MAX_PASSWORD_LENGTH) return 'long';
  const plain = text.toLowerCase();
  const compact = plain.replaceAll(/[\s\p{P}\p{S}]/gu, '');
  if (new Set(plain).size < MIN_DIFFERENT || COMMON_PASSWORDS.has(plain) || isWalk(plain)) return 'common';
  const stem = unleet(plain.replaceAll(/^[\P{L}]+|[\P{L}]+$/gu, '')).replaceAll(/\P{L}/gu, '');
  if (COMMON_PASSWORDS.has(compact) || (stem !== '' && COMMON_STEMS.has(stem))) return 'common';
  const named = names
    .flatMap((name) => [name.toLowerCase(), ...name.toLowerCase().split(/\s+/)])
    .map((name) => name.replaceAll(/[\s\p{P}\p{S}]/gu, ''))
    .some((name) => [...name].length >= MIN_NAME_LENGTH && compact.includes(name) && padsOut(compact, name));
  return named ? 'name' : null;
}

/** A name within a long phrase is no harm; one that makes up the most of the password is. */
function padsOut(compact: string, name: string): boolean {
  return [...compact].length - [...name].length < MIN_PASSWORD_LENGTH;
}

/** What fingers and children recite; the digits go round. */
const TRACKS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];

/** A stretch of such a track, forwards or backwards. */
function isWalk(text: string): boolean {
  const back = [...text].reverse().join('');
  return TRACKS.some((track) => track.includes(text) || track.includes(back));
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};

function unleet(text: string): string {
  return [...text].map((character) => LEET[character] ?? character).join('');
}

/** What a password must not be made of: the user's and the hall's own names. */
export function namesToAvoid(hall: Pick<HallConfig, 'id' | 'name'>, username: string): string[] {
  return [username, hall.id, hall.name.zh, hall.name.en];
}
