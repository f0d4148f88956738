import { describe, expect, test } from 'vitest';
import { concatBytes, hex, toHex } from '../testing/hex.ts';
import type { BxArea, BxCommand } from './bx-command.ts';
import { encodeBxCommand, encodeBxStatus, parseBxAnswer, parseBxCommand } from './bx-command.ts';
import { BX_NACK, bxErrorMeaning, bxErrorName, bxErrorRetry } from './bx-error.ts';
import { crc16Arc, createBxDecoder, encodeBxFrame } from './bx-frame.ts';
import { BX_COLOURS, decodeBxText, encodeBxText } from './bx-text.ts';

const RUN = hex('A5 A5 A5 A5 A5 A5 A5 A5');

const WELCOME: BxArea = {
  id: 0,
  x: 0,
  y: 0,
  width: 128,
  height: 32,
  timeoutS: 10,
  runMode: 0,
  align: 0,
  singleLine: false,
  autoWrap: false,
  display: 'static',
  speed: 2,
  stay: 10,
  text: hex('BB B6 D3 AD B9 E2 C1 D9'),
};

/** Published frames (onbonlab.github.io, k/potocol), without the run of A5. */
const GOLDEN: readonly [string, number, BxCommand, string][] = [
  ['ping', 1, { do: 'ping' }, '01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A'],
  ['status', 1, { do: 'status' }, '01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A1 02 01 00 00 2D 40 5A'],
  ['clear', 1, { do: 'clear' }, '01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A3 10 01 00 00 51 F8 5A'],
  [
    'brightness 15',
    1,
    { do: 'brightness', level: 15 },
    '01 00 00 80 00 00 00 00 00 00 FE 02 07 00 A3 02 01 00 00 01 0F 67 94 5A',
  ],
  [
    'clock',
    1,
    {
      do: 'time',
      time: { year: 2013, month: 1, day: 25, hour: 11, minute: 17, second: 26, weekday: 5 },
    },
    '01 00 00 80 00 00 00 00 00 00 FE 02 0D 00 A2 03 01 08 00 13 20 01 25 11 17 26 05 B0 3F 5A',
  ],
  [
    '欢迎光临',
    0xfffe,
    { do: 'dynamic', remove: [], areas: [WELCOME] },
    'FE FF 00 80 00 00 00 00 00 00 FE 02 2C 00 A3 06 01 00 00 00 01 23 00 00 00 80 00 00 80 80 20 00 00 00 00 ' +
      '0A 00 00 00 00 02 01 01 00 02 0A 08 00 00 00 BB B6 D3 AD B9 E2 C1 D9 3C 49 5A',
  ],
];

