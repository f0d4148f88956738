/**
 * What of a log line may be kept and leave the machine. The code logs nothing personal; this is for the day on which
 * it does by mistake: only known fields stay, and in their texts everything goes that a name, a number or a key could
 * be: characters beyond ASCII (logs are English, names here are not), long digits, escapes, and what looks encoded.
 */

/** Fields of the host's log. What is not here is dropped, whatever it holds. */
const FIELDS: ReadonlySet<string> = new Set([
  ...[
    'level',
    'time',
    'msg',
    'device',
    'event',
    'code',
    'problem',
    'reason',
    'why',
    'online',
    'topic',
    'fields',
  ],
  ...[
    'command',
    'request',
    'ms',
    'signal',
    'profile',
    'queue',
    'sure',
    'outcome',
    'tickets',
    'givenUp',
    'papers',
  ],
  ...['bug', 'round', 'phase', 'action', 'what', 'state', 'check', 'version', 'step', 'pages', 'kind', 'of'],
]);
/** Times are 13 digits until the year 2286; nothing else of so many is kept. */
const TIME_FIELDS: ReadonlySet<string> = new Set(['time']);
const LONGEST_TEXT = 300;
/** Of a text without an end so much is looked at: the patterns take the square of it. */
const LOOKED_AT = 2_000;
const MOST_PARTS = 20;
/** Years and ports have fewer digits; what identifies a person has more. */
const LARGEST_NUMBER = 999_999;

const HIDDEN = '#';

/** A line of pino, masked; null where it is no such line. */
export function maskLine(line: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const kept = Object.entries(parsed).flatMap(([field, value]): [string, unknown][] => {
    if (!FIELDS.has(field)) return [];
    if (TIME_FIELDS.has(field)) return isTime(value) ? [[field, value]] : [];
    return [[field, maskValue(value)]];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && /^\d{13}$/.test(String(value));
}

function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return Math.abs(value) > LARGEST_NUMBER ? HIDDEN : value;
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_PARTS).map(maskValue);
  // Nested objects are what nobody meant to log.
  return HIDDEN;
}

export function maskText(text: string): string {
  return (
    text
      .slice(0, LOOKED_AT)
      // Full-width letters and digits are what they look like.
      .normalize('NFKC')
      // Beyond printable ASCII, and the escapes that stand for it.
      .replaceAll(/[^\x20-\x7e]+/g, HIDDEN)
      .replaceAll(/(?:\\u[0-9a-f]{4}|\\u\{[0-9a-f]+\}|\\x[0-9a-f]{2}|%[0-9a-f]{2}|&#\w+;)+/gi, HIDDEN)
      .replaceAll(/[^\s@]{1,64}@[^\s@]{1,255}/g, HIDDEN)
      // Bytes as a debugger prints them.
      .replaceAll(/(?<![A-Za-z0-9])[0-9a-f]{2}(?:[ ,:-]{1,2}[0-9a-f]{2}){2,}(?![A-Za-z0-9])/gi, HIDDEN)
      // Numbers that stand alone, whole: of what is cut in two the rest would stay.
      .replaceAll(/(?<![A-Za-z0-9])\d(?:[^A-Za-z0-9]{0,3}\d){4,}[Xx]?(?![A-Za-z0-9])/g, HIDDEN)
      // Encoded: letters and digits mixed in one long word, or a long one with the signs of base64.
      .replaceAll(/[A-Za-z0-9+/=_]{8,}/g, (word) => (isPlainWord(word) ? word : HIDDEN))
      .replaceAll(/\d(?:[^A-Za-z0-9]{0,3}\d){4,}[\dXx]?/g, HIDDEN)
      .slice(0, LONGEST_TEXT)
  );
}

/** Words of a language and names of code: one case or camel case, no digit in it. Paths are their parts. */
function isPlainWord(word: string): boolean {
  return word
    .split(/[/_=+]/)
    .every((part) => /^(?:[A-Z]?[a-z]*|[A-Z]+|[a-z]+(?:[A-Z][a-z]+)+)$/.test(part) || /^\w{1,4}$/.test(part));
}
