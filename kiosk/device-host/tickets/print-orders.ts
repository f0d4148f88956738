import type { Message } from '@hall/shared/contracts/messages';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import type { TicketDesk } from './ticket-desk.ts';

/** So many orders are remembered: an order that comes twice lies seconds apart, not hundreds of papers. */
const REMEMBERED = 64;

/** Where the hall does not answer, it is asked again after this: the same request, which gives one paper. */
const AGAIN_MS = 1_000;

/** Papers that the guide desk asks from this machine: each order once, and none that comes too late. */
export function printOrders(options: {
  readonly tickets: () => Pick<TicketDesk, 'order'>;
  readonly hallNow: () => number;
  readonly clock: Pick<HostClock, 'after'>;
  readonly log: HostLog;
}): (order: Message<'do'>) => void {
  const done: string[] = [];
  return ({ id, action, ticket, validUntil }) => {
    if (action !== 'print' || ticket === undefined || done.includes(id)) return;
    if (options.hallNow() > validUntil) {
      options.log.warn({ action }, 'an order came too late');
      return;
    }
    done.push(id);
    if (done.length > REMEMBERED) done.shift();
    const tryIt = async (): Promise<void> => {
      if (await options.tickets().order(id, ticket)) return;
      if (options.hallNow() + AGAIN_MS <= validUntil) options.clock.after(AGAIN_MS, () => void tryIt());
      else options.log.warn({ action }, 'the hall did not answer for an order');
    };
    void tryIt();
  };
}
