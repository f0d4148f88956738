import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { type Context, type Decision, refused } from './context.ts';
import type { HallEvent } from './events.ts';
import { type HallState, type Ticket, type WindowStatus, windowOf } from './state.ts';

export interface AtWindow {
  readonly window: string;
}

/** The window, its state and, where it has one, its ticket; or why the clerk may not act there. */
export type Seat = { readonly ok: false; readonly decision: Decision } | TakenSeat;

export interface TakenSeat {
  readonly ok: true;
  readonly window: WindowConfig;
  readonly status: WindowStatus;
  readonly ticket: Ticket | null;
  /** The window is gone from the settings, and whoever is there is served to the end [I5]. */
  readonly former: boolean;
}

export function seat(state: HallState, body: AtWindow, context: Context): Seat {
  const at = seatOf(state, body, context);
  if (at.ok && at.status.clerk !== null && at.status.clerk !== context.actor) {
    return { ok: false, decision: refused('WINDOW_TAKEN', 'another clerk is at this window') };
  }
  return at;
}

/** Whoever sits there. */
export function seatOf(state: HallState, body: AtWindow, context: Context): Seat {
  const { config, configAt = () => config } = context;
  const present = config.windows.find((entry) => entry.id === body.window);
  const window = present ?? formerSeat(state, configAt, body.window)?.window;
  if (!window) return { ok: false, decision: refused('WINDOW_UNKNOWN', 'no such window') };
  const status = windowOf(state, window.id);
  const ticket = status.ticket === null ? null : (state.tickets.get(status.ticket) ?? null);
  return { ok: true, window, status, ticket, former: present === undefined };
}

/** A window as it was when the person who is still there was called; null: nobody is, or it never was. */
export function formerSeat(
  state: HallState,
  configAt: (instant: number) => HallConfig,
  id: string,
): { readonly window: WindowConfig; readonly config: HallConfig } | null {
  const ticket = state.tickets.get(windowOf(state, id).ticket ?? '');
  if (ticket === undefined) return null;
  const config = configAt(ticket.calledAt ?? ticket.arrival);
  const window = config.windows.find((entry) => entry.id === id);
  return window ? { window, config } : null;
}

/** Behind the last act at a window that is gone: nobody sits there any more. */
export function leftForGood({ former, window, status }: TakenSeat): HallEvent[] {
  if (!former) return [];
  const { parked: released } = status;
  return [
    { type: 'window.closed', data: { window: window.id, ...(released.length > 0 ? { released } : {}) } },
  ];
}
