import { describe, expect, test } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import type { SdtCommand } from './sdt-command.ts';
import {
  parseSdtReply,
  readBlocks,
  readBlocksWithFingerprint,
  replyFits,
  SDT_COMMANDS,
} from './sdt-command.ts';
import { createSdtDecoder } from './sdt-frame.ts';

/**
 * Each reply of the published table (eastcoms.com 508; yzsam.com CNvfzM), cut in two at every place and fed byte by
 * byte. Frames are put together here, with a checksum of this file's own.
 */
const TEXT = '57 59 20 00 '.repeat(64);
/** Full of half preambles and of whole synchronisation marks with impossible lengths behind. */
const PHOTO = 'AA AA 96 69 FF FF AA AA AA AA 96 00 AA 00 AA AA '.repeat(64);
const FINGERS = 'AA AA AA 96 69 00 00 13 '.repeat(128);

function frame(lengthAndBody: string): Uint8Array {
  const inner = hex(lengthAndBody);
  const sum = inner.reduce((xor, byte) => xor ^ byte, 0);
  return Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, ...inner, sum);
}

const REPLIES: readonly [name: string, command: SdtCommand, sw3: number, bytes: number, frame: Uint8Array][] =
  [
    ['status', 'status', 0x90, 11, hex('AA AA AA 96 69 00 04 00 00 90 94')],
    ['reset', 'reset', 0x90, 11, hex('AA AA AA 96 69 00 04 00 00 90 94')],
    ['self-test failed', 'status', 0x60, 11, hex('AA AA AA 96 69 00 04 00 00 60 64')],
    ['SAM id', 'samId', 0x90, 27, frame('00 14 00 00 90 05 03 01 00 D2 04 00 00 00 00 00 00 01 02 03 04')],
    ['found', 'find', 0x9f, 15, hex('AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97')],
    ['none found', 'find', 0x80, 11, hex('AA AA AA 96 69 00 04 00 00 80 84')],
    ['selected', 'select', 0x90, 19, hex('AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C')],
    ['select failed', 'select', 0x81, 11, hex('AA AA AA 96 69 00 04 00 00 81 85')],
    ['card', 'read', 0x90, 1295, frame(`05 08 00 00 90 01 00 04 00 ${TEXT}${PHOTO}`)],
    ['read failed', 'read', 0x41, 11, hex('AA AA AA 96 69 00 04 00 00 41 45')],
    [
      'card without fingerprint',
      'readWithFingerprint',
      0x90,
      1297,
      frame(`05 0A 00 00 90 01 00 04 00 00 00 ${TEXT}${PHOTO}`),
    ],
    [
      'card with fingerprints',
      'readWithFingerprint',
      0x90,
      2321,
      frame(`09 0A 00 00 90 01 00 04 00 04 00 ${TEXT}${PHOTO}${FINGERS}`),
    ],
    ['newest address', 'newestAddress', 0x90, 81, frame(`00 4A 00 00 90 ${'57 59 '.repeat(35)}`)],
    ['no newest address', 'newestAddress', 0x91, 11, hex('AA AA AA 96 69 00 04 00 00 91 95')],
  ];

