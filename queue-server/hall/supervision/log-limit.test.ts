import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type HeldBack, LogLimit } from './log-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function limit() {
  const said: HeldBack[] = [];
  return { said, limit: new LogLimit((held) => said.push(held)) };
}

it('tells ten of a kind one by one, then counts, and says the count once a minute', () => {
  const { said, limit: lines } = limit();
  const told = Array.from({ length: 5_000 }, () => lines.allows('401 /api/v1/hall')).filter(Boolean);
  expect(told).toHaveLength(10);
  expect(lines.allows('mqtt.refused')).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([{ lines: 4_990, kinds: { '401 /api/v1/hall': 4_990 } }]);
  expect(lines.allows('401 /api/v1/hall')).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(said).toHaveLength(1);
});

it('is bounded over all kinds, in lines, in words and in memory', () => {
  const { said, limit: lines } = limit();
  const told = Array.from({ length: 30_000 }, (_, i) => lines.allows(`kind ${i % 3_000}`)).filter(Boolean);
  expect(told).toHaveLength(60);
  lines.flush();
  expect(said).toHaveLength(1);
  expect(said[0]?.lines).toBe(29_940);
  expect(Object.keys(said[0]?.kinds ?? {})).toHaveLength(20);
  expect(said[0]?.kinds['other']).toBe(20_000);
});

it('says nothing where nothing was held back, and keeps no program alive', () => {
  const { said, limit: lines } = limit();
  lines.allows('x');
  lines.flush();
  expect(said).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
