import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '@hall/hardware/testing/seeded';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import Database from 'better-sqlite3';
import { HallProcess } from '../hall/hall-process.ts';
import { retainedAt, topics } from '../hall/screen.ts';
import { type Scenario, Tally } from '../scenario.ts';
import { Crowd } from './crowd.ts';

/** Of one hall; the next kills get a new one, so that its numbers do not run out. */
const KILLS_A_HALL = 50;
/** Load before each kill, ms. */
const LOAD_MS = [30, 350] as const;
/** Asked again after each start. */
const REPEATS = 5;

export const kill: Scenario = {
  name: 'kill',
  of: 'kills with -9 under load',
  count: 2_000,
  missing: () => (process.platform === 'win32' ? 'kill -9 needs signals' : null),
  async run({ seed, count, log }) {
    const tally = new Tally();
    for (let done = 0; done < count; done += KILLS_A_HALL) {
      const kills = Math.min(KILLS_A_HALL, count - done);
      await oneHall(seed + done, kills, tally, log);
    }
    return tally.outcome;
  },
};

async function oneHall(seed: number, kills: number, tally: Tally, log: (line: string) => void) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-kill-'));
  const random = seeded(seed);
  const hall = await HallProcess.start({ folder });
  const crowd = await Crowd.enter(hall, seed);
  let startMs = 0;
  try {
    for (let n = 1; n <= kills; n += 1) {
      crowd.goOn();
      await sleep(random.whole(...LOAD_MS));
      crowd.hold();
      await hall.kill('SIGKILL');
      await crowd.quiet();
      const began = performance.now();
      await hall.start();
      startMs += performance.now() - began;
      tally.add(`seed ${seed}, kill ${n}`, [
        ...(await crowd.repeats(REPEATS)),
        ...(await screens(hall, crowd)),
      ]);
    }
    crowd.goOn();
    await crowd.home();
    tally.add(`seed ${seed}, at the end`, await crowd.books());
  } finally {
    crowd.hold();
    await hall.kill('SIGTERM');
  }
  const ledger = new Database(path.join(hall.data, 'ledger.db'), { readonly: true });
  tally.add(`seed ${seed}, the ledger`, verifyLedger(ledger).problems);
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  log(
    `seed ${seed}: ${kills} kills, ${crowd.tickets} tickets, ready again after ${Math.round(startMs / kills)} ms`,
  );
}

/** A screen that connects now shows what the clerk was told. */
async function screens(hall: HallProcess, crowd: Crowd): Promise<string[]> {
  const of = topics(hall);
  const { window, zone } = crowd.place;
  const shown = await retainedAt(hall, 'wall-1', [of.window(window), of.board(zone)]);
  const serving = shown.get(of.window(window))?.serving as { number: string; state: string } | null;
  const board = shown.get(of.board(zone))?.calls as { number: string; window: string }[];
  const expected = await crowd.atWindow();
  const problems: string[] = [];
  if ((serving?.number ?? null) !== expected.number) {
    problems.push(
      `the window screen shows ${serving?.number ?? 'nobody'}, the desk ${expected.number ?? 'nobody'}`,
    );
  }
  if (expected.told !== undefined && expected.number !== expected.told) {
    problems.push(
      `the clerk was told ${expected.told ?? 'nobody'} and now has ${expected.number ?? 'nobody'}`,
    );
  }
  const newest = board.find((row) => row.window === window)?.number ?? null;
  if (expected.number !== null && newest !== expected.number) {
    problems.push(`the board shows ${newest ?? 'no call'} at the window of ${expected.number}`);
  }
  return problems;
}
