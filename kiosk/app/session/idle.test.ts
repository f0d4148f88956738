import { expect, it } from 'vitest';
import { idlePhase, isSamePhase } from './idle.ts';

it.each([
  [0, { phase: 'active' }],
  [59_999, { phase: 'active' }],
  [60_000, { phase: 'warn', secondsLeft: 20 }],
  [79_001, { phase: 'warn', secondsLeft: 1 }],
  [80_000, { phase: 'over' }],
])('after %d ms without a touch', (quiet, phase) => {
  expect(idlePhase(quiet, false)).toEqual(phase);
});

it('leaves two and a half times as long in care mode, and warns with the same twenty seconds', () => {
  expect(idlePhase(149_999, false, true)).toEqual({ phase: 'active' });
  expect(idlePhase(150_000, false, true)).toEqual({ phase: 'warn', secondsLeft: 20 });
  expect(idlePhase(170_000, false, true)).toEqual({ phase: 'over' });
  expect(idlePhase(62_499, true, true)).toEqual({ phase: 'active' });
  expect(idlePhase(62_500, true, true)).toEqual({ phase: 'warn', secondsLeft: 20 });
});

it('warns sooner once the paper is out, with the same twenty seconds', () => {
  expect(idlePhase(25_000, true)).toEqual({ phase: 'warn', secondsLeft: 20 });
  expect(idlePhase(45_000, true)).toEqual({ phase: 'over' });
});

it('changes once a second in the warning, and else only from phase to phase', () => {
  const times = [0, 250, 59_999, 60_000, 60_250, 61_000, 80_000];
  const phases = times.map((quiet) => idlePhase(quiet, false));
  expect(phases.slice(1).map((phase, i) => isSamePhase(phases[i] as typeof phase, phase))).toEqual([
    ...[true, true],
    ...[false, true, false],
    false,
  ]);
});
