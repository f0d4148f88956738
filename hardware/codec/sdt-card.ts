import { hasCitizenCheckCharacter } from '@hall/shared/contracts/identity';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { CardField, CardKind, CardLayout, TextField } from './sdt-card-layout.ts';
import { CARD_LAYOUTS, ETHNIC_GROUPS, OTHER_ETHNIC_CODES, SEX_CODES, TYPE_MARK } from './sdt-card-layout.ts';
import { TEXT_BYTES } from './sdt-command.ts';

export type { CardKind } from './sdt-card-layout.ts';

/** What a reader has read from a card. Personal data: never log it, and keep it no longer than needed. */
export interface IdCard {
  readonly kind: CardKind;
  /** In Chinese; a foreigner without a Chinese name has the English one here too. */
  readonly name: string;
  readonly englishName?: string;
  readonly sex: 'male' | 'female' | 'unknown' | 'unspecified';
  /** `YYYY-MM-DD` */
  readonly birth: string;
  /** 18 characters; 15 on a foreigner's card of 2017. */
  readonly number: string;
  readonly address?: string;
  /** The group's Chinese name, e.g. 汉. */
  readonly ethnic?: string;
  readonly authority?: string;
  /** Three letters, foreigners only. */
  readonly country?: string;
  /** `YYYY-MM-DD` */
  readonly validFrom?: string;
  /** `YYYY-MM-DD`, or 长期. */
  readonly validTo?: string | 'long-term';
  /** Of the 港澳 or 台湾 pass that belongs to a 港澳台居民居住证. */
  readonly passNumber?: string;
  /** 1024 bytes in the closed WLT format, as read. */
  readonly photoWlt: Uint8Array;
}

export type CardFaultCode =
  /** The type mark is none of the known four. */
  | 'CARD_KIND_UNKNOWN'
  /** A field does not hold what it must; `details.field` names it, never its content. */
  | 'CARD_FIELD_INVALID';

/**
 * Parses the text block. Everything is checked (dates, sex, check character, well-formed text): SDT frames
 * have an 8-bit checksum only, and a wrong name or number must never reach a ticket.
 */
export function parseIdCard(text: Uint8Array, photo: Uint8Array): Result<IdCard, Fault<CardFaultCode>> {
  if (text.length !== TEXT_BYTES) throw new RangeError(`text block of ${text.length} bytes`);
  const mark = utf16(text, TYPE_MARK).replace('\0', ' ');
  const layout = CARD_LAYOUTS.find((known) => known.mark === mark);
  if (layout === undefined) return err(fault('CARD_KIND_UNKNOWN', 'the type mark is not known'));
  try {
    return ok(parseFields(layout, text, photo));
  } catch (problem) {
    if (problem instanceof FieldProblem) {
      const details = { kind: layout.kind, field: problem.field };
      return err(fault('CARD_FIELD_INVALID', `field ${problem.field} of a ${layout.kind} card`, details));
    }
    throw problem;
  }
}

/** The newest address block of command 30 03: UTF-16LE, 70 bytes. Empty or malformed: `undefined`. */
export function parseNewestAddress(block: Uint8Array): string | undefined {
  const address = trimmed(utf16(block, { at: 0, bytes: block.length }));
  return address !== '' && address.isWellFormed() ? address : undefined;
}

/** Leaves `parseFields` early; never leaves this file. */
class FieldProblem extends Error {
  readonly field: CardField;
  constructor(field: CardField) {
    super(field);
    this.field = field;
  }
}

function parseFields(layout: CardLayout, text: Uint8Array, photo: Uint8Array): IdCard {
  const read = (name: CardField): string => {
    const where = layout.fields[name];
    if (where === undefined) return '';
    const value = trimmed(utf16(text, where));
    if (!value.isWellFormed() || hasControl(value)) throw new FieldProblem(name);
    return value;
  };
  const englishName = readEnglishName(layout, text);
  const name = read('name') || englishName;
  if (name === '') throw new FieldProblem('name');
  const sex = SEX_CODES[read('sex') as keyof typeof SEX_CODES];
  if (sex === undefined) throw new FieldProblem('sex');
  const birth = isoDate(read('birth'));
  if (birth === undefined) throw new FieldProblem('birth');
  const number = read('number').toUpperCase();
  if (!isNumberOf(layout.kind, number, birth)) throw new FieldProblem('number');
  const validTo = readValidTo(read('validTo'));
  const validFrom = optionalDate(read('validFrom'), 'validFrom');
  const ethnic = layout.fields.ethnic === undefined ? '' : ethnicGroup(read('ethnic'));
  return {
    kind: layout.kind,
    name,
    sex,
    birth,
    number,
    ...given('englishName', englishName),
    ...given('address', read('address')),
    ...given('ethnic', ethnic),
    ...given('authority', read('authority')),
    ...given('country', read('country')),
    ...given('validFrom', validFrom),
    ...given('validTo', validTo),
    ...given('passNumber', read('passNumber')),
    photoWlt: photo.slice(),
  };
}

/** The two parts are joined before trimming: the break may fall on a blank between two names. */
function readEnglishName(layout: CardLayout, text: Uint8Array): string {
  const { englishName, englishNameContinued } = layout.fields;
  if (englishName === undefined) return '';
  const continued = englishNameContinued === undefined ? '' : utf16(text, englishNameContinued);
  const whole = trimmed(zerosAsBlanks(utf16(text, englishName)) + continued);
  if (!whole.isWellFormed() || hasControl(whole)) throw new FieldProblem('englishName');
  return whole;
}

function given<Name extends keyof IdCard>(name: Name, value: string): Partial<Pick<IdCard, Name>> {
  return value === '' ? {} : ({ [name]: value } as Partial<Pick<IdCard, Name>>);
}

/** GB 11643 for all but the card of 2017, whose own check digit's rule is not known here. */
function isNumberOf(kind: CardKind, number: string, birth: string): boolean {
  if (kind === 'foreign-2017') return /^[A-Z]{3}\d{12}$/.test(number);
  if (!hasCitizenCheckCharacter(number)) return false;
  if (number.slice(6, 14) !== birth.replaceAll('-', '')) return false;
  return kind !== 'foreign-2023' || number.startsWith('9');
}

function ethnicGroup(code: string): string {
  const group = ETHNIC_GROUPS[Number(code) - 1] ?? OTHER_ETHNIC_CODES[code];
  if (!/^\d\d$/.test(code) || group === undefined) throw new FieldProblem('ethnic');
  return group;
}

function readValidTo(value: string): string {
  return value === '长期' ? 'long-term' : optionalDate(value, 'validTo');
}

function optionalDate(value: string, name: CardField): string {
  if (value === '') return '';
  const date = isoDate(value);
  if (date === undefined) throw new FieldProblem(name);
  return date;
}

/** `YYYYMMDD` → `YYYY-MM-DD`, if there is such a day. */
function isoDate(digits: string): string | undefined {
  if (!/^\d{8}$/.test(digits)) return undefined;
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso) ? undefined : iso;
}

function utf16(block: Uint8Array, { at, bytes }: TextField): string {
  let text = '';
  for (let low = at; low < at + bytes; low += 2) {
    text += String.fromCharCode(block[low]! | (block[low + 1]! << 8));
  }
  return text;
}

/** Zeros as padding become blanks, so that they keep their width. */
function zerosAsBlanks(text: string): string {
  return text.replaceAll('\0', ' ');
}

/** Fields are padded with blanks; some readers leave zeros. */
function trimmed(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: zeros are the padding some readers leave
  return text.replace(/[\u0000 ]+$/, '');
}

function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u001F\u007F-\u009F]/.test(text);
}
