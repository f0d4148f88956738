import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../launch/options.ts';
import { HallProcess } from '../hall/hall-process.ts';
import { Chance } from '../offline/chance.ts';
import { type Scenario, Tally } from '../scenario.ts';
import { compare, Taken } from './books.ts';
import { type Kiosk, openKioskOf } from './kiosk.ts';
import { Residents } from './resident.ts';

/**
 * Kills of host and server while residents take tickets: the hall, two device hosts and their printers are processes
 * of their own; people act through the page's link. Afterwards numbers are unique, every paper is in the books, and
 * where books and papers may differ the guide desk is told.
 */

const DEVICES = ['kiosk-1', 'kiosk-2'] as const;
/** Of one hall; the next kills get a new one, so that its numbers do not run out. */
const KILLS_A_HALL = 50;
/** Between two comparisons. */
const KILLS_A_CHECK = 10;
/** From a press to a kill: answers take some tens of ms, papers some hundred. */
const AFTER_PRESS_MS = [15, 60, 300, 800] as const;
/** Presses until the next strike, at most. */
const MOST_PRESSES = 3;
/** A machine on its way up has nobody who presses; one that stays down would be waited for in vain. */
const PRESS_WITHIN_MS = 8_000;
const DOWN_MS = [0, 0, 200, 1_500] as const;
/** Longer than a press waits for the server where the kiosk has numbers of its own. */
const LONG_DOWN_MS = 7_500;
const PULLED_MS = 1_200;
/** Numbers that each kiosk keeps of each queue. */
const OWN = 300;
const UP_WITHIN_MS = 180_000;
const LOOK_MS = 20;

type Strike = 'host' | 'server' | 'both' | 'cable';
/** As often as they stand here. */
const AT_A_KIOSK: readonly Strike[] = ['host', 'host', 'host', 'cable'];
const AT_THE_SERVER: readonly Strike[] = ['server', 'server', 'both'];

export const kioskKills: Scenario = {
  name: 'kiosk-kills',
  of: 'kills of host and server while residents take tickets',
  count: 500,
  missing() {
    if (process.platform === 'win32') return 'kill -9 needs signals';
    const page = path.join(ROOT, 'kiosk/dist/app/index.html');
    return existsSync(page) ? null : 'the kiosk page has not been built: npm start builds it';
  },
  async run({ seed, count, log }) {
    const tally = new Tally();
    for (let done = 0; done < count; done += KILLS_A_HALL) {
      await oneHall(seed + done, Math.min(KILLS_A_HALL, count - done), tally, log);
    }
    return tally.outcome;
  },
};

async function oneHall(seed: number, kills: number, tally: Tally, log: (line: string) => void) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-kiosk-kills-'));
  const hall = await HallProcess.start({
    folder: path.join(folder, 'hall'),
    change: (config) => ({
      ...config,
      numbering: { restart: 'daily', perKiosk: OWN },
      queues: config.queues.map((queue) => ({ ...queue, dailyQuota: 9_000 })),
    }),
  });
  const kiosks: Kiosk[] = [];
  /** Until all is well, what they wrote is worth a look. */
  let well = false;
  try {
    for (const device of DEVICES) kiosks.push(await openKioskOf(hall, device, folder));
    const lines = kiosks.map((kiosk, i) => new Residents(kiosk, new Chance(seed + i + 1), seed * 8 + i + 1));
    await up(kiosks);
    const guide = await hall.login('guide01');
    const taken = new Taken();
    const strikes = new Map<Strike, number>();
    let compared = { problems: [] as readonly string[], tickets: 0, shown: 0 };
    let failed = false;
    let done = 0;
    /** Strikes at one place until all kills of a stretch are done; places are struck at the same time. */
    const striker = (place: number, kinds: readonly Strike[]) => {
      const own = new Chance(seed * 16 + place);
      return async (until: number): Promise<void> => {
        while (done < until) {
          const at = kinds === AT_THE_SERVER ? own.below(kiosks.length) : place;
          for (let presses = own.below(MOST_PRESSES); presses >= 0; presses -= 1)
            await lines[at]?.press(PRESS_WITHIN_MS);
          await sleep(own.below(own.of(AFTER_PRESS_MS)));
          if (done >= until) return;
          const strike = own.of(kinds);
          strikes.set(strike, (strikes.get(strike) ?? 0) + 1);
          if (strike !== 'cable') {
            done += 1;
            tally.add(`seed ${seed}, kill ${done}`, []);
          }
          await carryOut(strike, hall, kiosks[at] as Kiosk, own);
        }
      };
    };
    const strikers = [...kiosks.map((_, i) => striker(i, AT_A_KIOSK)), striker(kiosks.length, AT_THE_SERVER)];
    while (done < kills) {
      for (const line of lines) line.goOn();
      const until = Math.min(kills, done + KILLS_A_CHECK);
      await Promise.all(strikers.map((strike) => strike(until)));
      for (const line of lines) line.hold();
      await Promise.all(lines.map((line) => line.quiet()));
      await up(kiosks);
      for (const kiosk of kiosks) await kiosk.collect();
      await taken.readOn(guide);
      compared = await compare(guide, taken.tickets, {
        promised: lines.flatMap((line) => line.promised),
        papers: kiosks.flatMap((kiosk) => kiosk.papers),
      });
      tally.add(`seed ${seed}, after kill ${done}`, compared.problems);
      failed ||= compared.problems.length > 0;
    }
    await Promise.all(lines.map((line) => line.home()));
    log(summary(seed, strikes, lines, kiosks, compared));
    well = !failed;
  } finally {
    for (const kiosk of kiosks) await kiosk.close();
    await hall.kill('SIGTERM');
    if (well) rmSync(folder, { recursive: true, force: true });
    else log(`what they wrote stays in ${folder}`);
  }
}

