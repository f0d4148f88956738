import type { Duplex } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BX_ANY } from '../codec/bx-frame.ts';
import { compileCharacterTemplate } from '../codec/character-panel.ts';
import { KeypadMap } from '../codec/keypad-map.ts';
import { STALE_MS } from '../supervisor.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { memoryLine } from '../testing/memory-line.ts';
import { seeded } from '../testing/seeded.ts';
import { openCardReader } from './card-reader/driver.ts';
import { openCharacterPanel } from './character-panel/driver.ts';
import { openKeypad } from './keypad/driver.ts';
import { openScanner } from './scanner/driver.ts';
import { openUps } from './ups/driver.ts';
import { openWindowLed } from './window-led/driver.ts';

/** What a broken or hostile device may send, without any knowledge of what was asked. */

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const KIB = 1024;
const MINUTE_MS = 60_000;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

type Clock = ReturnType<typeof manualClock>;
interface Driver {
  health(): { readonly state: string; readonly counters: Readonly<Record<string, number>> };
  close(): Promise<void>;
}

/** What would be a person's matter: with a device that says nothing right there must be none. */
const told: string[] = [];

const MAP = KeypadMap.parse({
  from: 'bytes',
  keys: [
    { bytes: 'AA 01 55', means: { grade: 5 } },
    { bytes: 'AA 02 55', means: { grade: 4 } },
  ],
});
const LINES = KeypadMap.parse({ from: 'lines', keys: [{ line: 'KEY1', means: { grade: 5 } }] });
const COMPILED = compileCharacterTemplate({
  frame: '40 {address:hex2} {text:gb2312} 0D',
  ack: '40 {address:hex2} 06 0D',
  columns: 16,
});
if (!COMPILED.ok) throw new Error(COMPILED.error.message);
const TEMPLATE = COMPILED.value;

const DRIVERS: Readonly<Record<string, (open: ReturnType<typeof memoryLine>, clock: Clock) => Driver>> = {
  reader: (open, clock) =>
    openCardReader({
      open,
      clock,
      random: () => 0.5,
      onEvent: ({ type }) => void (type === 'laid' && told.push(type)),
    }),
  scanner: (open, clock) =>
    openScanner({ open, clock, random: () => 0.5, onScan: ({ text }) => told.push(text) }),
  keypad: (open, clock) =>
    openKeypad({ open, clock, random: () => 0.5, map: MAP, onPress: () => told.push('key') }),
  'keypad, lines': (open, clock) =>
    openKeypad({ open, clock, random: () => 0.5, map: LINES, onPress: () => told.push('key') }),
  ups: (open, clock) =>
    openUps({
      open,
      clock,
      random: () => 0.5,
      name: 'ups',
      onChange: ({ reading }) => void (reading !== null && told.push('reading')),
    }),
  'bx panel': (open, clock) =>
    openWindowLed({ open, clock, random: () => 0.5, model: '6k', address: BX_ANY }),
  'character panel': (open, clock) =>
    openCharacterPanel({ open, clock, random: () => 0.5, template: TEMPLATE }),
};

/** Never a frame, but as much of one as can be: each protocol's own beginning over and over. */
const JUNK: Readonly<Record<string, (length: number) => Uint8Array>> = {
  zeros: (length) => new Uint8Array(length),
  noise: (length) =>
    seeded(1)
      .bytes(length)
      .map((byte) => (byte === 0x0a || byte === 0x0d || byte === 0x09 ? 0x80 : byte)),
  'SDT heads': (length) => repeated([0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x08, 0xf0], length),
  'BX heads': (length) => repeated([0xa5, 0xa5, 0xfe, 0xff], length),
  'a line without an end': (length) => repeated([...Buffer.from('BEGIN LIST VAR ups "')], length),
  'beginnings of keys': (length) => repeated([0xaa, 0x01], length),
  'beginnings of acknowledgements': (length) => repeated([0x40, 0x01, 0x06], length),
};

function repeated(pattern: readonly number[], length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => pattern[at % pattern.length]!);
}

/** A line whose far side is the test's; the newest opening counts. */
function hostileLine() {
  let far: Duplex | undefined;
  let openings = 0;
  const open = memoryLine((side) => {
    far = side;
    openings += 1;
    side.on('error', () => {});
    side.resume();
  });
  return {
    open,
    openings: () => openings,
    say(bytes: Uint8Array): void {
      if (far?.writable === true) far.write(bytes);
    },
  };
}

describe.each(Object.keys(DRIVERS))('%s', (name) => {
  async function start() {
    told.length = 0;
    const clock = manualClock();
    const line = hostileLine();
    const driver = DRIVERS[name]!(line.open, clock);
    await clock.advance(0);
    return { clock, line, driver };
  }

  it('endless bytes without a frame: nothing grows, nothing is told, it can be closed', async () => {
    const { clock, line, driver } = await start();
    const junk = Object.values(JUNK).map((make) => make(128 * KIB));
    let after = 0;
    for (let round = 0; round < 4; round += 1) {
      for (const bytes of junk) {
        line.say(bytes);
        await clock.advance(10);
        expect(clock.waiting().length).toBeLessThanOrEqual(4);
      }
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      if (round === 0) after = heapUsed + arrayBuffers;
      else expect(heapUsed + arrayBuffers - after).toBeLessThan(2 * 1024 * KIB);
    }
    expect(told).toEqual([]);
    await driver.close();
    expect(clock.waiting()).toEqual([]);
  });

  it('one byte a minute: told as nothing, and the port is not opened in a spin', async () => {
    const { clock, line, driver } = await start();
    for (let minute = 0; minute < 240; minute += 1) {
      line.say(Uint8Array.of([0xaa, 0xa5, 0x40, 0x00][minute % 4]!));
      await clock.advance(MINUTE_MS);
      expect(clock.waiting().length).toBeLessThanOrEqual(4);
    }
    expect(told).toEqual(name === 'scanner' ? expect.anything() : []);
    // Five seconds without an answer and half a second before the next try, at the worst.
    expect(line.openings()).toBeLessThanOrEqual(12 * 240);
    await driver.close();
    expect(clock.waiting()).toEqual([]);
  });
});

describe('bugs of whoever listens', () => {
  it('a press that comes by time and is not taken well closes the port, not the process', async () => {
    const clock = manualClock();
    const line = hostileLine();
    const keypad = openKeypad({
      open: line.open,
      clock,
      random: () => 0.5,
      map: MAP,
      onPress: () => {},
      onUnknown: () => {
        throw new Error('oops');
      },
    });
    await clock.advance(0);
    await clock.advance(STALE_MS);
    line.say(Uint8Array.of(0xaa));
    await clock.advance(1_000);
    expect(keypad.health()).toMatchObject({ counters: { closed: 1 } });
    await keypad.close();
  });
});
