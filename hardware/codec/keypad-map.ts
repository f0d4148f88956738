import { Grade } from '@hall/shared/contracts/ratings';
import { z } from 'zod';

/**
 * What an evaluation keypad (评价器) sends for each of its keys, as settings. No maker publishes a protocol, so none is
 * built in: a technician presses each key once, sees what comes, and writes it down here. Every value below is a
 * setting; no model is claimed to work.
 */

/** A real keypad sends a few bytes for a press; 64 is the longest HID report of a full-speed device (USB 2.0, 5.7.3). */
export const LONGEST_KEY_BYTES = 64;
const MOST_KEYS = 64;

/** Pairs of hexadecimal digits, with or without blanks: `AA 05`. */
const HexBytes = z
  .string()
  .regex(/^\s*[0-9a-fA-F]{2}(\s*[0-9a-fA-F]{2})*\s*$/, 'is pairs of hexadecimal digits')
  .transform((text) =>
    Uint8Array.from(text.match(/[0-9a-fA-F]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16)),
  )
  .refine((bytes) => bytes.length <= LONGEST_KEY_BYTES, `is at most ${LONGEST_KEY_BYTES} bytes`);

/** What a key stands for: one of the five grades (5 the best), another key by name, or nothing (a release, a beat). */
export const KeyMeaning = z.union([
  z.strictObject({ grade: Grade }),
  z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is a name like "confirm"') }),
  z.literal('nothing'),
]);
export type KeyMeaning = z.infer<typeof KeyMeaning>;

/** `mask`: the bits of `bytes` that count; absent: all of them. */
const Pattern = z
  .strictObject({ bytes: HexBytes, mask: HexBytes.optional(), means: KeyMeaning })
  .superRefine(({ bytes, mask }, context) => {
    const problem = (message: string) => context.addIssue({ code: 'custom', path: ['mask'], message });
    if (mask === undefined) return;
    if (mask.length !== bytes.length) problem('is as long as the bytes');
    else if (mask[0] === 0) problem('covers at least one bit of the first byte');
    else if (bytes.some((byte, at) => (byte & ~mask[at]!) !== 0))
      problem('covers every bit that the bytes set');
  });

const Line = z.strictObject({
  line: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$/, 'is 1 to 64 printable ASCII characters'),
  means: KeyMeaning,
});

/**
 * - `bytes`: a stream in which each key is a fixed run of bytes.
 * - `lines`: ASCII text that CR or LF ends.
 * - `reports`: HID input reports, the report's number first; what follows the pattern is ignored.
 */
export const KeypadMap = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('bytes'), keys: z.array(Pattern).min(1).max(MOST_KEYS) }),
    z.strictObject({ from: z.literal('reports'), keys: z.array(Pattern).min(1).max(MOST_KEYS) }),
    z.strictObject({ from: z.literal('lines'), keys: z.array(Line).min(1).max(MOST_KEYS) }),
  ])
  .superRefine((map, context) => {
    const problem = (at: number, message: string) =>
      context.addIssue({ code: 'custom', path: ['keys', at], message });
    if (map.keys.every(({ means }) => means === 'nothing')) problem(0, 'no key means anything');
    for (let at = 1; at < map.keys.length; at += 1) {
      const before = map.keys.findIndex((_, other) => other < at && ambiguous(map, other, at));
      if (before >= 0) problem(at, `cannot be told from key ${before}`);
    }
  });
export type KeypadMap = z.infer<typeof KeypadMap>;
/** As it stands in a settings file. */
export type KeypadMapSettings = z.input<typeof KeypadMap>;
export type KeyPattern = z.infer<typeof Pattern>;

/** Whether some input fits both: the shorter may be the beginning of the longer. */
function ambiguous(map: KeypadMap, first: number, second: number): boolean {
  if (map.from === 'lines') return map.keys[first]!.line === map.keys[second]!.line;
  const [one, other] = [map.keys[first]!, map.keys[second]!];
  const shorter = Math.min(one.bytes.length, other.bytes.length);
  for (let at = 0; at < shorter; at += 1) {
    const both = maskAt(one, at) & maskAt(other, at);
    if (((one.bytes[at]! ^ other.bytes[at]!) & both) !== 0) return false;
  }
  return true;
}

/** How many bytes from `from` on agree with the pattern, up to its end or the input's. */
export function agreeing(pattern: KeyPattern, input: Uint8Array, from = 0): number {
  let count = 0;
  while (
    count < pattern.bytes.length &&
    from + count < input.length &&
    (input[from + count]! & maskAt(pattern, count)) === pattern.bytes[count]
  ) {
    count += 1;
  }
  return count;
}

function maskAt({ mask }: KeyPattern, at: number): number {
  return mask === undefined ? 0xff : mask[at]!;
}
