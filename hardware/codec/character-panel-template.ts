import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

/**
 * What a character panel's manual says about its frames, as a line of text: `40 {address:hex2} {text:gb2312} 0D` (an
 * installed hall's panels take just that). Tokens stand between blanks:
 *
 * - `0D`: that byte; `'LED1'`: those ASCII characters; `??` (in answers): any byte.
 * - `{address:F}`: the panel's address, `{length:F}`: bytes of the text. F is `hex2` (one byte), `hex4` (two, high one
 *   first), `hex4le` (low one first), `dec2`, `dec3` (so many ASCII digits), `ascii2` (two ASCII hexadecimal digits).
 * - `{text:C}`: the text; C is `gb2312`, `gbk` or `ascii`.
 * - `{sum:hex2}`, `{xor:hex2}`: of all bytes before it.
 */
export type TemplateToken =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'address' | 'length'; readonly format: NumberFormatName }
  | { readonly kind: 'text'; readonly charset: TemplateCharset }
  | { readonly kind: 'sum' | 'xor' };

export type TemplateCharset = 'gb2312' | 'gbk' | 'ascii';

interface NumberFormat {
  readonly most: number;
  readonly bytes: number;
  encode(value: number): readonly number[];
  /** NaN: not written like this. */
  decode(bytes: Uint8Array): number;
}

export const NUMBER_FORMATS = {
  hex2: binary(1, false),
  hex4: binary(2, false),
  hex4le: binary(2, true),
  dec2: digits(2, 10),
  dec3: digits(3, 10),
  ascii2: digits(2, 16),
} as const satisfies Record<string, NumberFormat>;
export type NumberFormatName = keyof typeof NUMBER_FORMATS;

export type TemplateFaultCode = 'TEMPLATE_INVALID';

const CHARSETS: readonly string[] = ['gb2312', 'gbk', 'ascii'];
const TOKEN = /'[^']*'|\S+/g;

/** Fails with a sentence that names the token. */
export function parseFrameTemplate(
  template: string,
): Result<readonly TemplateToken[], Fault<TemplateFaultCode>> {
  const tokens = parseTokens(template);
  if (!tokens.ok) return tokens;
  const count = (kind: TemplateToken['kind']) => tokens.value.filter((token) => token.kind === kind).length;
  if (count('any') > 0) return invalid('?? is for answers: a frame that is sent has no open bytes');
  if (count('text') !== 1) return invalid('the frame needs {text:…} exactly once');
  for (const once of ['address', 'length'] as const) {
    if (count(once) > 1) return invalid(`{${once}:…} stands there twice`);
  }
  if (tokens.value[0]?.kind === 'text' || tokens.value.at(-1)?.kind === 'text') {
    return invalid('something must stand before and behind {text:…}, or the panel cannot find its ends');
  }
  return tokens;
}

/** Fails with a sentence that names the token. */
export function parseAnswerTemplate(
  template: string,
): Result<readonly TemplateToken[], Fault<TemplateFaultCode>> {
  const tokens = parseTokens(template);
  if (!tokens.ok) return tokens;
  const other = tokens.value.find(({ kind }) => !['byte', 'any', 'address'].includes(kind));
  if (other !== undefined) return invalid(`{${other.kind}:…} has no place in an answer`);
  if (!tokens.value.some(({ kind }) => kind === 'byte')) return invalid('an answer needs a fixed byte');
  return tokens;
}

function parseTokens(template: string): Result<readonly TemplateToken[], Fault<TemplateFaultCode>> {
  const tokens: TemplateToken[] = [];
  for (const [word] of template.matchAll(TOKEN)) {
    const parsed = parseToken(word);
    if (typeof parsed === 'string') return invalid(parsed);
    tokens.push(...parsed);
  }
  return tokens.length === 0 ? invalid('the template is empty') : ok(tokens);
}

/** A sentence where it is no token. */
function parseToken(word: string): readonly TemplateToken[] | string {
  if (/^[0-9A-Fa-f]{2}$/.test(word)) return [{ kind: 'byte', byte: Number.parseInt(word, 16) }];
  if (word === '??') return [{ kind: 'any' }];
  if (/^'[\x20-\x7e]+'$/.test(word)) {
    return [...word.slice(1, -1)].map((character) => ({ kind: 'byte', byte: character.charCodeAt(0) }));
  }
  const [, field, format] = /^\{([a-z]+):([a-z0-9]+)\}$/.exec(word) ?? [];
  if (field === undefined || format === undefined) {
    return `"${word}" is neither a byte like 0D, nor 'text', nor a field like {address:hex2}`;
  }
  switch (field) {
    case 'address':
    case 'length':
      if (!Object.hasOwn(NUMBER_FORMATS, format)) {
        return `"${word}": a number is written as ${Object.keys(NUMBER_FORMATS).join(', ')}`;
      }
      return [{ kind: field, format: format as NumberFormatName }];
    case 'text':
      if (!CHARSETS.includes(format)) return `"${word}": a text is written in ${CHARSETS.join(', ')}`;
      return [{ kind: field, charset: format as TemplateCharset }];
    case 'sum':
    case 'xor':
      return format === 'hex2' ? [{ kind: field }] : `"${word}": a check byte is hex2`;
    default:
      return `"${word}": there are address, text, length, sum and xor`;
  }
}

function invalid(sentence: string): Result<never, Fault<TemplateFaultCode>> {
  return err(fault('TEMPLATE_INVALID', sentence));
}

function binary(bytes: number, littleEndian: boolean): NumberFormat {
  const turned = <T>(order: T[]): T[] => (littleEndian ? order.reverse() : order);
  return {
    bytes,
    most: 256 ** bytes - 1,
    encode: (value) =>
      turned(Array.from({ length: bytes }, (_, at) => (value >> (8 * (bytes - 1 - at))) & 0xff)),
    decode: (taken) => turned([...taken]).reduce((value, byte) => value * 256 + byte, 0),
  };
}

function digits(bytes: number, base: 10 | 16): NumberFormat {
  const written = base === 10 ? /^\d+$/ : /^[0-9A-Fa-f]+$/;
  return {
    bytes,
    most: base ** bytes - 1,
    encode: (value) => [...Buffer.from(value.toString(base).toUpperCase().padStart(bytes, '0'), 'ascii')],
    decode(taken) {
      const text = Buffer.from(taken).toString('latin1');
      return written.test(text) ? Number.parseInt(text, base) : Number.NaN;
    },
  };
}
