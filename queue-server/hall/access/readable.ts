import { randomBytes } from 'node:crypto';

/** Lower-case letters and digits that nobody mixes up; 31 of them, just under five bits each. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Random characters for people to type, in groups: `k7m2-qx9t`. */
export function readableCode(groups: number, length: number): string {
  return Array.from({ length: groups }, () => readable(length)).join('-');
}

/** What was typed as it was meant: spaces, dashes and capitals do not count. */
export function asTyped(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '');
}

export function readable(length: number, random: (bytes: number) => Uint8Array = randomBytes): string {
  // Rejection keeps the symbols equally likely.
  let text = '';
  while (text.length < length) {
    const value = random(1)[0] as number;
    if (value < 248) text += READABLE[value % READABLE.length];
  }
  return text;
}
