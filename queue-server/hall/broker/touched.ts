import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { EventOf, StoredEvent } from '../domain/events.ts';
import { servedBy } from '../domain/serving-windows.ts';
import type { HallState } from '../domain/state.ts';

/** Which retained messages an event may have changed, and which events are said aloud. */

export interface Touched {
  readonly windows: readonly string[];
  readonly queues: readonly string[];
  /** Whose boards. */
  readonly zones: readonly string[];
}

interface Named {
  readonly ticket?: string;
  readonly tickets?: readonly string[];
  readonly released?: readonly string[];
  readonly window?: string;
  readonly from?: string | null;
  readonly queue?: string;
  readonly zone?: string;
}

/** `state` is the hall after the event; what a ticket has left is found by the legs of its way. */
export function touchedBy(event: StoredEvent, state: HallState, config: HallConfig): Touched {
  // Most events give a number: no window has it, no board says it, and one line is longer.
  if (event.type === 'ticket.taken') return { windows: [], queues: [event.data.queue], zones: [] };
  const data = event.data as Named;
  const window = data.window ?? data.from ?? undefined;
  const tickets = [
    ...(data.ticket === undefined ? [] : [data.ticket]),
    ...(data.tickets ?? data.released ?? []),
  ];
  const queues = new Set(data.queue === undefined ? [] : [data.queue]);
  for (const id of tickets) {
    const ticket = state.tickets.get(id);
    if (!ticket) continue;
    queues.add(ticket.queue);
    // Where it came from: a transfer, a next step, or a number that a guide moved.
    const before = ticket.legs.at(-1)?.queue ?? ticket.home;
    if (before !== null) queues.add(before);
  }
  if (MANY_QUEUES.has(event.type)) for (const { id } of config.queues) queues.add(id);
  else if (window !== undefined && !SAYS_NOTHING_OF_LINES.has(event.type)) {
    // Whether it is free or taken, open or away: who comes now to any of its lines waits longer or not at all.
    for (const id of ofWindow(state, config, window)) queues.add(id);
  }
  return {
    windows: window === undefined ? [] : [window],
    queues: [...queues],
    zones: zonesOf(event, { ...data, ...(window === undefined ? {} : { window }) }, tickets, state, config),
  };
}

/** They concern a window and change nobody's wait. */
const SAYS_NOTHING_OF_LINES: ReadonlySet<StoredEvent['type']> = new Set([
  'ticket.recalled',
  'ticket.started',
  'rating.given',
  'rating.declined',
  'rating.lapsed',
]);

/** Which queues a window served before is not told: an undone transfer or another assignment may concern any. */
const MANY_QUEUES: ReadonlySet<StoredEvent['type']> = new Set([
  'window.assigned',
  'window.undone',
  'ticket.transferred',
  'ticket.cancelled',
]);

function ofWindow(state: HallState, config: HallConfig, id: string): readonly string[] {
  const window = config.windows.find((entry) => entry.id === id);
  if (!window) return [];
  const { queues, secondary } = servedBy(state, window);
  return [...queues, ...secondary.map(({ queue }) => queue)];
}

/** Boards that may say something else: where a call is said, where the window hangs, where a row of the ticket stands. */
function zonesOf(
  event: StoredEvent,
  { zone, window }: Named,
  tickets: readonly string[],
  state: HallState,
  config: HallConfig,
): readonly string[] {
  // Its row is gone already, and the window may hang in another zone than when it called.
  if (event.type === 'window.undone') return config.zones.map(({ id }) => id);
  const zones = new Set<string>();
  if (zone !== undefined) zones.add(zone);
  const hangs = config.windows.find(({ id }) => id === window)?.zone;
  if (hangs !== undefined) zones.add(hangs);
  if (tickets.length > 0) {
    for (const [id, rows] of state.boards)
      if (rows.some((row) => tickets.includes(row.ticket))) zones.add(id);
  }
  return [...zones];
}

export type Announced = EventOf<'ticket.called' | 'ticket.recalled' | 'ticket.resumed'>;

/** Of a call, what is told afterwards is over. */
export function isAnnounced(event: StoredEvent): event is Announced {
  if (event.type === 'ticket.called') return !event.data.afterwards;
  return event.type === 'ticket.recalled' || event.type === 'ticket.resumed';
}
