import type { TicketClass } from '@hall/shared/contracts/messages';

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
  | { type: 'ticket.cancelled'; data: { ticket: string; reason: string } }
  | { type: 'ticket.called'; data: TicketCalled }
  | { type: 'ticket.recalled'; data: { ticket: string; window: string; zone: string; windowNumber: number } }
  | { type: 'ticket.started'; data: { ticket: string; window: string } }
  | { type: 'ticket.finished'; data: TicketFinished }
  | { type: 'ticket.no-show'; data: { ticket: string; window: string; reason: string } }
  | { type: 'window.opened'; data: { window: string; clerk: string } }
  | { type: 'window.paused'; data: { window: string; reason: PauseReason } }
  | { type: 'window.closed'; data: { window: string } }
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
  | { type: 'platform.accepted'; data: { record: string; version: number } }
  | { type: 'staff.logged-in'; data: { username: string } }
  | { type: 'staff.logged-out'; data: { username: string } }
  | { type: 'audit.noted'; data: AuditNote }
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
}

export interface TicketFinished {
  readonly ticket: string;
  readonly window: string;
  /** Null where the ticket named no item. */
  readonly caseNumber: string | null;
  readonly rating: string;
  /** Until when the pad asks. */
  readonly ratingUntil: number;
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

export type PauseReason = 'break' | 'meal' | 'meeting' | 'filing';

/** Why this ticket was called now, as data; `explain.ts` puts it into words. */
export interface CallReason {
  readonly rule: 'only-one' | 'earliest' | 'class-bonus';
  readonly waitedMin: number;
  readonly passedOver: number;
  readonly bonusMin: number;
}

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
