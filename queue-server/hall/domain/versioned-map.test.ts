import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VersionedMap } from './versioned-map.ts';

interface Value {
  readonly n: number;
}

/** A version beside what it must hold, in order. */
interface Kept {
  readonly map: VersionedMap<Value>;
  readonly holds: ReadonlyMap<string, Value>;
}

type Step =
  | { readonly kind: 'set'; readonly of: number; readonly key: string; readonly n: number }
  | { readonly kind: 'skip'; readonly of: number; readonly to: number }
  | { readonly kind: 'batch'; readonly of: number; readonly sets: readonly (readonly [string, number])[] }
  | { readonly kind: 'failed'; readonly of: number; readonly sets: readonly (readonly [string, number])[] };

const key = fc.constantFrom(...'abcdefgh');
const sets = fc.array(fc.tuple(key, fc.nat(5)), { maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), of: fc.nat(), key, n: fc.nat(5) }),
  fc.record({ kind: fc.constant('skip' as const), of: fc.nat(), to: fc.nat() }),
  fc.record({ kind: fc.constant('batch' as const), of: fc.nat(), sets }),
  fc.record({ kind: fc.constant('failed' as const), of: fc.nat(), sets }),
);

describe('a map of many versions', () => {
  it('keeps every version as it was, whichever of them one goes on from', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const kept: Kept[] = [{ map: new VersionedMap(), holds: new Map() }];
        for (const one of steps) {
          const from = kept[one.of % kept.length] as Kept;
          if (one.kind === 'skip') from.map.skipTo((kept[one.to % kept.length] as Kept).map);
          else {
            const made = follow(from, one);
            if (made) kept.push(made);
          }
        }
        for (const { map, holds } of kept) expectSame(map, holds);
        // Asking changes nothing, in any order.
        for (const { map, holds } of kept.toReversed()) expectSame(map, holds);
      }),
      { seed: 1122, numRuns: 500 },
    );
  });

  it('is itself where nothing changes, and within a batch', () => {
    const value = { n: 1 };
    const map = new VersionedMap([['a', value] as const]);
    expect(map.set('a', value)).toBe(map);
    const open = map.asMutable();
    expect(open.set('b', value)).toBe(open);
    expect(open.asMutable()).toBe(open);
    const closed = open.asImmutable();
    expect(closed.set('c', value)).not.toBe(closed);
    expect([map.size, closed.size]).toEqual([1, 2]);
  });

  it('is gone through as it was when the way began', () => {
    let map = new VersionedMap<Value>([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]);
    const seen: number[] = [];
    for (const [at, { n }] of map) {
      seen.push(n);
      map = map.set(at, { n: n + 10 }).set(`${at}+`, { n: 99 });
    }
    expect(seen).toEqual([1, 2]);
    expect([...map.values()].map(({ n }) => n)).toEqual([11, 12, 99, 99]);
  });

  it('reads from far back, within a batch too, and forgets what lies between where it is told to', () => {
    const versions = [new VersionedMap<Value>([['a', { n: 0 }]])];
    for (let n = 1; n <= 100; n += 1) {
      versions.push((versions.at(-1) as VersionedMap<Value>).set('a', { n }).set(`k${n}`, { n }));
    }
    const [first, ...later] = versions as [VersionedMap<Value>, ...VersionedMap<Value>[]];
    const open = (later.at(-1) as VersionedMap<Value>).asMutable();
    open.set('a', { n: 200 });
    expect([first.get('a'), first.get('k50'), first.get('nothing')]).toEqual([
      { n: 0 },
      undefined,
      undefined,
    ]);
    open.set('k50', { n: 200 }).set('new', { n: 200 });
    expect([first.get('k50'), first.get('new'), later[59]?.get('k50')]).toEqual([
      undefined,
      undefined,
      { n: 50 },
    ]);
    (later[9] as VersionedMap<Value>).skipTo(later[19] as VersionedMap<Value>);
    open.asImmutable();
    later.forEach((map, i) => {
      expect([map.size, map.get('a')?.n, map.get(`k${i + 1}`)?.n, map.has(`k${i + 2}`)]).toEqual([
        i + 2,
        i + 1,
        i + 1,
        false,
      ]);
    });
    expect([open.size, open.get('k50')?.n]).toEqual([102, 200]);
  });

  it('finds, counts, filters and maps what it holds', () => {
    const old = new VersionedMap<Value>([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]);
    const now = old.update('b', (before) => ({ n: (before?.n ?? 0) + 5 })).set('c', { n: 3 });
    expect(old.find(({ n }) => n > 1)).toEqual({ n: 2 });
    expect(now.find(({ n }) => n > 5)).toEqual({ n: 7 });
    expect([old.count(({ n }) => n > 1), now.count(({ n }) => n > 1)]).toEqual([1, 2]);
    expect(now.filter((_, at) => at !== 'a').toJS()).toEqual({ b: { n: 7 }, c: { n: 3 } });
    expect(JSON.stringify(old.map(({ n }) => ({ m: n })))).toBe('{"a":{"m":1},"b":{"m":2}}');
    expect([old.first(), new VersionedMap().first(), old.has('c')]).toEqual([{ n: 1 }, undefined, false]);
  });

  it('is compared by what it holds', () => {
    const one = new VersionedMap([['a', { n: 1 }] as const]);
    const same = new VersionedMap<Value>().set('a', { n: 1 });
    expect(one).toEqual(same);
    expect(one).not.toEqual(same.set('a', { n: 2 }));
  });
});

function follow({ map, holds }: Kept, one: Exclude<Step, { kind: 'skip' }>): Kept | null {
  if (one.kind === 'set') {
    const value = { n: one.n };
    return { map: map.set(one.key, value), holds: new Map(holds).set(one.key, value) };
  }
  let open = map.asMutable();
  const after = new Map(holds);
  for (const [at, n] of one.sets) {
    const value = { n };
    open = open.set(at, value);
    after.set(at, value);
    expect(open.get(at)).toBe(value);
  }
  // A batch that failed is left open: whoever goes on does so from the version before.
  return one.kind === 'failed' ? null : { map: open.asImmutable(), holds: after };
}

function expectSame(map: VersionedMap<Value>, holds: ReadonlyMap<string, Value>): void {
  expect(map.size).toBe(holds.size);
  for (const at of 'abcdefgh') expect(map.get(at)).toBe(holds.get(at));
  expect([...map]).toEqual([...holds]);
}
