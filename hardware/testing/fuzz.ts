import { concatBytes } from './hex.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';

/** A decoder under fuzz. */
export interface FuzzSubject {
  readonly name: string;
  /** Well-formed inputs (published frames where there are any); rounds are mutations of them. */
  readonly golden: readonly Uint8Array[];
  /** Everything that must happen at least once, accepted and rejected; what else is returned is only counted. */
  readonly branches: readonly string[];
  /**
   * One round: gives the input to a fresh decoder and returns the branches it took. Throws when a promise is
   * broken (a good frame behind the input is not found, something is accepted that was never sent).
   */
  readonly round: (input: Uint8Array, random: Seeded) => Iterable<string>;
}

export interface FuzzReport {
  readonly name: string;
  readonly seed: number;
  readonly rounds: number;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Runs a subject and counts its branches. Throws with seed and round when a round throws, and when a branch was
 * never taken: a fuzz that no longer reaches a branch tests nothing there.
 */
export function fuzzBranches(
  subject: FuzzSubject,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): FuzzReport {
  const random = seeded(seed);
  const counts: Record<string, number> = Object.fromEntries(subject.branches.map((branch) => [branch, 0]));
  for (let round = 0; round < rounds; round += 1) {
    const input = mutate(subject.golden, random);
    try {
      for (const branch of subject.round(input, random)) counts[branch] = (counts[branch] ?? 0) + 1;
    } catch (problem) {
      const where = `${subject.name}: seed ${seed}, round ${round}, input ${Buffer.from(input).toString('hex')}`;
      throw new Error(where, { cause: problem });
    }
  }
  const missed = subject.branches.filter((branch) => counts[branch] === 0);
  if (missed.length > 0) throw new Error(`${subject.name}: seed ${seed} never took ${missed.join(', ')}`);
  return { name: subject.name, seed, rounds, counts };
}

/** One line for a log. */
export function fuzzLine({ name, seed, rounds, counts }: FuzzReport): string {
  const branches = Object.entries(counts).map(([branch, count]) => `${branch} ${count}`);
  return `fuzz ${name}: seed ${seed}, ${rounds} rounds: ${branches.join(', ')}`;
}

/** Cuts bytes into chunks as a line might deliver them. */
export function* chunked(bytes: Uint8Array, random: Seeded): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const length = random.unit() < 0.5 ? bytes.length : random.whole(1, 64);
    yield bytes.slice(at, at + length);
    at += length;
  }
}

const MOST_MUTATIONS = 4;

function mutate(golden: readonly Uint8Array[], random: Seeded): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(random.pick(golden));
  const mutations = random.whole(0, MOST_MUTATIONS + 1);
  for (let done = 0; done < mutations; done += 1) bytes = mutateOnce(bytes, golden, random);
  return bytes;
}

function mutateOnce(bytes: Uint8Array, golden: readonly Uint8Array[], random: Seeded): Uint8Array {
  const at = random.whole(0, bytes.length + 1);
  const rest = bytes.length - at;
  switch (random.whole(0, 8)) {
    case 0: {
      const flipped = Uint8Array.from(bytes);
      if (rest > 0) flipped[at]! ^= 1 << random.whole(0, 8);
      return flipped;
    }
    case 1: {
      const replaced = Uint8Array.from(bytes);
      if (rest > 0) replaced[at] = random.whole(0, 256);
      return replaced;
    }
    case 2:
      return concatBytes(bytes.subarray(0, at), random.bytes(random.whole(1, 9)), bytes.subarray(at));
    case 3:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(at + Math.min(rest, random.whole(1, 9))));
    case 4:
      return bytes.slice(0, at);
    case 5: {
      const again = bytes.subarray(at, at + Math.min(rest, random.whole(1, 33)));
      return concatBytes(bytes.subarray(0, at), again, bytes.subarray(at));
    }
    case 6:
      return concatBytes(bytes, random.pick(golden));
    default:
      return concatBytes(random.bytes(random.whole(1, 33)), bytes);
  }
}
