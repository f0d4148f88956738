import type { CallReason, StoredEvent } from '@hall/queue-server/hall/domain/events';
import type { HallState } from '@hall/queue-server/hall/domain/state';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime, minutesOf } from '@hall/shared/contracts/time';

/** Which refusal is which rule's. */
const REFUSALS: Readonly<Record<string, string>> = {
  NUMBERS_USED_UP: 'N2',
  QUEUE_CLOSED: 'T1',
  QUOTA_USED_UP: 'T4',
  SLOT_USED_UP: 'T5',
  ALREADY_WAITING: 'T6',
  BOOKING_TWICE: 'T8',
  QUEUE_WITHOUT_WINDOW: 'T10',
  CLOSING_SOON: 'T11',
  CARD_NEEDED: 'T12',
  REPRINT_LIMIT: 'T13',
  AGENT_LIMIT: 'C5',
  BOOKING_FULL: 'B1',
  BOOKING_TOO_FAR: 'B2',
  CHECK_IN_EARLY: 'B3',
  CALL_LOCKED: 'K1',
  RECALL_LIMIT: 'K2',
  RECALL_SOON: 'K2',
  NO_SHOW_EARLY: 'K5',
  REACTIVATE_LIMIT: 'K6',
  PARK_LIMIT: 'K7',
  OUT_OF_TURN: 'K9',
  TOO_MANY_ITEMS: 'K10',
  QUICK_SERVE_OFF: 'K11',
  UNDO_LATE: 'K12',
  WINDOW_BUSY: 'K13',
  CONFIRM_END: 'K13',
  PAUSE_REASON: 'W1',
  ASSIGNMENT_STRANDS: 'W2',
  LAST_WINDOW: 'W3',
  PAPER_MANAGER: 'P1',
  PAPER_NUMBER: 'P2',
};

const CALLS: Readonly<Record<CallReason['rule'], string>> = {
  'only-one': 'X5',
  earliest: 'X5',
  'class-bonus': 'X5',
  booking: 'X5',
  returning: 'X5',
  overtaken: 'X1',
  bound: 'X3',
  green: 'X4',
  secondary: 'X6',
  'out-of-turn': 'K9',
  paper: 'P2',
  'walk-in': 'K11',
};

const EVENTS: Partial<Record<StoredEvent['type'], string>> = {
  'day.began': 'N3',
  'ticket.recalled': 'K2',
  'ticket.no-show': 'K5',
  'ticket.reactivated': 'K6',
  'ticket.parked': 'K7',
  'ticket.transferred': 'K8',
  'window.undone': 'K12',
  'window.paused': 'W1',
  'window.assigned': 'W2',
  'tickets.closed': 'W4',
  'paper.started': 'P1',
  'booking.made': 'B1',
  'bookings.missed': 'B4',
  'ticket.reprinted': 'T13',
};

/** How often each rule of RULES.md had a say. */
export class RuleUse {
  readonly counts = new Map<string, number>();
  readonly #config: HallConfig;

  constructor(config: HallConfig) {
    this.#config = config;
  }

  used(rule: string): void {
    this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
  }

  refused(code: string, details: unknown): void {
    const rule = REFUSALS[code];
    if (rule) this.used(rule);
    if (code !== 'BOOKING_BLOCKED') return;
    this.used((details as { readonly after?: string }).after === 'cancelled' ? 'T9' : 'T7');
  }

  happened(event: StoredEvent, after: HallState): void {
    const rule = EVENTS[event.type];
    if (rule) this.used(rule);
    if (event.type === 'ticket.called') this.#called(event, after);
    if (event.type === 'ticket.finished' && event.data.next) this.used('K10');
    if (event.type !== 'ticket.taken') return;
    const { data } = event;
    this.used('N1');
    if (data.class === 'senior') this.used('C1');
    if (data.class === 'appointment') this.used('C2');
    if (data.class === 'priority') this.used('C3');
    if (data.class === 'green') this.used('C4');
    if (data.agentRef !== undefined) this.used('C5');
    if (data.boundTo !== undefined) this.used('C6');
    if (data.notBefore !== undefined) this.used('B3');
    const { day, weekday, minutes } = localTime(event.at, this.#config.timeZone);
    if (this.#config.calendar.days.some((known) => known.date === day && known.kind === 'open'))
      this.used('T2');
    const queue = this.#config.queues.find(({ id }) => id === data.queue);
    const soon = this.#config.taking.closingSoon.minutes;
    const ends =
      queue?.hours.filter(({ days }) => days.includes(weekday)).map(({ to }) => minutesOf(to)) ?? [];
    if (ends.some((end) => minutes < end && minutes >= end - soon)) this.used('T11');
    const usual = queue?.hours.some(
      ({ days, from, to }) => days.includes(weekday) && minutes >= minutesOf(from) && minutes < minutesOf(to),
    );
    if (queue && !usual && queue.extended.some(({ days }) => days.includes(weekday))) this.used('T3');
  }

  #called({ data, at }: Extract<StoredEvent, { type: 'ticket.called' }>, after: HallState): void {
    this.used(CALLS[data.why.rule]);
    const ticket = after.tickets.get(data.ticket);
    if (ticket?.print === 'unknown' || (ticket?.print === 'pending' && at > ticket.printAt)) this.used('K4');
  }
}
