import type { CommandBody } from '@hall/shared/contracts/commands';
import type { WindowConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import { backInLine, leaveHall, need, withQueue, withTicket, withWindow } from './change.ts';
import { type Context, type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf, HallEvent, NextStep } from './events.ts';
import { type AtWindow, leftForGood, seat } from './seat.ts';
import type { HallState, QueueState, Ticket, WindowStatus } from './state.ts';
import { remembered } from './undo-memory.ts';

/** A service from its beginning to its end, step by step where the ticket has several [K10], and no-shows [K5]. */

/** Old service times fade: the mean follows about this many latest services. */
const SERVICE_MEMORY = 200;

export const startService: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.ticket?.state !== 'called') return refused('WINDOW_IDLE', 'no called ticket at this window');
  return decided([{ type: 'ticket.started', data: { ticket: at.ticket.id, window: at.window.id } }], DONE);
};

export const finishService: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.ticket?.state !== 'serving') return refused('WINDOW_IDLE', 'no service runs at this window');
  const { events, caseNumber } = endOfService(state, at.status, at.ticket, at.window, context);
  return decided([...events, ...leftForGood(at)], { ticket: at.ticket.id, caseNumber });
};

/** The events that end a running service. */
export function endOfService(
  state: HallState,
  status: WindowStatus,
  ticket: Ticket,
  window: WindowConfig,
  context: Context,
): { readonly events: readonly HallEvent[]; readonly caseNumber: string | null } {
  const caseNumber = caseNumberOf(state, ticket, context);
  const next = nextStep(state, ticket);
  const event: HallEvent = {
    type: 'ticket.finished',
    data: {
      ticket: ticket.id,
      window: window.id,
      caseNumber,
      rating: context.newId(),
      ratingUntil: context.at + context.config.rating.timeoutSeconds * 1000,
      ...(next ? { next } : {}),
    },
  };
  // A rating that a former citizen left open ends when the next service does.
  return { events: [...lapse(state, status), event], caseNumber };
}

/** [K10] Where the ticket goes on; a ticket of yesterday ends with what runs [I5]. */
export function nextStep(state: HallState, ticket: Ticket): NextStep | null {
  const [step] = ticket.steps;
  if (!step || ticket.day !== state.day) return null;
  return { queue: step.queue, virtual: ticket.virtual };
}

export const noShow: Decide<CommandBody<'window.no-show'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  const { ticket, window } = at;
  if (ticket?.state !== 'called') return refused('WINDOW_IDLE', 'no called ticket at this window');
  const { noShowAfterCalls, recallLimit } = context.config.calling;
  // The first call and its recalls, since it last began to wait or came back.
  const calls = 1 + ticket.recalls;
  // More calls than [K2] allows cannot be asked for.
  const needed = Math.min(noShowAfterCalls, 1 + recallLimit);
  if (calls < needed) return refused('NO_SHOW_EARLY', 'not called often enough', { calls, needed });
  return decided(
    [
      { type: 'ticket.no-show', data: { ticket: ticket.id, window: window.id, reason: body.reason } },
      ...leftForGood(at),
    ],
    DONE,
  );
};

function lapse(state: HallState, status: WindowStatus): HallEvent[] {
  const rating = status.pad.rating === null ? undefined : state.ratings.get(status.pad.rating);
  if (rating?.outcome !== 'open') return [];
  return [
    {
      type: 'rating.lapsed',
      data: { rating: status.pad.rating as string, ticket: rating.ticket, window: rating.window },
    },
  ];
}

/** Item code (31) + date (8) + serial (4), date and serial padded: unpadded ones collide. */
function caseNumberOf(state: HallState, ticket: Ticket, context: Context): string | null {
  const { config, configAt = () => config } = context;
  const [id] = ticket.items;
  const ofId = (entry: { readonly id: string }) => entry.id === id;
  // One that is gone from the settings since was offered when the service began.
  const item = config.items.find(ofId) ?? configAt(ticket.calledAt ?? ticket.arrival).items.find(ofId);
  if (!item) return null;
  const day = (state.day ?? localTime(context.at, context.config.timeZone).day).replaceAll('-', '');
  return `${item.code}${day}${String(state.cases + 1).padStart(4, '0')}`;
}

