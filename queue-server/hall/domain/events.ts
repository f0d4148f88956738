import type { TicketClass } from '@hall/shared/contracts/messages';
import type { CertificateTrace } from '@hall/shared/contracts/paper-question';
import type { Agent } from '@hall/shared/contracts/queueing';
import type { SettingsChanged } from './settings.ts';

/**
 * What can happen in a hall. Events carry no personal data, only a random `personRef`; they are never
 * rewritten. A changed meaning is a new version `v`, and `upcast` in ledger/upcast.ts lifts the older one.
 */
export type HallEvent =
  | { type: 'day.began'; data: { day: string } }
  | { type: 'ticket.taken'; data: TicketTaken }
  | { type: 'ticket.printed'; data: { ticket: string; ordinal: number; proof: 'confirmed' | 'status' } }
  | { type: 'ticket.print-failed'; data: { ticket: string; ordinal: number; reason: string } }
  | { type: 'ticket.print-unknown'; data: { ticket: string; ordinal: number; reason: string } }
  | { type: 'ticket.reprinted'; data: { ticket: string; ordinal: number } }
  | { type: 'ticket.cancelled'; data: { ticket: string; reason: string; next?: NextStep } }
  | { type: 'ticket.called'; data: TicketCalled }
  | { type: 'ticket.recalled'; data: { ticket: string; window: string; zone: string; windowNumber: number } }
  | { type: 'ticket.started'; data: { ticket: string; window: string; afterwards?: true } }
  | { type: 'ticket.finished'; data: TicketFinished }
  | { type: 'ticket.no-show'; data: { ticket: string; window: string; reason: string; afterwards?: true } }
  | { type: 'window.opened'; data: { window: string; clerk: string } }
  | { type: 'ticket.parked'; data: { ticket: string; window: string; dueAt: number } }
  | { type: 'ticket.resumed'; data: TicketResumed }
  | { type: 'ticket.transferred'; data: TicketTransferred }
  | { type: 'ticket.reactivated'; data: TicketReactivated }
  | { type: 'ticket.class-confirmed'; data: ClassConfirmed }
  | { type: 'ticket.noted'; data: { ticket: string; noteRef: string | null } }
  | { type: 'tickets.closed'; data: { tickets: readonly string[]; reason: 'bulk' | 'manager' } }
  | { type: 'window.paused'; data: { window: string; reason: string; returnAt?: number } }
  | { type: 'window.closed'; data: { window: string; released?: readonly string[] } }
  | { type: 'window.assigned'; data: WindowAssigned }
  | { type: 'window.undone'; data: WindowUndone }
  | { type: 'booking.made'; data: BookingMade }
  | { type: 'booking.cancelled'; data: { booking: string; by: 'person' | 'staff' } }
  /** `excused`: the hall was away when they could have come; counts against nobody [T7]. */
  | { type: 'bookings.missed'; data: { bookings: readonly string[]; excused?: true } }
  | { type: 'paper.started'; data: { queue: string } }
  | { type: 'paper.ended'; data: { queue: string } }
  | { type: 'helper.rung'; data: { device: string; zone: string | null } }
  | { type: 'helper.answered'; data: { device: string } }
  | {
      type: 'call.shown';
      data: { call: number; ticket: string; device: string; how: 'shown' | 'spoken' | 'captioned' };
    }
  | { type: 'rating.given'; data: RatingGiven }
  | { type: 'rating.declined'; data: { rating: string; ticket: string; window: string } }
  | { type: 'rating.lapsed'; data: { rating: string; ticket: string; window: string } }
  | { type: 'certificate.issued'; data: CertificateIssued }
  | { type: 'certificate.printed'; data: { certificate: string; proof: 'confirmed' | 'status' } }
  | { type: 'certificate.print-failed'; data: { certificate: string; reason: string } }
  | { type: 'certificate.print-unknown'; data: { certificate: string; reason: string } }
  | { type: 'certificate.traced'; data: { certificate: string; found: CertificateTrace } }
  | { type: 'platform.accepted'; data: { record: string; version: number } }
  | { type: 'staff.logged-in'; data: { username: string } }
  | { type: 'staff.logged-out'; data: { username: string } }
  | { type: 'audit.noted'; data: AuditNote }
  | { type: 'settings.changed'; data: SettingsChanged }
  | { type: 'hall.restored'; data: HallRestored };

export type HallEventType = HallEvent['type'];

