import type { CommandBody } from '@hall/shared/contracts/commands';
import { callOf, readyToCall } from './calling.ts';
import { type Decide, type Decided, refused } from './context.ts';
import type { TicketTaken } from './events.ts';
import { nextNumber, numberText } from './numbering.ts';
import { EMPTY_QUEUE } from './state.ts';

/**
 * [K11] Somebody at the window who has no number: one is given for the log, called and served in one decision.
 * Quotas and hours are for taking; whoever stands at the window is served.
 */
export const serveWalkIn: Decide<CommandBody<'window.serve'>> = (state, body, context) => {
  const { config, at } = context;
  if (!config.calling.quickServe) return refused('QUICK_SERVE_OFF', 'not in this hall');
  const ready = readyToCall(state, body, context);
  if (!ready.ok) return ready.decision;
  const queue = config.queues.find(({ id }) => id === body.queue);
  if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');
  if (body.items.some((id) => !config.items.some((item) => item.id === id))) {
    return refused('ITEM_UNKNOWN', 'an item of the list is unknown');
  }
  if (body.items.length > config.calling.itemsPerTicket) {
    return refused('TOO_MANY_ITEMS', 'more items than one number may have', {
      most: config.calling.itemsPerTicket,
    });
  }
  const n = nextNumber(config, queue, state.queues.get(queue.id) ?? EMPTY_QUEUE);
  if (n === null) return refused('NUMBERS_USED_UP', 'the range of numbers is used up');
  const data: TicketTaken = {
    ticket: context.newTicketId(),
    number: numberText(queue, n),
    ordinalOfDay: n,
    queue: queue.id,
    items: body.items,
    class: 'ordinary',
    arrival: at,
    virtual: at,
    personRef: null,
    paperless: true,
    progressToken: context.newId(),
    shortCode: context.head.slice(0, 6).toUpperCase(),
    source: context.actor,
    origin: 'walk-in',
  };
  const why = { rule: 'walk-in', waitedMin: 0, passedOver: 0, bonusMin: 0 } as const;
  // First of all: its short code is of the head before it.
  const taking = { ...ready, ending: [{ type: 'ticket.taken', data } as const, ...ready.ending] };
  const call = callOf(state, taking, { ticket: { id: data.ticket, number: data.number }, why }, context);
  if (!call.ok) return call;
  const { events, answer }: Decided = call.value;
  const start = {
    type: 'ticket.started',
    data: { ticket: data.ticket, window: ready.at.window.id },
  } as const;
  return { ok: true, value: { events: [...events, start], answer } };
};
