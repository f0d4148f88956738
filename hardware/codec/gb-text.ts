import iconv from 'iconv-lite';

/** What a printer's built-in font is taken to hold. */
export type PrinterCharset =
  /** No Chinese font at all: every row with another character is drawn. */
  | 'ascii'
  /** GB 2312: 6,763 characters; the safe choice for printers of unknown make. */
  | 'gb2312'
  /** GBK: the two-byte part of GB 18030, without the user-defined areas. */
  | 'gbk';

/**
 * Bytes for a printer's built-in font, or `null` where the text must be drawn: a four-byte character, one
 * beyond the BMP, or one outside the printer's character set. Control characters are dropped, so that no
 * text can carry a command.
 */
export function nativeTextBytes(text: string, charset: PrinterCharset): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x20 || code === 0x7f) continue;
    if (code < 0x7f) {
      bytes.push(code);
      continue;
    }
    if (charset === 'ascii') return null;
    // Private use: whatever two bytes stand for it, the printer's picture of it is anybody's guess.
    if (code >= 0xe000 && code <= 0xf8ff) return null;
    const encoded = iconv.encode(character, 'gb18030');
    const [lead, trail] = encoded;
    if (encoded.length !== 2 || lead === undefined || trail === undefined) return null;
    if (!isInFont(lead, trail, charset)) return null;
    bytes.push(lead, trail);
  }
  return Uint8Array.from(bytes);
}

/**
 * Assigned places of GB 2312-80: first and last trail byte by lead. 682 signs in A1–A9, 6,763 characters in B0–F7;
 * GBK later filled the gaps (〇 among them), which a GB 2312 font does not have.
 */
const GB2312_SIGNS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  161: [[0xa1, 0xfe]],
  162: [
    [0xb1, 0xe2],
    [0xe5, 0xee],
    [0xf1, 0xfc],
  ],
  163: [[0xa1, 0xfe]],
  164: [[0xa1, 0xf3]],
  165: [[0xa1, 0xf6]],
  166: [
    [0xa1, 0xb8],
    [0xc1, 0xd8],
  ],
  167: [
    [0xa1, 0xc1],
    [0xd1, 0xf1],
  ],
  168: [
    [0xa1, 0xba],
    [0xc5, 0xe9],
  ],
  169: [[0xa4, 0xef]],
};

function isInGb2312(lead: number, trail: number): boolean {
  if (lead >= 0xb0 && lead <= 0xf7) return trail >= 0xa1 && !(lead === 0xd7 && trail >= 0xfa);
  return (GB2312_SIGNS[lead] ?? []).some(([first, last]) => trail >= first && trail <= last);
}

/** GB 18030-2022, 2-byte areas 1–5; areas AAA1–AFFE, F8A1–FEFE and A140–A7A0 are user-defined. */
function isInFont(lead: number, trail: number, charset: 'gb2312' | 'gbk'): boolean {
  if (charset === 'gb2312') return isInGb2312(lead, trail);
  const userDefined =
    (lead >= 0xaa && lead <= 0xaf && trail >= 0xa1) ||
    (lead >= 0xf8 && trail >= 0xa1) ||
    (lead >= 0xa1 && lead <= 0xa7 && trail < 0xa1);
  // Lead FE holds the characters that moved between Unicode versions: fonts in printers disagree there.
  return !userDefined && lead !== 0xfe;
}

/** Text without what a printer would take for a command; what is drawn and what is sent stay the same. */
export function printableText(text: string): string {
  return [...text].filter((c) => c.codePointAt(0)! >= 0x20 && c.codePointAt(0) !== 0x7f).join('');
}
