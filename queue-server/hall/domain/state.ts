import type { TicketState } from '@hall/shared/contracts/commands';
import type { BoardRow, TicketClass } from '@hall/shared/contracts/messages';
import type { CertificateTrace } from '@hall/shared/contracts/paper-question';
import { Map as ImmutableMap, List } from 'immutable';
import type { BookingMade, CallReason, Step, TicketOrigin, UndoableAct } from './events.ts';
import { type Marks, NO_MARKS } from './next/marks.ts';
import type { SettingsFact } from './settings-timeline.ts';
import { VersionedMap } from './versioned-map.ts';

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
  readonly tickets: VersionedMap<Ticket>;
  readonly queues: ImmutableMap<string, QueueState>;
  readonly windows: ImmutableMap<string, WindowStatus>;
  /** `personRef queue` → live ticket; several (change.ts) are parted by a space. */
  readonly live: ImmutableMap<string, string>;
  readonly ratings: ImmutableMap<string, Rating>;
  readonly certificates: ImmutableMap<string, Certificate>;
  /** Zone → latest calls, newest first. */
  readonly boards: ImmutableMap<string, readonly BoardEntry[]>;
  /** Cases made today, for the serial of the case number. */
  readonly cases: number;
  /** Bookings of today and later; those of earlier days are over. */
  readonly bookings: ImmutableMap<string, Booking>;
  /** personRef → what counts for T7 and T9: days on which bookings were missed or cancelled, newest last. */
  readonly bookers: ImmutableMap<string, Booker>;
  /** Waiting tickets that the rules of who comes next look for by name; follows from the tickets. */
  readonly marks: Marks;
  /** Device → since when its bell rings. */
  readonly bells: ImmutableMap<string, Bell>;
  /** Every version of the settings, by number from 1. */
  readonly settings: readonly SettingsFact[];
}

export interface Booking extends BookingMade {
  readonly state: 'booked' | 'checked-in' | 'cancelled' | 'missed';
  readonly ticket: string | null;
}

export interface Booker {
  readonly missed: readonly string[];
  readonly cancelled: readonly string[];
}

export interface Bell {
  readonly zone: string | null;
  readonly at: number;
}

export type PrintState = 'paperless' | 'pending' | 'printed' | 'failed' | 'unknown';

export interface Ticket {
  readonly id: string;
  readonly seq: number;
  readonly number: string;
  /** The numeric part of `number`. */
  readonly ordinalOfDay: number;
  readonly day: string;
  /** The queue in whose line it stands, or whose window serves it. */
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
  readonly classReason: string | null;
  readonly origin: TicketOrigin | null;
  /** Windows that may call it; null: any that serves its queue. */
  readonly boundTo: readonly string[] | null;
  /** Not callable before. */
  readonly notBefore: number | null;
  readonly booking: string | null;
  readonly agentRef: string | null;
  /** What is still to come after the present queue [K10]. */
  readonly steps: readonly Step[];
  /** By how many later arrivals it was overtaken since it began to wait, and when first [X1]. */
  readonly overtaken: number;
  readonly overtakenAt: number | null;
  /** How often it came back after a no-show [K6]. */
  readonly reactivated: number;
  /** While parked: since when, and when it is due again [K7]. */
  readonly parkedAt: number | null;
  readonly parkedUntil: number | null;
  /** Where the clerk's note on this visit lies in the vault; goes with the visit. */
  readonly noteRef: string | null;
  /** Where it was before it came (back) into the present line: each call that ended otherwise than in the end. */
  readonly legs: readonly Leg[];
  /** The queue that gave the number, where it is not the present one. */
  readonly home: string | null;
  /** Ledger positions of all its events: its story, found without an index over random keys. */
  readonly history: readonly number[];
}

/** One part of a ticket's way, from the line of a queue to what a window made of it. */
export interface Leg {
  readonly queue: string;
  readonly items: readonly string[];
  /** `released`: parked at a window that closed. */
  readonly end: 'finished' | 'no-show' | 'transferred' | 'released';
  readonly window: string | null;
  readonly clerk: string | null;
  /** Null where nobody called it. */
  readonly waitedMs: number | null;
  readonly calledAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly caseNumber: string | null;
  readonly rating: string | null;
  /** When it began to wait again. */
  readonly backAt: number;
}

