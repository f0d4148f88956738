import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import type { TicketClass } from '@hall/shared/contracts/messages';
import { type Context, type Decide, type Decision, DONE, decided, refused } from './context.ts';
import { estimateWait } from './estimate.ts';
import type { TicketTaken } from './events.ts';
import { ahead, placeIndex } from './line.ts';
import { isOpenAt } from './opening.ts';
import { numbersOf } from './restored.ts';
import { EMPTY_QUEUE, type HallState, isLive, type Ticket } from './state.ts';

/** What a decision about a person may know: the vault holds the rest. */
export interface KnownPerson {
  readonly personRef: string;
  /** Full years today; null where the card does not say. */
  readonly age: number | null;
}

export type TakeBody = Omit<CommandBody<'ticket.take'>, 'person'> & { readonly person: KnownPerson | null };

const MINUTE_MS = 60_000;

export const takeTicket: Decide<TakeBody> = (state, body, context) => {
  const { config } = context;
  const items = body.items.map((id) => config.items.find((item) => item.id === id));
  if (items.some((item) => item === undefined))
    return refused('ITEM_UNKNOWN', 'an item of the list is unknown');
  const queueId = body.queue ?? items[0]?.queue;
  const queue = config.queues.find((entry) => entry.id === queueId);
  if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');
  if (!isOpenAt(queue, context.at, config.timeZone))
    return refused('QUEUE_CLOSED', 'outside the hours of the queue');
  if (!config.windows.some((window) => window.queues.includes(queue.id))) {
    return refused('QUEUE_WITHOUT_WINDOW', 'no window serves this queue');
  }
  if (queue.realName && !body.person) return refused('CARD_NEEDED', 'this queue needs an ID card');
  const status = state.queues.get(queue.id) ?? EMPTY_QUEUE;
  if (status.issued >= queue.dailyQuota) return refused('QUOTA_USED_UP', 'the quota of the day is used up');
  const { next: n, highest } = numbersOf(queue, status);
  if (n > highest) return refused('NUMBERS_USED_UP', 'the range of numbers is used up');
  if (body.person) {
    const live = state.live.get(`${body.person.personRef} ${queue.id}`);
    const existing = live === undefined ? undefined : state.tickets.get(live);
    if (existing)
      return refused('ALREADY_WAITING', 'the person waits in this queue', { number: existing.number });
  }

  const known = classOf(body.person, config);
  const data: TicketTaken = {
    ticket: context.newTicketId(),
    number: `${queue.prefix}${String(n).padStart(queue.digits, '0')}`,
    ordinalOfDay: n,
    queue: queue.id,
    items: body.items,
    class: known.class,
    arrival: context.at,
    virtual: context.at - known.bonusMin * MINUTE_MS,
    personRef: body.person?.personRef ?? null,
    paperless: body.paperless,
    progressToken: context.newId(),
    shortCode: context.head.slice(0, 6).toUpperCase(),
    source: context.actor,
  };
  const position = placeIndex(status.waiting, {
    virtual: data.virtual,
    seq: state.seq + 1,
    ticket: data.ticket,
  });
  return decided([{ type: 'ticket.taken', data }], {
    ticket: data.ticket,
    number: data.number,
    ordinal: 1,
    day: state.day as string,
    at: context.at,
    queue: queue.id,
    items: data.items,
    class: data.class,
    ahead: position,
    estimate: estimateWait(state, config, queue.id, position),
    progressToken: data.progressToken,
    shortCode: data.shortCode,
  } satisfies TicketPlace);
};

/** [rules come with the queue editor; here: age by the card] */
function classOf(person: KnownPerson | null, config: HallConfig): { class: TicketClass; bonusMin: number } {
  if (person?.age != null && person.age >= config.priority.seniorAge) {
    return { class: 'senior', bonusMin: config.priority.bonusMin.senior };
  }
  return { class: 'ordinary', bonusMin: 0 };
}

/** What a decision says of a place in a line; views/slip.ts puts the words of the hall around it. */
export interface TicketPlace {
  readonly ticket: string;
  readonly number: string;
  readonly ordinal: number;
  readonly day: string;
  readonly at: number;
  readonly queue: string;
  readonly items: readonly string[];
  readonly class: TicketClass;
  readonly ahead: number;
  readonly estimate: WaitRange | null;
  readonly progressToken: string;
  readonly shortCode: string;
}

/** The place of a ticket as it stands now: for a reprint. */
function placeOf(state: HallState, ticket: Ticket, ordinal: number, context: Context): TicketPlace {
  const line = (state.queues.get(ticket.queue) ?? EMPTY_QUEUE).waiting;
  const position = ahead(line, { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id });
  return {
    ticket: ticket.id,
    number: ticket.number,
    ordinal,
    day: ticket.day,
    at: ticket.arrival,
    queue: ticket.queue,
    items: ticket.items,
    class: ticket.class,
    ahead: position,
    estimate: estimateWait(state, context.config, ticket.queue, position),
    progressToken: ticket.progressToken,
    shortCode: ticket.shortCode,
  };
}

export const reprintTicket: Decide<CommandBody<'ticket.reprint'>> = (state, body, context) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (ticket.state !== 'committed' && ticket.state !== 'waiting') {
    return refused('TICKET_STATE', `a ${ticket.state} ticket is not printed again`, { state: ticket.state });
  }
  if (ticket.ordinal > context.config.reprintLimit) return refused('REPRINT_LIMIT', 'reprinted too often');
  const ordinal = ticket.ordinal + 1;
  return decided(
    [{ type: 'ticket.reprinted', data: { ticket: ticket.id, ordinal } }],
    placeOf(state, ticket, ordinal, context),
  );
};

export const reportPrint: Decide<CommandBody<'ticket.report-print'>> = (state, body) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  // A report on an older paper says nothing about the newest one, and a settled report is not turned round.
  if (body.ordinal !== ticket.ordinal) {
    return body.ordinal < ticket.ordinal
      ? decided([], DONE)
      : refused('TICKET_STATE', 'that paper was never asked for');
  }
  if (ticket.print === 'printed' || ticket.print === 'paperless') return decided([], DONE);
  const { report } = body;
  const paper = { ticket: ticket.id, ordinal: body.ordinal };
  if (report.outcome === 'printed') {
    return decided([{ type: 'ticket.printed', data: { ...paper, proof: report.proof } }], DONE);
  }
  if (ticket.print === report.outcome) return decided([], DONE);
  const type = report.outcome === 'failed' ? 'ticket.print-failed' : 'ticket.print-unknown';
  return decided([{ type, data: { ...paper, reason: report.reason } }], DONE);
};

export const cancelTicket: Decide<CommandBody<'ticket.cancel'>> = (state, body): Decision => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (ticket.state === 'void') return decided([], DONE);
  if (!isLive(ticket) || ticket.window !== null) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket cannot be given up`, { state: ticket.state });
  }
  return decided([{ type: 'ticket.cancelled', data: { ticket: ticket.id, reason: body.reason } }], DONE);
};
