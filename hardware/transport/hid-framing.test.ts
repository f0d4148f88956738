import { describe, expect, test } from 'vitest';
import { createSdtDecoder, encodeSdtFrame } from '../codec/sdt-frame.ts';
import { concatBytes, hex, toHex } from '../testing/hex.ts';
import { seeded } from '../testing/seeded.ts';
import type { HidFramingDecoder } from './hid-framing.ts';
import { HID_FRAMINGS } from './hid-framing.ts';

/** Published replies: find, select and "no card"; the second ends with its sum behind eight zeros. */
const REPLIES = [
  'AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97',
  'AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C',
  'AA AA AA 96 69 00 04 00 00 80 84',
].map(hex);

const report = (start: Uint8Array) => concatBytes(start, new Uint8Array(64 - start.length));
const through = (decoder: HidFramingDecoder, reports: readonly Uint8Array[]) =>
  concatBytes(...reports.map((one) => decoder.feed(one)));

/** A frame of this many bytes in all, full of zeros and of bytes that look like half a preamble. */
function frameOf(length: number): Uint8Array {
  const body = seeded(length).bytes(length - 8);
  return encodeSdtFrame(body.map((byte) => (byte < 128 ? 0 : byte < 192 ? 0xaa : byte)));
}

describe('sdt-64, unverified against a device', () => {
  const { toReports, createDecoder } = HID_FRAMINGS['sdt-64'];

  test('a published reply is one report, its padding is dropped', () => {
    const decoder = createDecoder();
    for (const reply of REPLIES) expect(toHex(decoder.feed(report(reply)))).toBe(toHex(reply));
  });

  test('a request is filled up with zeros', () => {
    expect(toReports(hex('AA AA AA 96 69 00 03 20 01 22'))).toEqual([
      report(hex('AA AA AA 96 69 00 03 20 01 22')),
    ]);
  });

  test('a preamble with a zero in it, as seen in the field', () => {
    const late = hex('AA 00 AA AA 96 69 00 04 00 00 41 45');
    expect(createDecoder().feed(report(late))).toEqual(late);
  });

  test.each([9, 62, 63, 64, 65, 127, 128, 129, 192, 1295, 2321])(
    'a frame of %i bytes arrives whole, and the next one after it',
    (length) => {
      const frame = frameOf(length);
      expect(frame.length).toBe(length);
      const reports = [...toReports(frame), ...toReports(REPLIES[1]!)];
      expect(through(createDecoder(), reports)).toEqual(concatBytes(frame, REPLIES[1]!));
    },
  );

  test('every frame length, so that every byte of it stands at a report boundary once', () => {
    for (let length = 9; length <= 200; length += 1) {
      const frame = frameOf(length);
      expect(through(createDecoder(), toReports(frame))).toEqual(frame);
    }
  });

  test('one lost report costs one frame; the card reader finds the next', () => {
    const reports = toReports(frameOf(1295));
    for (let lost = 0; lost < reports.length; lost += 1) {
      const decoder = createDecoder();
      const sdt = createSdtDecoder('reply');
      const stream = through(decoder, [...reports.filter((_, at) => at !== lost), ...toReports(REPLIES[0]!)]);
      const decoded = [...sdt.feed(stream), ...sdt.abandon()];
      const frames = decoded.flatMap((one) => (one.kind === 'frame' ? [toHex(one.body)] : []));
      expect(frames.at(-1)).toBe('00 00 9F 00 00 00 00');
    }
  });

  test('what is no frame passes as it came; a Len beyond all frames swallows nothing', () => {
    const decoder = createDecoder();
    const noise = seeded(5).bytes(64);
    expect(decoder.feed(noise)).toEqual(noise);
    const absurd = report(hex('AA AA AA 96 69 FF FF 00 00 90'));
    expect(decoder.feed(absurd)).toEqual(absurd);
    expect(decoder.feed(report(REPLIES[0]!))).toEqual(REPLIES[0]!);
  });

  test('reports shorter than announced end nothing early', () => {
    const reply = REPLIES[0]!;
    for (let cut = 8; cut < reply.length; cut += 1) {
      const decoder = createDecoder();
      expect(through(decoder, [reply.subarray(0, cut), reply.subarray(cut)])).toEqual(reply);
    }
  });
});

describe('sdt-64-counted, unverified against a device', () => {
  const { toReports, createDecoder } = HID_FRAMINGS['sdt-64-counted'];

  test('byte 0 counts', () => {
    const [one] = toReports(REPLIES[2]!);
    expect(toHex(one!.subarray(0, 13))).toBe('0B AA AA AA 96 69 00 04 00 00 80 84 00');
    expect(one!.length).toBe(64);
  });

  test('any length survives, also of bytes that are no frame', () => {
    for (let length = 1; length <= 200; length += 1) {
      const bytes = seeded(length).bytes(length);
      expect(through(createDecoder(), toReports(bytes))).toEqual(bytes);
    }
  });

  test('a count beyond the report, an empty one and an empty report throw nothing', () => {
    const decoder = createDecoder();
    expect(decoder.feed(new Uint8Array(64).fill(0xff)).length).toBe(63);
    expect(decoder.feed(new Uint8Array(64)).length).toBe(0);
    expect(decoder.feed(new Uint8Array(0)).length).toBe(0);
  });
});
