import { checkedIn } from './bookings.ts';
import { enrol, placeOf } from './change.ts';
import type { EventOf } from './events.ts';
import { join } from './line.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from './state.ts';

/** Pre-printed numbers [P2] and those of a kiosk without a server [N4] lie outside of what is counted up. */
export function countsUp({ origin }: Pick<Ticket, 'origin'>): boolean {
  return origin === null || origin === 'walk-in';
}

/** A number is given: it waits in its line, called or not by the state of its paper. */
export function taken(state: HallState, event: EventOf<'ticket.taken'>): HallState {
  const { data } = event;
  const ticket: Ticket = {
    id: data.ticket,
    seq: event.seq,
    number: data.number,
    ordinalOfDay: data.ordinalOfDay,
    day: state.day as string,
    queue: data.queue,
    items: data.items,
    class: data.class,
    arrival: data.arrival,
    virtual: data.virtual,
    personRef: data.personRef,
    progressToken: data.progressToken,
    shortCode: data.shortCode,
    source: data.source,
    state: data.paperless ? 'waiting' : 'committed',
    ordinal: 1,
    print: data.paperless ? 'paperless' : 'pending',
    printAt: event.at,
    window: null,
    clerk: null,
    why: null,
    call: null,
    calledAt: null,
    announcedAt: null,
    recalls: 0,
    startedAt: null,
    endedAt: null,
    caseNumber: null,
    rating: null,
    shownBy: [],
    classReason: data.classReason ?? null,
    origin: data.origin ?? null,
    boundTo: data.boundTo ?? null,
    notBefore: data.notBefore ?? null,
    booking: data.booking ?? null,
    agentRef: data.agentRef ?? null,
    steps: data.steps ?? [],
    overtaken: 0,
    overtakenAt: null,
    reactivated: 0,
    parkedAt: null,
    parkedUntil: null,
    noteRef: null,
    legs: [],
    home: null,
    history: [event.seq],
  };
  const queue = state.queues.get(data.queue) ?? EMPTY_QUEUE;
  const { slot } = data;
  return {
    ...state,
    tickets: state.tickets.set(ticket.id, ticket),
    queues: state.queues.set(data.queue, {
      ...queue,
      ...(countsUp(ticket)
        ? { firstNumber: queue.firstNumber ?? data.ordinalOfDay, lastNumber: data.ordinalOfDay }
        : {}),
      ...(slot === undefined ? {} : { slotsTaken: { ...queue.slotsTaken, [slot]: data.slotTaken ?? 1 } }),
      issued: queue.issued + 1,
      waiting: join(queue.waiting, placeOf(ticket)),
    }),
    live: enrol(state.live, ticket),
    ...(data.booking === undefined ? {} : { bookings: checkedIn(state, data.booking, ticket.id) }),
  };
}
