import { readFileSync, statSync } from 'node:fs';

/** How often the file is looked at: a clock that is read a thousand times a second costs one look. */
const LOOK_MS = 20;

/**
 * A wall clock that a test or a demonstration sets by a file: `+3600000` or `-86400000` moves it against the
 * machine's by that many ms, a plain number is the time itself (ms since the epoch), from which it goes on.
 * Without a file it is the machine's own clock. What cannot be read changes nothing, nor does an empty file: it is being
 * written, and a clock that never goes back would keep the machine's time for ever.
 */
export function controlledClock(
  file: string,
  machine: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): () => number {
  let offset = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let known = '';
  return () => {
    const now = monotonic();
    if (now - lookedAt >= LOOK_MS) {
      lookedAt = now;
      const stamp = stampOf(file);
      if (stamp !== known) {
        known = stamp;
        offset = offsetFrom(textOf(file), machine()) ?? offset;
      }
    }
    return machine() + offset;
  };
}

/** What the file asks for, as ms against the machine's clock; null where it says nothing that can be read. */
export function offsetFrom(text: string, machine: number): number | null {
  const said = text.trim();
  if (said === '') return null;
  const number = Number(said);
  if (!Number.isSafeInteger(number)) return null;
  return /^[+-]/.test(said) ? number : number - machine;
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, ino, size } = statSync(file);
    return `${mtimeMs} ${ino} ${size}`;
  } catch {
    return '';
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
