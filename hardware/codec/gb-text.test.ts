import { ok } from '@hall/shared/contracts/result';
import { describe, expect, it } from 'vitest';
import { TICKET_PRINTER_PROFILES } from '../drivers/ticket-printer/profiles.ts';
import { encodeTicket } from './escpos-encode.ts';
import { nativeTextBytes } from './gb-text.ts';

/** Every two-byte sequence that the platform's own GB 18030 decoder knows: nothing of iconv-lite is in it. */
function twoByteCharacters(): Map<number, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const known = new Map<number, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const characters = [...decoder.decode(Uint8Array.of(lead, trail))];
      const code = characters[0]?.codePointAt(0);
      if (characters.length === 1 && code !== undefined && !known.has(code)) known.set(code, [lead, trail]);
    }
  }
  return known;
}

const ORACLE = twoByteCharacters();
const codePoints = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const HAN = codePoints(0x3400, 0x9fff);
/** Extensions B, C, D, E, F, G, H and I, compatibility, and what stands at the ends of planes. */
const BEYOND = [
  ...[0x20000, 0x20bb7, 0x2a6df, 0x2a700, 0x2b73f, 0x2b740, 0x2b81d, 0x2b820, 0x2cb4e, 0x2ceb0, 0x2ebe0],
  ...[0x2ebf0, 0x2f800, 0x2fa1d, 0x30000, 0x30edd, 0x31350, 0x323af, 0x1f600, 0x10ffff, 0xe000, 0xf8ff],
];

describe('which characters are sent as text, for all of U+3400 to U+9FFF', () => {
  it('GBK: exactly those of two bytes outside lead FE, and their bytes are the ones of TextDecoder', () => {
    const wrong: string[] = [];
    let sent = 0;
    for (const code of HAN) {
      const bytes = nativeTextBytes(String.fromCodePoint(code), 'gbk');
      const expected = ORACLE.get(code);
      const isNative = expected !== undefined && expected[0] !== 0xfe;
      if (bytes === null ? isNative : !isNative || bytes.join() !== expected.join())
        wrong.push(code.toString(16));
      if (bytes !== null) sent += 1;
    }
    expect(wrong).toEqual([]);
    // 20,902 of Unicode 1.1; the 90 that came later to U+4E00–9FFF and Extension A are drawn.
    expect(sent).toBe(20_902);
    expect(codePoints(0x4e00, 0x9fff).filter((code) => draws(code, 'gbk'))).toHaveLength(90);
    expect(codePoints(0x3400, 0x4dbf).every((code) => draws(code, 'gbk'))).toBe(true);
  });

  it('GB 2312: its 6,763 characters, each with both bytes above A0', () => {
    const sent = codePoints(0x80, 0xffff).filter((code) => !isSurrogate(code) && !draws(code, 'gb2312'));
    expect(sent.filter((code) => code >= 0x4e00 && code <= 0x9fff)).toHaveLength(6_763);
    expect(sent).toHaveLength(6_763 + 682);
    for (const code of sent) expect(ORACLE.get(code)!.every((byte) => byte >= 0xa1)).toBe(true);
    // 〇 came with GBK, and so did the characters with a lead below A1.
    expect([...'〇丂镕'].map((character) => draws(character.codePointAt(0)!, 'gb2312'))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('a printer without a Chinese font is sent ASCII only', () => {
    expect(HAN.every((code) => draws(code, 'ascii'))).toBe(true);
    expect(nativeTextBytes('A012 ~', 'ascii')).toEqual(Uint8Array.from(Buffer.from('A012 ~')));
  });

  it('nothing beyond the BMP and no private use is ever sent', () => {
    for (const code of BEYOND) {
      for (const charset of ['gbk', 'gb2312', 'ascii'] as const) expect(draws(code, charset)).toBe(true);
    }
  });

  it('a ticket with each of them draws what is not sent, and no byte of it is lost or a question mark', () => {
    const characters = [...HAN, ...BEYOND.filter((code) => code < 0xe000 || code > 0xf8ff)];
    const text = String.fromCodePoint(...characters);
    const drawn: string[] = [];
    const encoded = encodeTicket(
      { widthDots: 576, lines: [{ kind: 'text', text }] },
      { ...TICKET_PRINTER_PROFILES['generic-epson'], automaticStatus: 0, completion: false },
      (row) => {
        drawn.push(row.text);
        return ok({ widthDots: 8, heightDots: 1, data: Uint8Array.of(0) });
      },
      'AAAA',
    );
    if (!encoded.ok) throw new Error(encoded.error.message);
    const sent = textOf(encoded.value.bytes);
    expect(sent).not.toContain('?');
    const expected = new Set(characters);
    for (const character of sent + drawn.join('')) expected.delete(character.codePointAt(0)!);
    expect(expected.size).toBe(0);
  });
});

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function draws(code: number, charset: 'gbk' | 'gb2312' | 'ascii'): boolean {
  return nativeTextBytes(String.fromCodePoint(code), charset) === null;
}

/** The text of `GS ! 0 … LF` runs. */
function textOf(bytes: Uint8Array): string {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const marker = Buffer.from([0x1d, 0x21, 0x00]);
  const whole = Buffer.from(bytes);
  let text = '';
  for (let at = whole.indexOf(marker); at !== -1; at = whole.indexOf(marker, at + 1)) {
    const start = at + marker.length;
    text += decoder.decode(whole.subarray(start, whole.indexOf(0x0a, start)));
  }
  return text;
}
