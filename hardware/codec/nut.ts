/**
 * The line protocol of NUT's `upsd` (TCP 3493): the NUT developer guide, chapter "Network protocol information"
 * (networkupstools.org/docs/developer-guide.chunked/net-protocol.html). A line ends with LF. Elements are separated
 * by blanks; one with blanks stands in double quotes; a quote or backslash inside has a backslash before it.
 */

export const NUT_PORT = 3493;

/**
 * Bytes of a line without its LF. NUT's own client reads lines of at most 512 (UPSCLI_NETBUF_LEN in upsclient.h);
 * four times that leaves room for a later version and still bounds a peer that never ends its line.
 */
export const NUT_LONGEST_LINE_BYTES = 2_048;

const LF = 0x0a;
const CR = 0x0d;

export type NutDecoded =
  /** Elements of one line, unquoted; at least one. */
  | { readonly kind: 'line'; readonly words: readonly string[] }
  /** `malformed`: a quote or escape that is not ended, or control characters. */
  | { readonly kind: 'dropped'; readonly reason: 'too-long' | 'malformed'; readonly bytes: number };

export interface NutLineDecoder {
  /** Takes bytes as they come. Empty lines say nothing and give nothing. */
  feed(bytes: Uint8Array): NutDecoded[];
  /** Bytes of an unfinished line are held. */
  readonly pending: boolean;
  /** Forgets what is held. */
  reset(): void;
}

export function createNutLineDecoder(): NutLineDecoder {
  let held: number[] = [];
  let length = 0;

  const finish = (): NutDecoded | undefined => {
    const bytes = held.at(-1) === CR ? held.slice(0, -1) : held;
    const whole = length;
    held = [];
    length = 0;
    if (whole > NUT_LONGEST_LINE_BYTES) return { kind: 'dropped', reason: 'too-long', bytes: whole };
    // Values come from the device as it says them: bytes that are no UTF-8 must not hide the rest of a list.
    const words = splitNutLine(new TextDecoder().decode(Uint8Array.from(bytes)));
    if (words === undefined) return { kind: 'dropped', reason: 'malformed', bytes: whole };
    return words.length === 0 ? undefined : { kind: 'line', words };
  };

  return {
    feed(bytes) {
      const decoded: NutDecoded[] = [];
      for (const byte of bytes) {
        if (byte !== LF) {
          length += 1;
          // Counted but not kept: a line that never ends must not fill the memory.
          if (length <= NUT_LONGEST_LINE_BYTES) held.push(byte);
          continue;
        }
        const line = finish();
        if (line !== undefined) decoded.push(line);
      }
      return decoded;
    },
    get pending() {
      return length > 0;
    },
    reset() {
      held = [];
      length = 0;
    },
  };
}

/** Elements of a line without its LF; undefined where it is malformed. */
export function splitNutLine(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string;
    if (isControl(char)) return undefined;
    if (char === '\\') {
      at += 1;
      const escaped = line[at];
      if (escaped === undefined || isControl(escaped)) return undefined;
      word = (word ?? '') + escaped;
    } else if (char === '"') {
      // An empty pair of quotes is an element, too: a value that the device does not know is "".
      word ??= '';
      quoted = !quoted;
    } else if (!quoted && (char === ' ' || char === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quoted) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** Tab separates like a blank; every other control character is noise. */
function isControl(char: string): boolean {
  const code = char.charCodeAt(0);
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}

/** One line with its LF. Throws `RangeError` for text that no line can carry: callers check what people type. */
export function encodeNutLine(words: readonly string[]): Uint8Array {
  const line = words.map(quotedWord).join(' ');
  const bytes = Buffer.from(`${line}\n`, 'utf8');
  if (bytes.length - 1 > NUT_LONGEST_LINE_BYTES) throw new RangeError('longer than a line of NUT');
  return bytes;
}

function quotedWord(word: string): string {
  if ([...word].some((char) => isControl(char) || char === '\t')) {
    throw new RangeError('a control character in a line of NUT');
  }
  // What parseconf takes for more than a letter: quote, escape, comment, assignment.
  if (word !== '' && !/[\s"\\#=]/.test(word)) return word;
  return `"${word.replace(/["\\]/g, (char) => `\\${char}`)}"`;
}

/** What a line of the server means. */
export type NutReply =
  | { readonly kind: 'ok'; readonly more: readonly string[] }
  | { readonly kind: 'error'; readonly code: string; readonly more: readonly string[] }
  | { readonly kind: 'var'; readonly ups: string; readonly name: string; readonly value: string }
  | { readonly kind: 'ups'; readonly name: string; readonly description: string }
  /** `BEGIN LIST …` and `END LIST …` repeat the question. */
  | { readonly kind: 'begin' | 'end'; readonly query: readonly string[] }
  | { readonly kind: 'other' };

export function parseNutReply(words: readonly string[]): NutReply {
  const [first = '', second = '', ...rest] = words;
  switch (first) {
    case 'OK':
      return { kind: 'ok', more: words.slice(1) };
    case 'ERR':
      return { kind: 'error', code: second === '' ? 'UNKNOWN' : second, more: rest };
    case 'VAR':
      if (words.length !== 4) return { kind: 'other' };
      return { kind: 'var', ups: second, name: rest[0] as string, value: rest[1] as string };
    case 'UPS':
      if (words.length !== 3) return { kind: 'other' };
      return { kind: 'ups', name: second, description: rest[0] as string };
    case 'BEGIN':
    case 'END':
      if (second !== 'LIST' || rest.length === 0) return { kind: 'other' };
      return { kind: first === 'BEGIN' ? 'begin' : 'end', query: rest };
    default:
      return { kind: 'other' };
  }
}

/** Whether a list marker repeats this question, e.g. `['VAR', 'su700']`. */
export function isSameQuery(marker: readonly string[], query: readonly string[]): boolean {
  return marker.length === query.length && marker.every((word, at) => word === query[at]);
}

/**
 * Words of `ups.status` that the driver acts on (NUT developer guide, "Status data": OL, OB, LB, HB, RB, CHRG,
 * DISCHRG, BYPASS, CAL, OFF, OVER, TRIM, BOOST, FSD). Words that are not known are kept as they are.
 */
export function parseUpsStatus(value: string): ReadonlySet<string> {
  return new Set(value.split(/\s+/).filter((flag) => flag !== ''));
}

/** A number as NUT writes them: decimal, with a dot, no exponent. Null for anything else, a negative one too. */
export function parseNutNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : null;
}
