import { describe, expect, it } from 'vitest';
import { beatTime, isStale } from './liveness.ts';

describe('heartbeat', () => {
  it('is stale before the first beat', () => {
    expect(isStale(null, 1_000, 5_000)).toBe(true);
  });

  it('is fresh up to and including three periods, stale after', () => {
    expect(isStale(1_000, 16_000, 5_000)).toBe(false);
    expect(isStale(1_000, 16_001, 5_000)).toBe(true);
  });

  it('is stale where it lies more than a period ahead: the clock was set back', () => {
    expect(isStale(15_000, 10_000, 5_000)).toBe(false);
    expect(isStale(15_001, 10_000, 5_000)).toBe(true);
  });

  it('is taken at its arrival when live, even from a server whose clock is an hour behind', () => {
    expect(beatTime({ at: 0 }, false, 3_600_000)).toBe(3_600_000);
  });

  it('is taken at its own time when the broker kept it, and never from the future', () => {
    expect(beatTime({ at: 10_000 }, true, 60_000)).toBe(10_000);
    expect(beatTime({ at: 90_000 }, true, 60_000)).toBe(60_000);
  });
});
