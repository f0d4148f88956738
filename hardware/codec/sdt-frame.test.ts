import { describe, expect, test } from 'vitest';
import { concatBytes, hex, toHex } from '../testing/hex.ts';
import type { SdtCommand } from './sdt-command.ts';
import { encodeSdtCommand } from './sdt-command.ts';
import type { SdtDecoded } from './sdt-frame.ts';
import { createSdtDecoder, encodeSdtFrame } from './sdt-frame.ts';

/** Published command bytes after the preamble (eastcoms.com 508). */
const COMMANDS: readonly [SdtCommand, string][] = [
  ['reset', '00 03 10 FF EC'],
  ['status', '00 03 11 FF ED'],
  ['samId', '00 03 12 FF EE'],
  ['find', '00 03 20 01 22'],
  ['select', '00 03 20 02 21'],
  ['read', '00 03 30 01 32'],
  ['newestAddress', '00 03 30 03 30'],
];

/** Published answers: bytes after the preamble, and what stands between Len and CHK. */
const REPLIES: readonly [string, string, string][] = [
  ['status ok', '00 04 00 00 90 94', '00 00 90'],
  ['self-test failed', '00 04 00 00 60 64', '00 00 60'],
  ['found', '00 08 00 00 9F 00 00 00 00 97', '00 00 9F 00 00 00 00'],
  ['none found', '00 04 00 00 80 84', '00 00 80'],
  ['selected', '00 0C 00 00 90 00 00 00 00 00 00 00 00 9C', '00 00 90 00 00 00 00 00 00 00 00'],
  ['select failed', '00 04 00 00 81 85', '00 00 81'],
  ['read failed', '00 04 00 00 41 45', '00 00 41'],
];

const PREAMBLE = hex('AA AA AA 96 69');

function bodies(decoded: readonly SdtDecoded[]): string[] {
  return decoded.flatMap((one) => (one.kind === 'frame' ? [toHex(one.body)] : []));
}

function drops(decoded: readonly SdtDecoded[]): string[] {
  return decoded.flatMap((one) => (one.kind === 'dropped' ? [`${one.reason} ${one.bytes}`] : []));
}

describe('published frames', () => {
  test.each(COMMANDS)('%s is encoded as published', (command, published) => {
    expect(toHex(encodeSdtCommand(command))).toBe(toHex(concatBytes(PREAMBLE, hex(published))));
  });

  test.each(REPLIES)('%s is encoded and decoded as published, split anywhere', (_, published, body) => {
    const frame = concatBytes(PREAMBLE, hex(published));
    expect(toHex(encodeSdtFrame(hex(body)))).toBe(toHex(frame));
    for (let cut = 0; cut <= frame.length; cut += 1) {
      const decoder = createSdtDecoder('reply');
      const decoded = [...decoder.feed(frame.subarray(0, cut)), ...decoder.feed(frame.subarray(cut))];
      expect(decoded.map((one) => one.kind)).toEqual(['frame']);
      expect(bodies(decoded)).toEqual([body]);
      expect(decoder.inFrame).toBe(false);
    }
  });

  test('the published frames come out of one stream fed byte by byte', () => {
    const stream = concatBytes(...REPLIES.flatMap(([, published]) => [PREAMBLE, hex(published)]));
    const decoder = createSdtDecoder('reply');
    const decoded = [...stream].flatMap((byte) => decoder.feed(Uint8Array.of(byte)));
    expect(bodies(decoded)).toEqual(REPLIES.map(([, , body]) => body));
    expect(drops(decoded)).toEqual([]);
  });
});

describe('resynchronising', () => {
  const good = hex('AA AA AA 96 69 00 04 00 00 80 84');

  test('the preamble AA 00 AA AA 96 69 seen in the field is accepted and its noise reported', () => {
    const decoded = createSdtDecoder('reply').feed(hex('AA 00 AA AA 96 69 00 04 00 00 90 94'));
    expect(drops(decoded)).toEqual(['noise 2']);
    expect(bodies(decoded)).toEqual(['00 00 90']);
  });

  test('a wrong checksum is dropped, and the frame behind it is found at every split', () => {
    const stream = concatBytes(hex('AA AA AA 96 69 00 04 00 00 90 95'), good);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const decoder = createSdtDecoder('reply');
      const decoded = [...decoder.feed(stream.subarray(0, cut)), ...decoder.feed(stream.subarray(cut))];
      expect(bodies(decoded)).toEqual(['00 00 80']);
      expect(drops(decoded)[0]).toMatch(/^checksum/);
    }
  });

  test('a length that no answer has is dropped', () => {
    for (const length of ['00 00', '00 03', '09 0C', 'FF FF']) {
      const decoded = createSdtDecoder('reply').feed(concatBytes(PREAMBLE, hex(length), good));
      expect(bodies(decoded)).toEqual(['00 00 80']);
      expect(drops(decoded)[0]).toMatch(/^length/);
    }
  });

  test('1295 bytes of the right length with one wrong bit are not a card', () => {
    const body = new Uint8Array(1287);
    body.set(hex('00 00 90 01 00 04 00'));
    const frame = encodeSdtFrame(body);
    expect(frame.length).toBe(1295);
    expect(toHex(frame.subarray(5, 7))).toBe('05 08');
    frame[700]! ^= 0x04;
    expect(bodies(createSdtDecoder('reply').feed(frame))).toEqual([]);
  });

  test('a frame swallowed by a broken length is found when the wait is abandoned', () => {
    const decoder = createSdtDecoder('reply');
    const waiting = decoder.feed(concatBytes(hex('AA AA AA 96 69 05 08 00 00 90'), good));
    expect(bodies(waiting)).toEqual([]);
    expect(decoder.inFrame).toBe(true);
    const found = decoder.abandon();
    expect(bodies(found)).toEqual(['00 00 80']);
    expect(drops(found)[0]).toMatch(/^unfinished/);
    expect(decoder.inFrame).toBe(false);
  });

  test('a long run of AA before the mark is reported less the regular one', () => {
    const decoded = createSdtDecoder('reply').feed(concatBytes(hex('AA AA AA AA'), good));
    expect(drops(decoded)).toEqual(['noise 4']);
    expect(bodies(decoded)).toEqual(['00 00 80']);
  });

  test('after wiping, nothing of what came before takes part', () => {
    const decoder = createSdtDecoder('reply');
    decoder.feed(good.subarray(0, 8));
    decoder.wipe();
    expect(bodies(decoder.feed(good.subarray(8)))).toEqual([]);
    expect(bodies(decoder.feed(good))).toEqual(['00 00 80']);
  });

  test('the bytes given are copied: their owner may overwrite them', () => {
    const decoder = createSdtDecoder('reply');
    const first = good.slice(0, 9);
    decoder.feed(first);
    first.fill(0);
    expect(bodies(decoder.feed(good.subarray(9)))).toEqual(['00 00 80']);
  });
});
