/**
 * The hall's time, ms since the epoch. It never goes back: where the machine's clock is set back it goes on
 * at its own pace until that clock has caught up, so locks, ratings and waits still end. `notBefore` is the
 * time of the ledger's newest event.
 */
export function hallClock(
  notBefore: number,
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): () => number {
  let base = Math.max(wall(), notBefore);
  let began = monotonic();
  return () => {
    const steady = base + (monotonic() - began);
    const read = wall();
    if (read > steady) {
      base = read;
      began = monotonic();
      return read;
    }
    return Math.floor(steady);
  };
}