export interface TicketTaken {
  readonly ticket: string;
  readonly number: string;
  /** The numeric part of `number`. */
  readonly ordinalOfDay: number;
  readonly queue: string;
  readonly items: readonly string[];
  readonly class: TicketClass;
  /** Instant of arrival by the hall's monotonic time. */
  readonly arrival: number;
  /** Arrival less the bonus of the class: the place in the line. */
  readonly virtual: number;
  readonly personRef: string | null;
  readonly paperless: boolean;
  readonly progressToken: string;
  readonly shortCode: string;
  /** Device id or staff user name. */
  readonly source: string;
  /** Why this class: a confirmed kind [C3], a reason of the green channel [C4]; absent where the card says it. */
  readonly classReason?: string;
  /** Whom the class was confirmed or the number was given by, where it was not the person at a machine. */
  readonly origin?: TicketOrigin;
  /** Windows that may call it [C6]. */
  readonly boundTo?: readonly string[];
  /** Not callable before this instant [B3]. */
  readonly notBefore?: number;
  /** Span of the day (HH:MM-HH:MM) whose quota it counts in [T5], and how many that makes. */
  readonly slot?: string;
  readonly slotTaken?: number;
  readonly booking?: string;
  /** 帮办/代办: the agent's person [C5]; `personRef` is the one whom it is for. */
  readonly agentRef?: string;
  /** By which paper the agent acts; the paper itself stays in the agent's hands. */
  readonly authorisation?: Agent['authorisation'];
  /** What comes after the first queue [K10], in order; `items` holds those of the first. */
  readonly steps?: readonly Step[];
  /** Of an offline ticket: what would have been asked or refused, had a server been there. */
  readonly flags?: readonly OfflineFlag[];
}

/**
 * [N4] person-twice: waits in this queue already [T6]; over-quota [T4]; closed: by the calendar of the hall [T1];
 * unread: the sealed person could not be read; no-card: a queue for real names [T12]; clock: the time is a guess.
 */
export type OfflineFlag = 'person-twice' | 'over-quota' | 'closed' | 'unread' | 'no-card' | 'clock';

/** machine: kiosk or guide desk; offline: a kiosk without a server; paper: pre-printed; walk-in: without a number. */
export type TicketOrigin = 'offline' | 'paper' | 'walk-in';

/** One queue of an itinerary. */
export interface Step {
  readonly queue: string;
  readonly items: readonly string[];
}

export interface TicketResumed {
  readonly ticket: string;
  readonly window: string;
  readonly zone: string;
  readonly windowNumber: number;
  readonly clerk: string;
  readonly lockedUntil: number;
}

/** To another line, or to a window; its service at the former window ended without a result. */
export interface TicketTransferred {
  readonly ticket: string;
  /** The window that it leaves, or null where it waited. */
  readonly from: string | null;
  readonly queue: string;
  readonly boundTo: readonly string[] | null;
  readonly virtual: number;
  /** Where waiting begins anew [K8]. */
  readonly arrival?: number;
}

export interface TicketReactivated {
  readonly ticket: string;
  /** Its new place in the line of its queue [K6]. */
  readonly virtual: number;
  /** It was bound to windows that are closed, and may go to any now. */
  readonly unbound?: true;
}

export interface ClassConfirmed {
  readonly ticket: string;
  readonly class: TicketClass;
  readonly classReason: string;
  readonly virtual: number;
  /** Windows that may call it from now on [C6]. */
  readonly boundTo?: readonly string[];
}

/** For the rest of the business day. */
export interface WindowAssigned {
  readonly window: string;
  readonly queues: readonly string[];
  readonly secondary: readonly { readonly queue: string; readonly above: number }[];
}

export type UndoableAct = 'call' | 'start' | 'finish' | 'no-show' | 'park' | 'resume' | 'transfer';

/** One act taken back. A call that ended a service [K13] is followed by one of the end, in the same decision. */
export interface WindowUndone {
  readonly window: string;
  readonly act: UndoableAct;
  readonly ticket: string;
  /** Ledger position of the act. */
  readonly undoes: number;
  /** What the act had made and is withdrawn now; a case number is never given again. */
  readonly caseNumber?: string;
  readonly rating?: string;
  /** Tickets that the call had overtaken. */
  readonly overtook?: readonly string[];
}

/** The next step of an itinerary [K10]: the ticket waits there, under the same number. */
export interface NextStep {
  readonly queue: string;
  readonly virtual: number;
}

