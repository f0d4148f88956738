import iconv from 'iconv-lite';

/**
 * `\C1`–`\C7` of the BX text language. The commands are published; that they count the lamps as bits (1 red,
 * 2 green, 4 blue) is assumed and not checked on a panel.
 */
export const BX_COLOURS = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type BxColour = (typeof BX_COLOURS)[number];

/** Typographers' sign for "no type for this character" (GB 2312 A1FE). */
export const MISSING_CHARACTER = '〓';

const BACKSLASH = 0x5c;

export interface BxText {
  readonly bytes: Uint8Array;
  /** Characters that the panel's font cannot have and that 〓 stands for, in order. */
  readonly replaced: readonly string[];
}

/**
 * Text for a panel's own font: ASCII and two-byte GB codes. What GB 18030 writes with four bytes (𬭎 and all
 * beyond the BMP, Extension A, 90 characters of the first block) is in no such font. A backslash would begin a
 * command of the panel's text language: it becomes a full-width one. Line breaks become blanks.
 */
export function encodeBxText(
  text: string,
  options: { readonly colour?: BxColour; readonly font?: number } = {},
): BxText {
  const bytes: number[] = [];
  const replaced: string[] = [];
  if (options.font !== undefined) {
    if (!Number.isInteger(options.font) || options.font < 0 || options.font > 999) {
      throw new RangeError('a font number has three digits');
    }
    bytes.push(...Buffer.from(`\\FO${String(options.font).padStart(3, '0')}`, 'ascii'));
  }
  if (options.colour !== undefined) {
    bytes.push(...Buffer.from(`\\C${BX_COLOURS.indexOf(options.colour) + 1}`, 'ascii'));
  }
  for (const character of text.normalize('NFC')) {
    const code = encodeCharacter(character);
    if (code === undefined) replaced.push(character);
    bytes.push(...(code ?? iconv.encode(MISSING_CHARACTER, 'gb18030')));
  }
  return { bytes: Uint8Array.from(bytes), replaced };
}

function encodeCharacter(character: string): Uint8Array | undefined {
  if (character === '\\') return iconv.encode('＼', 'gb18030');
  const point = character.codePointAt(0)!;
  if (point < 0x20 || point === 0x7f) return Uint8Array.of(0x20);
  if (!character.isWellFormed()) return undefined;
  const code = iconv.encode(character, 'gb18030');
  return code.length <= 2 ? code : undefined;
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
): { readonly length: number; readonly colour?: BxColour } | undefined {
  const ahead = Buffer.from(bytes.subarray(at, at + 6)).toString('latin1');
  const colour = /^\\C([1-7])/.exec(ahead);
  if (colour !== null) return { length: colour[0].length, colour: BX_COLOURS[Number(colour[1]) - 1]! };
  const font = /^\\FO\d{3}/.exec(ahead);
  return font === null ? undefined : { length: font[0].length };
}
