import { describe, expect, test } from 'vitest';
import type { SdtReply } from '../../codec/sdt-command.ts';
import { SW3 } from '../../codec/sdt-command.ts';
import { cardTextBlock } from '../../simulators/card-block.ts';
import { SIMULATED_PEOPLE } from '../../simulators/people.ts';
import type { CardReaderEffect, CardReaderInput, CardReaderState } from './machine.ts';
import {
  initialCardReaderState,
  openQuestion,
  READ_REST_TIMEOUT_MS,
  READ_START_TIMEOUT_MS,
  stepCardReader,
} from './machine.ts';
import { troubleOf } from './trouble.ts';

function run(inputs: readonly CardReaderInput[]): { state: CardReaderState; effects: CardReaderEffect[] } {
  let state = initialCardReaderState;
  let effects: CardReaderEffect[] = [];
  for (const input of inputs) {
    const step = stepCardReader(state, input);
    state = step.state;
    effects = [...step.effects];
  }
  return { state, effects };
}

const replied = (sw3: number, dataLength = 0): CardReaderInput => {
  const reply: SdtReply = { sw3, data: new Uint8Array(dataLength) };
  return { type: 'reply', reply };
};
const OPENED: CardReaderInput = { type: 'opened' };
const TIMER: CardReaderInput = { type: 'timer' };
const READY = [OPENED, replied(SW3.ok)];
const FINDING = [...READY, TIMER];
const SELECTING = [...FINDING, replied(SW3.found, 4)];
const READING = [...SELECTING, replied(SW3.ok, 8)];

test('the way to reading asks one thing at a time', () => {
  const ways: [CardReaderInput[], string | undefined][] = [
    [[], undefined],
    [[OPENED], 'status'],
    [READY, undefined],
    [FINDING, 'find'],
    [SELECTING, 'select'],
    [READING, 'read'],
  ];
  for (const [inputs, question] of ways) expect(openQuestion(run(inputs).state)).toBe(question);
});

describe('answers that do not belong to the question', () => {
  test.each([
    ['a late status while finding', FINDING, replied(SW3.ok)],
    ['a late "found" while reading', READING, replied(SW3.found, 4)],
    ['a late "selected" while reading', READING, replied(SW3.ok, 8)],
    ['1288 bytes whose inner lengths are no card', READING, replied(SW3.ok, 4 + 256 + 1024)],
    ['anything while nothing is asked', READY, replied(SW3.found, 4)],
  ] as const)('%s is counted and changes nothing', (_, inputs, late) => {
    const before = run(inputs).state;
    const { state, effects } = run([...inputs, late]);
    expect(state).toEqual(before);
    expect(effects).toEqual([{ do: 'count', counter: 'staleReplies' }]);
  });
});

test('a read may take 3 s to begin and 2 s from there', () => {
  expect(run(READING).effects).toContainEqual({ do: 'timer', ms: READ_START_TIMEOUT_MS });
  expect(run([...READING, { type: 'begun' }]).effects).toEqual([{ do: 'timer', ms: READ_REST_TIMEOUT_MS }]);
  expect(run([...READING, { type: 'begun' }, { type: 'begun' }]).effects).toEqual([]);
});

test.each([
  [SW3.selfTest, 'READER_SELF_TEST'],
  [SW3.samUnlicensed, 'READER_UNLICENSED'],
])('status word %i at the start calls staff, once', (sw3, code) => {
  const once = run([OPENED, replied(sw3)]);
  expect(once.effects).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ code, ask: 'call-staff' }) }),
  );
  const again = run([OPENED, replied(sw3), { type: 'lost' }, OPENED, replied(sw3)]);
  expect(again.effects.map((effect) => effect.do)).toEqual(['stop-timer', 'health', 'restart']);
});

test.each([
  [SW3.selectFailed, SELECTING, 'CARD_READ_FAILED'],
  [SW3.cardRejectsSam, SELECTING, 'CARD_REJECTED'],
  [SW3.readFailed, READING, 'CARD_READ_FAILED'],
  [SW3.unknownCardType, READING, 'CARD_REJECTED'],
])('status word %i asks to lift and lay again', (sw3, inputs, code) => {
  const { state, effects } = run([...inputs, replied(sw3)]);
  expect(effects).toContainEqual({
    do: 'emit',
    event: expect.objectContaining({ type: 'trouble', code, ask: 'lift-and-lay-again' }),
  });
  expect(state).toMatchObject({ at: 'searching', troubled: code });
});

test('the same trouble again is not told again', () => {
  const again = run([
    ...[...SELECTING, replied(SW3.selectFailed)],
    ...[TIMER, replied(SW3.found, 4), replied(SW3.selectFailed)],
  ]);
  expect(again.effects.some((effect) => effect.do === 'emit')).toBe(false);
});

test('a line that is lost while the newest address is awaited clears the card', () => {
  const block = cardTextBlock(SIMULATED_PEOPLE[0]!.card);
  const data = Uint8Array.from([0x01, 0x00, 0x04, 0x00, ...block, ...new Uint8Array(1024)]);
  const read: CardReaderInput = { type: 'reply', reply: { sw3: SW3.ok, data } };
  const completing = run([...READING, read]).state;
  if (completing.at !== 'completing') throw new Error('not completing');
  expect(stepCardReader(completing, { type: 'lost' }).effects).toEqual([
    { do: 'stop-timer' },
    { do: 'clear', card: completing.card },
  ]);
});

test('every published status word has its words for the technician', () => {
  const fine: readonly number[] = [SW3.ok, SW3.absent, SW3.found];
  const errors = Object.values(SW3).filter((word) => !fine.includes(word));
  const messages = errors.map((word) => troubleOf(word).message);
  expect(new Set(messages).size).toBe(errors.length);
  for (const message of messages) {
    expect(message).toMatch(/^SW3 [0-9A-F]{2}, .+: /);
    expect(message).not.toContain('no known list');
    // A health reason has 200 characters.
    expect(message.length).toBeLessThanOrEqual(200);
  }
});
