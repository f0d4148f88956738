import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Ledger } from '@hall/queue-server/hall/ledger/ledger';
import { liveDay } from '@hall/queue-server/hall/testing/days';
import type { HallConfig, QueueConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';

/** The hall of the bars: 50 queues, 60 windows, 20,000 tickets today. With `--large` a bench runs in it. */

const QUEUES = 50;
const WINDOWS = 60;
export const TICKETS_TODAY = 20_000;
/** Of each made-up queue, who still waits. */
const WAITING = 10;
/** Call, start and finish besides the number itself. */
const COMMANDS_A_TICKET = 4;
const PREFIXES = 'QRSTUV';
const SECONDS = 'ABCDEFGHJK';

export function isLarge(): boolean {
  return process.argv.includes('--large');
}

/** What stands in the bench's answer of the large hall; nothing in the other's, which stays as it was. */
export function sizeOf(): { queues?: number; windows?: number; ticketsToday?: number } {
  return isLarge() ? { queues: QUEUES, windows: WINDOWS, ticketsToday: TICKETS_TODAY } : {};
}

/** Queues that the demo hall does not have; anybody may take a number in them. */
export function madeUpQueues(config: HallConfig): readonly string[] {
  return config.queues.filter(({ id }) => id.startsWith('bench-')).map(({ id }) => id);
}

/** The demo hall, grown: its own queues and windows, and as many more as it takes. */
export function largeHall(config: HallConfig): HallConfig {
  const model = config.queues.find((queue) => !queue.realName) as QueueConfig;
  const more = QUEUES - config.queues.length;
  const zoneOf = (i: number) => config.zones[i % config.zones.length]?.id as string;
  const queues = Array.from(
    { length: more },
    (_, i): QueueConfig => ({
      ...model,
      id: `bench-${i}`,
      prefix: `${PREFIXES[Math.floor(i / SECONDS.length)]}${SECONDS[i % SECONDS.length]}`,
      zone: zoneOf(i),
      ...{ digits: 4, firstNumber: 1, lastNumber: 9_999, dailyQuota: 9_000 },
    }),
  );
  const windows = Array.from({ length: WINDOWS - config.windows.length }, (_, i): WindowConfig => {
    const number = config.windows.length + i + 1;
    const serves = queues.filter((__, q) => q % (WINDOWS - config.windows.length) === i).map(({ id }) => id);
    return { id: `w${number}`, number, zone: zoneOf(i), queues: serves, secondary: [] };
  });
  return {
    ...config,
    queues: [...config.queues, ...queues],
    windows: [...config.windows, ...windows],
    calling: { ...config.calling, lockSeconds: 0 },
  };
}

/** Lives today in the data folder of a hall that has not started: through the ledger's own code. Returns the events. */
export function liveToday(data: string, config: HallConfig): number {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const ledger = new Ledger({ file: path.join(data, 'ledger.db'), config });
  const now = Date.now();
  const midnight = now - localTime(now, config.timeZone).minutes * 60_000 - (now % 60_000);
  const queues = madeUpQueues(config);
  const each = Math.ceil(TICKETS_TODAY / queues.length);
  const stepMs = Math.floor((now - midnight) / (queues.length * (each + 1) * COMMANDS_A_TICKET));
  for (const queue of queues) {
    const window = config.windows.find((entry) => entry.queues.includes(queue))?.id as string;
    const from = Math.max(midnight, ledger.state.at + 1);
    liveDay(ledger, { from, tickets: each, queue, window, item: null, left: WAITING, stepMs });
  }
  const events = ledger.state.seq;
  ledger.close();
  return events;
}
