import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { boundElsewhere } from './call-ticket.ts';
import { callOf, readyToCall } from './calling.ts';
import { withQueue } from './change.ts';
import { type Context, type Decide, type Decision, DONE, decided, refused } from './context.ts';
import type { EventOf, TicketTaken } from './events.ts';
import { isBoundElsewhere } from './next/eligible.ts';
import { numberText } from './numbering.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from './state.ts';

/** Pre-printed numbers, for the time when no machine gives any: started for a queue [P1], called by typing [P2]. */

/** A pre-printed number anchors nothing: it was on the paper before the day began. */
export const NO_SHORT_CODE = '000000';

export interface PaperStartBody {
  readonly queue: string;
  /** Whether a manager asks. */
  readonly manager: boolean;
}

export const startPaper: Decide<PaperStartBody> = (state, body, { config }) => {
  const queue = config.queues.find(({ id }) => id === body.queue);
  if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');
  if (config.paper.startedBy === 'manager' && !body.manager) {
    return refused('PAPER_MANAGER', 'only a manager starts paper mode here');
  }
  if (!queue.paperNumbers) return refused('PAPER_OFF', 'no pre-printed numbers', { queue: queue.id });
  if ((state.queues.get(queue.id) ?? EMPTY_QUEUE).paperSince !== null) return decided([], DONE);
  return decided([{ type: 'paper.started', data: { queue: queue.id } }], DONE);
};

export const endPaper: Decide<CommandBody<'paper.end'>> = (state, { queue }) => {
  const on = state.queues.get(queue)?.paperSince != null;
  return decided(on ? [{ type: 'paper.ended', data: { queue } }] : [], DONE);
};

/** A pre-printed number as it stands on the paper: `number` has the queue's digits, however it was typed. */
export interface PaperNumber {
  readonly queue: QueueConfig;
  readonly n: number;
  readonly number: string;
}

/** Null: none of this hall's. */
export function paperNumber(config: HallConfig, number: string): PaperNumber | null {
  const prefix = number.replace(/\d+$/, '');
  const n = Number(number.slice(prefix.length));
  const queue = config.queues.find((entry) => entry.prefix === prefix);
  const range = queue?.paperNumbers;
  const known = queue && range && n >= range.first && n <= range.last;
  return known ? { queue, n, number: numberText(queue, n) } : null;
}

/** [I1] The ticket of today that has this number, also where its digits were padded otherwise this morning. */
export function usedToday(state: HallState, { queue, n }: PaperNumber): Ticket | undefined {
  return state.tickets.find(
    (ticket) =>
      ticket.ordinalOfDay === n &&
      ticket.day === state.day &&
      ticket.number.replace(/\d+$/, '') === queue.prefix,
  );
}

export const callPaper: Decide<CommandBody<'paper.call'>> = (state, body, context) => {
  const { config } = context;
  const ready = readyToCall(state, body, context);
  if (!ready.ok) return ready.decision;
  const found = paperNumber(config, body.number);
  if (!found) return refused('PAPER_NUMBER', 'not a pre-printed number', { number: body.number });
  if ((state.queues.get(found.queue.id) ?? EMPTY_QUEUE).paperSince === null) {
    return refused('PAPER_OFF', 'the queue is not in paper mode', { queue: found.queue.id });
  }
  const used = usedToday(state, found);
  const why = { rule: 'paper', waitedMin: 0, passedOver: 0, bonusMin: 0 } as const;
  if (used) {
    if (used.state !== 'waiting') return usedAlready(used);
    // Its call was taken back, or it was sent on: it waits again.
    if (isBoundElsewhere(used, body.window)) return boundElsewhere(used, config);
    return callOf(state, ready, { ticket: used, why }, context);
  }
  const data = paperTicket(found, context.at, context);
  const taking = { ...ready, ending: [{ type: 'ticket.taken', data } as const, ...ready.ending] };
  return callOf(state, taking, { ticket: { id: data.ticket, number: data.number }, why }, context);
};

function usedAlready(ticket: Ticket): Decision {
  return refused('PAPER_NUMBER', `used today: ${ticket.state}`, {
    number: ticket.number,
    state: ticket.state,
  });
}

/** A pre-printed number as the log has it: nobody knows when its holder came, so it counts from `at`. */
export function paperTicket({ queue, n, number }: PaperNumber, at: number, context: Context): TicketTaken {
  return {
    ticket: context.newTicketId(),
    number,
    ordinalOfDay: n,
    queue: queue.id,
    items: [],
    class: 'ordinary',
    arrival: at,
    virtual: at,
    personRef: null,
    paperless: true,
    progressToken: context.newId(),
    shortCode: NO_SHORT_CODE,
    source: context.actor,
    origin: 'paper',
  };
}

export function paperStarted(state: HallState, event: EventOf<'paper.started'>): HallState {
  return withQueue(state, event.data.queue, (queue) => ({ ...queue, paperSince: event.at }));
}

export function paperEnded(state: HallState, event: EventOf<'paper.ended'>): HallState {
  return withQueue(state, event.data.queue, (queue) => ({ ...queue, paperSince: null }));
}