export interface BookingMade {
  readonly booking: string;
  readonly queue: string;
  readonly items: readonly string[];
  readonly personRef: string;
  /** Business day and instants of the slot. */
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

/** Carries what the rules of the moment said, so that a replay needs no configuration. */
export interface TicketCalled {
  readonly ticket: string;
  readonly window: string;
  /** Zone and number of the window: where the person goes. */
  readonly zone: string;
  readonly windowNumber: number;
  readonly clerk: string;
  readonly why: CallReason;
  readonly lockedUntil: number;
  /** Callable tickets of the window's lines that arrived earlier and were overtaken by this call [X1]. */
  readonly overtook?: readonly string[];
  /**
   * [K13] Ledger position of the end of the service that ran here: one act with this call, undone with it. Absent
   * where none ran, and in calls of programs that undid the call alone.
   */
  readonly ended?: number;
  /** Told afterwards [P2]: it happened at `occurredAt`, and no screen shows it. */
  readonly afterwards?: true;
}

export interface TicketFinished {
  readonly ticket: string;
  readonly window: string;
  /** Null where the ticket named no item. */
  readonly caseNumber: string | null;
  /** Null where nobody is asked. */
  readonly rating: string | null;
  /** Until when the pad asks. */
  readonly ratingUntil: number;
  readonly next?: NextStep;
  /** Told afterwards [P2]: nobody is asked for a rating, and the window is at something else. */
  readonly afterwards?: true;
}

export interface RatingGiven {
  readonly rating: string;
  readonly ticket: string;
  readonly window: string;
  readonly grade: 1 | 2 | 3 | 4 | 5;
  readonly reasons: readonly number[];
  /** Free text lies in the vault under this reference. */
  readonly commentRef: string | null;
  readonly thanksUntil: number;
}

export interface CertificateIssued {
  readonly certificate: string;
  readonly kind: string;
  readonly personRef: string;
  readonly verification: string;
  readonly digest: string;
  readonly validUntil: string;
  readonly device: string;
}

/** An act of administration, for the auditor: who did it is the event's actor. Never a person's data. */
export interface AuditNote {
  /** What was done, such as `account.locked` or `device.approved`. */
  readonly act: string;
  /** User name, device id, file name …: what it was done to. */
  readonly subject: string | null;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** The hall goes on from a backup, in a new epoch. */
export interface HallRestored {
  /** Epoch and position of the backup, and when it was made (ms). */
  readonly from: { readonly epoch: string; readonly seq: number; readonly at: number };
  readonly epoch: string;
  /** Queue → numbers of this day up to this one are not given (again). */
  readonly floors: Readonly<Record<string, number>>;
  /** The serial of the day's next case lies above this. */
  readonly cases: number;
}

/** Why this ticket was called now, as data; `explain.ts` puts it into words. */
export interface CallReason {
  /** The step of RULES.md that found it; `only-one`, `earliest` and `class-bonus` say more of X5. */
  readonly rule:
    | 'only-one'
    | 'earliest'
    | 'class-bonus'
    | 'booking'
    | 'returning'
    | 'overtaken'
    | 'bound'
    | 'green'
    | 'secondary'
    | 'out-of-turn'
    | 'paper'
    | 'walk-in';
  readonly waitedMin: number;
  /** Callable people of the window's lines who arrived earlier and still wait. */
  readonly passedOver: number;
  readonly bonusMin: number;
  /** Of those passed over, the first few, and why they were. */
  readonly passed?: readonly PassedOver[];
  /** X1: by how many people it was overtaken, and for how long. */
  readonly overtakenBy?: number;
  readonly overtakenMin?: number;
  /** X4 and K9: id of the reason in the hall's list. */
  readonly reason?: string;
  /** X2: set while somebody is at the limit and a bound or green ticket is there. */
  readonly share?: CallShare;
  /** X6: how many waited in the secondary queue, and its threshold. */
  readonly waiting?: number;
  readonly above?: number;
}

/** X2: one call in `of` goes to a bound or green ticket. */
export interface CallShare {
  readonly of: number;
  /** Whether this call is that one. */
  readonly taken: boolean;
  /** The number that waits for it: who is at the limit where it is taken, else who is bound or green. */
  readonly waits: string;
}

export interface PassedOver {
  readonly number: string;
  readonly because: PassedBecause;
  /** B3: when the slot begins, on the hall's clock, HH:MM. */
  readonly from?: string;
}

/** Why somebody who arrived earlier was passed over. */
export type PassedBecause =
  | 'class'
  | 'booking-slot'
  | 'bound-elsewhere'
  | 'paper-not-out'
  | 'green'
  | 'overtaken'
  | 'bound'
  | 'secondary'
  | 'chosen';

/** An event as the ledger holds it. */
export type StoredEvent = HallEvent & {
  readonly seq: number;
  /** Ledger time, never going back. */
  readonly at: number;
  /** When it happened where it happened (a kiosk's clock, clamped); mostly equal to `at`. */
  readonly occurredAt: number;
  readonly v: number;
  readonly actor: string;
  readonly requestId: string;
};

export type EventOf<T extends HallEventType> = Extract<StoredEvent, { type: T }>;
