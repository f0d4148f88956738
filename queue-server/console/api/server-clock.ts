/**
 * The hall's time on this computer, whose own clock may be wrong by minutes: waits and call locks are
 * counted against it. An answer's `at` lies between sending and receiving.
 */
export interface ServerClock {
  now(): number;
  /** An answer that says `at`, asked at `sent` and here at `received` (local milliseconds). */
  answered(at: number, sent: number, received: number): void;
  /** A live event of `at`: it cannot lie in the future, so a clock that is behind moves up. */
  happened(at: number): void;
  /** Calls `onJump` whenever the hall's time turned out to be another one by more than a second. */
  subscribe(onJump: () => void): () => void;
}

/** Less is the network's jitter, which nobody reads off a page. */
const JUMP_MS = 1_000;

export function createServerClock(local: () => number): ServerClock {
  let offset = 0;
  const listeners = new Set<() => void>();
  const move = (next: number) => {
    const jumps = Math.abs(next - offset) > JUMP_MS;
    offset = next;
    if (jumps) for (const listener of listeners) listener();
  };
  return {
    now: () => local() + offset,
    answered(at, sent, received) {
      move(at - (sent + received) / 2);
    },
    happened(at) {
      move(Math.max(offset, at - local()));
    },
    subscribe(onJump) {
      listeners.add(onJump);
      return () => listeners.delete(onJump);
    },
  };
}
