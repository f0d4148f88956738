import { inHouseOrder, MINUTE_MS } from '../day.ts';
import type { Observation, Situation, WindowNow } from '../words.ts';
import type { TraceArrival, TraceEvent } from './trace-event.ts';

interface FloorWindow {
  readonly queues: readonly string[];
  open: boolean;
  seenToday: boolean;
  ticket: string | null;
}

/** The naive baseline's convention. */
const MINUTES_WITHOUT_HISTORY = 10;

/** The hall floor of a trace: who waits and who works at this moment, kept from the events one by one. */
export class Floor {
  #windows = new Map<string, FloorWindow>();
  #tickets = new Map<string, { queue: string; virtual: number; calledAt: number | null }>();
  #waiting = new Set<string>();
  /** queue → [count, Σ minutes] of services, call → finish. */
  #services = new Map<string, [number, number]>();

  /** Windows stay known over night; tickets do not. */
  beginDay(): void {
    this.#tickets.clear();
    this.#waiting.clear();
    for (const window of this.#windows.values()) {
      window.open = false;
      window.seenToday = false;
      window.ticket = null;
    }
  }

  apply(event: TraceEvent): Observation {
    const { at } = event;
    switch (event.e) {
      case 'open': {
        this.#windows.set(event.w, { queues: event.queues, open: true, seenToday: true, ticket: null });
        return { kind: 'opened', at, window: event.w };
      }
      case 'close': {
        const window = this.#windows.get(event.w);
        if (window) window.open = false;
        return { kind: 'closed', at, window: event.w };
      }
      case 'arrive': {
        const virtual = at - event.bonusMin * MINUTE_MS;
        this.#tickets.set(event.t, { queue: event.q, virtual, calledAt: null });
        this.#waiting.add(event.t);
        return { kind: 'taken', at, ticket: event.t, queue: event.q, bonusMin: event.bonusMin };
      }
      case 'call': {
        const ticket = this.#tickets.get(event.t);
        const window = this.#windows.get(event.w);
        if (ticket) ticket.calledAt = at;
        if (window) window.ticket = event.t;
        this.#waiting.delete(event.t);
        return { kind: 'called', at, ticket: event.t, queue: ticket?.queue ?? '', window: event.w };
      }
      default: {
        const ticket = this.#tickets.get(event.t);
        const window = this.#windows.get(event.w);
        if (window) window.ticket = null;
        if (event.e === 'finish' && ticket?.calledAt != null) {
          const [count, sum] = this.#services.get(ticket.queue) ?? [0, 0];
          this.#services.set(ticket.queue, [count + 1, sum + (at - ticket.calledAt) / MINUTE_MS]);
        }
        return { kind: event.e === 'finish' ? 'finished' : 'no-show', at, window: event.w };
      }
    }
  }

  /** The moment just before this ticket joins. */
  situation(arrival: TraceArrival): Situation {
    return {
      at: arrival.at,
      ticket: { queue: arrival.q, virtual: arrival.at - arrival.bonusMin * MINUTE_MS },
      waiting: [...this.#waiting].map((id) => {
        const { queue, virtual } = this.#tickets.get(id) as { queue: string; virtual: number };
        return { queue, virtual };
      }),
      windows: inHouseOrder([...this.#windows.keys()]).map((id) => this.#windowNow(id)),
    };
  }

  #windowNow(id: string): WindowNow {
    const window = this.#windows.get(id) as FloorWindow;
    const ticket = window.ticket === null ? undefined : this.#tickets.get(window.ticket);
    return {
      id,
      queues: window.queues,
      state: window.open ? 'open' : window.seenToday ? 'away' : 'closed',
      serving: ticket ? { queue: ticket.queue, calledAt: ticket.calledAt ?? 0 } : null,
    };
  }

  /** Mean minutes of a service of the queue so far; 10 without any. */
  meanService(queue: string): number {
    const [count, sum] = this.#services.get(queue) ?? [0, 0];
    return count === 0 ? MINUTES_WITHOUT_HISTORY : sum / count;
  }
}
