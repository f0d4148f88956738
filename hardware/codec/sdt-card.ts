import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { CardField, CardKind, CardLayout, TextField } from './sdt-card-layout.ts';
import { CARD_LAYOUTS, ETHNIC_GROUPS, OTHER_ETHNIC_CODES, SEX_CODES, TYPE_MARK } from './sdt-card-layout.ts';
import { NEWEST_ADDRESS_BYTES, TEXT_BYTES } from './sdt-command.ts';
import { dayText, digitsAt, filled, isClean, isDay, isDigit, textOf, unitAt } from './sdt-text.ts';

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

/**
 * A card as it came from a reader: its fields are made from its bytes each time they are asked for, so that nothing
 * of the person is on the heap but these bytes until somebody needs it.
 */
export interface ReadIdCard extends IdCard {
  /** Overwrites the bytes with zeros. Asking for a field afterwards is a bug and throws. */
  clear(): void;
  /** The same card with the address of command 30 03; both share their bytes. Without one in it: this card. */
  withNewestAddress(block: Uint8Array): ReadIdCard;
}

export type CardFaultCode =
  /** The type mark is none of the known four. */
  | 'CARD_KIND_UNKNOWN'
  /** A field does not hold what it must; `details.field` names it, never its content. */
  | 'CARD_FIELD_INVALID';

/**
 * Checks the text block and gives the card. Everything is checked (dates, sex, check character, well-formed text):
 * SDT frames have an 8-bit checksum only, and a wrong name or number must never reach a ticket. Both blocks are
 * copied; the caller overwrites its own.
 */
export function parseIdCard(text: Uint8Array, photo: Uint8Array): Result<ReadIdCard, Fault<CardFaultCode>> {
  if (text.length !== TEXT_BYTES) throw new RangeError(`text block of ${text.length} bytes`);
  const mark = unitAt(text, TYPE_MARK.at) || BLANK;
  const layout = CARD_LAYOUTS.find((known) => known.mark.charCodeAt(0) === mark);
  if (layout === undefined) return err(fault('CARD_KIND_UNKNOWN', 'the type mark is not known'));
  const block = text.slice();
  capitals(block, layout.fields.number);
  const field = badField(layout, block);
  if (field === undefined) return ok(cardOf(layout, { text: block, photo: photo.slice() }));
  block.fill(0);
  const details = { kind: layout.kind, field };
  return err(fault('CARD_FIELD_INVALID', `field ${field} of a ${layout.kind} card`, details));
}

/** The newest address block of command 30 03: UTF-16LE, 70 bytes. Empty or malformed: `undefined`. */
export function parseNewestAddress(block: Uint8Array): string | undefined {
  const where = addressIn(block);
  return where === undefined ? undefined : textOf(block, where);
}

const BLANK = 0x20;
const LETTER_A = 0x41;
const LETTER_Z = 0x5a;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const LETTER_X = 0x58;
/** 长期 */
const LONG_TERM = [0x957f, 0x671f] as const;
const CITIZEN_CHARACTERS = 18;

interface CardBytes {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  /** The 70 bytes of command 30 03, where they hold an address. */
  readonly newestAddress?: Uint8Array;
}

