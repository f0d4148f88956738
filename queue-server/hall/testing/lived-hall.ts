import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import type { LedgerCommand, LedgerCommands } from '../domain/decide.ts';
import { seededRandom } from '../domain/estimates/random.ts';
import { windowOf } from '../domain/state.ts';
import { Ledger, type Request } from '../ledger/ledger.ts';

/** A hall that has lived: past days and a morning of today, through the ledger's own code. */

export interface Lived {
  /** Days before today, one after the other. */
  readonly days: number;
  /** People who come on a whole day. */
  readonly residents: number;
  readonly now: number;
  /** Hours of today that are lived until `now`. */
  readonly todayHours: number;
  readonly seed?: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HOUR_MIN = 60;
/** One batch of the ledger a minute: what happened in it, in one transaction. */
const STEP_MIN = 1;
const OPENS_MIN = 8.5 * HOUR_MIN;
const CLOSES_MIN = 17.5 * HOUR_MIN;
const LUNCH_MIN = 12 * HOUR_MIN;
/** Share of a day's people by hour, from 08:00. */
const BY_HOUR = [0.1, 0.19, 0.17, 0.11, 0.04, 0.06, 0.13, 0.12, 0.07, 0.01];
const SERVICE_MIN: Readonly<Record<string, number>> = { enquiry: 2, collect: 2.5, social: 5, projects: 12 };
const USUAL_SERVICE_MIN = 8;
const NO_SHOW_SHARE = 0.06;
const RATED_SHARE = 0.5;
const BREAK_SHARE = 0.01;
/** One window in so many has nobody at it. */
const EMPTY_EVERY = 3;

interface Seat {
  readonly window: WindowConfig;
  readonly clerk: string;
  readonly pace: number;
  readonly lunchAt: number;
  doing: 'away' | 'free' | 'called' | 'serving' | 'lunch' | 'gone';
  /** Minute of the day at which what it does ends. */
  until: number;
  absent: boolean;
  calls: number;
}

/** Fills `folder` (the data folder of a hall server) before its first start. */
export function fillLived(folder: string, config: HallConfig, lived: Lived): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ledger = new Ledger({ file: path.join(folder, 'ledger.db'), config, platform: false });
  const random = seededRandom(lived.seed ?? 7);
  const local = localTime(lived.now, config.timeZone);
  const midnight = lived.now - local.minutes * MINUTE_MS - (lived.now % MINUTE_MS);
  try {
    for (let ago = lived.days; ago >= 1; ago -= 1) {
      const from = midnight - ago * DAY_MS;
      // Fridays are fuller, weekends half empty.
      const { weekday } = localTime(from + DAY_MS / 2, config.timeZone);
      const share = weekday > 5 ? 0.4 : weekday === 5 ? 1.2 : 1;
      liveOne(ledger, config, random, {
        ...{ from, opens: OPENS_MIN, until: CLOSES_MIN + 1.5 * HOUR_MIN },
        residents: lived.residents * share,
      });
    }
    const opens = Math.max(1, Math.min(OPENS_MIN, local.minutes - lived.todayHours * HOUR_MIN));
    liveOne(ledger, config, random, {
      ...{ from: midnight, opens, until: local.minutes },
      residents: lived.residents,
    });
  } finally {
    ledger.close();
  }
}

interface Day {
  readonly from: number;
  readonly opens: number;
  readonly until: number;
  readonly residents: number;
}

