import { localTime } from '@hall/shared/contracts/time';
import type { Absence } from './absence.ts';
import type { Publisher } from './broker/publisher.ts';
import { BulkTimes } from './bulk-times.ts';
import type { LiveConfig } from './config/live.ts';
import type { DeviceRegistry } from './devices/registry.ts';
import { isLate } from './domain/bookings.ts';
import { windowOf } from './domain/state.ts';
import type { LedgerClient } from './ledger/client.ts';
import type { Feed } from './routes/feed.ts';

const TICK_MS = 1_000;
/** A screen that has not acknowledged a call by then is named on the console. */
const ACKNOWLEDGE_WITHIN_MS = 3_000;

interface Options {
  readonly ledger: LedgerClient;
  readonly live: LiveConfig;
  readonly feed: Feed;
  readonly devices: DeviceRegistry;
  readonly publisher: Publisher;
  readonly now: () => number;
  /** Before this start. */
  readonly absence: Absence | null;
}

/** What happens because time passes: ratings lapse, thanks end, days begin, missing acknowledgements show. */
export function startTimers({ ledger, live, feed, devices, publisher, now, absence }: Options): {
  stop(): void;
} {
  let tick = 0;
  const bulk = new BulkTimes();
  const nudged = new Set<number>();
  /** Parked tickets that were said to be due. */
  const said = new Set<string>();
  const timer = setInterval(() => {
    tick += 1;
    const { state } = ledger;
    const at = now();
    // A version of the settings may count from now on.
    live.tick();
    const config = live.current;
    publisher.tick();
    const run = `tick-${at}-${tick}`;
    if (state.ratings.some((rating) => rating.outcome === 'open' && at > rating.until)) {
      void ledger.submit('rating.lapse', {}, 'hall', run);
    }
    if (state.bookings.some((booking) => booking.state === 'booked' && isLate(booking, config, at))) {
      void ledger.submit('booking.lapse', absence === null ? {} : { away: absence }, 'hall', run);
    }
    if (state.day !== null && localTime(at, config.timeZone).day > state.day) {
      void ledger.submit('day.begin', {}, 'hall', run);
    }
    for (const due of bulk.due(config, at, (instant) => live.at(instant))) {
      void ledger.submit('tickets.close', due.body, 'hall', due.requestId).then((answer) => {
        if (!answer.ok) bulk.again(due);
      });
    }
    for (const window of config.windows) {
      const id = windowOf(state, window.id).ticket;
      const ticket = id === null ? undefined : state.tickets.get(id);
      if (!ticket?.call || !ticket.announcedAt || nudged.has(ticket.call)) continue;
      if (at - ticket.announcedAt < ACKNOWLEDGE_WITHIN_MS) continue;
      nudged.add(ticket.call);
      if (devices.expectedAt(window.id).some((screen) => !ticket.shownBy.includes(screen.device))) {
        feed.nudge('call.unacknowledged', window.id);
      }
    }
    for (const [window, { parked }] of state.windows) {
      // [K7] A parked person is due: the desk says so without anybody's doing.
      for (const id of parked) {
        const due = state.tickets.get(id)?.parkedUntil ?? Number.POSITIVE_INFINITY;
        if (at < due || said.has(`${id} ${due}`)) continue;
        said.add(`${id} ${due}`);
        feed.nudge('ticket.due', window);
      }
    }
    if (said.size > 1000) said.clear();
    if (nudged.size > 1000) nudged.clear();
  }, TICK_MS);
  return { stop: () => clearInterval(timer) };
}
