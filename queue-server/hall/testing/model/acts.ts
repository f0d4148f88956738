import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import type { Decision } from '../../domain/context.ts';
import type { LedgerCommand } from '../../domain/decide.ts';
import type { HallState, Ticket } from '../../domain/state.ts';

/** Random hours of a hall: every act of somebody in it, as a few numbers that pick among what there is. */

/** A hall that acts are played on: in memory, or with a ledger on a disk. */
export interface PlayedHall {
  readonly state: HallState;
  readonly at: number;
  readonly config: HallConfig;
  /** The command is checked by name: a program without it refuses it. */
  run(command: LedgerCommand, body: unknown, actor: string): Decision;
  passSeconds(seconds: number): void;
}

export interface Act {
  readonly what: What;
  /** Seconds that pass before. */
  readonly after: number;
  readonly window: number;
  readonly a: number;
  readonly b: number;
}

/** How often each act is drawn: calls and takings make the lines that everything else disturbs. */
export const WEIGHTS = {
  take: 30,
  claim: 5,
  book: 2,
  'check-in': 3,
  'cancel-booking': 1,
  print: 8,
  reprint: 1,
  open: 8,
  call: 18,
  'call-ticket': 3,
  recall: 2,
  start: 6,
  finish: 7,
  'no-show': 5,
  reactivate: 4,
  park: 3,
  resume: 3,
  transfer: 4,
  move: 3,
  undo: 4,
  serve: 2,
  'paper-start': 1,
  'paper-call': 2,
  'paper-end': 1,
  'paper-tell': 1,
  cancel: 2,
  'confirm-class': 3,
  pause: 1,
  close: 1,
  assign: 2,
  'bulk-close': 1,
  rate: 2,
  day: 1,
  sleep: 2,
} as const;

export type What = keyof typeof WEIGHTS;

const GUIDE = 'guide01';
const ABSENT = { reason: 'absent' };
const AT_FREE = new Set<What>(['call', 'call-ticket', 'serve', 'paper-call', 'resume', 'pause', 'close']);
const AT_PERSON = new Set<What>(['recall', 'start', 'finish', 'no-show', 'park', 'transfer']);
const AT_OPEN = new Set<What>([
  ...AT_PERSON,
  'call',
  'call-ticket',
  'serve',
  'paper-call',
  'resume',
  'pause',
]);

