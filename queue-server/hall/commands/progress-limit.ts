import { hash } from 'node:crypto';

/**
 * [I6] How often a machine may ask how far cases are. Without it the last digits of an applicant could be tried one
 * after the other. Pure but for its memory; nothing of a person is kept, a receipt only as a hash.
 */

/** Looks of one machine within {@link WINDOW_MS}: a person with many receipts stays far below. */
export const LOOKS_MAX = 20;
/** Receipts that were not found, of one machine within {@link WINDOW_MS}. */
export const MISSES_MAX = 6;
export const WINDOW_MS = 10 * 60_000;
/** Wrong tries for one receipt, from whatever machine, within a day: of 11,000 possible endings. */
export const RECEIPT_MISSES_MAX = 5;
export const RECEIPT_WINDOW_MS = 24 * 3_600_000;
/** Receipts that are remembered; more are tried by nobody but a program, and the machine's own limit holds it. */
const RECEIPTS_KEPT = 5_000;

/** `found` and `missed` are answers; `unanswered`: the platform said nothing, so nothing was learned. */
export type LookEnd = 'found' | 'missed' | 'unanswered';

export interface ProgressLimit {
  /**
   * A look begins; `receipt`: null where a card is asked about. Until the returned function says how it ended, it
   * counts as missed: of many looks at once, none gets an answer for nothing. Null: it may not look now.
   */
  begin(device: string, receipt: string | null, now: number): ((end: LookEnd) => void) | null;
}

export function progressLimit(): ProgressLimit {
  const looks = new Map<string, number[]>();
  const misses = new Map<string, number[]>();
  const receipts = new Map<string, number[]>();

  const recent = (map: Map<string, number[]>, key: string, windowMs: number, now: number): number[] =>
    (map.get(key) ?? []).filter((at) => at <= now && now - at < windowMs);
  const add = (map: Map<string, number[]>, key: string, windowMs: number, now: number): void => {
    const times = [...recent(map, key, windowMs, now), now];
    map.delete(key);
    map.set(key, times);
  };
  const takeBack = (map: Map<string, number[]>, key: string, at: number): void => {
    const times = map.get(key) ?? [];
    const mine = times.lastIndexOf(at);
    if (mine !== -1) map.set(key, times.toSpliced(mine, 1));
    if (map.get(key)?.length === 0) map.delete(key);
  };
  // Both spellings of a receipt are one.
  const keyOf = (receipt: string): string => hash('sha256', receipt.slice(-12));

  return {
    begin(device, receipt, now) {
      if (recent(looks, device, WINDOW_MS, now).length >= LOOKS_MAX) return null;
      const key = receipt === null ? null : keyOf(receipt);
      if (key !== null) {
        if (recent(misses, device, WINDOW_MS, now).length >= MISSES_MAX) return null;
        if (recent(receipts, key, RECEIPT_WINDOW_MS, now).length >= RECEIPT_MISSES_MAX) return null;
        add(misses, device, WINDOW_MS, now);
        add(receipts, key, RECEIPT_WINDOW_MS, now);
        for (const old of receipts.keys()) {
          if (receipts.size <= RECEIPTS_KEPT) break;
          receipts.delete(old);
        }
      }
      add(looks, device, WINDOW_MS, now);
      return (end) => {
        if (end === 'unanswered') takeBack(looks, device, now);
        if (end === 'missed' || key === null) return;
        takeBack(misses, device, now);
        takeBack(receipts, key, now);
      };
    },
  };
}
