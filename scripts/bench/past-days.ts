import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Ledger } from '@hall/queue-server/hall/ledger/ledger';
import { liveDay } from '@hall/queue-server/hall/testing/days';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';

const DAY_MS = 86_400_000;
/** Of a busy county hall. */
const TICKETS_A_DAY = 1_500;

export interface PastDays {
  readonly events: number;
  readonly ticketsToday: number;
  /** Of today's tickets, who still waits. */
  readonly waiting: number;
}

/**
 * Fills a hall's ledger with days that were really lived: through the ledger's own code, so with its chain, its
 * tables and its answers. Returns how many events there are.
 */
export function fillLedger(
  folder: string,
  config: HallConfig,
  wanted: PastDays,
  place: { readonly queue: string; readonly window: string },
): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ledger = new Ledger({ file: path.join(folder, 'ledger.db'), config });
  const now = Date.now();
  const item = config.items[0]?.id ?? null;
  const midnight = now - localTime(now, config.timeZone).minutes * 60_000 - (now % 60_000);
  // Seven events a ticket, two or three more a day.
  const days = Math.ceil(wanted.events / (TICKETS_A_DAY * 7));
  for (let ago = days; ago >= 1 && ledger.state.seq < wanted.events; ago -= 1) {
    const tickets = Math.min(TICKETS_A_DAY, Math.ceil((wanted.events - ledger.state.seq) / 7));
    // Answers of the last week are asked for again now and then, and kept.
    liveDay(
      ledger,
      { from: midnight - ago * DAY_MS + DAY_MS / 3, tickets, ...place, item, stepMs: 1 },
      ago <= 7,
    );
  }
  const { ticketsToday, waiting } = wanted;
  liveDay(ledger, { from: midnight, tickets: ticketsToday, ...place, item, left: waiting, stepMs: 0 }, true);
  const events = ledger.state.seq;
  ledger.close();
  return events;
}
