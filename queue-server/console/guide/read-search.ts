import { isCitizenNumber, normaliseIdNumber } from '@hall/shared/contracts/identity';
import { isPaperScan } from '@hall/shared/contracts/paper-code';

/** What somebody says, shows or hands over at the desk. A short text can mean a number and a booking code. */
export type Search =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'number'; readonly number: string; readonly code: string | null }
  | { readonly kind: 'code'; readonly code: string }
  /** The square code on a ticket's paper. */
  | { readonly kind: 'paper'; readonly scanned: string }
  /** `missing` characters to come; `fits`: the check character is right. */
  | { readonly kind: 'card'; readonly missing: number; readonly fits: boolean }
  | { readonly kind: 'unknown' };

const CARD_LENGTH = 18;
/** From here on digits are no code any more but the beginning of a card's number. */
const CARD_FROM = 7;

/** Reads what was typed; full-width characters, spaces and small letters are the same. Pure. */
export function readSearch(typed: string): Search {
  const text = normaliseIdNumber(typed.normalize('NFKC'));
  if (text === '') return { kind: 'nothing' };
  if (isPaperScan(typed)) return { kind: 'paper', scanned: typed.trim() };
  const code = /^[0-9A-F]{6}$/.test(text) ? text : null;
  if (/^[A-Z]{1,2}[0-9]{2,4}$/.test(text)) return { kind: 'number', number: text, code };
  if (code !== null) return { kind: 'code', code };
  if (text.length >= CARD_FROM && text.length <= CARD_LENGTH && /^\d+X?$/.test(text)) {
    return { kind: 'card', missing: CARD_LENGTH - text.length, fits: isCitizenNumber(text) };
  }
  return { kind: 'unknown' };
}
