import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ancestors,
  candidates,
  nextTurn,
  type SettingsFact,
  scheduled,
  standing,
} from './settings-timeline.ts';

/** Versions from rows of [made at, counts from, base]. */
function made(...rows: [at: number, effectiveAt: number, base: number | null][]): SettingsFact[] {
  return rows.map(([at, effectiveAt, base], i) => ({
    ...{ version: i + 1, seq: i + 1, at, effectiveAt, base, actor: 'manager01', digest: String(i + 1) },
    ...{ origin: base === null ? 'file' : 'editor', reason: null, backTo: null },
  }));
}

const inForce = (versions: SettingsFact[], at: number) => candidates(standing(versions), at)[0]?.version ?? 0;
const plans = (versions: SettingsFact[], at: number) =>
  scheduled(standing(versions), at).map(({ version }) => version);

describe('which version of the settings is in force', () => {
  it('is the highest number that counts by then, and none before the first', () => {
    const versions = made([10, 10, null], [20, 20, 1], [30, 30, 2]);
    expect([9, 10, 19, 20, 30, 99].map((at) => inForce(versions, at))).toEqual([0, 1, 1, 2, 3, 3]);
  });

  it('a scheduled version counts from its instant on, to the millisecond, and stays a plan until then', () => {
    const versions = made([10, 10, null], [20, 100, 1]);
    expect([inForce(versions, 99), inForce(versions, 100)]).toEqual([1, 2]);
    expect([plans(versions, 99), plans(versions, 100)]).toEqual([[2], []]);
    expect(nextTurn(standing(versions), 50)).toBe(100);
    expect(nextTurn(standing(versions), 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it('what is based on a plan leaves it standing, what is not cancels it, now and when its time comes', () => {
    const onTop = made([10, 10, null], [20, 100, 1], [30, 200, 2]);
    expect([inForce(onTop, 150), inForce(onTop, 250), plans(onTop, 40)]).toEqual([2, 3, [2, 3]]);
    const beside = made([10, 10, null], [20, 100, 1], [30, 30, 1]);
    expect([inForce(beside, 50), inForce(beside, 150), plans(beside, 40)]).toEqual([3, 3, []]);
    const laterBeside = made([10, 10, null], [20, 100, 1], [30, 200, 1]);
    expect([inForce(laterBeside, 150), inForce(laterBeside, 250)]).toEqual([1, 3]);
  });

  it('a plan that is brought forward by what builds on it never comes by itself', () => {
    const versions = made([10, 10, null], [20, 100, 1], [30, 50, 2]);
    expect([inForce(versions, 60), inForce(versions, 150), plans(versions, 40)]).toEqual([3, 3, [3]]);
  });

  it('a new file cancels every plan', () => {
    const versions = made([10, 10, null], [20, 100, 1], [30, 30, null]);
    expect([inForce(versions, 150), plans(versions, 40)]).toEqual([3, []]);
  });

  it('knows all that a version is based on', () => {
    const versions = made([10, 10, null], [20, 20, 1], [30, 30, 1], [40, 40, 3]);
    expect([...ancestors(versions, 4)].sort()).toEqual([1, 3, 4]);
  });

  it('never changes what was in force at an instant that is over, whatever is made later', () => {
    const steps = fc.array(fc.record({ later: fc.nat(50), wait: fc.nat(30), back: fc.nat(3) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, (wanted) => {
        const versions: SettingsFact[] = made([0, 0, null]);
        let at = 0;
        for (const { later, wait, back } of wanted) {
          at += wait;
          const known = Array.from({ length: at + 1 }, (_, t) => inForce(versions, t));
          const base = Math.max(1, versions.length - back);
          versions.push({
            ...(made([at, at + later, base])[0] as SettingsFact),
            version: versions.length + 1,
          });
          const now = Array.from({ length: at + 1 }, (_, t) => inForce(versions, t));
          // The present instant may belong to the new version, where it counts at once.
          expect(now.slice(0, -1)).toEqual(known.slice(0, -1));
          expect([known.at(-1), versions.length]).toContain(now.at(-1));
        }
      }),
      { seed: 4711, numRuns: 300 },
    );
  });
});
