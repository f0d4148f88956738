import { SerialPort } from 'serialport';
import { describe, expect, test } from 'vitest';
import { startCardReaderSimulator } from '../../simulators/card-reader.ts';
import { SIMULATED_PEOPLE } from '../../simulators/people.ts';
import { startPtyPair, whySocatIsMissing } from '../../testing/pty-pair.ts';
import { openTransport } from '../../transport/open.ts';
import type { CardReaderEvent } from './driver.ts';
import { openCardReader } from './driver.ts';

const socatMissing = whySocatIsMissing();

describe.skipIf(socatMissing !== undefined)(`over a serial line${socatMissing ?? ''}`, () => {
  test('a card is laid, read and lifted, and a pulled cable is told', async () => {
    const pair = await startPtyPair();
    const simulator = await startCardReaderSimulator();
    simulator.attach(new SerialPort({ path: pair.far, baudRate: 115_200 }));
    const events: CardReaderEvent[] = [];
    const reader = openCardReader({
      open: openTransport({ kind: 'serial', path: pair.near, baudRate: 115_200 }),
      onEvent: (event) => events.push(event),
    });
    const kinds = () => events.flatMap((event) => (event.type === 'health' ? [] : [event.type]));
    await expect.poll(() => reader.health().state, { timeout: 20_000 }).toBe('up');
    const person = SIMULATED_PEOPLE[1]!;
    simulator.lay(person.card);
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(['laid']);
    expect(events.find((event) => event.type === 'laid')).toEqual({ type: 'laid', card: person.card });
    simulator.lift();
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(['laid', 'lifted']);
    await pair.close();
    await expect.poll(() => reader.health().state, { timeout: 20_000 }).toBe('down');
    await reader.close();
    await simulator.close();
  });

  test('pulled in the middle of a read and plugged in again, the next card is read', async () => {
    const pair = await startPtyPair();
    const simulator = await startCardReaderSimulator();
    const plugIn = () => simulator.attach(new SerialPort({ path: pair.far, baudRate: 115_200 }));
    plugIn();
    const events: CardReaderEvent[] = [];
    const reader = openCardReader({
      open: openTransport({ kind: 'serial', path: pair.near, baudRate: 115_200 }),
      onEvent: (event) => events.push(event),
    });
    const state = () => reader.health().state;
    const kinds = () => events.flatMap((event) => (event.type === 'health' ? [] : [event.type]));
    await expect.poll(state, { timeout: 20_000 }).toBe('up');
    // Half an answer is on its way when the plug goes.
    simulator.setFault('truncated', 'read');
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await expect.poll(() => simulator.asked.at(-1), { timeout: 20_000 }).toBe('read');
    await pair.pull();
    await expect.poll(state, { timeout: 20_000 }).toBe('down');
    simulator.setFault(null);
    simulator.lift();
    await pair.plugIn();
    plugIn();
    await expect.poll(state, { timeout: 20_000 }).toBe('up');
    expect(kinds()).toEqual([]);
    const person = SIMULATED_PEOPLE[1]!;
    simulator.lay(person.card);
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(['laid']);
    expect(events.find((event) => event.type === 'laid')).toEqual({ type: 'laid', card: person.card });
    expect(reader.health().counters.opened).toBe(2);
    await reader.close();
    await simulator.close();
    await pair.close();
  });
});