/** One act; the decision, or null where there was nothing to do it with. */
export function perform(hall: PlayedHall, { what, after, window: w, a, b }: Act): Decision | null {
  hall.passSeconds(after);
  const { state, config } = hall;
  const window = pick(config.windows, w);
  // Now and then somebody tries another's window.
  const clerk = `clerk0${((a % 19 === 18 ? w + 1 : w) % config.windows.length) + 1}`;
  const queue = pick(config.queues, a);
  const kiosk = config.devices.find(({ kind }) => kind === 'kiosk')?.id ?? 'kiosk-1';
  const at = (command: LedgerCommand, body: object = {}) =>
    hall.run(command, { window: window.id, ...body }, clerk);
  // Most acts need an open window and somebody there: mostly that is seen to first.
  const status = state.windows.get(window.id);
  if (b % 6 > 0) {
    if (AT_OPEN.has(what) && status?.state !== 'open') at('window.open');
    const seated = status?.ticket == null ? null : state.tickets.get(status.ticket);
    if (AT_PERSON.has(what) && status?.state === 'open' && !seated) at('window.call');
    if (what === 'finish' && hall.state.tickets.get(seatOf(hall, window.id))?.state === 'called')
      at('window.start');
    if (AT_FREE.has(what) && seated)
      at(
        seated.state === 'serving' ? 'window.finish' : 'window.no-show',
        seated.state === 'serving' ? {} : ABSENT,
      );
  }
  const waiting = () => pick(inState(state, 'waiting', 'committed'), b);
  const person = { personRef: `p${b % 12}`, age: 20 + (b % 12) * 5 };
  switch (what) {
    case 'take': {
      const items = config.items.filter((item) => b % 7 === 0 || item.queue === queue.id);
      return hall.run(
        'ticket.take',
        b % 4 === 0 && items.length > 1
          ? { items: [pick(items, b).id, pick(items, a + b).id], paperless: a % 2 === 0, person }
          : { queue: queue.id, items: [], paperless: b % 3 > 0, person: a % 4 === 0 ? null : person },
        kiosk,
      );
    }
    case 'claim': {
      const agent = b % 5 === 0 ? { agent: { personRef: `a${b % 3}`, authorisation: 'letter' } } : {};
      const body = {
        queue: queue.id,
        items: [],
        paperless: true,
        person,
        claim: claimOf(config, b),
        ...agent,
      };
      return hall.run('ticket.take', body, GUIDE);
    }
    case 'book': {
      const { day } = localTime(hall.at, config.timeZone);
      const from = pick(queue.bookings, b)?.from ?? '10:00';
      return hall.run('booking.make', { queue: queue.id, items: [], person, day, from }, kiosk);
    }
    case 'check-in': {
      const booking = pick([...state.bookings.values()], b);
      if (!booking) return null;
      const body = { booking: booking.booking, items: [], paperless: a % 2 === 0, person: null };
      return hall.run('ticket.take', body, GUIDE);
    }
    case 'cancel-booking': {
      const booking = pick([...state.bookings.values()], b);
      return booking ? hall.run('booking.cancel', { booking: booking.booking }, GUIDE) : null;
    }
    case 'print': {
      const ticket = pick(inState(state, 'committed'), b);
      if (!ticket) return null;
      const report =
        a % 5 === 0
          ? { outcome: a % 2 === 0 ? 'unknown' : 'failed', reason: 'paper' }
          : { outcome: 'printed', proof: 'status' };
      return hall.run('ticket.report-print', { ticket: ticket.id, ordinal: ticket.ordinal, report }, kiosk);
    }
    case 'reprint': {
      const ticket = waiting();
      return ticket ? hall.run('ticket.reprint', { ticket: ticket.id }, GUIDE) : null;
    }
    case 'open':
    case 'start':
    case 'recall':
    case 'finish':
    case 'park':
    case 'undo':
      return at(`window.${what}`);
    case 'call':
      return at('window.call', b % 3 === 0 ? { end: true } : {});
    case 'close':
      return a % 4 === 0
        ? hall.run('window.close', { window: window.id, manager: true, anyway: true }, 'manager01')
        : at('window.close', b % 2 === 0 ? { anyway: true } : {});
    case 'no-show':
      return at('window.no-show', ABSENT);
    case 'pause':
      return at('window.pause', { reason: 'break', ...(b % 2 === 0 && { anyway: true }) });
    case 'call-ticket': {
      const ticket = waiting();
      return ticket ? at('window.call-ticket', { ticket: ticket.id, reason: 'helper' }) : null;
    }
    case 'resume': {
      const ticket = pick(inState(state, 'parked'), b);
      if (!ticket) return null;
      const actor = state.windows.get(ticket.window ?? '')?.clerk ?? clerk;
      return hall.run('window.resume', { window: ticket.window ?? window.id, ticket: ticket.id }, actor);
    }
    case 'transfer':
      return at('window.transfer', { to: destination(config, a, b) });
    case 'serve':
      return at('window.serve', { queue: queue.id, items: [] });
    case 'assign':
      return at('window.assign', assignment(config, a, b));
    case 'reactivate': {
      const ticket = pick(inState(state, 'no-show'), b);
      return ticket ? hall.run('ticket.reactivate', { ticket: ticket.id }, GUIDE) : null;
    }
    case 'move': {
      const ticket = waiting();
      return ticket
        ? hall.run('ticket.move', { ticket: ticket.id, to: destination(config, a, b) }, GUIDE)
        : null;
    }
    case 'cancel': {
      const ticket = pick(inState(state, 'waiting', 'committed', 'parked'), b);
      const reason = a % 2 === 0 ? 'person' : 'staff';
      return ticket ? hall.run('ticket.cancel', { ticket: ticket.id, reason }, GUIDE) : null;
    }
    case 'confirm-class': {
      const ticket = waiting();
      const body = { ticket: ticket?.id, claim: claimOf(config, a) };
      return ticket ? hall.run('ticket.confirm-class', body, GUIDE) : null;
    }
    case 'paper-start':
      return hall.run('paper.start', { queue: queue.id, manager: false }, GUIDE);
    case 'paper-end':
      return hall.run('paper.end', { queue: queue.id }, GUIDE);
    case 'paper-call': {
      const range = queue.paperNumbers;
      if (!range) return null;
      const n = range.first + (b % (range.last - range.first + 1));
      const digits = queue.digits + (a % 2);
      return at('paper.call', { number: `${queue.prefix}${String(n).padStart(digits, '0')}` });
    }
    case 'paper-tell': {
      const range = queue.paperNumbers;
      if (!range) return null;
      const number = `${queue.prefix}${range.first + (b % (range.last - range.first + 1))}`;
      const [calledAt, endedAt] = [hall.at - (b + 1) * 60_000, hall.at - b * 30_000];
      const outcome = b % 3 === 0 ? 'no-show' : 'finished';
      const entry = { number, window: window.id, calledAt, startedAt: null, endedAt, outcome };
      return hall.run('paper.reconcile', { queue: queue.id, entries: [entry] }, clerk);
    }
    case 'bulk-close':
      return hall.run('tickets.close', { queues: [queue.id] }, 'manager01');
    case 'rate': {
      const ref = state.windows.get(window.id)?.pad.rating;
      if (ref == null) return null;
      return hall.run(
        'rating.give',
        { window: window.id, ref, grade: 4, reasons: [], commentRef: null },
        'pad',
      );
    }
    case 'sleep':
      hall.passSeconds((b % 30) * 60);
      return null;
    case 'day':
      hall.passSeconds(b % 3 === 0 ? 24 * 3600 : 0);
      return null;
  }
}

function seatOf(hall: PlayedHall, window: string): string {
  return hall.state.windows.get(window)?.ticket ?? '';
}

function claimOf({ priority }: HallConfig, n: number): object {
  if (n % 4 === 0) return { kind: 'enterprise' };
  return n % 2 === 0
    ? { kind: 'green', reason: priority.greenReasons[0]?.id }
    : { kind: pick(priority.confirmed, n) };
}

function destination(config: HallConfig, a: number, b: number): object {
  const queue = pick(config.queues, a).id;
  const window = pick(config.windows, b).id;
  return b % 3 === 0 ? { window } : b % 3 === 1 ? { queue } : { queue, window };
}

function assignment(config: HallConfig, a: number, b: number): object {
  const [first, second] = [pick(config.queues, a).id, pick(config.queues, a + 1).id];
  const secondary = first !== second && b % 2 === 0 ? [{ queue: second, above: b % 3 }] : [];
  return { queues: [first], secondary, anyway: b % 3 > 0 };
}

function inState(state: HallState, ...states: Ticket['state'][]): Ticket[] {
  return [...state.tickets.values()].filter((ticket) => states.includes(ticket.state));
}

function pick<T>(list: readonly T[], n: number): T {
  return list[n % Math.max(1, list.length)] as T;
}
