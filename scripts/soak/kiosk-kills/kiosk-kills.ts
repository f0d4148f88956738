import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../launch/options.ts';
import { HallProcess } from '../hall/hall-process.ts';
import { Chance } from '../offline/chance.ts';
import { type Scenario, Tally } from '../scenario.ts';
import { compare, Taken } from './books.ts';
import { printAgain } from './guide-desk.ts';
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
const MOST_PRESSES = 2;
/** A machine on its way up has nobody who presses; one that stays down would be waited for in vain. */
const PRESS_WITHIN_MS = 8_000;
const DOWN_MS = [0, 0, 200, 1_500] as const;
/** Longer than a press waits for the server where the kiosk has numbers of its own. */
const LONG_DOWN_MS = 7_500;
const PULLED_MS = 1_200;
/** The end of a visit, the next one's press, and how long that waits for the server. */
const ANSWERS_LOST_MS = 20_000;
/** A host's start, a visit with its failed paper, a new roll. */
const REPRINT_WITHIN_MS = 12_000;
/** From the press for another paper to the kill: its bytes go out within that. */
const AFTER_REPRINT_MS = 400;
/** Numbers that each kiosk keeps of each queue. */
const OWN = 300;
const UP_WITHIN_MS = 180_000;
const LOOK_MS = 20;

/**
 * `answers`: the server takes the presses, and the kiosk never hears of it and gives numbers of its own. `away`: a host
 * that begins without a server dies again while it prints one of its own numbers a second time.
 */
type Strike = 'host' | 'server' | 'both' | 'cable' | 'answers' | 'away';
/** As often as they stand here. */
const AT_A_KIOSK: readonly Strike[] = ['host', 'host', 'host', 'cable'];
const AT_THE_SERVER: readonly Strike[] = ['server', 'server', 'both'];
/** They kill nothing. */
const AT_THE_CABLE: ReadonlySet<Strike> = new Set(['cable', 'answers']);
const FIRST_KIOSK = 0;

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
    let papersAtDesk = 0;
    let done = 0;
    /** Strikes at one place until all kills of a stretch are done; places are struck at the same time. */
    /** Where a strike takes more than one kill, nobody else kills that host meanwhile. */
    const held = new Set<number>();
    const striker = (place: number, kinds: readonly Strike[]) => {
      const own = new Chance(seed * 16 + place);
      return async (until: number, first: Strike | null): Promise<void> => {
        for (let planned = first; done < until; planned = null) {
          const at = kinds === AT_THE_SERVER ? own.below(kiosks.length) : place;
          for (let presses = own.below(MOST_PRESSES); presses >= 0; presses -= 1)
            await lines[at]?.press(PRESS_WITHIN_MS);
          await sleep(own.below(own.of(AFTER_PRESS_MS)));
          while (held.has(at)) await sleep(LOOK_MS);
          if (done >= until) return;
          const strike = planned ?? own.of(kinds);
          strikes.set(strike, (strikes.get(strike) ?? 0) + 1);
          if (!AT_THE_CABLE.has(strike)) {
            done += 1;
            tally.add(`seed ${seed}, kill ${done}`, []);
          }
          if (strike === 'away' || strike === 'answers') held.add(at);
          await carryOut(strike, hall, kiosks[at] as Kiosk, lines[at] as Residents, own);
          held.delete(at);
        }
      };
    };
    const strikers = [...kiosks.map((_, i) => striker(i, AT_A_KIOSK)), striker(kiosks.length, AT_THE_SERVER)];
    for (let stretch = 0; done < kills; stretch += 1) {
      for (const line of lines) line.goOn();
      const until = Math.min(kills, done + KILLS_A_CHECK);
      // What chance would bring too seldom stands where a stretch begins, by turns: one needs the server, one its absence.
      const first = (place: number): Strike | null => {
        if (stretch % 2 === 0) return place === FIRST_KIOSK ? 'answers' : null;
        return place === kiosks.length ? 'away' : null;
      };
      await Promise.all(strikers.map((strike, place) => strike(until, first(place))));
      for (const line of lines) line.hold();
      await Promise.all(lines.map((line) => line.quiet()));
      await up(kiosks);
      const check = async (what: string, known: readonly string[]): Promise<void> => {
        // Nothing prints now: what hangs in a slot is whole. What is late comes after the kiosk is up again.
        for (const kiosk of kiosks) await kiosk.collect(true);
        const look = async (): Promise<void> => {
          for (const kiosk of kiosks) await kiosk.collect(false);
          await taken.readOn(guide);
        };
        const held = {
          promised: lines.flatMap((line) => line.promised),
          get papers() {
            return kiosks.flatMap((kiosk) => kiosk.papers);
          },
        };
        compared = await compare(guide, taken.tickets, held, look);
        const problems = [...known, ...compared.problems];
        tally.add(`seed ${seed}, after kill ${done}${what}`, problems);
        failed ||= problems.length > 0;
      };
      await check('', []);
      if (failed) continue;
      const again = await printAgain(guide, DEVICES[stretch % DEVICES.length] as string);
      papersAtDesk += again.papers;
      await check(' and the guide desk', again.problems);
    }
    await Promise.all(lines.map((line) => line.home()));
    log(`${summary(seed, strikes, lines, kiosks, compared)}; ${papersAtDesk} papers ordered there`);
    well = !failed;
  } finally {
    for (const kiosk of kiosks) await kiosk.close();
    await hall.kill('SIGTERM');
    if (well) rmSync(folder, { recursive: true, force: true });
    else log(`what they wrote stays in ${folder}`);
  }
}

/** Strikes and lets everything come back, as its supervisor would; whoever waits there goes on waiting. */
async function carryOut(
  strike: Strike,
  hall: HallProcess,
  kiosk: Kiosk,
  line: Residents,
  chance: Chance,
): Promise<void> {
  const down = chance.one(6) ? LONG_DOWN_MS : chance.of(DOWN_MS);
  switch (strike) {
    case 'cable':
      kiosk.cable.pull();
      await sleep(chance.below(PULLED_MS));
      return kiosk.cable.plug();
    case 'answers':
      await line.online();
      kiosk.cable.loseAnswers();
      await line.ownNumber(ANSWERS_LOST_MS);
      kiosk.cable.pull();
      return kiosk.cable.plug();
    case 'away':
      await Promise.all([hall.kill('SIGKILL'), kiosk.host.kill('SIGKILL')]);
      kiosk.host.start();
      await line.failNextPaper(REPRINT_WITHIN_MS);
      await sleep(chance.below(AFTER_REPRINT_MS));
      await kiosk.host.kill('SIGKILL');
      kiosk.host.start();
      return hall.start();
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
