/** When nobody touches the screen. All times are milliseconds. */

/** Reading a guide takes this long without a touch. */
export const QUIET_MS = 60_000;
/** A result needs no more touches: the number is on the paper. */
export const QUIET_RESULT_MS = 25_000;
/** Care mode: who reads and moves slowly has two and a half times as long. */
export const CARE_TIMES = 2.5;
/** WCAG 2.2.1: twenty seconds to extend by one simple action, as often as wanted. */
export const WARN_MS = 20_000;

export type IdlePhase =
  | { readonly phase: 'active' }
  | { readonly phase: 'warn'; readonly secondsLeft: number }
  | { readonly phase: 'over' };

/** @param quietFor since the last touch, key or card */
export function idlePhase(quietFor: number, onResult: boolean, care = false): IdlePhase {
  const over = (onResult ? QUIET_RESULT_MS : QUIET_MS) * (care ? CARE_TIMES : 1) + WARN_MS;
  if (quietFor >= over) return { phase: 'over' };
  if (quietFor < over - WARN_MS) return { phase: 'active' };
  return { phase: 'warn', secondsLeft: Math.ceil((over - quietFor) / 1_000) };
}

/** Whether both look alike: what looks the same is not shown anew four times a second. */
export function isSamePhase(a: IdlePhase, b: IdlePhase): boolean {
  if (a.phase === 'warn' && b.phase === 'warn') return a.secondsLeft === b.secondsLeft;
  return a.phase === b.phase;
}
