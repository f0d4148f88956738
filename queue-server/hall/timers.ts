import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import type { Publisher } from './broker/publisher.ts';
import type { DeviceRegistry } from './devices/registry.ts';
import { windowOf } from './domain/state.ts';
import type { LedgerClient } from './ledger/client.ts';
import type { Feed } from './routes/feed.ts';

const TICK_MS = 1_000;
/** A screen that has not acknowledged a call by then is named on the console. */
const ACKNOWLEDGE_WITHIN_MS = 3_000;

interface Options {
  readonly ledger: LedgerClient;
  readonly config: HallConfig;
  readonly feed: Feed;
  readonly devices: DeviceRegistry;
  readonly publisher: Publisher;
  readonly now: () => number;
}

/** What happens because time passes: ratings lapse, thanks end, days begin, missing acknowledgements show. */
export function startTimers({ ledger, config, feed, devices, publisher, now }: Options): { stop(): void } {
  let tick = 0;
  const nudged = new Set<number>();
  const timer = setInterval(() => {
    tick += 1;
    const { state } = ledger;
    const at = now();
    publisher.tick();
    const run = `tick-${at}-${tick}`;
    if (state.ratings.some((rating) => rating.outcome === 'open' && at > rating.until)) {
      void ledger.submit('rating.lapse', {}, 'hall', run);
    }
    if (state.day !== null && localTime(at, config.timeZone).day > state.day) {
      void ledger.submit('day.begin', {}, 'hall', run);
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
    if (nudged.size > 1000) nudged.clear();
  }, TICK_MS);
  return { stop: () => clearInterval(timer) };
}