/** Strikes and lets everything come back, as its supervisor would; whoever waits there goes on waiting. */
async function carryOut(strike: Strike, hall: HallProcess, kiosk: Kiosk, chance: Chance): Promise<void> {
  const down = chance.one(6) ? LONG_DOWN_MS : chance.of(DOWN_MS);
  switch (strike) {
    case 'cable':
      kiosk.cable.pull();
      await sleep(chance.below(PULLED_MS));
      return kiosk.cable.plug();
    case 'host':
      await kiosk.host.kill('SIGKILL');
      return kiosk.host.start();
    case 'server':
      await hall.kill('SIGKILL');
      await sleep(down);
      return hall.start();
    case 'both':
      await Promise.all([hall.kill('SIGKILL'), kiosk.host.kill('SIGKILL')]);
      kiosk.host.start();
      await sleep(down);
      return hall.start();
  }
}

async function up(kiosks: readonly Kiosk[]): Promise<void> {
  const isUp = ({ page }: Kiosk): boolean => {
    const state = page.state();
    const printer = state?.peripherals.find(({ kind }) => kind === 'ticket-printer');
    return state?.online === true && state.info !== null && printer?.state === 'up';
  };
  for (const end = Date.now() + UP_WITHIN_MS; !kiosks.every(isUp); await sleep(LOOK_MS)) {
    if (Date.now() < end) continue;
    const down = kiosks.filter((kiosk) => !isUp(kiosk)).map(({ device }) => device);
    throw new Error(`not ready within ${UP_WITHIN_MS} ms: ${down.join(', ')}`);
  }
}

function summary(
  seed: number,
  strikes: ReadonlyMap<Strike, number>,
  lines: readonly Residents[],
  kiosks: readonly Kiosk[],
  { tickets, shown }: { readonly tickets: number; readonly shown: number },
): string {
  const count = (map: ReadonlyMap<string, number>) =>
    [...map].map(([what, times]) => `${times} ${what}`).join(', ');
  const refusals = new Map<string, number>();
  for (const line of lines) {
    for (const [why, times] of line.refusals) refusals.set(why, (refusals.get(why) ?? 0) + times);
  }
  const promised = lines.flatMap((line) => line.promised);
  const own = promised.filter((slip) => slip.offline === true).length;
  const papers = kiosks.reduce((sum, kiosk) => sum + kiosk.papers.length, 0);
  return [
    `seed ${seed}: struck ${count(strikes)}`,
    `${tickets} tickets, ${promised.length} promised (${own} from own ranges), ${papers} papers`,
    `${shown} to ask about at the guide desk; no ticket: ${count(refusals) || 'never'}`,
  ].join('; ');
}
