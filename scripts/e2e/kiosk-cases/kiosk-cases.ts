import path from 'node:path';
import { chromiumMissing } from '@hall/kiosk/testing/test-pages';
import { localTime } from '@hall/shared/contracts/time';
import { type Scenario, Tally } from '../../soak/scenario.ts';
import { Books } from './books.ts';
import { type Case, caseName, casesFrom, essentials, everyCase } from './cases.ts';

import { TIME_ZONE, visitorFor } from './person.ts';
import { Visit } from './visit.ts';
import { DEVICE, LAST_HOUR, openWorld, type World } from './world.ts';

/**
 * Every errand at a kiosk, in every mode, with every fault: first all pairs of errand, mode and faults, then each fault
 * alone in every errand and mode, which is the whole of it. Behind that lie, for nights to spare, all meetings of
 * several faults. Real hall, broker, platform, device host and browser; simulated devices.
 *
 * The order is always the same, and the seed says where in it to begin: `--seed 0 --count 500`, then `--seed 500`
 * and so on makes the whole in parts, and `--seed 1234 --count 1` the visit again that failed under this number.
 */

/** Each with a hall, a kiosk and a screen of its own; visits wait more than they work. */
const SIDE_BY_SIDE = 3;
/** Of one hall; the next ones get a new one, so that numbers and places last. */
const CASES_A_HALL = 60;
const MOST_LINES = 12;
/** What a person did last, in a failure. */
const MOST_STEPS = 25;

export const kioskCases: Scenario = {
  name: 'kiosk-cases',
  of: 'visits to a kiosk, errand × mode × fault',
  count: essentials().length,
  seed: 0,
  missing: () => (chromiumMissing === '' ? null : 'chromium is not installed'),
  async run({ seed, count, log }) {
    const tally = new Tally();
    const cases = [...casesFrom(seed, count)];
    const first = cases[0]?.at ?? 0;
    log(`from visit ${first} of ${everyCase().length} on`);
    const lines = Array.from({ length: Math.min(SIDE_BY_SIDE, cases.length) }, async () => {
      while (cases.length > 0) await oneHall(cases, tally, log);
    });
    for (const line of await Promise.allSettled(lines)) if (line.status === 'rejected') throw line.reason;
    return tally.outcome;
  },
};

/** Takes visits off the list until there are none, or this hall has had enough of them. */
async function oneHall(
  cases: { readonly at: number; readonly one: Case }[],
  tally: Tally,
  log: (line: string) => void,
): Promise<void> {
  const world = await openWorld();
  const books = new Books(world);
  let failed = 0;
  let done = 0;
  try {
    await ready(world);
    // The hours away must not carry it into the evening, when nobody can book any more.
    while (done < CASES_A_HALL && localTime(world.clock.now(), TIME_ZONE).minutes < LAST_HOUR * 60) {
      const next = cases.shift();
      if (next === undefined) break;
      const { at, one } = next;
      // After what stopped the harness itself nobody knows how this hall stands: the next visits get another one.
      let lost = false;
      const problems = await oneVisit(world, books, one, at).catch((error: Error) => {
        lost = true;
        return [`the harness stopped: ${error.message}`];
      });
      done += 1;
      const what = `visit ${at}, ${caseName(one)}`;
      tally.add(what, problems);
      for (const problem of problems) log(`${what}: ${problem}`);
      if (problems.length > 0) failed += 1;
      if (lost) break;
    }
    log(`${done} visits to one kiosk: ${books.summary()}`);
  } finally {
    await world.close(failed === 0);
    if (failed > 0) log(`what they wrote stays in ${world.folder}`);
  }
}

/** The kiosk knows the hall, and has its own numbers. */
async function ready({ screen }: World): Promise<void> {
  const up = ['ticket-printer', 'page-printer', 'card-reader'];
  await screen.host(
    (state) =>
      state.online &&
      state.info !== null &&
      state.queues.length > 0 &&
      up.every((kind) => state.peripherals.some((one) => one.kind === kind && one.state === 'up')),
    'that the kiosk is ready',
  );
}

async function oneVisit(world: World, books: Books, one: Case, at: number): Promise<string[]> {
  const guide = await world.guide();
  const who = await visitorFor(one.flow, { at, guide, now: world.clock.now() });
  const visit = new Visit(world, one, who);
  const stopped = await visit.run().then(
    () => [],
    async (error: Error) => {
      // A picture says more than the words of a press that found no key; the next visit begins on a fresh page.
      const picture = path.join(world.folder, `visit-${at}.png`);
      await world.screen.page.screenshot({ path: picture }).catch(() => undefined);
      await visit.abandon();
      return [error.message.split('\n').slice(0, MOST_LINES).join(' ')];
    },
  );
  const after = await world.guide();
  const problems = [...stopped, ...visit.problems, ...(await books.judge(after, visit.visited))];
  // Whoever was called comes, and the bell is silent for the next one.
  if (one.flow === 'helper') {
    const answered = await after.command('helper.answer', { device: DEVICE });
    if (!answered.ok) problems.push(`the guide desk heard no bell: ${answered.problem.code}`);
    await world.screen.host(({ bell }) => bell.state !== 'ringing', 'that a guide comes');
  }
  if (problems.length > 0) problems.push(`last steps: ${visit.trail.slice(-MOST_STEPS).join(' > ')}`);
  return problems;
}