describe('published frames', () => {
  test.each(GOLDEN)('%s is encoded as published', (_, dst, command, published) => {
    const frame = encodeBxFrame({ dst, src: 0x8000, data: encodeBxCommand(command) });
    expect(toHex(frame)).toBe(toHex(concatBytes(RUN, hex(published))));
  });

  test.each(GOLDEN)('%s is understood as published, split anywhere', (_, dst, command, published) => {
    const sent = concatBytes(RUN, hex(published));
    for (let cut = 0; cut <= sent.length; cut += 1) {
      const decoder = createBxDecoder();
      const decoded = [...decoder.feed(sent.subarray(0, cut)), ...decoder.feed(sent.subarray(cut))];
      expect(decoded).toHaveLength(1);
      const [one] = decoded;
      if (one?.kind !== 'frame') throw new Error('no frame');
      expect(one.frame).toMatchObject({ dst, src: 0x8000 });
      expect(toHex(one.raw)).toBe(toHex(sent));
      expect(parseBxCommand(one.frame.data)).toEqual({ ok: true, command, answer: true });
    }
  });

  test.each(GOLDEN)('%s is understood byte by byte', (_, dst, command, published) => {
    const decoder = createBxDecoder();
    const decoded = [...concatBytes(RUN, hex(published))].flatMap((byte) =>
      decoder.feed(Uint8Array.of(byte)),
    );
    expect(decoded).toHaveLength(1);
    const [one] = decoded;
    if (one?.kind !== 'frame') throw new Error('no frame');
    expect(one.frame.dst).toBe(dst);
    expect(parseBxCommand(one.frame.data)).toEqual({ ok: true, command, answer: true });
  });

  test('no command is one of those that format or wipe a panel, nor any that writes its flash', () => {
    const every: Record<BxCommand['do'], BxCommand> = {
      ping: { do: 'ping' },
      status: { do: 'status' },
      clear: { do: 'clear' },
      power: { do: 'power', on: false },
      time: { do: 'time', time: { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0, weekday: 4 } },
      brightness: { do: 'brightness', level: 0 },
      dynamic: { do: 'dynamic', remove: 'all', areas: [WELCOME] },
    };
    const sent = Object.values(every).flatMap((command) =>
      [true, false].map((answer) => toHex(encodeBxCommand(command, { answer })).slice(0, 5)),
    );
    expect([...new Set(sent)].sort()).toEqual([
      'A1 02',
      'A2 00',
      'A2 03',
      'A3 00',
      'A3 02',
      'A3 06',
      'A3 10',
    ]);
    for (const forbidden of ['A1 00', 'A1 01', 'A1 05', 'A1 06', 'A2 01']) {
      expect(sent).not.toContain(forbidden);
    }
  });

  test('a refusal, with the nine A5 that panels send, split anywhere', () => {
    const sent = concatBytes(
      RUN,
      hex('A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 05 51 5A'),
    );
    for (let cut = 0; cut <= sent.length; cut += 1) {
      const decoder = createBxDecoder();
      const [one] = [...decoder.feed(sent.subarray(0, cut)), ...decoder.feed(sent.subarray(cut))];
      if (one?.kind !== 'frame') throw new Error('no frame');
      expect(parseBxAnswer(one.frame.data)).toEqual({ ok: false, error: 5 });
    }
  });

  test('each error from 1 to 16 has a name and a meaning of its own; busy and damage are tried again', () => {
    const errors = Array.from({ length: 16 }, (_, at) => at + 1);
    expect(Object.values(BX_NACK)).toEqual(errors);
    expect(new Set(errors.map(bxErrorMeaning)).size).toBe(16);
    expect(errors.filter((error) => bxErrorRetry(error) !== 'never').map(bxErrorName)).toEqual([
      'busy',
      'crc',
    ]);
    expect(bxErrorName(99)).toBe('error 99');
  });

  test('the answer to a status cannot be taken for an acknowledgement', () => {
    const data = encodeBxStatus({ on: true, brightness: 9 }, hex('20 26 01 02'));
    expect(toHex(data)).toBe('A1 02 00 00 00 01 09 20 26 01 02');
    expect(parseBxAnswer(data)).toEqual({ ok: true, status: { on: true, brightness: 9 } });
    expect(parseBxAnswer(hex('A1 02 05 00 00 00 00'))).toEqual({ ok: false, error: 5 });
    expect(parseBxAnswer(hex('A1 02 01 00 00'))).toBeUndefined();
  });

  test('the acknowledgement', () => {
    const sent = concatBytes(RUN, hex('00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A'));
    const [one] = createBxDecoder().feed(sent);
    if (one?.kind !== 'frame') throw new Error('no frame');
    expect(one.frame).toMatchObject({ dst: 0x8000, src: 0xfffe });
    expect(parseBxAnswer(one.frame.data)).toEqual({ ok: true });
    expect(toHex(encodeBxFrame({ dst: 0x8000, src: 0xfffe, data: hex('A0 00 00 00 00') }))).toBe(toHex(sent));
  });

  test('CRC-16/ARC of the catalogue string 123456789 is BB3D', () => {
    expect(crc16Arc(Buffer.from('123456789'))).toBe(0xbb3d);
  });
});