/** A place in a line, kept in order of (virtual, seq). */
export interface Place {
  readonly virtual: number;
  readonly seq: number;
  readonly ticket: string;
}

export interface QueueState {
  /** The first and the last number that a machine or desk gave today [N3]; pre-printed ones do not count. */
  readonly firstNumber: number | null;
  readonly lastNumber: number | null;
  /** Beginning of a span with a quota → numbers of today taken in it [T5]. */
  readonly slotsTaken: Readonly<Record<string, number>>;
  /** After a restore: numbers of today up to this one may be out, though the ledger does not know them. */
  readonly floor: number | null;
  readonly issued: number;
  readonly served: number;
  readonly noShow: number;
  readonly waiting: List<Place>;
  /** Of services that ended today and before, decayed by count; the hall's own times, never typed in. */
  readonly services: number;
  readonly serviceMs: number;
  /** [N3] The last number of the day before, where counting goes on. */
  readonly carriedNumber: number | null;
  /** Since when pre-printed numbers are called [P1]; null: not in paper mode. */
  readonly paperSince: number | null;
  readonly waits: number;
  readonly waitMs: number;
}

export interface WindowStatus {
  readonly state: 'open' | 'paused' | 'closed';
  readonly reason: string | null;
  /** [W1] */
  readonly returnAt: number | null;
  readonly clerk: string | null;
  readonly ticket: string | null;
  readonly lockedUntil: number;
  readonly lastTicket: string | null;
  readonly served: number;
  readonly pad: PadShowing;
  /** [W2] Of today; null: as the configuration says. */
  readonly assigned: Assignment | null;
  /** Tickets parked here [K7]. */
  readonly parked: readonly string[];
  /** [X2] Calls since the last one by X3 or X4. */
  readonly sinceShare: number;
  /** What `window.undo` would undo [K12]; null: nothing. */
  readonly undo: Undo | null;
}

export interface Assignment {
  readonly queues: readonly string[];
  readonly secondary: readonly { readonly queue: string; readonly above: number }[];
}

/** What shows that somebody did more with a ticket: `legs` and `steps` are how many there are. */
export type LeftAs = Pick<Ticket, 'state' | 'queue' | 'virtual' | 'class' | 'classReason' | 'boundTo'> & {
  readonly legs: number;
  readonly steps: number;
};

/** The last act of a window, with all that it changed as it was before. */
export interface Undo {
  readonly act: UndoableAct;
  readonly seq: number;
  readonly at: number;
  readonly ticket: Ticket;
  readonly window: Omit<WindowStatus, 'undo'>;
  /** Where the act left the ticket: whoever moved it since stands in the way. */
  readonly left: LeftAs;
  /** Rows that the act took off the board. */
  readonly rows: readonly BoardEntry[];
  /** Tickets that the call counted as overtaken. */
  readonly overtook: readonly string[];
  /** [K13] The end of the service that the call ended; taken back after it, by the same undo. */
  readonly ended?: Undo;
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
  /** Instant of the outcome. */
  readonly since: number;
  /** What somebody found who looked for it. */
  readonly traced: CertificateTrace | null;
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
  returnAt: null,
  assigned: null,
  parked: [],
  sinceShare: 0,
  undo: null,
};

export const EMPTY_QUEUE: QueueState = {
  firstNumber: null,
  slotsTaken: {},
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
  carriedNumber: null,
  paperSince: null,
};

export function emptyHall(): HallState {
  return {
    seq: 0,
    at: 0,
    day: null,
    dayBegan: 0,
    carried: [],
    tickets: new VersionedMap(),
    queues: ImmutableMap(),
    windows: ImmutableMap(),
    live: ImmutableMap(),
    ratings: ImmutableMap(),
    certificates: ImmutableMap(),
    boards: ImmutableMap(),
    cases: 0,
    bookings: ImmutableMap(),
    bookers: ImmutableMap(),
    bells: ImmutableMap(),
    marks: NO_MARKS,
    settings: [],
  };
}

export function windowOf(state: HallState, window: string): WindowStatus {
  return state.windows.get(window) ?? CLOSED_WINDOW;
}

/** A ticket that still waits, is called, parked or being served. */
export function isLive(ticket: Ticket): boolean {
  return (
    ticket.state === 'committed' ||
    ticket.state === 'waiting' ||
    ticket.state === 'called' ||
    ticket.state === 'parked' ||
    ticket.state === 'serving'
  );
}
