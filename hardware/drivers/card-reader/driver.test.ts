import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CardReaderFault, CardReaderSimulator } from '../../simulators/card-reader.ts';
import { startCardReaderSimulator } from '../../simulators/card-reader.ts';
import { SIMULATED_PEOPLE } from '../../simulators/people.ts';
import type { ManualClock } from '../../testing/manual-clock.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import type { CardReader, CardReaderEvent } from './driver.ts';
import { openCardReader } from './driver.ts';

let simulator: CardReaderSimulator;
let clock: ManualClock;
let reader: CardReader;
let events: CardReaderEvent[];

beforeEach(async () => {
  simulator = await startCardReaderSimulator();
  clock = manualClock();
  events = [];
  reader = openCardReader({
    open: memoryLine(simulator.attach),
    clock,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
  });
});

afterEach(async () => {
  await reader.close();
  await simulator.close();
});

/** The story without health: `laid`, `lifted`, or a trouble's code. */
function story(): string[] {
  return events.flatMap((event) => {
    if (event.type === 'health') return [];
    return [event.type === 'trouble' ? event.code : event.type];
  });
}

describe('a card', () => {
  test.each(SIMULATED_PEOPLE.map((person) => [person.id, person.card] as const))(
    'of %s is read whole',
    async (_, card) => {
      simulator.lay(card);
      await clock.advance(1_000);
      expect(events.filter((event) => event.type === 'laid')).toEqual([{ type: 'laid', card }]);
    },
  );

  test('is told once while it lies there, and when it is lifted', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(10_000);
    expect(story()).toEqual(['laid']);
    simulator.lift();
    await clock.advance(2_000);
    expect(story()).toEqual(['laid', 'lifted']);
    simulator.lay(SIMULATED_PEOPLE[1]!.card);
    await clock.advance(2_000);
    expect(story()).toEqual(['laid', 'lifted', 'laid']);
  });

  test('is polled for every 300 ms at most, by 30 03 once it is read', async () => {
    await clock.advance(3_000);
    expect(simulator.asked[0]).toBe('status');
    expect(simulator.asked.slice(1)).toEqual(new Array(10).fill('find'));
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(3_000);
    const later = simulator.asked.slice(11);
    expect(later.slice(0, 4)).toEqual(['find', 'select', 'read', 'newestAddress']);
    expect(later.slice(4)).toEqual(new Array(9).fill('newestAddress'));
  });

  test('with a newer address has that one', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card, { newestAddress: '虚构市新路9号' });
    await clock.advance(1_000);
    expect(events.find((event) => event.type === 'laid')).toMatchObject({
      card: { address: '虚构市新路9号' },
    });
  });

  test('is not lost by one failed "still there?"', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(1_000);
    simulator.setFault('wrong-checksum', 'newestAddress');
    await clock.advance(1_300);
    simulator.setFault(null);
    await clock.advance(5_000);
    expect(story()).toEqual(['laid']);
  });
});

describe('harmless faults', () => {
  test.each<CardReaderFault>(['garbage', 'aa00-preamble', 'split'])('%s: the card is read', async (fault) => {
    simulator.setFault(fault);
    simulator.lay(SIMULATED_PEOPLE[1]!.card);
    await clock.advance(3_000);
    expect(story()).toEqual(['laid']);
    expect(reader.health().state).toBe('up');
  });
});

describe('read errors', () => {
  test.each<CardReaderFault>(['wrong-checksum', 'truncated', 'silent'])(
    '%s on the read: asks once to lift and lay again, and then reads',
    async (fault) => {
      simulator.setFault(fault, 'read');
      simulator.lay(SIMULATED_PEOPLE[0]!.card);
      await clock.advance(20_000);
      expect(story()).toEqual(['CARD_READ_FAILED']);
      expect(events.find((event) => event.type === 'trouble')).toMatchObject({ ask: 'lift-and-lay-again' });
      simulator.setFault(null);
      // Still there, but selected: only laying it again helps.
      await clock.advance(3_000);
      expect(story()).toEqual(['CARD_READ_FAILED']);
      simulator.lift();
      await clock.advance(1_000);
      simulator.lay(SIMULATED_PEOPLE[0]!.card);
      await clock.advance(1_000);
      expect(story()).toEqual(['CARD_READ_FAILED', 'laid']);
    },
  );

  test('content that cannot be right is never handed on', async () => {
    const card = { ...SIMULATED_PEOPLE[0]!.card, number: '11010519491231002X' };
    simulator.lay(card);
    await clock.advance(1_000);
    expect(story()).toEqual(['CARD_CONTENT_INVALID']);
  });

  test('no message holds personal data', async () => {
    simulator.lay({ ...SIMULATED_PEOPLE[0]!.card, number: '11010519491231002X' });
    await clock.advance(1_000);
    const told = JSON.stringify([events, reader.health()]);
    expect(told).not.toContain('11010519491231002X');
    expect(told).not.toContain(SIMULATED_PEOPLE[0]!.card.name);
  });
});

describe('a reader that stops answering', () => {
  test('is down after three silences, told once, and up again by itself', async () => {
    await clock.advance(1_000);
    expect(reader.health().state).toBe('up');
    simulator.setFault('silent');
    await clock.advance(60_000);
    expect(story()).toEqual(['READER_SILENT']);
    expect(reader.health()).toMatchObject({ state: 'down' });
    expect(reader.health().counters.opened).toBeGreaterThan(2);
    simulator.setFault(null);
    await clock.advance(60_000);
    expect(reader.health()).toMatchObject({ state: 'up', reason: 'ready' });
    expect(story()).toEqual(['READER_SILENT']);
  });

  test('lets go of the card that lay there', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(1_000);
    simulator.setFault('silent');
    await clock.advance(6_000);
    expect(story()).toEqual(['laid', 'lifted', 'READER_SILENT']);
  });

  test('a pulled cable lifts the card at once; the port is opened again', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(1_000);
    simulator.cut();
    await clock.advance(100);
    expect(story()).toEqual(['laid', 'lifted']);
    expect(reader.health().state).toBe('down');
    simulator.lift();
    await clock.advance(2_000);
    expect(reader.health().state).toBe('up');
  });
});

test('after closing, nothing runs and nothing is told', async () => {
  await clock.advance(1_000);
  await reader.close();
  const before = events.length;
  simulator.lay(SIMULATED_PEOPLE[0]!.card);
  await clock.advance(10_000);
  expect(events).toHaveLength(before);
  expect(clock.waiting()).toEqual([]);
});

test('the bytes that held a card are overwritten', async () => {
  const chunks: Uint8Array[] = [];
  const line = memoryLine(simulator.attach);
  await reader.close();
  reader = openCardReader({
    clock,
    onEvent: (event) => events.push(event),
    async open() {
      const opened = await line();
      if (!opened.ok) return opened;
      const onData: typeof opened.value.onData = (listener) =>
        opened.value.onData((bytes) => {
          chunks.push(bytes);
          listener(bytes);
        });
      return { ok: true, value: { ...opened.value, onData } };
    },
  });
  simulator.lay(SIMULATED_PEOPLE[0]!.card);
  await clock.advance(1_000);
  expect(story()).toEqual(['laid']);
  expect(chunks.some((chunk) => chunk.length > 1_000)).toBe(true);
  expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
});
