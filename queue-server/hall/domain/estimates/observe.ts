import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { HallEvent, StoredEvent } from '../events.ts';
import { MINUTE_MS } from './day.ts';
import { LEAD_MIN } from './hall-now.ts';
import type { Observation } from './words.ts';

/**
 * The ledger's events as the estimator's observations. It keeps what an event does not repeat (whose queue, who is
 * at which window), so it can begin at any business day, without the hall's state.
 */
export class Observer {
  readonly #rules: () => Pick<HallConfig['next'], 'by' | 'greenFirst'>;
  /** Ticket → its queue, of today. */
  readonly #queues = new Map<string, string>();
  readonly #windows = new Map<string, AtWindow>();

  constructor(rules: () => Pick<HallConfig['next'], 'by' | 'greenFirst'>) {
    this.#rules = rules;
  }

  /** Queue of a ticket of today. */
  queueOf(ticket: string): string | undefined {
    return this.#queues.get(ticket);
  }

  observe(event: StoredEvent): readonly Observation[] {
    const { at } = event;
    // [P2] Entered afterwards: it did not happen now.
    if ('afterwards' in event.data && event.data.afterwards === true) return NOTHING;
    switch (event.type) {
      case 'day.began':
        this.#beginDay();
        return NOTHING;
      case 'window.opened':
        return [{ kind: 'opened', at, window: event.data.window }];
      case 'window.paused':
        return [{ kind: 'paused', at, window: event.data.window }];
      case 'window.closed':
        return [{ kind: 'closed', at, window: event.data.window }];
      case 'ticket.taken': {
        const { ticket, queue } = event.data;
        this.#queues.set(ticket, queue);
        return [{ kind: 'taken', at, ticket, queue, bonusMin: this.#bonusOf(event.data) }];
      }
      case 'ticket.called':
        return this.#called(at, event.data, at - event.occurredAt > LATE_MS);
      case 'ticket.resumed':
        return this.#called(at, event.data, true);
      case 'ticket.started':
        return [{ kind: 'started', at, window: event.data.window }];
      case 'ticket.finished':
        return this.#finished(at, event.data);
      case 'ticket.no-show':
        this.#leave(event.data.window);
        return [{ kind: 'no-show', at, window: event.data.window }];
      case 'ticket.parked':
        this.#leave(event.data.window);
        return [{ kind: 'interrupted', at, window: event.data.window }];
      case 'ticket.transferred': {
        const { ticket, from, queue, virtual } = event.data;
        const left: Observation[] = from === null ? [] : [{ kind: 'interrupted', at, window: from }];
        if (from !== null) this.#leave(from);
        return [...left, this.#joins(at, ticket, queue, virtual)];
      }
      case 'ticket.reactivated': {
        const { ticket, virtual } = event.data;
        const queue = this.#queues.get(ticket);
        return queue === undefined ? NOTHING : [this.#joins(at, ticket, queue, virtual)];
      }
      case 'ticket.cancelled':
        return [{ kind: 'gave-up', at, ticket: event.data.ticket }];
      case 'tickets.closed':
        return event.data.tickets.map((ticket) => ({ kind: 'gave-up', at, ticket }));
      case 'window.undone':
        this.#undone(event.data);
        return NOTHING;
      default:
        return NOTHING;
    }
  }

  #beginDay(): void {
    // Who is at a window at midnight is served to the end; everybody else's number is over.
    const kept = [...this.#windows.values()].flatMap(({ ticket }) => {
      const queue = this.#queues.get(ticket);
      return queue === undefined ? [] : [[ticket, queue] as const];
    });
    this.#queues.clear();
    for (const [ticket, queue] of kept) this.#queues.set(ticket, queue);
  }

  #called(
    at: number,
    data: DataOf<'ticket.called' | 'ticket.resumed'>,
    resumed = false,
  ): readonly Observation[] {
    const { ticket, window, clerk } = data;
    const queue = this.#queues.get(ticket);
    if (queue === undefined) return NOTHING;
    this.#windows.set(window, { ticket, resumed });
    return [{ kind: 'called', at, ticket, queue, window, by: clerk }];
  }

  #finished(at: number, { ticket, window, next }: DataOf<'ticket.finished'>): readonly Observation[] {
    const resumed = this.#windows.get(window)?.resumed ?? false;
    this.#leave(window);
    // Half of the work was done before it was parked.
    const ended: Observation = { kind: resumed ? 'interrupted' : 'finished', at, window };
    return next ? [ended, this.#joins(at, ticket, next.queue, next.virtual)] : [ended];
  }

  /** Somebody who has been here for a while stands before most: for those who wait, a priority arrival. */
  #joins(at: number, ticket: string, queue: string, virtual: number): Observation {
    this.#queues.set(ticket, queue);
    const minutes = Math.round((at - virtual) / MINUTE_MS / BONUS_STEP_MIN) * BONUS_STEP_MIN;
    return { kind: 'taken', at, ticket, queue, bonusMin: Math.min(LEAD_MIN.green, Math.max(0, minutes)) };
  }

  #bonusOf(data: DataOf<'ticket.taken'>): number {
    const { by, greenFirst } = this.#rules();
    if (data.class === 'green' && greenFirst) return LEAD_MIN.green;
    // A booking stands at its slot, whenever it came: that is not a bonus that somebody else may have.
    if (by === 'arrival' || data.booking !== undefined) return 0;
    return Math.min(LEAD_MIN.green, Math.max(0, (data.arrival - data.virtual) / MINUTE_MS));
  }

  #leave(window: string): void {
    this.#windows.delete(window);
  }

  #undone({ window, act, ticket }: DataOf<'window.undone'>): void {
    if (act === 'call' || act === 'resume') this.#leave(window);
    else this.#windows.set(window, { ticket, resumed: this.#windows.get(window)?.resumed ?? false });
  }
}

interface AtWindow {
  readonly ticket: string;
  /** It was parked before, or called on paper a while ago: the length of this part says nothing. */
  readonly resumed: boolean;
}

type DataOf<T extends HallEvent['type']> = Extract<HallEvent, { type: T }>['data'];

/** A call that was told to the ledger so much later was made without it. */
const LATE_MS = 60_000;
const NOTHING: readonly Observation[] = [];
/** Bonuses that follow from how long somebody has been here are learned in steps, so that the model stays small. */
const BONUS_STEP_MIN = 5;
