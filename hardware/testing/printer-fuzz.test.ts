import { describe, expect, it } from 'vitest';
import { createStatusParser } from '../codec/escpos-status.ts';
import { decodeIpp, encodeIpp } from '../codec/ipp.ts';
import { Interpreter } from '../simulators/ticket-printer/interpreter.ts';
import { hex } from './hex.ts';
import { type Seeded, seeded } from './seeded.ts';

/** Each run is repeatable: a seed that fails goes into this list and stays there. */
const SEEDS = [1, 2, 3, 20_261_121];
const ROUNDS = 1_500;

/** One to four small damages: a changed, lost, doubled or inserted byte, or a cut. */
function damaged(random: Seeded, bytes: Uint8Array): Uint8Array {
  const result = [...bytes];
  for (let times = random.whole(0, 5); times > 0; times -= 1) {
    const at = random.whole(0, Math.max(1, result.length));
    const kind = random.whole(0, 5);
    if (kind === 0) result[at] = random.whole(0, 256);
    else if (kind === 1) result.splice(at, 1);
    else if (kind === 2) result.splice(at, 0, result[at] ?? 0);
    else if (kind === 3) result.splice(at, 0, random.whole(0, 256));
    else result.length = Math.min(result.length, at);
  }
  return Uint8Array.from(result.map((byte) => byte ?? 0));
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const STATUS_STREAMS = [
  '16 12 12 12',
  '14 00 00 0F 37 22 41 42 31 32 00',
  '3C 08 0C 0F 12 72',
  '10 0F 25 02 00 01',
  '37 22 20 20 20 20 00 14 00 03 0F',
].map(hex);

const IPP_MESSAGES = [
  '01 01 00 02 00 00 00 01 01 47 00 01 61 00 05 75 74 66 2D 38 22 00 01 62 00 01 01 02 21 00 01 63 00 04 00 00 00 14 03 25 50',
  `02 00 00 00 00 00 00 07 04 34 00 01 63 00 00 4A 00 00 00 01 78 34 00 00 00 00 4A 00 00 00 01 79 21 00 00 00 04
   00 00 52 08 37 00 00 00 00 37 00 00 00 00 33 00 01 6E 00 08 00 00 00 01 00 00 00 09 13 00 01 7A 00 00 03`,
].map(hex);

const TICKETS = [
  `1B 40 1C 26 1B 61 01 1B 45 01 1B 33 52 1D 21 12 D5 FE CE F1 41 0A 1D 56 42 00
   1D 28 48 06 00 30 30 41 42 31 32`,
  '1B 40 1D 76 30 00 02 00 02 00 FF 00 AA 55 1B 4A 18 1B 64 02 1D 61 0F 1D 72 01 1D 56 01',
  `1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 05 00 31 50 30 41 31 1D 28 6B 03 00 31 51 30
   10 04 01 10 14 01 00 05`,
  '1D 28 4C 0E 00 30 70 30 01 01 31 10 00 02 00 FF 00 AA 55 1D 28 4C 02 00 30 32 99 33 A9 32 0A',
].map(hex);

describe('seeded fuzz of what printers say and are told', () => {
  it.each(SEEDS)('ESC/POS status, seed %i: never throws, every byte is read, dropped or awaited', (seed) => {
    const random = seeded(seed);
    const counts: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      const family = random.pick(['epson', 'custom'] as const);
      const parser = createStatusParser({ family });
      const bytes = damaged(random, random.pick(STATUS_STREAMS));
      const cut = random.whole(0, bytes.length + 1);
      const events = [...parser.feed(bytes.subarray(0, cut)), ...parser.feed(bytes.subarray(cut))];
      expect(events).toEqual(createStatusParser({ family }).feed(bytes));
      for (const event of events) count(counts, `${family} ${event.kind}`);
    }
    const branches = ['epson reply', 'epson automatic', 'epson completed', 'epson dropped'];
    branches.push('custom reply', 'custom full', 'custom completed', 'custom dropped');
    for (const branch of branches) expect(counts[branch] ?? 0, branch).toBeGreaterThan(0);
  });

  it.each(SEEDS)('IPP, seed %i: never throws, what is accepted survives encoding', (seed) => {
    const random = seeded(seed);
    const counts: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      const decoded = decodeIpp(damaged(random, random.pick(IPP_MESSAGES)));
      count(counts, decoded.ok ? 'accepted' : decoded.error.code);
      if (!decoded.ok) continue;
      expect(decodeIpp(encodeIpp(decoded.value))).toEqual(decoded);
    }
    for (const branch of ['accepted', 'IPP_TRUNCATED', 'IPP_MALFORMED']) {
      expect(counts[branch] ?? 0, branch).toBeGreaterThan(0);
    }
  });

  it.each(SEEDS)('the simulated printer, seed %i: never throws and takes every byte once', (seed) => {
    const random = seeded(seed);
    const counts: Record<string, number> = {};
    for (let round = 0; round < ROUNDS / 5; round += 1) {
      const interpreter = new Interpreter(576, 64 * 1024);
      const bytes = damaged(random, random.pick(TICKETS));
      interpreter.push(bytes);
      let taken = 0;
      for (let step = interpreter.step(); step; step = interpreter.step()) {
        taken += step.bytes.length;
        count(counts, step.action.kind);
      }
      expect(taken + interpreter.buffered).toBe(bytes.length);
      if (interpreter.counters.unknown > 0) count(counts, 'unknown');
      if (interpreter.counters.garbled > 0) count(counts, 'garbled');
      if (interpreter.buffered > 0) count(counts, 'incomplete');
    }
    const branches = ['rows', 'cut', 'automatic-status', 'send-paper-status', 'completion', 'nothing'];
    branches.push('unknown', 'garbled', 'incomplete');
    for (const branch of branches) expect(counts[branch] ?? 0, branch).toBeGreaterThan(0);
  });
});
