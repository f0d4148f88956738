import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import type { PrintOutcome } from '@hall/hardware/drivers/ticket-printer/outcome';
import type { PrintReport, TicketSlip } from '@hall/shared/contracts/commands';
import { PrintReport as PrintReportSchema } from '@hall/shared/contracts/commands';
import type { Person } from '@hall/shared/contracts/identity';
import type { FromHost } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import { requestIdFor } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { OfflineDesk, Wish } from '../offline/offline-desk.ts';
import type { ReportJournal } from '../reports/report-journal.ts';
import { type ForetoldPaper, foretellPaper } from './foretold-paper.ts';
import { ticketLayout } from './layout.ts';
import { paperWords } from './paper-words.ts';
import { type SentPaper, SentPapers } from './sent-papers.ts';

export type PaperMessage = Extract<FromHost, { type: 'paper' }>;
type SlipResult = Result<TicketSlip, AskFault>;

export interface TicketDeskOptions {
  readonly link: Pick<ServerLink, 'ask' | 'device' | 'online'>;
  /** Numbers of the own range, for times without a server [N4]. */
  readonly offline: OfflineDesk;
  /** Null where this machine has no printer. */
  readonly printer: Pick<TicketPrinter, 'print'> | null;
  readonly journal: ReportJournal;
  readonly log: HostLog;
  /** Read when a ticket is laid out. */
  readonly context: (slip: TicketSlip) => Parameters<typeof ticketLayout>[1];
  readonly onPaper: (message: PaperMessage) => void;
  /** An outcome stands in the journal. */
  readonly onReport: () => void;
}

export interface TicketDesk {
  /**
   * Takes a ticket and prints it. The answer comes with the number, before the paper. The same `pageRequest`
   * gets the same ticket and no second paper, however often it comes.
   */
  take(
    pageRequest: string,
    what: { readonly items: string[]; readonly queue: string | null; readonly person: Person | null },
  ): Promise<SlipResult>;

  /** [B3] As {@link take}, for a booking; `person` null: its paper, or its code and phone number, were shown instead. */
  checkIn(pageRequest: string, booking: string, person: Person | null): Promise<SlipResult>;
  /**
   * To be asked before the person shows that tickets are theirs; what is said to it afterwards may be printed again,
   * while the same visit lasts.
   */
  owning(): (tickets: readonly string[]) => void;
  /** Only for tickets that were taken here, or shown to be the person's own, in this visit. */
  reprint(pageRequest: string, ticket: string): Promise<SlipResult>;
  /**
   * A paper that the guide desk asks for: no part of the visit of whoever stands here. False: the hall did not answer,
   * and may be asked again.
   */
  order(order: string, ticket: string): Promise<boolean>;
  /** The printer proved a paper after it had been reported as unknown. */
  lateProof(jobId: string): void;
  /** The visit is over: its tickets can be reprinted at the guide desk only. */
  end(): void;
}

/** What the server is told of a driver's outcome. */
export function reportOf(outcome: PrintOutcome): PrintReport {
  return outcome.outcome === 'printed'
    ? { outcome: 'printed', proof: outcome.proof }
    : PrintReportSchema.parse({ outcome: outcome.outcome, reason: outcome.code });
}

/** One paper from beginning to end; a driver that throws has printed nobody knows what. */
export function printedBy(
  printer: Pick<TicketPrinter, 'print'>,
  log: HostLog,
): (layout: TicketLayout, jobId: string) => Promise<PrintReport> {
  return async (layout, jobId) => {
    try {
      return reportOf(await printer.print(layout, { jobId }));
    } catch (bug) {
      log.error({ bug: String(bug) }, 'the printer driver threw');
      return { outcome: 'unknown', reason: 'DRIVER_BUG' };
    }
  };
}

/**
 * A server that cannot write down what it promises is as good as away, and so is one that judges by another clock:
 * the number comes from the own range [N4]. Where there is none, the person is sent to the guide desk, and the words
 * about the server's disk are for others; the same press may be tried again and then gets the same ticket.
 */
const AS_GOOD_AS_AWAY: ReadonlySet<string> = new Set([
  'SERVER_AWAY',
  'STORAGE_FULL',
  'STORAGE_FAILED',
  'EXPIRED',
]);
/** Where this machine can give a number by itself, nobody stands before it longer for an answer of the server. */
export const TAKE_VALID_MS = 6_000;

interface Asking {
  readonly visit: number;
  /** In memory only, and no longer than the ask. */
  readonly idNumber: string | null;
  readonly ended: Promise<unknown>;
}

