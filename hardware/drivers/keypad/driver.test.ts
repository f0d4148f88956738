import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeypadFault, KeypadSimulator } from '../../simulators/keypad.ts';
import { startKeypadSimulator } from '../../simulators/keypad.ts';
import { STALE_MS } from '../../supervisor.ts';
import { hex, toHex } from '../../testing/hex.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import { openTransport } from '../../transport/open.ts';
import type { KeyPress, Keypad, KeypadMapSettings } from './driver.ts';
import { KeypadMap, openKeypad, SAME_PRESS_MS, SEQUENCE_IDLE_MS, UNKNOWN_BEFORE_DEGRADED } from './driver.ts';

const DIGITS: KeypadMapSettings = {
  from: 'bytes',
  keys: [
    { bytes: '35', means: { grade: 5 } },
    { bytes: '31', means: { grade: 1 } },
  ],
};
const FRAMED: KeypadMapSettings = {
  from: 'bytes',
  keys: [
    { bytes: 'A5 05 5A', means: { grade: 5 } },
    { bytes: 'A5 43 5A', means: { key: 'confirm' } },
  ],
};

let simulator: KeypadSimulator;
let clock: ManualClock;
let keypad: Keypad;
let presses: KeyPress[];
let unknown: string[];

async function start(
  map: KeypadMapSettings,
  keys: Record<string, string>,
  more: { samePressMs?: number; release?: Uint8Array } = {},
) {
  const { release, ...options } = more;
  simulator = await startKeypadSimulator({
    keys: Object.fromEntries(Object.entries(keys).map(([name, bytes]) => [name, hex(bytes)])),
    ...(release === undefined ? {} : { release }),
  });
  keypad = openKeypad({
    open: memoryLine(simulator.attach),
    map: KeypadMap.parse(map),
    clock,
    random: () => 0.5,
    onPress: (press) => presses.push(press),
    onUnknown: (bytes) => unknown.push(toHex(bytes)),
    ...options,
  });
  await clock.advance(0);
  await clock.advance(STALE_MS);
}

beforeEach(() => {
  clock = manualClock();
  presses = [];
  unknown = [];
});
afterEach(async () => {
  await keypad.close();
  await simulator.close();
});

describe('presses', () => {
  test('are told as grade or key, in order', async () => {
    await start(FRAMED, { good: 'A5 05 5A', confirm: 'A5 43 5A' });
    for (const key of ['good', 'confirm', 'good']) {
      simulator.press(key);
      await clock.advance(10);
    }
    expect(presses).toEqual([{ grade: 5 }, { key: 'confirm' }, { grade: 5 }]);
    expect(keypad.health()).toMatchObject({ state: 'up', counters: { presses: 3 } });
  });

  test.each<KeypadFault>(['bounce', 'held'])('that %s are one', async (fault) => {
    await start(DIGITS, { five: '35' });
    simulator.setFault(fault);
    simulator.press('five');
    await clock.advance(10);
    expect(presses).toEqual([{ grade: 5 }]);
    expect(keypad.health().counters.repeats).toBeGreaterThan(0);
  });

  test('of one key are one as long as less than the named time lies between them, and then another', async () => {
    await start(DIGITS, { five: '35' });
    for (let time = 0; time < 5; time += 1) {
      simulator.press('five');
      await clock.advance(SAME_PRESS_MS - 1);
    }
    expect(presses).toHaveLength(1);
    await clock.advance(1);
    simulator.press('five');
    await clock.advance(0);
    expect(presses).toHaveLength(2);
  });

  test('within a time of its own', async () => {
    await start(DIGITS, { five: '35' }, { samePressMs: 0 });
    simulator.setFault('bounce');
    simulator.press('five');
    await clock.advance(0);
    expect(presses).toHaveLength(2);
  });

  test('in HID reports, with the release that follows', async () => {
    const map: KeypadMapSettings = {
      from: 'reports',
      keys: [
        { bytes: '01 10', mask: 'FF 1F', means: { grade: 5 } },
        { bytes: '01 00', mask: 'FF 1F', means: 'nothing' },
      ],
    };
    await start(map, { five: '01 90 00 00' }, { release: hex('01 80 00 00') });
    simulator.press('five');
    await clock.advance(10);
    expect(presses).toEqual([{ grade: 5 }]);
    expect(unknown).toEqual([]);
  });

  test('in lines', async () => {
    const map: KeypadMapSettings = { from: 'lines', keys: [{ line: 'GRADE 2', means: { grade: 2 } }] };
    await start(map, { two: '47 52 41 44 45 20 32 0D 0A' });
    simulator.setFault('split');
    simulator.press('two');
    await clock.advance(10);
    expect(presses).toEqual([{ grade: 2 }]);
  });
});

