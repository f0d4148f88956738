import type { Document } from '../draft.ts';

const RANDOM_BYTES = 4;

/** Ids of the entries of a list, in their order. */
export function idsOf(document: Document, section: string): string[] {
  return ((document[section] ?? []) as readonly { readonly id: string }[]).map(({ id }) => id);
}

/** `notice-9f04c21b`: a plan for next week, and what a colleague writes just now, must not bear the same one. */
export function newId(word: string): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return `${word}-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
