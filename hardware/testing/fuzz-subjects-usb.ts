import type { HidPosLayoutName } from '../codec/hid-pos.ts';
import { createHidPosDecoder, HID_POS_LAYOUTS } from '../codec/hid-pos.ts';
import { createSdtDecoder } from '../codec/sdt-frame.ts';
import { HID_FRAMINGS } from '../transport/hid-framing.ts';
import type { HidFramingName } from '../transport/transport.ts';
import type { FuzzSubject } from './fuzz.ts';
import { concatBytes, hex, toHex } from './hex.ts';

const REPORT_BYTES = 64;

/** One report with a field at each of the given places. */
function report(...fields: ReadonlyArray<readonly [number, Uint8Array]>): Uint8Array {
  const bytes = new Uint8Array(REPORT_BYTES);
  for (const [at, field] of fields) bytes.set(field, at);
  return bytes;
}

function* reportsOf(stream: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < stream.length; at += REPORT_BYTES) yield stream.slice(at, at + REPORT_BYTES);
}

const FULL = Buffer.from('M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23  ');
const GB = hex('D5 FE CE F1 B7 FE CE F1 81 39 EF 31');

function hidPos(name: HidPosLayoutName): FuzzSubject {
  const layout = HID_POS_LAYOUTS[name];
  const make = (data: Uint8Array, more = 0): Uint8Array =>
    report(
      [0, Uint8Array.of(2, data.length)],
      [2, name === 'honeywell' ? Buffer.from(']Q0') : new Uint8Array(0)],
      [layout.dataAt, data],
      [layout.symbologyAt, Uint8Array.of(0x73)],
      [layout.moreAt, Uint8Array.of(more)],
    );
  const full = make(FULL, 1);
  const last = make(Buffer.from(' 100'));
  return {
    name: `hid-pos ${name}`,
    golden: [
      last,
      concatBytes(full, last),
      concatBytes(full, full, last),
      make(Buffer.from('张样例,范例𬭎\r')),
      make(GB),
      concatBytes(full, make(Buffer.from('6901'))),
      full,
      // Damage to a symbology byte in the middle: another code began.
      concatBytes(full, report([0, Uint8Array.of(2, 1)], [layout.dataAt, Uint8Array.of(0x41)])),
      concatBytes(...Array.from({ length: 80 }, () => full), last),
    ],
    branches: [
      'utf-8',
      'gb18030',
      'undecodable',
      'length',
      'mixed',
      'too-long',
      'unfinished',
      'resynchronised',
    ],
    *round(input) {
      const decoder = createHidPosDecoder(layout);
      let bytesIn = 0;
      for (const one of reportsOf(input)) {
        bytesIn += one.length;
        for (const decoded of decoder.feed(one)) {
          yield decoded.kind === 'text' ? decoded.encoding : decoded.reason;
          if (decoded.kind === 'text' && Buffer.byteLength(decoded.text) > 3 * bytesIn) {
            throw new Error('more text than ever came');
          }
        }
      }
      const rest = decoder.idle();
      if (rest?.kind === 'rejected') yield rest.reason;
      if (decoder.pending) throw new Error('held something after the scanner was quiet');
      const [good] = decoder.feed(make(Buffer.from('GOOD')));
      if (good?.kind !== 'text' || good.text !== 'GOOD') throw new Error('the good code was lost');
      yield 'resynchronised';
    },
  };
}

const SDT_GOOD = hex('AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97');
/** A find reply, one seen in the field, and frames that reach over one, two and five reports. */
const SDT_FRAMES = [
  SDT_GOOD,
  hex('AA 00 AA AA 96 69 00 04 00 00 41 45'),
  ...[57, 58, 150, 300].map((length) =>
    concatBytes(hex('AA AA AA 96 69'), Uint8Array.of(length >> 8, length & 0xff), new Uint8Array(length)),
  ),
];

function hidFraming(name: HidFramingName): FuzzSubject {
  const { toReports, createDecoder } = HID_FRAMINGS[name];
  return {
    name: `hid-framing ${name}`,
    golden: SDT_FRAMES.map((frame) => concatBytes(...toReports(frame))),
    branches: ['bytes', 'resynchronised'],
    *round(input) {
      const framing = createDecoder();
      const sdt = createSdtDecoder('reply');
      for (const one of reportsOf(input)) {
        const bytes = framing.feed(one);
        if (!Buffer.from(one).includes(Buffer.from(bytes))) throw new Error('bytes that never came');
        if (bytes.length > 0) yield 'bytes';
        sdt.feed(bytes);
      }
      // The driver's time-out: what was begun is given up, and the next answer is read.
      sdt.abandon();
      const found = toReports(SDT_GOOD)
        .flatMap((one) => sdt.feed(framing.feed(one)))
        .some((one) => one.kind === 'frame' && toHex(one.body) === '00 00 9F 00 00 00 00');
      if (!found) throw new Error('the good frame behind the input was lost');
      yield 'resynchronised';
    },
  };
}

/** What comes over USB HID: scanners' reports, and the reports that carry a card reader's frames. */
export const USB_FUZZ: readonly FuzzSubject[] = [
  hidPos('honeywell'),
  hidPos('newland'),
  hidFraming('sdt-64'),
  hidFraming('sdt-64-counted'),
];