describe('what is no press', () => {
  test('noise before a key is told and does not hide it', async () => {
    await start(FRAMED, { good: 'A5 05 5A' });
    simulator.setFault('garbage');
    simulator.press('good');
    await clock.advance(10);
    expect(presses).toEqual([{ grade: 5 }]);
    expect(unknown).toEqual(['00 FF 7F']);
  });

  test('half a key is given up after the named time: its other half later is none', async () => {
    await start(FRAMED, { good: 'A5 05 5A' });
    simulator.send(hex('A5 05'));
    await clock.advance(SEQUENCE_IDLE_MS);
    simulator.send(hex('5A'));
    await clock.advance(10);
    expect(presses).toEqual([]);
    expect(unknown).toEqual(['A5', '05', '5A']);
  });

  test('a map that does not fit shows as degraded, and is well at the first key', async () => {
    await start(FRAMED, { good: 'A5 05 5A' });
    for (let time = 0; time < UNKNOWN_BEFORE_DEGRADED; time += 1) {
      simulator.send(hex('B5'));
      await clock.advance(10);
    }
    expect(keypad.health()).toMatchObject({ state: 'degraded' });
    simulator.press('good');
    await clock.advance(10);
    expect(keypad.health()).toMatchObject({ state: 'up' });
  });

  test('a driver bug in the receiver closes the port and not the process', async () => {
    await start(DIGITS, { five: '35' });
    presses.push = () => {
      throw new Error('oops');
    };
    simulator.press('five');
    await clock.advance(10);
    expect(keypad.health()).toMatchObject({ state: 'down', reason: 'driver bug: Error: oops' });
  });
});

test('a pulled cable shows, the keypad is back by itself, and half a key from before is forgotten', async () => {
  await start(FRAMED, { good: 'A5 05 5A' });
  simulator.send(hex('A5'));
  await clock.advance(10);
  simulator.cut();
  await clock.advance(10);
  expect(keypad.health().state).toBe('down');
  await clock.advance(2_000);
  simulator.send(hex('05 5A'));
  await clock.advance(10);
  expect(presses).toEqual([]);
  simulator.press('good');
  await clock.advance(10);
  expect(presses).toEqual([{ grade: 5 }]);
});

test('after closing, nothing runs and nothing is told', async () => {
  await start(FRAMED, { good: 'A5 05 5A' });
  simulator.send(hex('A5'));
  await clock.advance(10);
  await keypad.close();
  simulator.press('good');
  await clock.advance(10_000);
  expect(presses).toEqual([]);
  expect(clock.waiting()).toEqual([]);
});

test('a key that a converter kept of the connection before rates nobody’s service', async () => {
  await start(DIGITS, { five: '35' });
  simulator.cut();
  await clock.advance(10);
  while (keypad.health().state !== 'up') await clock.advance(50);
  simulator.press('five');
  await clock.advance(STALE_MS);
  expect(presses).toEqual([]);
  simulator.press('five');
  await clock.advance(10);
  expect(presses).toEqual([{ grade: 5 }]);
});

test('over TCP', async () => {
  await start(DIGITS, { five: '35' });
  const tcp = openKeypad({
    open: openTransport({ kind: 'tcp', ...simulator.address }),
    map: KeypadMap.parse(DIGITS),
    onPress: (press) => presses.push(press),
  });
  await expect.poll(() => tcp.health().state).toBe('up');
  await expect
    .poll(() => {
      if (presses.length === 0) simulator.press('five');
      return presses[0];
    })
    .toEqual({ grade: 5 });
  await tcp.close();
});
