import { vi } from 'vitest';

/**
 * Waits of Vitest say that they ran out. By themselves they fail with their last answer alone, which reads like a wrong
 * one; and after a standstill they fail before what they wait for was read, because timers come first.
 */

/** Tests may put another in its place. */
const realImmediate = setImmediate;

const RAN_OUT = 'did not succeed in time';

function patient<A extends unknown[]>(
  wait: (look: () => unknown, ...rest: A) => Promise<unknown>,
  came: (value: unknown) => boolean,
) {
  return async (look: () => unknown, ...rest: A): Promise<unknown> => {
    try {
      return await wait(look, ...rest);
    } catch (problem) {
      await new Promise((resolve) => realImmediate(resolve));
      try {
        const value = await look();
        if (came(value)) return value;
      } catch {
        // Not this time either.
      }
      if (problem instanceof Error) problem.cause ??= new Error(RAN_OUT);
      throw problem;
    }
  };
}

vi.waitFor = patient(vi.waitFor, () => true) as typeof vi.waitFor;
vi.waitUntil = patient(vi.waitUntil, Boolean) as typeof vi.waitUntil;