describe('receiving', () => {
  const ping = hex('01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A');
  const kinds = (bytes: Uint8Array) =>
    createBxDecoder()
      .feed(bytes)
      .map((one) => (one.kind === 'frame' ? 'frame' : `${one.reason} ${one.bytes}`));

  test.each([1, 2, 7, 8, 9, 300])('a run of %i A5 is accepted', (length) => {
    expect(kinds(concatBytes(new Uint8Array(length).fill(0xa5), ping))).toEqual(['frame']);
  });

  test('all four escaped bytes come back', () => {
    const data = hex('A2 00 01 A5 A6 5A 5B');
    const sent = encodeBxFrame({ dst: 1, src: 0x8000, data });
    expect(toHex(sent)).toContain('A2 00 01 A6 02 A6 01 5B 02 5B 01');
    const [one] = createBxDecoder().feed(sent);
    expect(one?.kind === 'frame' && toHex(one.frame.data)).toBe(toHex(data));
  });

  test('what is wrong is dropped by name, and the next frame is found', () => {
    const good = concatBytes(RUN, ping);
    expect(kinds(concatBytes(hex('00 01 02'), good))).toEqual(['noise 3', 'frame']);
    expect(kinds(concatBytes(hex('A5 01 02 5A'), good))).toEqual(['short 4', 'frame']);
    expect(kinds(concatBytes(hex('A5 01 A6 03 5A'), good))).toEqual(['escape 5', 'frame']);
    expect(kinds(concatBytes(hex('A5 01 00'), good))).toEqual(['unfinished 3', 'frame']);
    const crc = concatBytes(RUN, ping);
    crc[20]! ^= 1;
    expect(kinds(concatBytes(crc, good))).toEqual(['crc 30', 'frame']);
    expect(kinds(concatBytes(hex('A5'), new Uint8Array(20_000), good))).toEqual([
      'long 10241',
      'noise 9760',
      'frame',
    ]);
  });

  test('a right CRC over a wrong length or device is no frame', () => {
    const rebuilt = (change: (plain: Uint8Array) => void): Uint8Array => {
      const plain = ping.slice(0, -3);
      change(plain);
      const crc = crc16Arc(plain);
      return concatBytes(RUN, plain, Uint8Array.of(crc & 0xff, crc >> 8, 0x5a));
    };
    expect(kinds(rebuilt((plain) => plain.set([4], 12)))).toEqual(['length 30']);
    expect(kinds(rebuilt((plain) => plain.set([0xfd], 10)))).toEqual(['header 30']);
  });

  test('commands that format or wipe a panel are not known', () => {
    expect(parseBxCommand(hex('A1 00 01 00 00'))).toEqual({ ok: false, error: 2 });
    expect(parseBxCommand(hex('A2 01 01 00 00'))).toEqual({ ok: false, error: 2 });
    expect(parseBxCommand(hex('B0 00 01 00 00'))).toEqual({ ok: false, error: 1 });
    expect(parseBxCommand(hex('A3 02 01 00 00 01 10'))).toEqual({ ok: false, error: 16 });
    expect(parseBxCommand(hex('A2 03 01 08 00 13 20 13 25 11 17 26 05'))).toEqual({ ok: false, error: 14 });
    expect(parseBxCommand(hex('A2 03 01 08 00 13 20 01 25 1A 17 26 05'))).toEqual({ ok: false, error: 14 });
  });
});

describe('text', () => {
  test('published bytes of 欢迎光临', () => {
    expect(toHex(encodeBxText('欢迎光临').bytes)).toBe('BB B6 D3 AD B9 E2 C1 D9');
  });

  test('colour and font stand before the text', () => {
    const { bytes } = encodeBxText('A012', { colour: 'green', font: 0 });
    expect(Buffer.from(bytes).toString('latin1')).toBe('\\FO000\\C2A012');
    expect(decodeBxText(bytes)).toEqual({ text: 'A012', colour: 'green' });
  });

  test('characters without a two-byte code are replaced by 〓 and named', () => {
    const { bytes, replaced } = encodeBxText('请𬭎㐂到3号');
    expect(replaced).toEqual(['𬭎', '㐂']);
    expect(decodeBxText(bytes)).toEqual({ text: '请〓〓到3号' });
  });

  test('a GB 2312 font has no character beyond its 6,763', () => {
    expect(encodeBxText('朱镕').replaced).toEqual(['镕']);
    expect(encodeBxText('朱镕', { charset: 'gbk' }).replaced).toEqual([]);
  });

  test('colours are numbered as published, and by a setting where a panel differs', () => {
    const first = (colour: (typeof BX_COLOURS)[number], colourCodes = {}) =>
      Buffer.from(encodeBxText('', { colour, colourCodes }).bytes).toString('latin1');
    expect(BX_COLOURS.map((colour) => first(colour))).toEqual([
      ...['\\C1', '\\C2', '\\C3', '\\C4', '\\C5', '\\C6', '\\C7'],
    ]);
    expect(first('cyan', { cyan: 6, magenta: 5 })).toBe('\\C6');
    expect(() => first('red', { red: 8 })).toThrow(RangeError);
  });

  test('the published text with its fonts and colours is read back without them', () => {
    // \FO000\C1 上海仰邦\FE000onbon\n\FO001\C2 欢迎你 (k/potocol, 11.2)
    const published = hex(
      '5C 46 4F 30 30 30 5C 43 31 C9 CF BA A3 D1 F6 B0 EE 5C 46 45 30 30 30 6F 6E 62 6F 6E ' +
        '5C 6E 5C 46 4F 30 30 31 5C 43 32 BB B6 D3 AD C4 E3',
    );
    expect(decodeBxText(published)).toEqual({ text: '上海仰邦onbon\n欢迎你', colour: 'green' });
  });

  test('text cannot smuggle in a command', () => {
    const { bytes } = encodeBxText('a\\C1b\nc');
    expect(decodeBxText(bytes)).toEqual({ text: 'a＼C1b c' });
  });

  test('a GB code whose second byte is a backslash is one character', () => {
    const { bytes } = encodeBxText('乗C1', { charset: 'gbk' });
    expect(toHex(bytes)).toBe('81 5C 43 31');
    expect(decodeBxText(bytes)).toEqual({ text: '乗C1' });
  });
});
