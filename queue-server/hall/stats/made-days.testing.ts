import type { StoredEvent } from '../domain/events.ts';
import type { DayFacts } from './day-facts.ts';
import { daySpan, MINUTE_MS } from './days.ts';
import type { StepEnd, Visit, VisitEnd, VisitStep } from './visits.ts';

/** Made-up days for tests: times are minutes after midnight of the day. */

export const ZONE = 'Asia/Shanghai';

export interface MadeVisit {
  readonly queue: string;
  readonly at: number;
  readonly called?: number;
  readonly ended?: number;
  readonly end?: VisitEnd;
  readonly window?: string;
  readonly clerk?: string;
  readonly class?: string;
  readonly booked?: string;
  readonly items?: readonly string[];
}

let serial = 0;

export function madeVisit(day: string, made: MadeVisit): Visit {
  const { from } = daySpan(day, ZONE);
  const at = (minute: number | undefined) => (minute === undefined ? null : from + minute * MINUTE_MS);
  const end = made.end ?? 'served';
  const [calledAt, endedAt] = [at(made.called), at(made.ended)];
  const step: VisitStep = {
    queue: made.queue,
    items: made.items ?? [],
    window: calledAt === null ? null : (made.window ?? 'w1'),
    clerk: calledAt === null ? null : (made.clerk ?? 'clerk01'),
    from: from + made.at * MINUTE_MS,
    calledAt,
    endedAt,
    serviceMs: end === 'served' && endedAt !== null && calledAt !== null ? endedAt - calledAt : null,
    end: (end === 'not-issued' ? 'cancelled' : end) as StepEnd,
  };
  serial += 1;
  return {
    ticket: String(serial).padStart(32, '0'),
    ...{ day, class: made.class ?? 'ordinary', end, arrival: step.from, booked: made.booked ?? null },
    steps: [step],
  };
}

export function madeDay(day: string, visits: readonly MadeVisit[], more: Partial<DayFacts> = {}): DayFacts {
  const span = daySpan(day, ZONE);
  return {
    ...{
      span,
      until: span.until,
      visits: visits.map((visit) => madeVisit(day, visit)),
      grades: [],
      ratings: [],
    },
    ...{ windowOpenMs: new Map(), clerkOpenMs: new Map(), missedBookings: [] },
    ...more,
  };
}

/** An event at a minute of a day; only what its readers look at. */
export function madeEvent(seq: number, at: number, type: string, data: object): StoredEvent {
  return {
    seq,
    at,
    occurredAt: at,
    v: 1,
    actor: 'clerk01',
    requestId: `r-${seq}`,
    type,
    data,
  } as StoredEvent;
}
