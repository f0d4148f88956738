import type { TextField } from './sdt-card-layout.ts';

/**
 * Reading UTF-16LE fields of a card's blocks without making strings of them: a string cannot be overwritten, so a
 * card is checked as bytes, and only what somebody asks for becomes text.
 */

const BLANK = 0x20;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

export function unitAt(block: Uint8Array, at: number): number {
  return block[at]! | (block[at + 1]! << 8);
}

/** The field without the padding at its end: blanks, or the zeros that some readers leave. */
export function filled(block: Uint8Array, { at, bytes }: TextField): TextField {
  let end = at + bytes;
  while (end > at && isPadding(unitAt(block, end - 2))) end -= 2;
  return { at, bytes: end - at };
}

/** Whether it is well-formed UTF-16 without control characters. */
export function isClean(block: Uint8Array, { at, bytes }: TextField): boolean {
  for (let unit = at; unit < at + bytes; unit += 2) {
    const code = unitAt(block, unit);
    if (code < BLANK || (code >= 0x7f && code <= 0x9f)) return false;
    if (code >= 0xdc00 && code <= 0xdfff) return false;
    if (code < 0xd800 || code > 0xdbff) continue;
    unit += 2;
    const low = unit < at + bytes ? unitAt(block, unit) : 0;
    if (low < 0xdc00 || low > 0xdfff) return false;
  }
  return true;
}

/** One string, made in one step: no parts of it are left behind on the heap. */
export function textOf(block: Uint8Array, { at, bytes }: TextField): string {
  return Buffer.from(block.buffer, block.byteOffset + at, bytes).toString('utf16le');
}

export function isDigit(unit: number): boolean {
  return unit >= DIGIT_0 && unit <= DIGIT_9;
}

/** The value of `count` digits, or `undefined` where one is none. */
export function digitsAt(block: Uint8Array, at: number, count: number): number | undefined {
  let value = 0;
  for (let unit = at; unit < at + 2 * count; unit += 2) {
    const code = unitAt(block, unit);
    if (!isDigit(code)) return undefined;
    value = value * 10 + code - DIGIT_0;
  }
  return value;
}

/** Whether eight digits, `YYYYMMDD`, name a day that there is. */
export function isDay(block: Uint8Array, { at, bytes }: TextField): boolean {
  if (bytes !== 16) return false;
  const year = digitsAt(block, at, 4);
  const month = digitsAt(block, at + 8, 2);
  const day = digitsAt(block, at + 12, 2);
  if (year === undefined || month === undefined || day === undefined) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= days[month - 1]!;
}

/** `YYYY-MM-DD` of a field that {@link isDay}. */
export function dayText(block: Uint8Array, { at }: TextField): string {
  const part = (from: number, bytes: number) => textOf(block, { at: at + from, bytes });
  return `${part(0, 8)}-${part(8, 4)}-${part(12, 4)}`;
}

function isPadding(unit: number): boolean {
  return unit === 0 || unit === BLANK;
}
