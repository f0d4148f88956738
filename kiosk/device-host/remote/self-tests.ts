import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SelfTest } from '@hall/shared/contracts/remote';
import type { Text } from '@hall/shared/contracts/text';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import { judgeSelfTest, openingTestDue, type SelfTestFacts } from './self-test.ts';
import { FOR_RESIDENTS } from './self-test-words.ts';

/** The last self-test is kept over a new start: since when something fails is what a technician asks first. */
const FILE = 'self-test.json';
/** What changes in between is noticed this soon. */
const LOOK_MS = 30_000;
/** Drivers have reached their devices, or have not. */
const FIRST_LOOK_MS = 8_000;

export interface SelfTests {
  run(why: SelfTest['why']): SelfTest;
  last(): SelfTest | null;
  /** For whoever stands there. */
  limits(): Text[];
  close(): void;
}

export function openSelfTests(options: {
  readonly dataDir: string;
  readonly facts: () => SelfTestFacts;
  /** The hall's day and minute, and when queues begin to give numbers on it. */
  readonly hallTime: () => {
    readonly day: string;
    readonly minutes: number;
    readonly openings: readonly number[];
  };
  readonly setting: () => string;
  readonly hallNow: () => number;
  /** Another state than before, or the daily one: the server is to hear it. */
  readonly onNews: (test: SelfTest) => void;
  readonly clock: HostClock;
  readonly log: HostLog;
}): SelfTests {
  const { clock, log } = options;
  const file = path.join(options.dataDir, FILE);
  let last = read(file);
  /** Daily tests are made once a day; also one that was made before this start. */
  let openingDay = last?.openingDay ?? null;

  const keep = (): void => {
    try {
      writeFileSync(`${file}.new`, JSON.stringify({ ...last, openingDay }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      // A disk that takes nothing is what the test itself says.
    }
  };
  const run = (why: SelfTest['why']): SelfTest => {
    const test = judgeSelfTest(options.facts(), { why, at: options.hallNow(), before: last?.test ?? null });
    const changed = statesOf(test) !== statesOf(last?.test ?? null);
    last = { test, openingDay };
    keep();
    for (const { id, state } of changed ? test.checks : []) {
      if (state !== 'ok') log.warn({ check: id, state }, 'self-test');
    }
    return test;
  };
  const look = (): void => {
    const before = statesOf(last?.test ?? null);
    const { openings, ...now } = options.hallTime();
    const due = openingTestDue(options.setting(), openings, now, openingDay);
    if (due) openingDay = now.day;
    const test = run(due ? 'opening' : (last?.test.why ?? 'start'));
    if (due || statesOf(test) !== before) options.onNews(test);
    cancel = clock.after(LOOK_MS, look);
  };
  let cancel = clock.after(FIRST_LOOK_MS, look);

  return {
    run,
    last: () => last?.test ?? null,
    limits: () =>
      (last?.test.checks ?? []).flatMap(({ id, state }) => {
        const words = state === 'fail' ? FOR_RESIDENTS[id] : undefined;
        return words === undefined ? [] : [words];
      }),
    close: () => cancel(),
  };
}

function statesOf(test: SelfTest | null): string {
  return (test?.checks ?? []).map(({ id, state }) => `${id} ${state}`).join();
}

interface Kept {
  readonly test: SelfTest;
  readonly openingDay: string | null;
}

function read(file: string): Kept | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { test?: unknown; openingDay?: unknown };
    const test = SelfTest.safeParse(kept.test);
    if (!test.success) return null;
    return { test: test.data, openingDay: typeof kept.openingDay === 'string' ? kept.openingDay : null };
  } catch {
    return null;
  }
}
