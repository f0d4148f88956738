/** The first wait after a lost connection: a short restart of the server should hardly be seen. */
export const FIRST_WAIT_MS = 500;
/** The longest wait: after a power cut of the server a screen is back within this time of its return. */
export const LONGEST_WAIT_MS = 10_000;

/**
 * How long to wait before attempt `attempt` (0 is the first retry), in ms. Doubles, and draws from the upper
 * half: hundreds of screens that lost the server together must not come back in one instant.
 * @param random a number in [0, 1)
 */
export function backOffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
