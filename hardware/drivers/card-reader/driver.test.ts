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

describe('a card that stays', () => {
  test('is held: health says so, and the reader goes on seeing it', async () => {
    await clock.advance(1_000);
    expect(reader.health()).toMatchObject({ state: 'up', reason: 'ready' });
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(10_000);
    expect(story()).toEqual(['laid']);
    expect(reader.health()).toMatchObject({ state: 'up', reason: 'a card lies on the reader' });
    expect(reader.health().counters.stillThere).toBeGreaterThan(25);
    simulator.lift();
    await clock.advance(2_000);
    expect(reader.health()).toMatchObject({ state: 'up', reason: 'ready' });
  });

  test('with a newer address is held as well: 90 and 91 both mean yes', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card, { newestAddress: '虚构市新路9号' });
    await clock.advance(10_000);
    expect(story()).toEqual(['laid']);
  });

  test('is lifted when another one lies there, and the other one is read', async () => {
    const [first, second] = [SIMULATED_PEOPLE[0]!.card, SIMULATED_PEOPLE[1]!.card];
    simulator.lay(first);
    await clock.advance(2_000);
    simulator.lay(second);
    await clock.advance(3_000);
    expect(story()).toEqual(['laid', 'lifted', 'laid']);
    expect(events.flatMap((event) => (event.type === 'laid' ? [event.card.number] : []))).toEqual([
      first.number,
      second.number,
    ]);
  });
});

describe('late answers', () => {
  const COMMANDS = ['status', 'find', 'select', 'read', 'newestAddress'] as const;

  test.each(COMMANDS)('to %s never become the answer to another question', async (command) => {
    simulator.setFault('late', command);
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(12_000);
    simulator.setFault(null);
    simulator.lift();
    await clock.advance(60_000);
    const before = events.length;
    simulator.lay(SIMULATED_PEOPLE[1]!.card);
    await clock.advance(5_000);
    // Whatever went wrong before: this person's card is read, once, and nobody else's.
    const laid = events.slice(before).filter((event) => event.type === 'laid');
    expect(laid).toEqual([{ type: 'laid', card: SIMULATED_PEOPLE[1]!.card }]);
    expect(reader.health().state).toBe('up');
  });

  test('of one card are never told as the next one', async () => {
    simulator.setFault('late', 'read');
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(1_000);
    expect(simulator.asked.at(-1)).toBe('read');
    simulator.setFault(null);
    simulator.lay(SIMULATED_PEOPLE[1]!.card);
    await clock.advance(10_000);
    const cards = events.flatMap((event) => (event.type === 'laid' ? [event.card.number] : []));
    expect(cards).toEqual([SIMULATED_PEOPLE[1]!.card.number]);
    expect(reader.health().counters.staleReplies).toBeGreaterThan(0);
  });
});

