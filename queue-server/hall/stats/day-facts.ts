import type { StoredEvent } from '../domain/events.ts';
import type { DaySpan } from './days.ts';
import type { Visit } from './visits.ts';

/** All that reports need of one business day. */
export interface DayFacts {
  readonly span: DaySpan;
  /** Until when it is known: the end of the day, or now. */
  readonly until: number;
  readonly visits: readonly Visit[];
  readonly grades: readonly number[];
  /** The same ratings with what they are about. */
  readonly ratings: readonly { readonly ticket: string; readonly window: string; readonly grade: number }[];
  /** Window id, and clerk, → milliseconds open. */
  readonly windowOpenMs: ReadonlyMap<string, number>;
  readonly clerkOpenMs: ReadonlyMap<string, number>;
  readonly missedBookings: readonly string[];
}

/** Types of events that reports read besides the tickets. */
export const FACT_EVENTS = [
  'rating.given',
  'window.opened',
  'window.paused',
  'window.closed',
  'bookings.missed',
] as const;

/** Types after which a ticket's document no longer tells all its steps. */
export const STEP_EVENTS = [
  'ticket.transferred',
  'ticket.reactivated',
  'ticket.parked',
  'ticket.resumed',
] as const;

/** Pure: what the events of the day say beside the tickets. */
export function factsFrom(
  span: DaySpan,
  until: number,
  visits: readonly Visit[],
  events: readonly StoredEvent[],
): DayFacts {
  const ratings: { ticket: string; window: string; grade: number }[] = [];
  const missed: string[] = [];
  const windowOpenMs = new Map<string, number>();
  const clerkOpenMs = new Map<string, number>();
  const open = new Map<string, { clerk: string; since: number }>();
  const shut = (window: string, at: number) => {
    const was = open.get(window);
    if (!was) return;
    open.delete(window);
    const ms = Math.max(0, Math.min(at, span.until) - was.since);
    windowOpenMs.set(window, (windowOpenMs.get(window) ?? 0) + ms);
    clerkOpenMs.set(was.clerk, (clerkOpenMs.get(was.clerk) ?? 0) + ms);
  };
  for (const event of events) {
    if (event.type === 'rating.given') {
      const { ticket, window, grade } = event.data;
      ratings.push({ ticket, window, grade });
    } else if (event.type === 'bookings.missed') missed.push(...event.data.bookings);
    else if (event.type === 'window.opened') {
      shut(event.data.window, event.at);
      open.set(event.data.window, { clerk: event.data.clerk, since: event.at });
    } else if (event.type === 'window.paused' || event.type === 'window.closed') {
      shut(event.data.window, event.at);
    }
  }
  for (const window of [...open.keys()]) shut(window, until);
  const grades = ratings.map(({ grade }) => grade);
  return { span, until, visits, grades, ratings, windowOpenMs, clerkOpenMs, missedBookings: missed };
}