/** The first field that does not hold what it must. */
function badField(layout: CardLayout, text: Uint8Array): CardField | undefined {
  const { fields, kind } = layout;
  const content = (name: CardField): TextField => filled(text, fields[name] ?? NO_FIELD);
  const unclean = (Object.keys(fields) as CardField[]).find(
    (name) => !CHECKED_APART.has(name) && !isClean(text, content(name)),
  );
  const english = englishBytes(layout, text);
  const englishUnclean = english !== undefined && !isClean(english, { at: 0, bytes: english.length });
  english?.fill(0);
  if (englishUnclean) return 'englishName';
  if (unclean === 'name') return 'name';
  if (content('name').bytes === 0 && (english?.length ?? 0) === 0) return 'name';
  const sex = content('sex');
  if (sex.bytes !== 2 || !(String.fromCharCode(unitAt(text, sex.at)) in SEX_CODES)) return 'sex';
  const birth = content('birth');
  if (!isDay(text, birth)) return 'birth';
  if (!isNumberOf(kind, text, content('number'), birth)) return 'number';
  const validTo = content('validTo');
  if (validTo.bytes !== 0 && !isLongTerm(text, validTo) && !isDay(text, validTo)) return 'validTo';
  const validFrom = content('validFrom');
  if (validFrom.bytes !== 0 && !isDay(text, validFrom)) return 'validFrom';
  if (fields.ethnic !== undefined && ethnicGroup(text, fields.ethnic) === undefined) return 'ethnic';
  return unclean;
}

const NO_FIELD: TextField = { at: 0, bytes: 0 };
/** The English name is checked joined: a character may be cut in two by the break. The counts are told to nobody. */
const CHECKED_APART: ReadonlySet<CardField> = new Set([
  'englishName',
  'englishNameContinued',
  'version',
  'renewals',
  'issueCount',
]);

/** Own enumerable getters: the card looks and compares like a plain one. */
function cardOf(layout: CardLayout, bytes: CardBytes): ReadIdCard {
  const { text, photo, newestAddress } = bytes;
  const { fields } = layout;
  let cleared = false;
  const card = { kind: layout.kind };
  const field = (name: keyof IdCard, get: () => unknown): void => {
    Object.defineProperty(card, name, {
      enumerable: true,
      get() {
        if (cleared) throw new Error(`${name} of a card that was cleared`);
        return get();
      },
    });
  };
  const given = (name: CardField & keyof IdCard): TextField | undefined => {
    const where = fields[name];
    const content = where && filled(text, where);
    return content === undefined || content.bytes === 0 ? undefined : content;
  };
  const textField = (name: CardField & keyof IdCard): void => {
    const where = given(name);
    if (where !== undefined) field(name, () => textOf(text, where));
  };
  const dayField = (name: 'birth' | 'validFrom' | 'validTo'): void => {
    const where = given(name);
    if (where === undefined) return;
    field(name, () => (isLongTerm(text, where) ? 'long-term' : dayText(text, where)));
  };

  const english = (): string => {
    const joined = englishBytes(layout, text)!;
    const name = textOf(joined, { at: 0, bytes: joined.length });
    joined.fill(0);
    return name;
  };
  const hasEnglish = englishLength(layout, text) > 0;
  const name = given('name');
  field('name', name === undefined ? english : () => textOf(text, name));
  if (hasEnglish) field('englishName', english);
  field('sex', () => SEX_CODES[textOf(text, fields.sex!) as keyof typeof SEX_CODES]);
  dayField('birth');
  textField('number');
  const address = newestAddress && addressIn(newestAddress);
  if (newestAddress === undefined || address === undefined) textField('address');
  else field('address', () => textOf(newestAddress, address));
  const { ethnic } = fields;
  if (ethnic !== undefined) field('ethnic', () => ethnicGroup(text, ethnic));
  for (const other of ['authority', 'country', 'passNumber'] as const) textField(other);
  dayField('validFrom');
  dayField('validTo');
  field('photoWlt', () => photo);

  const methods = {
    clear() {
      cleared = true;
      text.fill(0);
      photo.fill(0);
      newestAddress?.fill(0);
    },
    withNewestAddress(block: Uint8Array) {
      if (addressIn(block) === undefined) return card as unknown as ReadIdCard;
      return cardOf(layout, { text, photo, newestAddress: block.slice() });
    },
  };
  for (const [called, value] of Object.entries(methods)) Object.defineProperty(card, called, { value });
  return card as unknown as ReadIdCard;
}

function addressIn(block: Uint8Array): TextField | undefined {
  const where = filled(block, { at: 0, bytes: Math.min(block.length, NEWEST_ADDRESS_BYTES) });
  return where.bytes > 0 && isClean(block, where) ? where : undefined;
}

