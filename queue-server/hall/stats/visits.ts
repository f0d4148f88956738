import type { StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';

/**
 * A ticket as reports see it: who came when, and one step for each time of waiting with the service behind it.
 * Most tickets have one step, which their document tells; the others are read from their events.
 */
export interface Visit {
  readonly ticket: string;
  readonly day: string;
  readonly class: string;
  readonly end: VisitEnd;
  readonly arrival: number;
  readonly booked: string | null;
  readonly steps: readonly VisitStep[];
}

export type VisitEnd = 'served' | 'no-show' | 'cancelled' | 'closed' | 'open' | 'not-issued';
export type StepEnd = 'served' | 'no-show' | 'cancelled' | 'closed' | 'moved' | 'back' | 'open';

export interface VisitStep {
  readonly queue: string;
  readonly items: readonly string[];
  readonly window: string | null;
  readonly clerk: string | null;
  readonly from: number;
  readonly calledAt: number | null;
  /** When the waiting ended without a call, or the service. */
  readonly endedAt: number | null;
  /** Service without time parked; null where nothing was finished. */
  readonly serviceMs: number | null;
  readonly end: StepEnd;
}

const VISIT_ENDS: Readonly<Record<string, VisitEnd>> = {
  finished: 'served',
  'no-show': 'no-show',
  void: 'cancelled',
  closed: 'closed',
};

/**
 * How a ticket ended, by its last state. A number whose paper never came out was never given, nor one for somebody
 * without a number whose call was taken back [K11] [I6].
 */
export function visitEnd(ticket: Ticket): VisitEnd {
  const end = VISIT_ENDS[ticket.state] ?? 'open';
  const never = (ticket.print === 'failed' || ticket.origin === 'walk-in') && ticket.calledAt === null;
  return never && end !== 'served' && end !== 'no-show' ? 'not-issued' : end;
}

/** From the document alone: right for a ticket that waited once and was never parked. */
export function plainVisit(ticket: Ticket): Visit {
  const end = visitEnd(ticket);
  const { calledAt, startedAt, endedAt } = ticket;
  return {
    ...head(ticket, end),
    steps: [
      {
        queue: ticket.queue,
        items: ticket.items,
        window: ticket.window,
        clerk: ticket.clerk,
        from: ticket.arrival,
        calledAt,
        endedAt,
        serviceMs: end === 'served' && endedAt !== null ? endedAt - (startedAt ?? calledAt ?? endedAt) : null,
        end: end === 'not-issued' ? 'cancelled' : end,
      },
    ],
  };
}

/** From all its events; what was undone never happened. */
export function visitFromEvents(ticket: Ticket, events: readonly StoredEvent[]): Visit {
  const end = visitEnd(ticket);
  const undone = new Set(
    events.flatMap((event) => (event.type === 'window.undone' ? [event.data.undoes] : [])),
  );
  const steps = new Steps();
  for (const event of events) {
    // A history also holds the calls that overtook this ticket: those are of somebody else.
    const { ticket: subject } = event.data as { readonly ticket?: string };
    if (undone.has(event.seq) || (subject !== undefined && subject !== ticket.id)) continue;
    steps.apply(event);
  }
  return { ...head(ticket, end), steps: steps.ended(end) };
}

function head(ticket: Ticket, end: VisitEnd): Omit<Visit, 'steps'> {
  return {
    ticket: ticket.id,
    day: ticket.day,
    class: ticket.class,
    end,
    arrival: ticket.arrival,
    booked: ticket.booking ?? null,
  };
}

type Open = { -readonly [K in keyof VisitStep]: VisitStep[K] } & {
  startedAt: number | null;
  parkedAt: number | null;
  parkedMs: number;
};

class Steps {
  readonly #done: Open[] = [];
  #now: Open | null = null;
  #items: readonly (readonly string[])[] = [];

  apply(event: StoredEvent): void {
    const now = this.#now;
    // [P2] What was told afterwards happened earlier; everything else when it was written.
    const at = event.occurredAt;
    switch (event.type) {
      case 'ticket.taken':
        this.#items = (event.data.steps ?? []).map((step) => step.items);
        this.#begin(event.data.queue, event.data.items, event.data.arrival);
        return;
      case 'ticket.called':
        if (!now) return;
        now.calledAt ??= event.occurredAt;
        now.window = event.data.window;
        now.clerk = event.data.clerk;
        return;
      case 'ticket.started':
        if (now) now.startedAt ??= event.occurredAt;
        return;
      case 'ticket.parked':
        // Of a service: whoever was parked before it began loses none of it.
        if (now && now.startedAt !== null) now.parkedAt = at;
        return;
      case 'ticket.resumed':
        if (!now) return;
        this.#unpark(now, at);
        now.window = event.data.window;
        now.clerk = event.data.clerk;
        return;
      case 'ticket.transferred':
        if (!now) return;
        this.#end('moved', at);
        this.#begin(event.data.queue, now.items, at);
        return;
      case 'ticket.reactivated': {
        const last = this.#done.at(-1);
        if (!last) return;
        last.end = 'back';
        this.#begin(last.queue, last.items, at);
        return;
      }
      case 'window.closed':
        // Left at a window or parked there, it waits again; whoever was only bound to the window waits on.
        if (!now || now.calledAt === null) return;
        this.#end('moved', at);
        this.#begin(now.queue, now.items, at);
        return;
      case 'ticket.no-show':
        this.#end('no-show', event.occurredAt);
        return;
      case 'ticket.cancelled':
        this.#end('cancelled', at);
        if (event.data.next) this.#next(event.data.next.queue, at);
        return;
      case 'tickets.closed':
        this.#end('closed', at);
        return;
      case 'ticket.finished':
        this.#end('served', event.occurredAt);
        if (event.data.next) this.#next(event.data.next.queue, event.occurredAt);
        return;
      default:
    }
  }

  /** Steps, the last one ended as the visit did: the end of the day closes without an event for each ticket. */
  ended(end: VisitEnd): VisitStep[] {
    if (this.#now) {
      this.#now.end = end === 'not-issued' ? 'cancelled' : end;
      this.#done.push(this.#now);
      this.#now = null;
    }
    return this.#done.map(({ startedAt, parkedAt, parkedMs, ...step }) => step);
  }

  /** [K10] */
  #next(queue: string, at: number): void {
    const [items = [], ...later] = this.#items;
    this.#items = later;
    this.#begin(queue, items, at);
  }

  #begin(queue: string, items: readonly string[], from: number): void {
    this.#now = {
      ...{ queue, items, from, window: null, clerk: null, calledAt: null, endedAt: null, serviceMs: null },
      ...{ end: 'open', startedAt: null, parkedAt: null, parkedMs: 0 },
    };
  }

  #unpark(step: Open, at: number): void {
    if (step.parkedAt === null) return;
    step.parkedMs += at - step.parkedAt;
    step.parkedAt = null;
  }

  #end(end: StepEnd, at: number): void {
    const now = this.#now;
    if (!now) return;
    this.#unpark(now, at);
    now.end = end;
    now.endedAt = at;
    if (end === 'served') now.serviceMs = at - (now.startedAt ?? now.calledAt ?? at) - now.parkedMs;
    this.#done.push(now);
    this.#now = null;
  }
}