function liveOne(ledger: Ledger, config: HallConfig, random: () => number, day: Day): void {
  let serial = 0;
  let batch: Request[] = [];
  const ask = <N extends LedgerCommand>(
    command: N,
    body: LedgerCommands[N],
    actor: string,
    minute: number,
  ) => {
    serial += 1;
    const at = day.from + Math.round(minute * MINUTE_MS);
    const requestId = `lived-${day.from}-${serial}`;
    batch.push({ command, body, actor, requestId, repeatable: false, at } as Request);
  };
  const run = () => {
    const answers = batch.length === 0 ? [] : ledger.run(batch).answers;
    batch = [];
    return answers;
  };
  const between = (from: number, to: number) => from + random() * (to - from);
  const clerks = config.staff.filter((member) => member.roles.includes('clerk'));
  const seats: Seat[] = config.windows
    .filter((_, i) => i % EMPTY_EVERY !== EMPTY_EVERY - 1)
    .flatMap((window, i) => {
      const clerk = clerks[i]?.username;
      return clerk === undefined
        ? []
        : {
            ...{ window, clerk, pace: between(0.8, 1.3), lunchAt: LUNCH_MIN + between(-30, 40) },
            ...{ doing: 'away' as const, until: day.opens + between(0, 10), absent: false, calls: 0 },
          };
    });
  const served = new Map<string, number>();
  ask('day.begin', {}, 'hall', day.opens - 1);
  run();

  for (let minute = day.opens; minute < day.until; minute += STEP_MIN) {
    const sinceOpening = minute - day.opens + OPENS_MIN;
    const share = BY_HOUR[Math.floor(sinceOpening / HOUR_MIN) - 8] ?? 0;
    const expected = (day.residents * share * STEP_MIN) / HOUR_MIN;
    const comes = sinceOpening >= CLOSES_MIN ? 0 : Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
    for (let i = 0; i < comes; i += 1) {
      const item = config.items[Math.floor(random() * config.items.length)];
      const queue = config.queues.find(({ id }) => id === item?.queue);
      if (!item || !queue) continue;
      const personRef = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
      const person = queue.realName
        ? { personRef: `p${personRef}`, age: 20 + Math.floor(random() * 58) }
        : null;
      const body = { queue: queue.id, items: [item.id], paperless: true, person };
      ask('ticket.take', body as LedgerCommands['ticket.take'], 'kiosk-1', minute + i / (comes + 1));
    }
    run();

    const calling: Seat[] = [];
    for (const seat of seats) {
      if (minute < seat.until) continue;
      const act = (command: 'window.open' | 'window.start' | 'window.finish' | 'window.recall') =>
        ask(command, { window: seat.window.id }, seat.clerk, minute + 0.5);
      const stays = (doing: Seat['doing'], minutes: number) =>
        Object.assign(seat, { doing, until: minute + minutes });
      if (seat.doing === 'away' || seat.doing === 'lunch') {
        act('window.open');
        stays('free', 0);
      } else if (seat.doing === 'called' && seat.absent) {
        if (seat.calls < 3) {
          act('window.recall');
          seat.calls += 1;
          stays('called', 1);
        } else {
          const body = { window: seat.window.id, reason: 'absent' as const };
          ask('window.no-show', body, seat.clerk, minute + 0.5);
          stays('free', 1);
        }
      } else if (seat.doing === 'called') {
        act('window.start');
        const queue = seat.window.queues[0] ?? '';
        const median = SERVICE_MIN[queue] ?? USUAL_SERVICE_MIN;
        stays(
          'serving',
          Math.max(1, median * seat.pace * Math.exp((random() + random() + random() - 1.5) * 0.9)),
        );
      } else if (seat.doing === 'serving') {
        act('window.finish');
        served.set(seat.window.id, minute);
        stays('free', 1);
      } else if (seat.doing === 'free') {
        if (sinceOpening > CLOSES_MIN) {
          ask('window.close', { window: seat.window.id, anyway: true }, seat.clerk, minute + 0.5);
          stays('gone', DAY_MS);
        } else if (minute >= seat.lunchAt && minute < seat.lunchAt + 30) {
          pause(seat, 'meal', 40, minute);
        } else if (random() < BREAK_SHARE) {
          pause(seat, 'break', 10, minute);
        } else {
          ask('window.call', { window: seat.window.id }, seat.clerk, minute + 0.5);
          calling.push(seat);
        }
      }
    }
    function pause(seat: Seat, reason: string, minutes: number, at: number): void {
      const body = { window: seat.window.id, reason, minutes, anyway: true };
      ask('window.pause', body, seat.clerk, at + 0.5);
      Object.assign(seat, { doing: 'lunch', until: at + minutes });
    }
    run();
    for (const seat of calling) {
      if (windowOf(ledger.state, seat.window.id).ticket === null) continue;
      const absent = random() < NO_SHOW_SHARE;
      Object.assign(seat, { doing: 'called', until: minute + 1, absent, calls: 1 });
    }
    for (const seat of seats) {
      const ref = windowOf(ledger.state, seat.window.id).pad.rating;
      if (served.get(seat.window.id) !== minute || ref === null || random() > RATED_SHARE) continue;
      const grade = random() < 0.8 ? 5 : random() < 0.7 ? 4 : 2;
      const body = { window: seat.window.id, ref, grade, reasons: [], commentRef: null };
      ask('rating.give', body as LedgerCommands['rating.give'], `pad-${seat.window.id}`, minute + 0.9);
    }
    run();
  }
  if (day.until <= CLOSES_MIN) return;
  ask('tickets.close', { queues: config.queues.map(({ id }) => id) }, 'manager01', day.until);
  for (const seat of seats) {
    ask('window.close', { window: seat.window.id, anyway: true }, seat.clerk, day.until);
  }
  run();
}
