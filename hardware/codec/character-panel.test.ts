import { describe, expect, test } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import type { CharacterTemplate, CharacterTemplateSettings } from './character-panel.ts';
import { compileCharacterTemplate, encodeCharacterFrame, encodeCharacterText } from './character-panel.ts';
import { createCharacterAnswerDecoder } from './character-panel-answer.ts';
import { layOutCharacters } from './character-panel-layout.ts';

/** What an installed hall sends to its window panels: address, text in GB 2312, carriage return. */
const FIELD = '40 {address:hex2} {text:gb2312} 0D';

function compiled(settings: Partial<CharacterTemplateSettings> = {}): CharacterTemplate {
  const result = compileCharacterTemplate({ frame: FIELD, ...settings });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function frame(settings: Partial<CharacterTemplateSettings>, text: string, address = 3): string {
  const template = compiled(settings);
  const encoded = encodeCharacterText(template, text);
  if (!encoded.ok) throw new Error(encoded.error.code);
  return toHex(encodeCharacterFrame(template, address, encoded.value.bytes));
}

describe('frames', () => {
  test('as the field has them', () => {
    expect(frame({}, '请A012')).toBe('40 03 C7 EB 41 30 31 32 0D');
  });

  test.each([
    ['02 {address:dec2} {length:hex2} {text:ascii} {sum:hex2} 03', '02 30 33 02 48 69 18 03'],
    ['02 {address:ascii2} {length:hex4} {text:ascii} {xor:hex2}', '02 30 33 00 02 48 69 22'],
    ["'LED' {address:dec3} {length:hex4le} {text:gbk} 0A", '4C 45 44 30 30 33 02 00 48 69 0A'],
    ['{address:hex4} {text:gb2312} 00', '00 03 48 69 00'],
    ['{address:hex4le} {text:gb2312} 00', '03 00 48 69 00'],
  ])('%s', (template, expected) => {
    expect(frame({ frame: template }, 'Hi')).toBe(expected);
  });

  test('rows are filled with blanks, and a Chinese character is never halved', () => {
    expect(frame({ columns: 8 }, 'A12')).toBe('40 03 41 31 32 20 20 20 20 20 0D');
    expect(frame({ columns: 7, align: 'centre' }, 'A12')).toBe('40 03 20 20 41 31 32 20 20 0D');
    expect(layOutCharacters('请到三号', { columns: 5, rows: 2, align: 'left' })).toEqual({
      ...{ text: '请到 三号 ', cut: false, cells: 8 },
    });
    expect(layOutCharacters('请到三号窗口', { columns: 5, rows: 2, align: 'right' })).toEqual({
      ...{ text: ' 请到 三号', cut: true, cells: 12 },
    });
  });

  test('what does not fit is cut and told, or refused', () => {
    expect(encodeCharacterText(compiled({ columns: 4 }), 'A0123')).toMatchObject({
      ...{ ok: true, value: { cut: true } },
    });
    expect(encodeCharacterText(compiled({ columns: 4, overflow: 'refuse' }), 'A0123')).toMatchObject({
      ok: false,
      error: { code: 'LED_TEXT_TOO_LONG', details: { cells: 5, limit: 4 } },
    });
    expect(encodeCharacterText(compiled({ overflow: 'refuse' }), '长'.repeat(128))).toMatchObject({
      ok: false,
      error: { code: 'LED_TEXT_TOO_LONG', details: { bytes: 256, limit: 255 } },
    });
    const long = encodeCharacterText(compiled(), '长'.repeat(128));
    expect(long.ok && [long.value.bytes.length, long.value.cut]).toEqual([254, true]);
  });

  test('what the font does not have is 〓 and named; ? on ASCII panels', () => {
    expect(encodeCharacterText(compiled(), '𬭎镕A')).toMatchObject({
      value: { replaced: ['𬭎', '镕'], bytes: hex('A1 FE A1 FE 41') },
    });
    expect(
      encodeCharacterText(compiled({ frame: '40 {address:hex2} {text:ascii} 0D' }), '号A'),
    ).toMatchObject({ value: { replaced: ['号'], bytes: hex('3F 41') } });
  });

  test('no text can end or begin a frame', () => {
    // @ is the frame's first byte: it becomes its full-width form, as control characters become blanks.
    expect(frame({}, 'a@b\rc')).toBe('40 03 61 A3 C0 62 20 63 0D');
    const star = compiled({ frame: '02 {address:hex2} {text:ascii} 2A' });
    expect(encodeCharacterText(star, 'a*b')).toMatchObject({ value: { replaced: ['*'] } });
  });
});

describe('a template is checked when it is loaded, with a sentence', () => {
  test.each<[Partial<CharacterTemplateSettings>, string]>([
    [{ frame: '' }, 'frame: the template is empty'],
    [{ frame: '40 {text:gb2312} 0D 4' }, 'frame: "4" is neither a byte'],
    [{ frame: '40 {text:utf8} 0D' }, 'frame: "{text:utf8}": a text is written in gb2312, gbk, ascii'],
    [{ frame: '40 {adress:hex2} {text:gbk} 0D' }, 'frame: "{adress:hex2}": there are address, text'],
    [{ frame: '40 {address:hex3} {text:gbk} 0D' }, 'a number is written as hex2, hex4, hex4le'],
    [{ frame: '40 {address:constructor} {text:gbk} 0D' }, 'a number is written as hex2'],
    [{ frame: '40 {address:hex2} 0D' }, 'frame: the frame needs {text:…} exactly once'],
    [{ frame: '40 {text:gbk} {text:gbk} 0D' }, 'exactly once'],
    [{ frame: '40 {address:hex2} {address:hex2} {text:gbk} 0D' }, '{address:…} stands there twice'],
    [{ frame: '{text:gbk} 0D' }, 'something must stand before and behind'],
    [{ frame: '40 ?? {text:gbk} 0D' }, 'frame: ?? is for answers'],
    [{ frame: '40 {text:gbk} {sum:dec2}' }, '"{sum:dec2}": a check byte is hex2'],
    [{ frame: '40 {text:gbk} 20' }, 'frame: a blank (20) cannot be told'],
    [{ ack: '{address:hex2}' }, 'ack: an answer needs a fixed byte'],
    [{ ack: '06 {text:gbk}' }, 'ack: {text:…} has no place in an answer'],
    [{ nack: '15' }, 'nack: a panel that refuses also acknowledges'],
    [{ ack: '40 {address:hex2} 06', nack: '40 ??' }, 'nack: it begins like ack'],
    [{ columns: 1 }, 'columns: a whole number from 2 to 128'],
    [{ columns: 8, rows: 17 }, 'rows: a whole number from 1 to 16'],
    [{ align: 'centre' }, 'columns: rows and align need it'],
    [{ frame: '40 {length:dec2} {text:gbk} 0D', columns: 128 }, 'columns: 128 cells are more than'],
  ])('%j', (settings, sentence) => {
    const result = compileCharacterTemplate({ frame: FIELD, ...settings });
    expect(result).toMatchObject({ ok: false, error: { code: 'TEMPLATE_INVALID' } });
    expect(result.ok ? '' : result.error.message).toContain(sentence);
  });
});

describe('answers', () => {
  const ANSWERS = { ack: '40 {address:dec2} 4F 4B 0D', nack: '15' };
  const decoder = () => createCharacterAnswerDecoder(compiled(ANSWERS));

  test('an answer with its address behind noise, split at every boundary and byte by byte', () => {
    const stream = hex('00 40 30 40 30 33 4F 4B 0D 15');
    const expected = [
      { kind: 'answer', says: 'ack', address: 3 },
      { kind: 'answer', says: 'nack', address: null },
    ];
    const split = (cuts: readonly number[]) => {
      const one = decoder();
      const edges = [0, ...cuts, stream.length];
      return edges.slice(1).flatMap((end, at) => one.feed(stream.subarray(edges[at], end)));
    };
    const answers = (decoded: ReturnType<typeof split>) => decoded.filter(({ kind }) => kind === 'answer');
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const decoded = split([cut]);
      expect(answers(decoded)).toEqual(expected);
      const noise = decoded.reduce((sum, one) => sum + (one.kind === 'noise' ? one.bytes : 0), 0);
      expect(noise).toBe(3);
    }
    expect(answers(split(Array.from({ length: stream.length - 1 }, (_, at) => at + 1)))).toEqual(expected);
  });

  test('an address that is no number is no answer', () => {
    expect(decoder().feed(hex('40 41 42 4F 4B 0D'))).toEqual([{ kind: 'noise', bytes: 6 }]);
  });

  test('without patterns everything is noise, and nothing is held', () => {
    expect(createCharacterAnswerDecoder(compiled()).feed(hex('06 40 01'))).toEqual([
      { kind: 'noise', bytes: 3 },
    ]);
  });
});