describe('a status word', () => {
  test.each([
    [0x31, 'CARD_REJECTED'],
    [0x32, 'CARD_REJECTED'],
    [0x33, 'CARD_REJECTED'],
    [0x40, 'CARD_REJECTED'],
    [0x3f, 'CARD_READ_FAILED'],
    [0x41, 'CARD_READ_FAILED'],
    [0x47, 'CARD_READ_FAILED'],
    [0x10, 'CARD_READ_FAILED'],
    [0x11, 'CARD_READ_FAILED'],
    [0x21, 'CARD_READ_FAILED'],
    [0x24, 'CARD_READ_FAILED'],
    [0x77, 'CARD_READ_FAILED'],
  ])(
    '%i to a read asks the person to lay the card again, and tells the technician why',
    async (word, code) => {
      simulator.setStatusWord('read', word);
      simulator.lay(SIMULATED_PEOPLE[0]!.card);
      await clock.advance(3_000);
      expect(story()).toEqual([code]);
      const trouble = events.find((event) => event.type === 'trouble')!;
      expect(trouble).toMatchObject({ ask: 'lift-and-lay-again' });
      expect(trouble.message).toMatch(new RegExp(`^SW3 ${word.toString(16).toUpperCase()}, .+: .{15,}`));
      expect(reader.health().state).toBe('up');
    },
  );

  test.each([
    [0x60, 'status', 'READER_SELF_TEST'],
    [0x66, 'status', 'READER_UNLICENSED'],
    [0x41, 'status', 'READER_SELF_TEST'],
    [0x66, 'find', 'READER_UNLICENSED'],
    [0x23, 'select', 'READER_UNLICENSED'],
    [0x66, 'read', 'READER_UNLICENSED'],
    [0x60, 'read', 'READER_SELF_TEST'],
    [0x21, 'find', 'READER_REFUSES'],
  ] as const)(
    '%i to %s calls staff, and the reader is down until it is well',
    async (word, command, code) => {
      simulator.setStatusWord(command, word);
      // A reader that was asked its status before the word was set.
      simulator.cut();
      await clock.advance(1_000);
      simulator.lay(SIMULATED_PEOPLE[0]!.card);
      await clock.advance(2_000);
      expect([...new Set(story())]).toEqual([code]);
      expect(events.find((event) => event.type === 'trouble')).toMatchObject({
        ask: 'call-staff',
        message: expect.stringMatching(/^SW3 /),
      });
      const downs = events.filter((event) => event.type === 'health' && event.health.state === 'down');
      expect(downs.length).toBeGreaterThan(0);
      simulator.setStatusWord(command, null);
      simulator.lift();
      await clock.advance(60_000);
      expect(reader.health()).toMatchObject({ state: 'up', reason: 'ready' });
      simulator.lay(SIMULATED_PEOPLE[0]!.card);
      await clock.advance(2_000);
      expect(story().at(-1)).toBe('laid');
    },
  );

  test('tells the next person, too, when their card fails in the same way', async () => {
    simulator.setStatusWord('read', 0x41);
    for (let person = 0; person < 2; person += 1) {
      simulator.lay(SIMULATED_PEOPLE[person]!.card);
      await clock.advance(2_000);
      simulator.lift();
      await clock.advance(2_000);
    }
    expect(story()).toEqual(['CARD_READ_FAILED', 'CARD_READ_FAILED']);
  });
});

test('unplugged in the middle of a read, nothing of it is told; plugged in again, the card is read', async () => {
  simulator.setFault('unplugged', 'read');
  simulator.lay(SIMULATED_PEOPLE[0]!.card);
  await clock.advance(500);
  expect(reader.health().state).toBe('down');
  expect(story()).toEqual([]);
  simulator.setFault(null);
  // Its reader lost its power with the plug, and finds the card anew.
  simulator.lay(SIMULATED_PEOPLE[0]!.card);
  await clock.advance(5_000);
  expect(story()).toEqual(['laid']);
});

test('fingerprints are never asked for', async () => {
  simulator.lay(SIMULATED_PEOPLE[0]!.card, { fingerprint: new Uint8Array(1024).fill(7) });
  await clock.advance(5_000);
  expect(story()).toEqual(['laid']);
  expect(simulator.asked).not.toContain('readWithFingerprint');
});

describe('a card that was told', () => {
  test('holds nothing once it was cleared, and says so', async () => {
    simulator.lay(SIMULATED_PEOPLE[0]!.card, { newestAddress: '虚构市新路9号' });
    await clock.advance(1_000);
    const event = events.find((one) => one.type === 'laid')!;
    const photo = event.card.photoWlt;
    event.card.clear();
    expect(photo.every((byte) => byte === 0)).toBe(true);
    expect(() => event.card.name).toThrow('name of a card that was cleared');
    expect(() => event.card.address).toThrow('cleared');
  });

  test('is not told to a driver that was closed meanwhile', async () => {
    simulator.setFault('silent', 'newestAddress');
    simulator.lay(SIMULATED_PEOPLE[0]!.card);
    await clock.advance(700);
    expect(simulator.asked.at(-1)).toBe('newestAddress');
    await reader.close();
    await clock.advance(5_000);
    expect(story()).toEqual([]);
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
