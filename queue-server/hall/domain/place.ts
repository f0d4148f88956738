import type { TicketClass } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import type { Context } from './context.ts';
import { ahead } from './line.ts';
import { windowsServing } from './serving-windows.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from './state.ts';

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
  /** Numbers of the windows that may call it. */
  readonly windows: readonly number[];
  readonly progressToken: string;
  readonly shortCode: string;
  readonly classReason?: string;
  /** Queues that come after the first [K10]. */
  readonly route?: readonly string[];
  readonly notices?: readonly Text[];
}

/** Numbers of the windows that may call a ticket. */
export function windowNumbers(
  state: HallState,
  { config }: Pick<Context, 'config'>,
  queue: string,
  boundTo: readonly string[] | null,
): number[] {
  const windows =
    boundTo === null
      ? windowsServing(state, config, queue)
      : config.windows.filter(({ id }) => boundTo.includes(id));
  return windows.map(({ number }) => number);
}

/** The place of a ticket as it stands now: for a reprint. */
export function placeNow(state: HallState, ticket: Ticket, ordinal: number, context: Context): TicketPlace {
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
    windows: windowNumbers(state, context, ticket.queue, ticket.boundTo),
    progressToken: ticket.progressToken,
    shortCode: ticket.shortCode,
    ...(ticket.classReason === null ? {} : { classReason: ticket.classReason }),
    ...(ticket.steps.length === 0 ? {} : { route: ticket.steps.map(({ queue }) => queue) }),
  };
}