export function openTicketDesk(options: TicketDeskOptions): TicketDesk {
  const { link, printer, journal, log, offline } = options;
  /** Answers of this visit by page request; failures are not kept, so that the same press can be tried again. */
  const answers = new Map<string, Promise<SlipResult>>();
  const visitTickets = new Set<string>();
  const sent = new SentPapers();
  /** Offline tickets among them: their reports go another way until the server knows them. */
  const ownPapers = new Set<string>();
  /** Presses of this visit that the server may have heard of, and has not answered. */
  const unanswered = new Set<string>();
  /** Asks that are under way: of which visit, for whom, and until when. */
  const running = new Map<string, Asking>();
  let visit = 0;

  function once(
    pageRequest: string,
    run: () => Promise<SlipResult>,
    onPrinting: () => void = () => undefined,
  ): Promise<SlipResult> {
    const known = answers.get(pageRequest);
    if (known) return known;
    const of = visit;
    const running = run().then((result) => {
      if (result.ok) {
        // What comes after the person has gone is not the next one's.
        if (of === visit) visitTickets.add(result.value.ticket);
        void (result.value.offline ? printOwn(result.value) : print(result.value, onPrinting));
      } else {
        answers.delete(pageRequest);
        log.warn({ code: result.error.code }, 'no ticket');
      }
      return result;
    });
    answers.set(pageRequest, running);
    return running;
  }

  /**
   * A press of the same person whose page died may have been taken without an answer. Until it is given back the hall
   * takes them for one who waits already: what becomes of it goes first.
   */
  async function earlierOf(person: Person | null, before: number): Promise<void> {
    const same = [...running.values()].filter(
      (one) => one.visit < before && one.idNumber !== null && one.idNumber === person?.idNumber,
    );
    await Promise.allSettled(same.map(({ ended }) => ended));
  }

  async function taken(requestId: string, wish: Wish, booking: string | null = null): Promise<SlipResult> {
    const issued = offline.slipOf(requestId);
    if (issued !== null) return ok(issued);
    const { items, queue, person } = wish;
    const body = {
      items: [...items],
      ...(queue === null ? {} : { queue }),
      ...(person === null ? {} : { person }),
      ...(booking === null ? {} : { booking, ...(person === null ? { withoutCard: true as const } : {}) }),
    };
    const of = visit;
    await earlierOf(person, of);
    if (link.online()) {
      const could = booking === null && offline.could(wish);
      offline.asked(requestId);
      unanswered.add(requestId);
      const ended = link
        .ask('ticket.take', body, { id: requestId, ...(could ? { validMs: TAKE_VALID_MS } : {}) })
        .finally(() => running.delete(requestId));
      running.set(requestId, { visit: of, idNumber: person?.idNumber ?? null, ended });
      const answer = await ended;
      if (answer.ok) return answer;
      if (!AS_GOOD_AS_AWAY.has(answer.error.code)) {
        offline.answered(requestId);
        unanswered.delete(requestId);
        return answer;
      }
      log.warn({ code: answer.error.code }, 'as good as away');
    }
    if (of !== visit) {
      // Whoever pressed has gone: a number would be nobody's.
      offline.giveUp(requestId);
      return err(askFault('SERVER_AWAY', 'the visit is over'));
    }
    // Whether a booking stands, only the server knows; an ordinary number can be had meanwhile.
    if (booking !== null) return err(askFault('SERVER_AWAY', 'a booking needs the server'));
    const own = offline.issue(requestId, wish);
    if (own.ok) unanswered.delete(requestId);
    return own;
  }

  function takeOnce(pageRequest: string, wish: Wish, booking: string | null): Promise<SlipResult> {
    const requestId = requestIdFor(link.device, pageRequest, 'take');
    return once(
      pageRequest,
      () => taken(requestId, wish, booking),
      () => {
        offline.answered(requestId);
        unanswered.delete(requestId);
      },
    );
  }

  /** A paper of the own range: its outcome stands in the book, and goes to the server with the number. */
  async function printOwn(slip: TicketSlip): Promise<void> {
    const jobId = `${slip.ticket}-${slip.ordinal}`;
    ownPapers.add(jobId);
    sent.add(jobId, slip);
    options.onPaper({ type: 'paper', of: 'ticket', id: slip.ticket, state: { step: 'printing' } });
    const report = await outcomeOf(jobId, slip);
    offline.printed(slip.ticket, report);
    log.info({ ordinal: slip.ordinal, ...report }, 'ticket paper without a server');
    told(slip, report);
  }

  function outcomeOf(jobId: string, slip: TicketSlip): Promise<PrintReport> {
    return printer === null
      ? Promise.resolve({ outcome: 'failed', reason: 'NO_PRINTER' } as const)
      : printedBy(printer, log)(ticketLayout(slip, options.context(slip)), jobId);
  }

  /** The page asks for one paper of a ticket at a time, and knows of no other. */
  function told(paper: SentPaper, report: PrintReport): void {
    if (!sent.isAwaited(paper)) return;
    options.onPaper({
      type: 'paper',
      of: 'ticket',
      id: paper.ticket,
      state: {
        step: 'done',
        report,
        text: paperWords('ticket', report),
        mayReprint: report.outcome !== 'printed',
      },
    });
  }

  /** `onPrinting`: the paper stands in the journal, and no byte is at the printer. */
  async function print(slip: TicketSlip, onPrinting: () => void = () => undefined): Promise<void> {
    const paper = { of: 'ticket', ticket: slip.ticket, ordinal: slip.ordinal } as const;
    const jobId = `${slip.ticket}-${slip.ordinal}`;
    const reportId = requestIdFor(link.device, jobId, 'report');
    sent.add(jobId, slip);
    options.onPaper({ type: 'paper', of: 'ticket', id: slip.ticket, state: { step: 'printing' } });
    journal.begin(reportId, paper);
    onPrinting();
    const report = await outcomeOf(jobId, slip);
    journal.finish(reportId, paper, report);
    options.onReport();
    log.info({ ordinal: slip.ordinal, ...report }, 'ticket paper');
    told(slip, report);
  }

  /** A proof that came late goes to whoever keeps the ticket by now. */
  async function proved(jobId: string, paper: SentPaper, report: PrintReport): Promise<void> {
    const whose = ownPapers.has(jobId) ? await offline.whose(paper.ticket) : { ticket: paper.ticket };
    if (whose === 'own') return offline.printed(paper.ticket, report);
    if (whose.ticket === null) return;
    const id = requestIdFor(link.device, jobId, 'late-report');
    journal.finish(id, { of: 'ticket', ticket: whose.ticket, ordinal: paper.ordinal }, report);
    options.onReport();
  }

  return {
    take: (pageRequest, wish) => takeOnce(pageRequest, wish, null),
    checkIn: (pageRequest, booking, person) =>
      takeOnce(pageRequest, { items: [], queue: null, person }, booking),
    owning() {
      const of = visit;
      return (tickets) => {
        if (of === visit) for (const ticket of tickets) visitTickets.add(ticket);
      };
    },
    reprint(pageRequest, ticket) {
      if (!visitTickets.has(ticket)) {
        return Promise.resolve(err(askFault('TICKET_UNKNOWN', 'not a ticket of this visit')));
      }
      let foretold: ForetoldPaper | null = null;
      const ask = async (): Promise<SlipResult> => {
        const isOwn = ownPapers.has(`${ticket}-1`);
        const whose = isOwn ? await offline.whose(ticket) : { ticket };
        if (whose === 'own') return offline.printAgain(ticket);
        if (whose.ticket === null)
          return err(askFault('TICKET_UNKNOWN', 'the hall could not take this number'));
        const id = requestIdFor(link.device, pageRequest, 'reprint');
        const newest = sent.newestOf(ticket);
        if (newest !== null) {
          const { device } = link;
          foretold = foretellPaper({ journal, device, onReport: options.onReport }, whose.ticket, newest + 1);
        }
        const answer = await link.ask('ticket.reprint', { ticket: whose.ticket }, { id });
        if (answer.ok) return answer;
        if (!AS_GOOD_AS_AWAY.has(answer.error.code)) {
          foretold?.refused();
          return answer;
        }
        foretold?.unanswered();
        return err(askFault('SERVER_AWAY', answer.error.message));
      };
      return once(pageRequest, ask, () => foretold?.printing());
    },
    async order(order, ticket) {
      const id = requestIdFor(link.device, order, 'order');
      const slip = await link.ask('ticket.reprint', { ticket }, { id });
      if (slip.ok) {
        await print(slip.value);
        return true;
      }
      log.warn({ code: slip.error.code }, 'no paper for the guide desk');
      return !AS_GOOD_AS_AWAY.has(slip.error.code);
    },
    lateProof(jobId) {
      const paper = sent.of(jobId);
      if (paper === null) return;
      const report = { outcome: 'printed', proof: 'confirmed' } as const;
      void proved(jobId, paper, report);
      if (visitTickets.has(paper.ticket)) told(paper, report);
    },
    end() {
      visit += 1;
      for (const requestId of unanswered) if (!running.has(requestId)) offline.giveUp(requestId);
      unanswered.clear();
      answers.clear();
      visitTickets.clear();
    },
  };
}
