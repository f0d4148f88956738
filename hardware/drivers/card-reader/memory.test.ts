import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CardReaderSimulator } from '../../simulators/card-reader.ts';
import { startCardReaderSimulator } from '../../simulators/card-reader.ts';
import { SIMULATED_PEOPLE } from '../../simulators/people.ts';
import type { Traces } from '../../testing/card-memory.ts';
import { tracesOfCard, whyMemoryIsClosed } from '../../testing/card-memory.ts';
import type { ChildTask } from '../../testing/card-memory-child.ts';
import type { PtyPair } from '../../testing/pty-pair.ts';
import { startPtyPair, whySocatIsMissing } from '../../testing/pty-pair.ts';

/**
 * What is left of a card in the process that read it. The simulator lives in this process, the reader in another,
 * whose whole writable memory is searched from here: the one that must forget never knows the words.
 */
const CARD = { ...SIMULATED_PEOPLE[0]!.card, name: '龘靐齉爩', address: '虚构市金丝雀巷四百零四号' };
const CANARIES = {
  // A number in two pieces besides: parts of strings would be as bad.
  texts: [CARD.name, CARD.number, CARD.number.slice(0, 12), CARD.number.slice(6), CARD.address],
  photo: CARD.photoWlt.subarray(400, 432),
};
const NOTHING: Traces = { memory: {}, snapshot: [] };

const NOT_HERE = whyMemoryIsClosed() ?? whySocatIsMissing();

let simulator: CardReaderSimulator;
beforeEach(async () => {
  simulator = await startCardReaderSimulator();
});
afterEach(() => simulator.close());

const traces = (mode: ChildTask['mode'], spec: ChildTask['spec']) =>
  tracesOfCard({ spec, mode }, () => simulator.lay(CARD), CANARIES);

describe.skipIf(NOT_HERE !== undefined)(`after a card was read over a serial line${NOT_HERE ?? ''}`, () => {
  let pair: PtyPair;
  beforeEach(async () => {
    pair = await startPtyPair();
    simulator.attach(new SerialPort({ path: pair.far, baudRate: 115_200 }));
  });
  afterEach(() => pair.close());
  const onSerial = (mode: ChildTask['mode']) =>
    traces(mode, { kind: 'serial', path: pair.near, baudRate: 115_200 });

  test('and cleared, nothing of it is anywhere in the process', async () => {
    expect(await onSerial('drop')).toEqual(NOTHING);
  });

  test('and used as text, nothing of it lives, and after some work nothing is left', async () => {
    expect(await onSerial('use')).toEqual(NOTHING);
  });

  test('and kept, it is found: the search works', async () => {
    const found = await onSerial('keep');
    expect(found.snapshot).toEqual(CANARIES.texts);
    for (const trace of [`${CARD.name} utf16le`, `${CARD.number} utf16le`, `${CARD.number} utf8`, 'photo']) {
      expect(found.memory).toHaveProperty([trace]);
    }
  });
});

const CLOSED = whyMemoryIsClosed();
describe.skipIf(CLOSED !== undefined)(`after a card was read over TCP${CLOSED ?? ''}`, () => {
  test.each(['drop', 'use'] as const)('%s: nothing of it is anywhere in the process', async (mode) => {
    expect(await traces(mode, { kind: 'tcp', ...simulator.address })).toEqual(NOTHING);
  });
});
