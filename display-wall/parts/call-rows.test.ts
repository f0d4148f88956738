import type { Message } from '@hall/shared/contracts/messages';
import { expect, test } from 'vitest';
import { BOARD_ROWS, newestOf, rowsOf, stands } from './call-rows.ts';
import { litFor, withCall } from './live-calls.ts';

const AT = 1_795_251_300_000;
const envelope = { v: 1, epoch: '0a1b2c3d', seq: 40, at: AT } as const;
const row = (number: string, call: number) =>
  ({ number, window: 'w1', windowNumber: 1, call, at: AT, class: 'senior', state: 'serving' }) as const;
const board: Message<'board'> = {
  ...envelope,
  zone: 'a',
  name: { zh: '甲', en: 'A' },
  place: { zh: '东', en: 'East' },
  calls: [row('A012', 38), row('A011', 30)],
  waiting: 4,
  openWindows: 2,
  queues: [],
};
const call = (number: string, position: number, change: Partial<Message<'call'>> = {}): Message<'call'> => ({
  ...envelope,
  seq: position,
  call: position,
  zone: 'a',
  number,
  window: 'w3',
  windowNumber: 3,
  wording: { zh: '请', en: 'please' },
  repeat: 2,
  validUntil: AT + 20_000,
  ...change,
});
const numbers = (rows: readonly { number: string; lit: boolean }[]) =>
  rows.map((r) => (r.lit ? `*${r.number}` : r.number));

test('kept rows are shown, never lit', () => {
  expect(numbers(rowsOf('a', board, []))).toEqual(['A012', 'A011']);
});

test('an announcement that overtakes the snapshot is on top at once', () => {
  expect(numbers(rowsOf('a', board, [call('A013', 41)]))).toEqual(['*A013', 'A012', 'A011']);
  expect(numbers(rowsOf('a', null, [call('A013', 41)]))).toEqual(['*A013']);
});

test('a recall moves its row to the top, keeps its class, and stands once', () => {
  const rows = rowsOf('a', board, [call('A011', 41)]);
  expect(numbers(rows)).toEqual(['*A011', 'A012']);
  expect(rows[0]?.class).toBe('senior');
});

test('what the snapshot has already is only lit', () => {
  expect(numbers(rowsOf('a', board, [call('A012', 38)]))).toEqual(['*A012', 'A011']);
});

test('a call of another zone or of an epoch before a restore adds nothing', () => {
  expect(numbers(rowsOf('a', board, [call('B001', 41, { zone: 'b' })]))).toEqual(['A012', 'A011']);
  expect(numbers(rowsOf('a', board, [call('A090', 90, { epoch: 'ffffffff' })]))).toEqual(['A012', 'A011']);
});

test('[K12] an announcement stands until a board behind it knows it no more', () => {
  const undone = call('A013', 40);
  expect(stands(undone, null)).toBe(true);
  expect(stands(undone, { ...board, seq: 39 })).toBe(true);
  expect(stands(undone, { ...board, calls: [row('A013', 40), ...board.calls] })).toBe(true);
  expect(stands(undone, { ...board, calls: [row('A013', 45)], seq: 45 })).toBe(true);
  expect(stands(undone, { ...board, seq: 41 })).toBe(false);
  const full = Array.from({ length: BOARD_ROWS }, (_, i) => row(`B${100 + i}`, 60 - i));
  // Pushed off by newer ones, not taken back.
  expect(stands(undone, { ...board, seq: 60, calls: full })).toBe(true);
});

test('the newest of all zones come first', () => {
  const b = { ...board, zone: 'b', calls: [row('B007', 39)] };
  expect(numbers(newestOf([rowsOf('a', board, []), rowsOf('b', b, [])], 2))).toEqual(['B007', 'A012']);
});

test('a newer announcement of a number replaces the older one', () => {
  const first = call('A013', 41);
  const again = call('A013', 45);
  expect(withCall([call('B001', 42), first], again).map((c) => c.call)).toEqual([45, 42]);
});

test('an announcement is lit for twelve seconds, less near its end, never under six', () => {
  expect(litFor(call('A013', 41), AT)).toBe(12_000);
  expect(litFor(call('A013', 41), AT + 12_000)).toBe(8_000);
  expect(litFor(call('A013', 41), AT + 19_000)).toBe(6_000);
});
