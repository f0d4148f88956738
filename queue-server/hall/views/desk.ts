import type { Desk } from '@hall/shared/contracts/commands';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { waitedMs } from '../domain/change.ts';
import { classWords } from '../domain/classes.ts';
import { explainCall } from '../domain/explain.ts';
import { type HallState, type Ticket, windowOf } from '../domain/state.ts';
import { deskExtras } from './desk-extras.ts';
import { deskWaiting } from './desk-waiting.ts';
import { itemNames, MINUTE_MS, namesOf, pauseWords, queueName, queueState, ticketAt } from './serving.ts';

/** Fewer services than this say nothing of what is usual. */
const FEWEST_SERVICES = 3;

export interface ExpectedScreen {
  readonly device: string;
  readonly name: Text;
}

/** What the hall's state does not hold. */
export interface BesideDesk {
  /** Screens that should acknowledge a call at this window. */
  readonly expected: readonly ExpectedScreen[];
  /** The clerk's note on the person at the window; it lies in the vault. */
  readonly note: string | null;
}

/** The window as its clerk sees it. */
export function deskView(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  { expected, note }: BesideDesk,
  at: number,
): Desk {
  const status = windowOf(state, window.id);
  const ticket = ticketAt(state, window.id);
  const last = status.lastTicket === null ? undefined : state.tickets.get(status.lastTicket);
  return {
    window: window.id,
    number: window.number,
    zone: window.zone,
    state: status.state,
    reason: pauseWords(config, status.reason),
    clerk: status.clerk,
    serving: ticket ? served(state, ticket, config, note) : null,
    ...deskWaiting(state, config, window, at),
    lockedUntil: status.lockedUntil,
    unacknowledged: ticket ? expected.filter((screen) => !ticket.shownBy.includes(screen.device)) : [],
    acknowledged: ticket?.shownBy.length ?? 0,
    last: last ? { number: last.number, rating: ratingOf(state, last) } : null,
    ...deskExtras(state, config, window, at),
  };
}

/** Never the grade: staff do not see who gave which rating. */
function ratingOf(state: HallState, ticket: Ticket): 'open' | 'given' | 'none' {
  const ref = ticket.rating ?? ticket.legs.at(-1)?.rating ?? null;
  const outcome = ref === null ? undefined : state.ratings.get(ref)?.outcome;
  return outcome === 'open' || outcome === 'given' ? outcome : 'none';
}

function served(
  state: HallState,
  ticket: Ticket,
  config: HallConfig,
  note: string | null,
): NonNullable<Desk['serving']> {
  const calledAt = ticket.calledAt ?? ticket.arrival;
  return {
    ticket: ticket.id,
    number: ticket.number,
    state: ticket.state === 'serving' ? 'serving' : 'called',
    class: ticket.class,
    classReason: classWords(ticket, config),
    items: itemNames(config, ticket),
    queueName: queueName(config, ticket.queue),
    calledAt,
    startedAt: ticket.startedAt,
    waitedMin: Math.floor(waitedMs(ticket, calledAt) / MINUTE_MS),
    recalls: ticket.recalls,
    call: ticket.call ?? 0,
    itinerary: itinerary(ticket, config),
    note,
    expectedMin: expectedMin(state, ticket.queue),
    why: whyHere(ticket, config),
  };
}

/** Tickets of programs before the rules were numbered say no reason. */
function whyHere({ number, why }: Ticket, config: HallConfig): Text {
  return why === null
    ? { zh: `${number} 在本窗口办理。`, en: `${number} is at this window.` }
    : explainCall(number, why, config);
}

/** [K10] The whole way of a ticket: what is done, what runs now, what comes. */
function itinerary(ticket: Ticket, config: HallConfig): NonNullable<Desk['serving']>['itinerary'] {
  const step = (
    { queue, items }: { readonly queue: string; readonly items: readonly string[] },
    state: 'done' | 'now' | 'next',
  ) => ({ queueName: queueName(config, queue), items: namesOf(config, items), state });
  return [
    ...ticket.legs.filter(({ end }) => end === 'finished').map((leg) => step(leg, 'done')),
    step(ticket, 'now'),
    ...ticket.steps.map((next) => step(next, 'next')),
  ];
}

/** The hall's own mean of a queue, in whole minutes; null while too little was served. */
function expectedMin(state: HallState, queue: string): number | null {
  const { services, serviceMs } = queueState(state, queue);
  return services < FEWEST_SERVICES ? null : Math.max(1, Math.round(serviceMs / services / MINUTE_MS));
}
