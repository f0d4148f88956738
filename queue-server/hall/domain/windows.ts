import type { CommandBody } from '@hall/shared/contracts/commands';
import type { WindowConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import { type Context, type Decide, type Decision, DONE, decided, refused } from './context.ts';
import type { HallEvent } from './events.ts';
import { explainCall } from './explain.ts';
import { selectNext } from './selection.ts';
import { type HallState, type Ticket, type WindowStatus, windowOf } from './state.ts';

interface AtWindow {
  readonly window: string;
}

/** The window, its state and, where it has one, its ticket; or why the clerk may not act there. */
type Seat =
  | { readonly ok: false; readonly decision: Decision }
  | {
      readonly ok: true;
      readonly window: WindowConfig;
      readonly status: WindowStatus;
      readonly ticket: Ticket | null;
    };

function seat(state: HallState, body: AtWindow, context: Context): Seat {
  const window = context.config.windows.find((entry) => entry.id === body.window);
  if (!window) return { ok: false, decision: refused('WINDOW_UNKNOWN', 'no such window') };
  const status = windowOf(state, window.id);
  if (status.clerk !== null && status.clerk !== context.actor) {
    return { ok: false, decision: refused('WINDOW_TAKEN', 'another clerk is at this window') };
  }
  const ticket = status.ticket === null ? null : (state.tickets.get(status.ticket) ?? null);
  return { ok: true, window, status, ticket };
}

export const openWindow: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.status.state === 'open') return decided([], DONE);
  return decided([{ type: 'window.opened', data: { window: at.window.id, clerk: context.actor } }], DONE);
};

export const pauseWindow: Decide<CommandBody<'window.pause'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.status.state === 'closed') return refused('WINDOW_CLOSED', 'the window is closed');
  if (at.ticket) return refused('WINDOW_BUSY', 'a person is at the window');
  return decided([{ type: 'window.paused', data: { window: at.window.id, reason: body.reason } }], DONE);
};

export const closeWindow: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.status.state === 'closed') return decided([], DONE);
  if (at.ticket) return refused('WINDOW_BUSY', 'a person is at the window');
  return decided([{ type: 'window.closed', data: { window: at.window.id } }], DONE);
};

export const callNext: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.status.state !== 'open') return refused('WINDOW_CLOSED', 'the window is not open');
  if (at.ticket) return refused('WINDOW_BUSY', 'the running service has not ended');
  if (context.at < at.status.lockedUntil) {
    return refused('CALL_LOCKED', 'a call was just made', { until: at.status.lockedUntil });
  }
  const next = selectNext(state, context.config, at.window, context.at);
  if (!next) return refused('NOBODY_WAITING', 'no callable ticket in the queues of this window');
  const event: HallEvent = {
    type: 'ticket.called',
    data: {
      ticket: next.ticket.id,
      window: at.window.id,
      zone: at.window.zone,
      windowNumber: at.window.number,
      clerk: context.actor,
      why: next.why,
      lockedUntil: context.at + context.config.calling.lockSeconds * 1000,
    },
  };
  return decided([event], {
    ticket: next.ticket.id,
    number: next.ticket.number,
    call: state.seq + 1,
    why: explainCall(next.ticket.number, next.why),
  });
};

export const recall: Decide<AtWindow> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.ticket?.state !== 'called') return refused('WINDOW_IDLE', 'no called ticket at this window');
  if (at.ticket.recalls >= context.config.calling.recallLimit)
    return refused('RECALL_LIMIT', 'recalled too often');
  return decided(
    [
      {
        type: 'ticket.recalled',
        data: {
          ticket: at.ticket.id,
          window: at.window.id,
          zone: at.window.zone,
          windowNumber: at.window.number,
        },
      },
    ],
    DONE,
  );
};

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
  const caseNumber = caseNumberOf(state, at.ticket, context);
  const event: HallEvent = {
    type: 'ticket.finished',
    data: {
      ticket: at.ticket.id,
      window: at.window.id,
      caseNumber,
      rating: context.newId(),
      ratingUntil: context.at + context.config.rating.timeoutSeconds * 1000,
    },
  };
  // A rating that a former citizen left open ends when the next service does.
  return decided([...lapse(state, at.status), event], { ticket: at.ticket.id, caseNumber });
};

export const noShow: Decide<CommandBody<'window.no-show'>> = (state, body, context) => {
  const at = seat(state, body, context);
  if (!at.ok) return at.decision;
  if (at.ticket?.state !== 'called') return refused('WINDOW_IDLE', 'no called ticket at this window');
  return decided(
    [{ type: 'ticket.no-show', data: { ticket: at.ticket.id, window: at.window.id, reason: body.reason } }],
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
  const item = context.config.items.find((entry) => entry.id === ticket.items[0]);
  if (!item) return null;
  const day = (state.day ?? localTime(context.at, context.config.timeZone).day).replaceAll('-', '');
  return `${item.code}${day}${String(state.cases + 1).padStart(4, '0')}`;
}
