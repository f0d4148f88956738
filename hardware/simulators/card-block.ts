import type { IdCard } from '../codec/sdt-card.ts';
import type { CardField, TextField } from '../codec/sdt-card-layout.ts';
import {
  CARD_LAYOUTS,
  ETHNIC_GROUPS,
  OTHER_ETHNIC_CODES,
  SEX_CODES,
  TYPE_MARK,
} from '../codec/sdt-card-layout.ts';
import { NEWEST_ADDRESS_BYTES, TEXT_BYTES } from '../codec/sdt-command.ts';

/** The 256-byte text block that a real card with this content would hold. Throws if a field does not fit. */
export function cardTextBlock(card: IdCard): Uint8Array {
  const layout = CARD_LAYOUTS.find((known) => known.kind === card.kind)!;
  const block = blanks(TEXT_BYTES);
  for (const [name, value] of Object.entries(wireValues(card))) {
    const where = layout.fields[name as CardField];
    if (where !== undefined && value !== undefined) writeText(block, where, value);
  }
  writeText(block, TYPE_MARK, layout.mark);
  return block;
}

/** The answer block of command 30 03. */
export function newestAddressBlock(address: string): Uint8Array {
  const block = blanks(NEWEST_ADDRESS_BYTES);
  writeText(block, { at: 0, bytes: NEWEST_ADDRESS_BYTES }, address);
  return block;
}

function wireValues(card: IdCard): Partial<Record<CardField, string | undefined>> {
  const english = card.englishName ?? '';
  // Only the card of 2023 continues a long English name elsewhere, after 35 characters.
  const headLength = card.kind === 'foreign-2023' ? 35 : english.length;
  return {
    name: card.name === card.englishName ? undefined : card.name,
    englishName: english.slice(0, headLength),
    englishNameContinued: english.slice(headLength),
    sex: Object.entries(SEX_CODES).find(([, word]) => word === card.sex)?.[0],
    ethnic: card.ethnic === undefined ? undefined : ethnicCode(card.ethnic),
    birth: card.birth.replaceAll('-', ''),
    address: card.address,
    number: card.number,
    authority: card.authority,
    country: card.country,
    validFrom: card.validFrom?.replaceAll('-', ''),
    validTo: card.validTo === 'long-term' ? '长期' : card.validTo?.replaceAll('-', ''),
    passNumber: card.passNumber,
  };
}

function ethnicCode(group: string): string {
  const at = ETHNIC_GROUPS.indexOf(group);
  const other = Object.entries(OTHER_ETHNIC_CODES).find(([, name]) => name === group)?.[0];
  if (at < 0 && other === undefined) throw new RangeError('no such ethnic group');
  return other ?? String(at + 1).padStart(2, '0');
}

function blanks(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => (at % 2 === 0 ? 0x20 : 0x00));
}

function writeText(block: Uint8Array, where: TextField, text: string): void {
  if (text.length * 2 > where.bytes) throw new RangeError(`${text.length} characters at ${where.at}`);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    block[where.at + 2 * at] = unit & 0xff;
    block[where.at + 2 * at + 1] = unit >> 8;
  }
}
