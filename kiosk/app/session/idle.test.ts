import { expect, it } from 'vitest';
import { idlePhase } from './idle.ts';

it.each([
  [0, { phase: 'active' }],
  [59_999, { phase: 'active' }],
  [60_000, { phase: 'warn', secondsLeft: 20 }],
  [79_001, { phase: 'warn', secondsLeft: 1 }],
  [80_000, { phase: 'over' }],
])('after %d ms without a touch', (quiet, phase) => {
  expect(idlePhase(quiet, false)).toEqual(phase);
});

it('warns sooner once the paper is out, with the same twenty seconds', () => {
  expect(idlePhase(25_000, true)).toEqual({ phase: 'warn', secondsLeft: 20 });
  expect(idlePhase(45_000, true)).toEqual({ phase: 'over' });
});
