import { Map as ImmutableMap } from 'immutable';
import { inLine, placeOf, waitedMs } from '../domain/change.ts';
import { join } from '../domain/line.ts';
import { EMPTY_QUEUE, type QueueState, type Ticket } from '../domain/state.ts';
import { countsUp } from '../domain/taken.ts';

/** What a ticket adds to its queues' counts, today. */
type Counts = Pick<QueueState, 'served' | 'noShow' | 'waits' | 'waitMs'>;

/**
 * The queues as their tickets of today, in order of taking, make them; `stored` is what does not follow from them.
 * A ticket that came round counts in each queue for what it had there.
 */
export function queuesOf(
  tickets: readonly Ticket[],
  day: string,
  stored: ImmutableMap<string, Partial<QueueState>>,
): ImmutableMap<string, QueueState> {
  const queues = new Map<string, QueueState>(
    [...stored].map(([id, kept]) => [id, { ...EMPTY_QUEUE, ...kept }]),
  );
  const change = (id: string, to: (queue: QueueState) => Partial<QueueState>) => {
    const queue = queues.get(id) ?? EMPTY_QUEUE;
    queues.set(id, { ...queue, ...to(queue) });
  };
  const count = (id: string, more: Counts) =>
    change(id, (queue) => ({
      served: queue.served + more.served,
      noShow: queue.noShow + more.noShow,
      waits: queue.waits + more.waits,
      waitMs: queue.waitMs + more.waitMs,
    }));
  for (const ticket of tickets) {
    // Whoever was carried over midnight was taken and called yesterday, and ends today.
    const ofToday = ticket.day === day;
    if (ofToday) {
      change(ticket.home ?? ticket.queue, (queue) => ({ ...taken(queue, ticket), issued: queue.issued + 1 }));
      for (const { queue, end, waitedMs } of ticket.legs) {
        // A no-show who came back was none.
        count(queue, { served: end === 'finished' ? 1 : 0, noShow: 0, ...waited(waitedMs) });
      }
    }
    count(ticket.queue, {
      served: ticket.state === 'finished' ? 1 : 0,
      noShow: ticket.state === 'no-show' ? 1 : 0,
      ...waited(ofToday && ticket.calledAt !== null ? waitedMs(ticket, ticket.calledAt) : null),
    });
    if (inLine(ticket)) {
      change(ticket.queue, (queue) => ({ waiting: join(queue.waiting, placeOf(ticket)) }));
    }
  }
  return ImmutableMap(queues);
}

function taken(queue: QueueState, ticket: Ticket): Partial<QueueState> {
  if (!countsUp(ticket)) return {};
  return { firstNumber: queue.firstNumber ?? ticket.ordinalOfDay, lastNumber: ticket.ordinalOfDay };
}

function waited(ms: number | null): Pick<Counts, 'waits' | 'waitMs'> {
  return ms === null ? { waits: 0, waitMs: 0 } : { waits: 1, waitMs: ms };
}
