import { createStatusParser } from '@hall/hardware/codec/escpos-status';
import { chunked, type FuzzSubject } from '@hall/hardware/testing/fuzz';
import { hex } from '@hall/hardware/testing/hex';

/** A reply that no damage before it may hide for ever: a real-time reply is one byte long. */
const GOOD_REPLY = 0x16;
/** More zero-free filler than the longest half-received answer can swallow. */
const FLUSH = new Uint8Array(8).fill(0x81);

/** What ticket printers answer, damaged on the line: read, dropped byte by byte, and found again behind. */
export const PRINTER_REPLY_FUZZ: FuzzSubject = {
  name: 'ESC/POS printer replies',
  golden: [
    '16 12 12 12',
    '14 00 00 0F 37 22 41 42 31 32 00',
    '3C 08 0C 0F 12 72',
    '37 22 20 20 20 20 00 14 00 03 0F',
  ].map(hex),
  branches: ['reply', 'automatic', 'completed', 'dropped'],
  round(input, random) {
    const parser = createStatusParser({ family: 'epson' });
    const events = [...chunked(input, random)].flatMap((chunk) => parser.feed(chunk));
    parser.feed(FLUSH);
    const behind = parser.feed(Uint8Array.of(GOOD_REPLY));
    if (behind.at(-1)?.kind !== 'reply') throw new Error('a good reply behind the damage was not found');
    return new Set(events.map((event) => event.kind));
  },
};
