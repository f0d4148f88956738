import { createStatusParser } from '../codec/escpos-status.ts';
import type { FuzzSubject } from './fuzz.ts';
import { chunked } from './fuzz.ts';
import { hex } from './hex.ts';

/** Bytes that no answer can go on with: a half-received one ends here. */
const FLUSH = new Uint8Array(8).fill(0x81);

const EPSON_GOOD = hex('14 00 00 0F 37 22 5A 5A 5A 5A 00 16');

const epson: FuzzSubject = {
  name: 'escpos-status',
  golden: [
    '16 12 12 12',
    '14 00 00 0F 37 22 41 42 31 32 00',
    '3C 08 0C 0F 12 72',
    '37 22 20 20 20 20 00 14 00 03 0F',
    '14 00 12 11 03 13 0F',
  ].map(hex),
  branches: ['reply', 'automatic', 'completed', 'dropped'],
  *round(input, random) {
    const parser = createStatusParser({ family: 'epson' });
    for (const chunk of chunked(input, random)) for (const event of parser.feed(chunk)) yield event.kind;
    parser.feed(FLUSH);
    const behind = [...chunked(EPSON_GOOD, random)].flatMap((chunk) => parser.feed(chunk));
    const kinds = behind.map((event) => event.kind).join();
    if (kinds !== 'automatic,completed,reply') throw new Error(`behind the damage: ${kinds}`);
  },
};

const CUSTOM_GOOD = hex('10 0F 21 00 00 00');
/** A full status takes any bytes: at most one of them is swallowed by a half-received one. */
const LONGEST_FULL = 6;

const custom: FuzzSubject = {
  name: 'custom-full-status',
  golden: [
    '10 0F 00 00 00 00',
    '10 0F 25 02 00 01',
    '10 0F 20 10 0F 40 10 0F 04 00 00 00',
    '12 10 0F 10 0F',
  ].map(hex),
  branches: ['full', 'reply', 'dropped'],
  *round(input, random) {
    const parser = createStatusParser({ family: 'custom' });
    for (const chunk of chunked(input, random)) for (const event of parser.feed(chunk)) yield event.kind;
    parser.feed(new Uint8Array(LONGEST_FULL).fill(0x81));
    const last = parser.feed(CUSTOM_GOOD).at(-1);
    if (last?.kind !== 'full' || !last.flags.ticketInOutput || last.flags.paper !== 'out') {
      throw new Error('the good status behind the damage was not found');
    }
  },
};

export const ESCPOS_FUZZ: readonly FuzzSubject[] = [epson, custom];
