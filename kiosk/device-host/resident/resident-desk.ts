import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { Person } from '@hall/shared/contracts/identity';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import type { BookingProof, TicketProof } from '@hall/shared/contracts/resident';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import { requestIdFor } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import { paperWords } from '../tickets/paper-words.ts';
import type { PaperMessage } from '../tickets/ticket-desk.ts';
import { bookingLayout, type MadeBooking } from './booking-layout.ts';

/** Bookings and tickets that a person shows to be their own. All of it needs the server; nothing is kept on disk. */

export interface BookWish {
  readonly queue: string;
  readonly items: string[];
  readonly day: string;
  readonly from: string;
  readonly phone: string | null;
}

type Answer<N extends 'booking.offers' | 'booking.slots' | 'booking.find' | 'ticket.progress'> = Promise<
  Result<CommandAnswer<N>, AskFault>
>;

export interface ResidentDesk {
  offers(pageRequest: string): Answer<'booking.offers'>;
  slots(pageRequest: string, queue: string, day: string): Answer<'booking.slots'>;
  bookings(pageRequest: string, by: Person | BookingProof): Answer<'booking.find'>;
  /** Makes it and prints its paper; the answer comes before the paper. The same request makes one booking. */
  book(pageRequest: string, wish: BookWish, person: Person): Promise<Result<MadeBooking, AskFault>>;
  cancel(pageRequest: string, booking: string): Promise<Result<unknown, AskFault>>;
  /** Its paper once more: it is the same paper, and counts for nothing by itself. */
  printAgain(booking: string): Result<unknown, AskFault>;
  /** Null where this visit has not shown it to be the person's own. */
  own(booking: string): MadeBooking | null;
  myTickets(pageRequest: string, by: TicketProof): Answer<'ticket.progress'>;
  /** The visit is over. */
  end(): void;
}

export interface ResidentDeskOptions {
  readonly link: Pick<ServerLink, 'ask' | 'device'>;
  /** Null where this machine has no ticket printer. */
  readonly print: ((layout: TicketLayout, jobId: string) => Promise<PrintReport>) | null;
  readonly log: HostLog;
  /** Read when a paper is laid out; null while the hall has not said who it is. */
  readonly context: () => Omit<Parameters<typeof bookingLayout>[1], 'earlyMin'> | null;
  readonly onPaper: (message: PaperMessage) => void;
}

/** Until the hall has said its own time. */
const EARLY_MIN = 30;

export function openResidentDesk(options: ResidentDeskOptions): ResidentDesk {
  const { link, log } = options;
  const own = new Map<string, MadeBooking>();
  /** Bookings of this visit by page request; failures are not kept, so that the same press can be tried again. */
  const made = new Map<string, Promise<Result<MadeBooking, AskFault>>>();
  let earlyMin = EARLY_MIN;
  let papers = 0;
  let visit = 0;

  const idOf = (pageRequest: string, step: string) => ({ id: requestIdFor(link.device, pageRequest, step) });

  /** What comes back after the person has gone is nobody's. */
  function keep(of: number, bookings: readonly MadeBooking[]): void {
    if (of === visit) for (const booking of bookings) own.set(booking.booking, booking);
  }

  async function print(booking: MadeBooking): Promise<void> {
    const about = { type: 'paper', of: 'booking', id: booking.booking } as const;
    papers += 1;
    options.onPaper({ ...about, state: { step: 'printing' } });
    const report = await outcome(booking, `${booking.booking}-b${papers}`);
    log.info({ ...report }, 'booking paper');
    options.onPaper({
      ...about,
      state: {
        step: 'done',
        report,
        text: paperWords('booking', report),
        mayReprint: report.outcome !== 'printed',
      },
    });
  }

  async function outcome(booking: MadeBooking, jobId: string): Promise<PrintReport> {
    const context = options.context();
    if (options.print === null || context === null) return { outcome: 'failed', reason: 'NO_PRINTER' };
    return options.print(bookingLayout(booking, { ...context, earlyMin }), jobId);
  }

  return {
    async offers(pageRequest) {
      const answer = await link.ask('booking.offers', {}, idOf(pageRequest, 'offers'));
      if (answer.ok) earlyMin = answer.value.earlyMin;
      return answer;
    },
    slots: (pageRequest, queue, day) => link.ask('booking.slots', { queue, day }, idOf(pageRequest, 'slots')),
    async bookings(pageRequest, by) {
      const of = visit;
      const how = idOf(pageRequest, 'bookings');
      const answer =
        'kind' in by
          ? await link.ask('booking.lookup', { by }, how)
          : await link.ask('booking.find', { person: by }, how);
      if (answer.ok) keep(of, answer.value.bookings);
      return answer;
    },
    book(pageRequest, { phone, ...wish }, person) {
      const known = made.get(pageRequest);
      if (known) return known;
      const of = visit;
      const body = { ...wish, person: { ...person, ...(phone === null ? {} : { phone }) } };
      const running = link.ask('booking.make', body, idOf(pageRequest, 'book')).then((result) => {
        if (result.ok) {
          keep(of, [result.value]);
          void print(result.value);
        } else {
          made.delete(pageRequest);
          log.warn({ code: result.error.code }, 'no booking');
        }
        return result;
      });
      made.set(pageRequest, running);
      return running;
    },
    async cancel(pageRequest, booking) {
      if (!own.has(booking)) return notOwn();
      const answer = await link.ask('booking.cancel', { booking }, idOf(pageRequest, 'cancel-booking'));
      if (answer.ok) own.delete(booking);
      return answer;
    },
    printAgain(booking) {
      const known = own.get(booking);
      if (known === undefined) return notOwn();
      void print(known);
      return ok({});
    },
    own: (booking) => own.get(booking) ?? null,
    myTickets: (pageRequest, by) => link.ask('ticket.progress', { by }, idOf(pageRequest, 'my-tickets')),
    end() {
      visit += 1;
      own.clear();
      made.clear();
    },
  };
}

function notOwn(): Result<never, AskFault> {
  return err(askFault('BOOKING_UNKNOWN', 'not a booking of this visit'));
}
