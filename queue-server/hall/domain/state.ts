import type { TicketState } from '@hall/shared/contracts/commands';
import type { BoardRow, TicketClass } from '@hall/shared/contracts/messages';
import { Map as ImmutableMap, List } from 'immutable';
import type { CallReason, PauseReason } from './events.ts';

/**
 * The hall in memory. Persistent (structure-sharing) maps make `evolve` pure at the cost of a microsecond,
 * so a failed batch is undone by keeping the old reference.
 */
export interface HallState {
  readonly seq: number;
  /** Ledger time of the last event. */
  readonly at: number;
  readonly day: string | null;
  /** When it began: tickets of the day are not older. */
  readonly dayBegan: number;
  /** Tickets of the day before that were at a window when this one began. */
  readonly carried: readonly string[];
  /** Of today; older ones are in the tables. */
  readonly tickets: ImmutableMap<string, Ticket>;
  readonly queues: ImmutableMap<string, QueueState>;
  readonly windows: ImmutableMap<string, WindowStatus>;
  /** `personRef queue` → live ticket. */
  readonly live: ImmutableMap<string, string>;
  readonly ratings: ImmutableMap<string, Rating>;
  readonly certificates: ImmutableMap<string, Certificate>;
  /** Zone → latest calls, newest first. */
  readonly boards: ImmutableMap<string, readonly BoardEntry[]>;
  /** Cases made today, for the serial of the case number. */
  readonly cases: number;
}

export type PrintState = 'paperless' | 'pending' | 'printed' | 'failed' | 'unknown';

export interface Ticket {
  readonly id: string;
  readonly seq: number;
  readonly number: string;
  /** The numeric part of `number`. */
  readonly ordinalOfDay: number;
  readonly day: string;
  readonly queue: string;
  readonly items: readonly string[];
  readonly class: TicketClass;
  readonly arrival: number;
  readonly virtual: number;
  readonly personRef: string | null;
  readonly progressToken: string;
  readonly shortCode: string;
  readonly source: string;
  readonly state: TicketState;
  readonly ordinal: number;
  readonly print: PrintState;
  /** When the print state was last reported or asked for. */
  readonly printAt: number;
  readonly window: string | null;
  readonly clerk: string | null;
  readonly why: CallReason | null;
  /** Ledger position of the last call or recall: what screens acknowledge. */
  readonly call: number | null;
  readonly calledAt: number | null;
  readonly announcedAt: number | null;
  readonly recalls: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly caseNumber: string | null;
  readonly rating: string | null;
  /** Devices that acknowledged the present call. */
  readonly shownBy: readonly string[];
  /** Ledger positions of all its events: its story, found without an index over random keys. */
  readonly history: readonly number[];
}

/** A place in a line, kept in order of (virtual, seq). */
export interface Place {
  readonly virtual: number;
  readonly seq: number;
  readonly ticket: string;
}

export interface QueueState {
  /** The last number given today. */
  readonly lastNumber: number | null;
  /** After a restore: numbers of today up to this one may be out, though the ledger does not know them. */
  readonly floor: number | null;
  readonly issued: number;
  readonly served: number;
  readonly noShow: number;
  readonly waiting: List<Place>;
  /** Of services that ended today and before, decayed by count; the hall's own times, never typed in. */
  readonly services: number;
  readonly serviceMs: number;
  readonly waits: number;
  readonly waitMs: number;
}

export interface WindowStatus {
  readonly state: 'open' | 'paused' | 'closed';
  readonly reason: PauseReason | null;
  readonly clerk: string | null;
  readonly ticket: string | null;
  readonly lockedUntil: number;
  readonly lastTicket: string | null;
  readonly served: number;
  readonly pad: PadShowing;
}

export interface PadShowing {
  readonly show: 'idle' | 'rate' | 'thanks';
  readonly rating: string | null;
  readonly until: number | null;
}

export interface Rating {
  readonly ticket: string;
  readonly window: string;
  readonly until: number;
  readonly outcome: 'open' | 'given' | 'declined' | 'lapsed';
  readonly grade: number | null;
}

export interface Certificate {
  readonly kind: string;
  readonly verification: string;
  readonly device: string;
  readonly outcome: 'issued' | 'printed' | 'failed' | 'unknown';
}

export type BoardEntry = Omit<BoardRow, 'state'> & { readonly ticket: string };

export const IDLE_PAD: PadShowing = { show: 'idle', rating: null, until: null };

export const CLOSED_WINDOW: WindowStatus = {
  state: 'closed',
  reason: null,
  clerk: null,
  ticket: null,
  lockedUntil: 0,
  lastTicket: null,
  served: 0,
  pad: IDLE_PAD,
};

export const EMPTY_QUEUE: QueueState = {
  lastNumber: null,
  floor: null,
  issued: 0,
  served: 0,
  noShow: 0,
  waiting: List(),
  services: 0,
  serviceMs: 0,
  waits: 0,
  waitMs: 0,
};

export function emptyHall(): HallState {
  return {
    seq: 0,
    at: 0,
    day: null,
    dayBegan: 0,
    carried: [],
    tickets: ImmutableMap(),
    queues: ImmutableMap(),
    windows: ImmutableMap(),
    live: ImmutableMap(),
    ratings: ImmutableMap(),
    certificates: ImmutableMap(),
    boards: ImmutableMap(),
    cases: 0,
  };
}

export function windowOf(state: HallState, window: string): WindowStatus {
  return state.windows.get(window) ?? CLOSED_WINDOW;
}

/** A ticket that still waits, is called or is being served. */
export function isLive(ticket: Ticket): boolean {
  return (
    ticket.state === 'committed' ||
    ticket.state === 'waiting' ||
    ticket.state === 'called' ||
    ticket.state === 'serving'
  );
}
