import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import type { PrintOutcome } from '@hall/hardware/drivers/ticket-printer/outcome';
import type { PrintReport, TicketSlip } from '@hall/shared/contracts/commands';
import { PrintReport as PrintReportSchema } from '@hall/shared/contracts/commands';
import type { Person } from '@hall/shared/contracts/identity';
import type { FromHost } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { err } from '@hall/shared/contracts/result';
import { requestIdFor } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { ReportJournal } from '../reports/report-journal.ts';
import { ticketLayout } from './layout.ts';
import { paperWords } from './paper-words.ts';

export type PaperMessage = Extract<FromHost, { type: 'paper' }>;
type SlipResult = Result<TicketSlip, AskFault>;

export interface TicketDeskOptions {
  readonly link: Pick<ServerLink, 'ask' | 'device'>;
  /** Null where this machine has no printer. */
  readonly printer: Pick<TicketPrinter, 'print'> | null;
  readonly journal: ReportJournal;
  readonly log: HostLog;
  /** Read when a ticket is laid out. */
  readonly context: () => Parameters<typeof ticketLayout>[1];
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
  /** Only for tickets that were taken here in this visit. */
  reprint(pageRequest: string, ticket: string): Promise<SlipResult>;
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

/**
 * A server that cannot write down what it promises is as good as away: a resident is sent to the guide desk, and
 * the words about its disk are for others. The same press may be tried again and then gets the same ticket.
 */
const CANNOT_KEEP: ReadonlySet<string> = new Set(['STORAGE_FULL', 'STORAGE_FAILED']);

export function openTicketDesk(options: TicketDeskOptions): TicketDesk {
  const { link, printer, journal, log } = options;
  /** Answers of this visit by page request; failures are not kept, so that the same press can be tried again. */
  const answers = new Map<string, Promise<SlipResult>>();
  const visitTickets = new Set<string>();
  const printedPapers = new Map<string, { readonly ticket: string; readonly ordinal: number }>();

  function once(pageRequest: string, run: () => Promise<SlipResult>): Promise<SlipResult> {
    const known = answers.get(pageRequest);
    if (known) return known;
    const running = run().then((result) => {
      if (result.ok) {
        visitTickets.add(result.value.ticket);
        void print(result.value);
      } else {
        answers.delete(pageRequest);
        log.warn({ code: result.error.code }, 'no ticket');
        if (CANNOT_KEEP.has(result.error.code)) return err(askFault('SERVER_AWAY', result.error.message));
      }
      return result;
    });
    answers.set(pageRequest, running);
    return running;
  }

  async function print(slip: TicketSlip): Promise<void> {
    const paper = { of: 'ticket', ticket: slip.ticket, ordinal: slip.ordinal } as const;
    const jobId = `${slip.ticket}-${slip.ordinal}`;
    const reportId = requestIdFor(link.device, jobId, 'report');
    printedPapers.set(jobId, { ticket: slip.ticket, ordinal: slip.ordinal });
    options.onPaper({ type: 'paper', of: 'ticket', id: slip.ticket, state: { step: 'printing' } });
    journal.begin(reportId, paper);
    const report =
      printer === null
        ? ({ outcome: 'failed', reason: 'NO_PRINTER' } as const)
        : await printed(jobId, slip, printer);
    journal.finish(reportId, paper, report);
    options.onReport();
    log.info({ ordinal: slip.ordinal, ...report }, 'ticket paper');
    options.onPaper({
      type: 'paper',
      of: 'ticket',
      id: slip.ticket,
      state: {
        step: 'done',
        report,
        text: paperWords('ticket', report),
        mayReprint: report.outcome !== 'printed',
      },
    });
  }

  async function printed(
    jobId: string,
    slip: TicketSlip,
    by: Pick<TicketPrinter, 'print'>,
  ): Promise<PrintReport> {
    try {
      return reportOf(await by.print(ticketLayout(slip, options.context()), { jobId }));
    } catch (bug) {
      log.error({ bug: String(bug) }, 'the printer driver threw');
      return { outcome: 'unknown', reason: 'DRIVER_BUG' };
    }
  }

  return {
    take(pageRequest, { items, queue, person }) {
      const body = {
        items,
        ...(queue === null ? {} : { queue }),
        ...(person === null ? {} : { person }),
      };
      return once(pageRequest, () =>
        link.ask('ticket.take', body, { id: requestIdFor(link.device, pageRequest, 'take') }),
      );
    },
    reprint(pageRequest, ticket) {
      if (!visitTickets.has(ticket)) {
        return Promise.resolve(err(askFault('TICKET_UNKNOWN', 'not a ticket of this visit')));
      }
      return once(pageRequest, () =>
        link.ask('ticket.reprint', { ticket }, { id: requestIdFor(link.device, pageRequest, 'reprint') }),
      );
    },
    lateProof(jobId) {
      const paper = printedPapers.get(jobId);
      if (!paper) return;
      const report = { outcome: 'printed', proof: 'confirmed' } as const;
      journal.finish(requestIdFor(link.device, jobId, 'late-report'), { of: 'ticket', ...paper }, report);
      options.onReport();
      if (!visitTickets.has(paper.ticket)) return;
      options.onPaper({
        type: 'paper',
        of: 'ticket',
        id: paper.ticket,
        state: { step: 'done', report, text: paperWords('ticket', report), mayReprint: false },
      });
    },
    end() {
      answers.clear();
      visitTickets.clear();
    },
  };
}
