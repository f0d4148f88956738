import type { Message } from '@hall/shared/contracts/messages';
import type { HostLog } from '../log.ts';
import type { TicketDesk } from './ticket-desk.ts';

/** So many orders are remembered: an order that comes twice lies seconds apart, not hundreds of papers. */
const REMEMBERED = 64;

/** Papers that the guide desk asks from this machine: each order once, and none that comes too late. */
export function printOrders(options: {
  readonly tickets: () => Pick<TicketDesk, 'order'>;
  readonly hallNow: () => number;
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
    void options.tickets().order(id, ticket);
  };
}
