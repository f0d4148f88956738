import type { PrintReport } from '@hall/shared/contracts/commands';
import type { Result } from '@hall/shared/contracts/result';
import type { HostClock } from '../clock.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { JournalEntry, ReportJournal } from './report-journal.ts';

/** A report has no person waiting for it. */
const REPORT_VALID_MS = 30_000;
/** After a failure that may pass. */
export const RETRY_MS = 5_000;

/** Answers that will not change by asking again; everything else is tried until it is taken. */
const FINAL: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'TICKET_UNKNOWN',
  'TICKET_STATE',
  'CERTIFICATE_UNKNOWN',
  'NOT_FOUND',
  'REQUEST_ID_REUSED',
]);

export interface ReportSender {
  /** Sends what the journal holds; call when the server is back or an entry is ready. */
  nudge(): void;
  close(): void;
}

/** Sends the journal's reports one by one, oldest first, and removes what the server has taken. */
export function openReportSender(options: {
  readonly journal: ReportJournal;
  readonly link: Pick<ServerLink, 'ask' | 'online'>;
  readonly clock: HostClock;
  readonly log: HostLog;
}): ReportSender {
  const { journal, link, clock, log } = options;
  let running = false;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  async function run(): Promise<void> {
    running = true;
    try {
      for (let entry = journal.ready()[0]; entry && !closed && link.online(); entry = journal.ready()[0]) {
        const sent = await sendReport(link, entry, entry.report!);
        if (sent.ok) journal.remove(entry.id);
        else if (FINAL.has(sent.error.code)) {
          log.warn({ code: sent.error.code, of: entry.paper.of }, 'the server refuses a print report');
          journal.remove(entry.id);
        } else {
          cancelRetry = clock.after(RETRY_MS, nudge);
          return;
        }
      }
    } finally {
      running = false;
    }
  }
  function nudge(): void {
    cancelRetry();
    if (!running && !closed) void run();
  }
  return {
    nudge,
    close() {
      closed = true;
      cancelRetry();
    },
  };
}

function sendReport(
  link: Pick<ServerLink, 'ask'>,
  { id, paper }: JournalEntry,
  report: PrintReport,
): Promise<Result<unknown, AskFault>> {
  const how = { id, validMs: REPORT_VALID_MS };
  return paper.of === 'ticket'
    ? link.ask('ticket.report-print', { ticket: paper.ticket, ordinal: paper.ordinal, report }, how)
    : link.ask('certificate.report-print', { certificate: paper.certificate, report }, how);
}