export function started(state: HallState, event: EventOf<'ticket.started'>): HallState {
  const { data } = event;
  const before = need(state, data.ticket);
  const next = withTicket(state, event, (ticket) => ({
    ...ticket,
    state: 'serving',
    startedAt: event.occurredAt,
  }));
  const window = state.windows.get(data.window);
  // Calling and starting somebody who has no number is one act [K11].
  const oneAct = before.why?.rule === 'walk-in' && window?.undo?.seq === before.call;
  if (data.afterwards || oneAct) return next;
  return remembered({ ticket: before, window }, next, 'start', event);
}

export function finished(state: HallState, event: EventOf<'ticket.finished'>): HallState {
  const { data } = event;
  const before = need(state, data.ticket);
  const window = state.windows.get(data.window);
  const gone = data.next ? wentOn(state, event, data.next) : ended(state, event);
  const counted = withQueue(gone, before.queue, (queue) => served(queue, before, event.occurredAt));
  const cases = data.caseNumber === null ? counted.cases : counted.cases + 1;
  const noted = { ...counted, cases };
  if (data.afterwards) return withWindow(noted, data.window, (w) => ({ ...w, served: w.served + 1 }));
  const { rating, ratingUntil: until } = data;
  const next = withWindow(noted, data.window, (status) => ({
    ...status,
    ticket: null,
    lastTicket: data.ticket,
    served: status.served + 1,
    pad: rating === null ? status.pad : { show: 'rate', rating, until },
  }));
  const asked = {
    ...next,
    ratings:
      rating === null
        ? next.ratings
        : next.ratings.set(rating, {
            ticket: data.ticket,
            window: data.window,
            until,
            outcome: 'open',
            grade: null,
          }),
  };
  return remembered({ ticket: before, window }, asked, 'finish', event);
}

function ended(state: HallState, event: EventOf<'ticket.finished'>): HallState {
  const { caseNumber, rating } = event.data;
  return leaveHall(state, event, (ticket) => ({
    ...ticket,
    state: 'finished',
    endedAt: event.occurredAt,
    caseNumber,
    rating,
  }));
}

function wentOn(state: HallState, event: EventOf<'ticket.finished'>, next: NextStep): HallState {
  const { caseNumber, rating, ticket } = event.data;
  return backInLine(state, event, ticket, 'finished', {
    ...toNextStep(need(state, ticket), next),
    leg: { endedAt: event.occurredAt, caseNumber, rating },
  });
}

/** The ticket in its next queue: with the items of that step, and bound to no window any more. */
export function toNextStep(ticket: Ticket, { queue, virtual }: NextStep) {
  const [step, ...steps] = ticket.steps;
  return { queue, virtual, items: step?.items ?? [], steps, boundTo: null };
}

function served(queue: QueueState, ticket: Ticket, at: number): QueueState {
  const fade = queue.services >= SERVICE_MEMORY ? (SERVICE_MEMORY - 1) / SERVICE_MEMORY : 1;
  return {
    ...queue,
    served: queue.served + 1,
    services: queue.services * fade + 1,
    serviceMs: queue.serviceMs * fade + tookMs(ticket, at),
  };
}

/** [I6] The exact reverse as long as nothing has faded, and very nearly so later. */
export function notServed(queue: QueueState, ticket: Ticket, at: number): QueueState {
  const fade = queue.services > SERVICE_MEMORY ? (SERVICE_MEMORY - 1) / SERVICE_MEMORY : 1;
  return {
    ...queue,
    served: queue.served - 1,
    services: (queue.services - 1) / fade,
    serviceMs: Math.max(0, queue.serviceMs - tookMs(ticket, at)) / fade,
  };
}

function tookMs(ticket: Ticket, at: number): number {
  return Math.max(0, at - (ticket.startedAt ?? ticket.calledAt ?? at));
}

export function didNotCome(state: HallState, event: EventOf<'ticket.no-show'>): HallState {
  const { ticket: id, window: at, afterwards } = event.data;
  const before = need(state, id);
  const window = state.windows.get(at);
  const gone = leaveHall(state, event, (ticket) => ({
    ...ticket,
    state: 'no-show',
    endedAt: event.occurredAt,
  }));
  const counted = withQueue(gone, before.queue, (queue) => ({ ...queue, noShow: queue.noShow + 1 }));
  if (afterwards) return counted;
  const next = withWindow(counted, at, (status) => ({ ...status, ticket: null, lastTicket: id }));
  return remembered({ ticket: before, window }, next, 'no-show', event);
}
