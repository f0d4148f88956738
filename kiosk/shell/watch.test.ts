import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  COME_WITHIN_MS,
  GONE_AFTER_MS,
  HOST_AWAY_MS,
  HUNG_AFTER_MS,
  LEAST_COME_MS,
  look,
  type Sighting,
  startWatch,
  type Verdict,
  WRONG_AFTER_MS,
} from './watch.ts';

const PLACE = '/?window=1';
const page = (more: object = {}) => ({ place: PLACE, full: true, plain: true, heardMsAgo: 40, ...more });
const there = (...pages: ReturnType<typeof page>[]): Sighting => ({ host: 'there', pages });
const AWAY: Sighting = { host: 'away' };
const WELL = there(page());

/** The verdicts of sightings at their times. */
function verdicts(
  steps: readonly (readonly [at: number, sighting: Sighting])[],
  failures = 0,
  usualMs: number | null = null,
): Verdict[] {
  let watch = startWatch(0, failures, usualMs);
  return steps.map(([at, sighting]) => {
    const step = look(watch, sighting, PLACE, at);
    watch = step.watch;
    return step.verdict;
  });
}
const last = (steps: readonly (readonly [number, Sighting])[], failures = 0) =>
  verdicts(steps, failures).at(-1);
const WAIT: Verdict = { do: 'wait' };

it('leaves a page alone that is well', () => {
  expect(
    verdicts([
      [0, WELL],
      [250, WELL],
      [60_000, WELL],
    ]),
  ).toEqual([WAIT, WAIT, WAIT]);
});

it('restarts at once when the page is silent', () => {
  expect(
    last([
      [0, WELL],
      [250, there(page({ heardMsAgo: HUNG_AFTER_MS - 1 }))],
    ]),
  ).toEqual(WAIT);
  expect(
    last([
      [0, WELL],
      [250, there(page({ heardMsAgo: HUNG_AFTER_MS }))],
    ]),
  ).toMatchObject({ do: 'restart' });
});

it.each([
  ['is gone', there(), GONE_AFTER_MS],
  ['is another window’s', there({ ...page(), place: '/?window=2' }), GONE_AFTER_MS],
  ['has gone elsewhere', there({ ...page(), place: '/else' }), GONE_AFTER_MS],
  ['does not fill the screen', there(page({ full: false })), WRONG_AFTER_MS],
  ['is zoomed', there(page({ plain: false })), WRONG_AFTER_MS],
] as const)('restarts when the page %s for too long, and not before', (_how, sighting, after) => {
  expect(
    last([
      [0, WELL],
      [100, sighting],
      [100 + after - 1, sighting],
    ]),
  ).toEqual(WAIT);
  expect(
    last([
      [0, WELL],
      [100, sighting],
      [100 + after, sighting],
    ]),
  ).toMatchObject({ do: 'restart' });
  // What came back in between has begun anew.
  expect(
    last([
      [0, WELL],
      [100, sighting],
      [200, WELL],
      [300, sighting],
      [100 + after, sighting],
    ]),
  ).toEqual(WAIT);
});

it('waits for the first page, longer after each window that never came', () => {
  expect(
    last([
      [0, there()],
      [COME_WITHIN_MS - 1, there()],
    ]),
  ).toEqual(WAIT);
  expect(
    last([
      [0, there()],
      [COME_WITHIN_MS, there()],
    ]),
  ).toMatchObject({ do: 'restart' });
  expect(
    last(
      [
        [0, there()],
        [COME_WITHIN_MS, there()],
      ],
      1,
    ),
  ).toEqual(WAIT);
  expect(
    last(
      [
        [0, there()],
        [COME_WITHIN_MS * 2, there()],
      ],
      1,
    ),
  ).toMatchObject({ do: 'restart' });
});

it('leaves the page of a host that starts anew, and shows the shell’s own where it stays away', () => {
  expect(
    last([
      [0, WELL],
      [100, AWAY],
      [100 + HOST_AWAY_MS - 1, AWAY],
    ]),
  ).toEqual(WAIT);
  expect(
    last([
      [0, WELL],
      [100, AWAY],
      [100 + HOST_AWAY_MS, AWAY],
    ]),
  ).toEqual({ do: 'offline' });
  // The page loads anew after its host came back.
  expect(
    last([
      [0, WELL],
      [100, AWAY],
      [3_000, there()],
      [4_000, there()],
      [4_200, WELL],
    ]),
  ).toEqual(WAIT);
});

it('never lets a page that is not well stay for five seconds, whatever was before', () => {
  const anything = fc.constantFrom(
    WELL,
    AWAY,
    there(),
    there(page({ full: false })),
    there(page({ plain: false })),
  );
  fc.assert(
    fc.property(
      fc.array(anything, { maxLength: 60 }),
      fc.constantFrom(there(), there(page({ full: false }))),
      (before, bad) => {
        const steps: [number, Sighting][] = [
          [0, WELL],
          ...before.map((one, i): [number, Sighting] => [(i + 1) * 250, one]),
        ];
        const from = steps.length * 250;
        for (let at = from; at < from + 5_000; at += 250) steps.push([at, bad]);
        expect(
          verdicts(steps)
            .slice(-20)
            .some((verdict) => verdict.do !== 'wait'),
        ).toBe(true);
      },
    ),
    { seed: 6, numRuns: 300 },
  );
});

it('waits for a later page twice as long as the one before took: it may have crashed before it was seen', () => {
  const gone = (at: number) => [0, at] as const;
  const at = (ms: number, failures: number, usualMs: number) =>
    verdicts(
      gone(ms).map((time) => [time, there()]),
      failures,
      usualMs,
    ).at(-1)?.do;
  expect([at(2_999, 0, 1_500), at(3_000, 0, 1_500)]).toEqual(['wait', 'restart']);
  expect([at(LEAST_COME_MS - 1, 0, 300), at(LEAST_COME_MS, 0, 300)]).toEqual(['wait', 'restart']);
  expect([at(5_999, 1, 1_500), at(6_000, 1, 1_500)]).toEqual(['wait', 'restart']);
});
