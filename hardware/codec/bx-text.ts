import iconv from 'iconv-lite';
import type { PrinterCharset } from './gb-text.ts';
import { nativeTextBytes } from './gb-text.ts';

/**
 * `\C1`–`\C7` in the order of the maker's table of escapes (onbonlab.github.io, k/potocol, 11.1). The same document
 * says that colours count lamps as bits (1 red, 2 green, 4 blue), by which 5 and 6 would change places, and other
 * documents of the maker agree with that: 1 to 3 are sure, the others are a setting ({@link BxColourCodes}).
 */
export const BX_COLOURS = ['red', 'green', 'yellow', 'blue', 'cyan', 'magenta', 'white'] as const;
export type BxColour = (typeof BX_COLOURS)[number];

/** The digit after `\C` for a colour, 1–7, where a panel differs from {@link BX_COLOURS}. */
export type BxColourCodes = Readonly<Partial<Record<BxColour, number>>>;

/** What the fonts loaded into the panel hold: the maker's standard fonts are GB 2312. */
export type BxCharset = Exclude<PrinterCharset, 'ascii'>;

/** Typographers' sign for "no type for this character" (GB 2312 A1FE). */
export const MISSING_CHARACTER = '〓';

const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

export interface BxText {
  readonly bytes: Uint8Array;
  /** Characters that the panel's font cannot have and that 〓 stands for, in order. */
  readonly replaced: readonly string[];
}

export interface BxTextStyle {
  readonly colour?: BxColour;
  readonly colourCodes?: BxColourCodes;
  /** Number of the Chinese font, `\FO…`: 0 is 16, 1 is 24, 2 is 32 dots high as delivered. */
  readonly font?: number;
  /** Number of the font for ASCII, `\FE…`; its height must be that of `font`. */
  readonly latinFont?: number;
  /** Default `gb2312`. */
  readonly charset?: BxCharset;
}

/**
 * Text for a panel's own font: ASCII and two-byte GB codes. What the font does not have (four-byte characters such
 * as 𬭎, and with `gb2312` all beyond its 6,763) is written as 〓 and named. A backslash would begin a command of the
 * panel's text language: it becomes a full-width one. Line breaks become blanks.
 */
export function encodeBxText(text: string, style: BxTextStyle = {}): BxText {
  const bytes: number[] = [];
  const replaced: string[] = [];
  if (style.font !== undefined) bytes.push(...fontCommand('O', style.font));
  if (style.latinFont !== undefined) bytes.push(...fontCommand('E', style.latinFont));
  if (style.colour !== undefined) {
    const code = style.colourCodes?.[style.colour] ?? BX_COLOURS.indexOf(style.colour) + 1;
    if (!Number.isInteger(code) || code < 1 || code > 7) throw new RangeError(`colour code ${code}: 1 to 7`);
    bytes.push(...Buffer.from(`\\C${code}`, 'ascii'));
  }
  for (const character of text.normalize('NFC')) {
    const code = encodeCharacter(character, style.charset ?? 'gb2312');
    if (code === null) replaced.push(character);
    bytes.push(...(code ?? iconv.encode(MISSING_CHARACTER, 'gb18030')));
  }
  return { bytes: Uint8Array.from(bytes), replaced };
}

function fontCommand(kind: 'O' | 'E', number: number): Uint8Array {
  if (!Number.isInteger(number) || number < 0 || number > 999) {
    throw new RangeError('a font number has three digits');
  }
  return Buffer.from(`\\F${kind}${String(number).padStart(3, '0')}`, 'ascii');
}

function encodeCharacter(character: string, charset: BxCharset): Uint8Array | null {
  if (character === '\\') return iconv.encode('＼', 'gb18030');
  const point = character.codePointAt(0)!;
  if (point < 0x20 || point === 0x7f) return Uint8Array.of(0x20);
  return character.isWellFormed() ? nativeTextBytes(character, charset) : null;
}

/** What a panel would show: text, and the last colour that was set. For simulators. */
export function decodeBxText(bytes: Uint8Array): { readonly text: string; readonly colour?: BxColour } {
  const shown: number[] = [];
  let colour: BxColour | undefined;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const command = byte === BACKSLASH ? commandAt(bytes, at) : undefined;
    if (command !== undefined) {
      colour = command.colour ?? colour;
      if (command.newLine === true) shown.push(LINE_FEED);
      at += command.length;
    } else {
      // The second byte of a GB code may be a backslash too: two-byte codes are stepped over whole.
      const width = byte >= 0x81 && at + 1 < bytes.length ? 2 : 1;
      shown.push(...bytes.subarray(at, at + width));
      at += width;
    }
  }
  const text = iconv.decode(Buffer.from(shown), 'gb18030');
  return colour === undefined ? { text } : { text, colour };
}

function commandAt(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly colour?: BxColour; readonly newLine?: boolean } | undefined {
  const ahead = Buffer.from(bytes.subarray(at, at + 6)).toString('latin1');
  const colour = /^\\C([1-7])/.exec(ahead);
  if (colour !== null) return { length: colour[0].length, colour: BX_COLOURS[Number(colour[1]) - 1]! };
  if (ahead.startsWith('\\n')) return { length: 2, newLine: true };
  const font = /^\\F[OE]\d{3}/.exec(ahead);
  return font === null ? undefined : { length: font[0].length };
}
