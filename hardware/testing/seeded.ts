/** A small repeatable generator for fuzz tests: the same seed gives the same numbers on every machine. */
export interface Seeded {
  /** 0 ≤ x < 1. */
  unit(): number;
  /** Whole number, `low` ≤ x < `high`. */
  whole(low: number, high: number): number;
  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T;
  bytes(length: number): Uint8Array;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to choose mutations. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const whole = (low: number, high: number): number => low + Math.floor(unit() * (high - low));
  return {
    unit,
    whole,
    pick: (choices) => choices[whole(0, choices.length)]!,
    bytes: (length) => Uint8Array.from({ length }, () => whole(0, 256)),
  };
}
