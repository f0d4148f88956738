import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Fuse } from './fuses.ts';

/**
 * The fuse wire inside Electron's binary: a sentinel, the wire's version, its length, then one byte for each fuse
 * (electron/electron docs/tutorial/fuses.md).
 */

const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const VERSION_1 = 1;
const STATES = { '0': 'off', '1': 'on', r: 'removed' } as const;
export type FuseState = (typeof STATES)[keyof typeof STATES] | 'inherit';
/** Electron's own default holds. */
const INHERIT = 0x90;

/** Where the first fuse lies, and how many there are. */
interface Wire {
  readonly at: number;
  readonly length: number;
}

/** Every wire of a binary: a universal one of macOS has two. Fails with `FUSES_MISSING`. */
function wiresOf(binary: Buffer): Result<readonly Wire[]> {
  const wires: Wire[] = [];
  for (let at = binary.indexOf(SENTINEL); at >= 0; at = binary.indexOf(SENTINEL, at + 1)) {
    const version = binary[at + SENTINEL.length];
    const length = binary[at + SENTINEL.length + 1];
    const first = at + SENTINEL.length + 2;
    if (version !== VERSION_1)
      return err(fault('FUSES_MISSING', `the fuse wire has version ${version}, not 1`));
    if (length === undefined || first + length > binary.length)
      return err(fault('FUSES_MISSING', 'the fuse wire is cut off'));
    wires.push({ at: first, length });
  }
  return wires.length === 0
    ? err(fault('FUSES_MISSING', 'there is no fuse wire: this is not Electron'))
    : ok(wires);
}

/** What is blown, in the wire's order, the same in every wire of the binary or it fails with `FUSES_MISSING`. */
export function readFuses(binary: Buffer): Result<readonly FuseState[]> {
  const wires = wiresOf(binary);
  if (!wires.ok) return wires;
  const [first, ...rest] = wires.value.map(({ at, length }) => binary.subarray(at, at + length));
  if (first === undefined || rest.some((other) => !other.equals(first)))
    return err(fault('FUSES_MISSING', 'the fuse wires of this binary differ'));
  const states: FuseState[] = [];
  for (const byte of first) {
    const state = byte === INHERIT ? 'inherit' : STATES[String.fromCharCode(byte) as keyof typeof STATES];
    if (state === undefined) return err(fault('FUSES_MISSING', `a fuse has the unknown state ${byte}`));
    states.push(state);
  }
  return ok(states);
}

/** A copy of the binary with these fuses set. Removed ones cannot be set, and more than there are is a failure too. */
export function setFuses(binary: Buffer, fuses: readonly Fuse[]): Result<Buffer> {
  const wires = wiresOf(binary);
  if (!wires.ok) return wires;
  const changed = Buffer.from(binary);
  for (const { at, length } of wires.value) {
    if (length < fuses.length)
      return err(fault('FUSES_MISSING', `this Electron has ${length} fuses, ${fuses.length} are to be set`));
    for (const [i, fuse] of fuses.entries()) {
      const now = changed[at + i];
      if (now === 'r'.charCodeAt(0)) {
        if (fuse.on) return err(fault('FUSES_MISSING', `this Electron has no ${fuse.name} any more`));
        continue;
      }
      changed[at + i] = (fuse.on ? '1' : '0').charCodeAt(0);
    }
  }
  return ok(changed);
}

/** What of a binary is not as it should be, one line each; empty: all is. Unknown fuses are told, not judged. */
export function compareFuses(
  states: readonly FuseState[],
  fuses: readonly Fuse[],
): { readonly problems: string[]; readonly unknown: string[] } {
  const problems = fuses.flatMap((fuse, i) => {
    const state = states[i] ?? 'missing';
    const wanted = fuse.on ? 'on' : 'off';
    const right = state === wanted || (state === 'removed' && !fuse.on);
    return right ? [] : [`${fuse.name} is ${state}, should be ${wanted}: ${fuse.why}`];
  });
  const unknown = states.slice(fuses.length).map((state, i) => `fuse ${fuses.length + i} is ${state}`);
  return { problems, unknown };
}
