import { describe, expect, it } from 'vitest';
import { clockOf, MINUTE_MS, moveByKey } from './scrub.ts';

describe('the scrubber by keyboard', () => {
  const from = Date.parse('2026-11-23T09:00:00+08:00');
  const to = from + 60 * MINUTE_MS;
  const at = from + 10 * MINUTE_MS;
  it.each([
    ['ArrowRight', false, 11],
    ['ArrowLeft', true, 5],
    ['PageUp', false, 40],
    ['PageDown', false, 0],
    ['Home', false, 0],
    ['End', false, 60],
  ])('%s (shift %s) leads to minute %i, never out of the day', (key, shift, minute) => {
    expect(moveByKey(key, shift, at, from, to)).toBe(from + minute * MINUTE_MS);
  });
  it('leaves other keys alone, and asks by the hall’s clock', () => {
    expect(moveByKey('a', false, at, from, to)).toBeNull();
    expect(clockOf(at)).toBe('09:10:00');
  });
});
