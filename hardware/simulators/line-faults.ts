/**
 * What can go wrong on a line between a device and its host, without ports and timers: bytes and faults in,
 * deliveries out. `faulty-line.ts` carries them out.
 */
export interface LineFaults {
  /** Every chunk comes this much later. Milliseconds, 0 to {@link LONGEST_DELAY_MS}. */
  readonly delayMs?: number;
  /** Up to this much more, drawn anew for each chunk; the order of bytes never changes. */
  readonly jitterMs?: number;
  /** Share of bytes that are lost one by one, 0 to 1. */
  readonly dropBytes?: number;
  /** Share of chunks that are lost whole, 0 to 1. */
  readonly dropChunks?: number;
  /** Share of bytes in which one bit is turned over, 0 to 1. */
  readonly corruptBytes?: number;
  /** Chunks come in pieces of at most `bytes` bytes with `gapMs` between them. */
  readonly split?: { readonly bytes: number; readonly gapMs: number };
  /**
   * The line stays open and nothing passes. `silent`: the far end still takes what is sent. `stuck`: it stops
   * reading as well, so that the sender's buffers fill up.
   */
  readonly halfOpen?: 'silent' | 'stuck';
  /** Default `both`. */
  readonly direction?: 'both' | LineDirection;
}

export type LineDirection = 'to-host' | 'to-device';

/** A minute is longer than any deadline of a driver; more would only look like `halfOpen`. */
export const LONGEST_DELAY_MS = 60_000;

/** One piece that arrives. `waitMs` counts from the piece before it, the first from the chunk's own sending. */
export interface Delivery {
  readonly waitMs: number;
  readonly bytes: Uint8Array;
}

/** Whether these faults concern bytes that go this way. */
export function concerns(faults: LineFaults | null, way: LineDirection): faults is LineFaults {
  if (faults === null) return false;
  const direction = faults.direction ?? 'both';
  return direction === 'both' || direction === way;
}

/**
 * What arrives of one chunk. The same numbers from `random` (0 ≤ x < 1) give the same damage. The chunk is not
 * changed; undamaged pieces are views of it.
 */
export function damage(chunk: Uint8Array, faults: LineFaults, random: () => number): Delivery[] {
  if (faults.halfOpen !== undefined) return [];
  if (happens(faults.dropChunks, random)) return [];
  const bytes = damaged(chunk, faults, random);
  if (bytes.length === 0) return [];
  const firstWait =
    (faults.delayMs ?? 0) + Math.round((faults.jitterMs ?? 0) * drawn(faults.jitterMs, random));
  const piece = Math.max(1, faults.split?.bytes ?? bytes.length);
  const deliveries: Delivery[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    const waitMs = at === 0 ? firstWait : (faults.split?.gapMs ?? 0);
    deliveries.push({ waitMs, bytes: bytes.subarray(at, at + piece) });
  }
  return deliveries;
}

function damaged(chunk: Uint8Array, faults: LineFaults, random: () => number): Uint8Array {
  if (!faults.dropBytes && !faults.corruptBytes) return chunk;
  const left: number[] = [];
  for (const byte of chunk) {
    if (happens(faults.dropBytes, random)) continue;
    left.push(happens(faults.corruptBytes, random) ? byte ^ (1 << Math.floor(random() * 8)) : byte);
  }
  return Uint8Array.from(left);
}

/** Draws only where there is something to decide, so that one fault's seed does not shift with another's. */
function happens(share: number | undefined, random: () => number): boolean {
  return share !== undefined && share > 0 && random() < share;
}

function drawn(limit: number | undefined, random: () => number): number {
  return limit !== undefined && limit > 0 ? random() : 0;
}