describe.each(REPLIES)('%s', (_, command, sw3, bytes, whole) => {
  /** What a decoder makes of the chunks, as text that compares quickly. */
  const decoded = (chunks: readonly Uint8Array[]): string[] => {
    const decoder = createSdtDecoder('reply');
    return [...chunks.flatMap((chunk) => decoder.feed(chunk)), ...decoder.abandon()].map((one) =>
      one.kind === 'frame' ? Buffer.from(one.body).toString('hex') : one.reason,
    );
  };
  const expected = [Buffer.from(whole.subarray(7, -1)).toString('hex')];

  test(`has ${bytes} bytes, and is the answer to ${command}`, () => {
    expect(whole.length).toBe(bytes);
    expect(whole[5]! * 256 + whole[6]!).toBe(bytes - 7);
    const reply = parseSdtReply(whole.subarray(7, -1));
    expect(reply.sw3).toBe(sw3);
    expect(replyFits(command, reply)).toBe(true);
  });

  test('is the same at every split', () => {
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const found = decoded([whole.subarray(0, cut), whole.subarray(cut)]);
      if (found.length !== 1 || found[0] !== expected[0]) expect([cut, found]).toEqual([cut, expected]);
    }
  });

  test('is the same byte by byte, twice in one stream', () => {
    const chunks = [...whole, ...whole].map((byte) => Uint8Array.of(byte));
    expect(decoded(chunks)).toEqual([...expected, ...expected]);
  });

  test('with any one byte of it wrong is not accepted, and the next is', () => {
    const next = hex('AA AA AA 96 69 00 04 00 00 33 37');
    // The first AA is not asked for on receive, and a wrong length waits for what never comes.
    for (let at = 7; at < whole.length; at += 1) {
      const wrong = Uint8Array.from(whole);
      wrong[at]! ^= 0x10;
      const found = decoded([wrong, next]).filter((text) => /^[0-9a-f]{6,}$/.test(text));
      if (found.length !== 1 || found[0] !== '000033') expect([at, found]).toEqual([at, ['000033']]);
    }
  });
});

test('no answer of data fits another question', () => {
  const fits = REPLIES.filter(([, , sw3]) => sw3 === 0x90 || sw3 === 0x91 || sw3 === 0x9f).map(
    ([name, , , , whole]) =>
      [
        name,
        (Object.keys(SDT_COMMANDS) as SdtCommand[]).filter((command) =>
          replyFits(command, parseSdtReply(whole.subarray(7, -1))),
        ),
      ] as const,
  );
  expect(Object.fromEntries(fits)).toEqual({
    status: ['reset', 'status'],
    reset: ['reset', 'status'],
    'SAM id': ['samId'],
    found: ['find'],
    selected: ['select'],
    card: ['read'],
    'card without fingerprint': ['readWithFingerprint'],
    'card with fingerprints': ['readWithFingerprint'],
    'newest address': ['newestAddress'],
    'no newest address': ['newestAddress'],
  });
});

test('"none found" belongs to find, "not selected" to select; both may say that a card has gone', () => {
  const commandsFor = (sw3: number) =>
    (Object.keys(SDT_COMMANDS) as SdtCommand[]).filter((command) =>
      replyFits(command, { sw3, data: new Uint8Array(0) }),
    );
  expect(commandsFor(0x80)).toEqual(['find', 'newestAddress']);
  expect(commandsFor(0x81)).toEqual(['select', 'newestAddress']);
  expect(commandsFor(0x41)).toHaveLength(8);
});

describe('the blocks of a read', () => {
  const bodyOf = (name: string) => {
    const [, , , , whole] = REPLIES.find(([known]) => known === name)!;
    return parseSdtReply(whole.subarray(7, -1)).data;
  };
  const first = (bytes: Uint8Array) => toHex(bytes.subarray(0, 4));

  test('stand behind two length words, or three', () => {
    const plain = readBlocks(bodyOf('card'))!;
    const bare = readBlocksWithFingerprint(bodyOf('card without fingerprint'))!;
    const full = readBlocksWithFingerprint(bodyOf('card with fingerprints'))!;
    for (const { text, photo } of [plain, bare, full]) {
      expect([text.length, first(text)]).toEqual([256, '57 59 20 00']);
      expect([photo.length, first(photo)]).toEqual([1024, 'AA AA 96 69']);
    }
    expect(bare.fingerprint.length).toBe(0);
    expect([full.fingerprint.length, first(full.fingerprint)]).toEqual([1024, 'AA AA AA 96']);
  });

  test('are refused when a length word does not fit what came', () => {
    const wrong = (name: string, at: number) => {
      const data = Uint8Array.from(bodyOf(name));
      data[at]! ^= 0x02;
      return data;
    };
    for (const at of [0, 1, 2, 3]) expect(readBlocks(wrong('card', at))).toBeUndefined();
    for (const at of [0, 1, 2, 3, 4, 5]) {
      expect(readBlocksWithFingerprint(wrong('card with fingerprints', at))).toBeUndefined();
    }
    expect(readBlocksWithFingerprint(new Uint8Array(3))).toBeUndefined();
  });
});
