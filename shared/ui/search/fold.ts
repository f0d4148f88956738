import { TRADITIONAL_SIMPLIFIED } from './traditional-characters.ts';

/** Typed and stored words in one form, so that they can be compared sign by sign. */

const SIMPLIFIED = new Map<string, string>();
{
  const signs = [...TRADITIONAL_SIMPLIFIED];
  for (let i = 0; i + 1 < signs.length; i += 2) SIMPLIFIED.set(signs[i]!, signs[i + 1]!);
}

const HAN = /\p{Script=Han}/u;
const COMBINING = /\p{M}/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}]+/gu;

export const isHan = (sign: string): boolean => HAN.test(sign);
export const isLetter = (sign: string): boolean => sign >= 'a' && sign <= 'z';

/**
 * Half width, lower case, simplified, without tone marks; whatever is neither letter nor digit becomes one space.
 * `ＳＢＫ` → `sbk`, `護照` → `护照`, `lǚ` → `lv`.
 */
export function fold(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/u([\u0300-\u036f])\u0308/g, 'v$1')
    .replace(COMBINING, '')
    .normalize('NFC')
    .replace(/['’]/g, '')
    .replace(NEITHER_LETTER_NOR_DIGIT, ' ')
    .trim();
  let folded = '';
  for (const sign of plain) folded += SIMPLIFIED.get(sign) ?? sign;
  return folded;
}