function englishLength({ fields }: CardLayout, text: Uint8Array): number {
  if (fields.englishName === undefined) return 0;
  const continued = fields.englishNameContinued;
  const tail = continued === undefined ? 0 : filled(text, continued).bytes;
  return tail > 0 ? fields.englishName.bytes + tail : filled(text, fields.englishName).bytes;
}

/**
 * Both parts of the English name in one piece, which is the caller's to overwrite. The break may fall on a blank
 * between two names: zeros as padding of the first part become blanks, so that they keep their width.
 */
function englishBytes(layout: CardLayout, text: Uint8Array): Uint8Array | undefined {
  const { englishName, englishNameContinued } = layout.fields;
  if (englishName === undefined) return undefined;
  const length = englishLength(layout, text);
  const joined = new Uint8Array(length);
  const head = Math.min(length, englishName.bytes);
  joined.set(text.subarray(englishName.at, englishName.at + head));
  for (let at = 0; at < head; at += 2) if (unitAt(joined, at) === 0) joined[at] = BLANK;
  if (englishNameContinued !== undefined && length > head) {
    joined.set(text.subarray(englishNameContinued.at, englishNameContinued.at + length - head), head);
  }
  return joined;
}

/** GB 11643 for all but the card of 2017, whose own check digit's rule is not known here. */
function isNumberOf(kind: CardKind, text: Uint8Array, number: TextField, birth: TextField): boolean {
  if (kind === 'foreign-2017') {
    if (number.bytes !== 30 || digitsAt(text, number.at + 6, 12) === undefined) return false;
    return [0, 2, 4].every((at) => isCapital(unitAt(text, number.at + at)));
  }
  if (number.bytes !== 2 * CITIZEN_CHARACTERS || !hasCheckCharacter(text, number.at)) return false;
  if (digitsAt(text, number.at + 12, 8) !== digitsAt(text, birth.at, 8)) return false;
  return kind !== 'foreign-2023' || digitsAt(text, number.at, 1) === 9;
}

/**
 * ISO 7064 MOD 11-2 as GB 11643 uses it, on bytes: `hasCitizenCheckCharacter` of the contracts takes a string, and a
 * regular expression keeps the last string that it saw.
 */
function hasCheckCharacter(text: Uint8Array, at: number): boolean {
  let sum = 0;
  for (let character = 0; character < CITIZEN_CHARACTERS; character += 1) {
    const unit = unitAt(text, at + 2 * character);
    const last = character === CITIZEN_CHARACTERS - 1;
    if (!isDigit(unit) && !(last && unit === LETTER_X)) return false;
    sum = (sum * 2 + (unit === LETTER_X ? 10 : unit - 0x30)) % 11;
  }
  return sum === 1;
}

function ethnicGroup(text: Uint8Array, where: TextField): string | undefined {
  const { at, bytes } = filled(text, where);
  const code = bytes === 4 ? digitsAt(text, at, 2) : undefined;
  return code === undefined ? undefined : (ETHNIC_GROUPS[code - 1] ?? OTHER_ETHNIC_CODES[String(code)]);
}

function isLongTerm(text: Uint8Array, { at, bytes }: TextField): boolean {
  return bytes === 4 && LONG_TERM.every((unit, index) => unitAt(text, at + 2 * index) === unit);
}

/** A number that ends in x is the same as one that ends in X. */
function capitals(text: Uint8Array, where: TextField | undefined): void {
  if (where === undefined) return;
  for (let at = where.at; at < where.at + where.bytes; at += 2) {
    const unit = unitAt(text, at);
    if (unit >= SMALL_A && unit <= SMALL_Z) text[at] = unit - SMALL_A + LETTER_A;
  }
}

function isCapital(unit: number): boolean {
  return unit >= LETTER_A && unit <= LETTER_Z;
}
