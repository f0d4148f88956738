import type { CertificateSlip, PrintReport } from '@hall/shared/contracts/commands';
import type { Person } from '@hall/shared/contracts/identity';
import type { Result } from '@hall/shared/contracts/result';
import { err } from '@hall/shared/contracts/result';
import { requestIdFor } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { ReportJournal } from '../reports/report-journal.ts';
import { paperWords } from '../tickets/paper-words.ts';
import type { PaperMessage } from '../tickets/ticket-desk.ts';
import type { fetchPdf } from './fetch-pdf.ts';
import type { PagePrinterPort } from './page-printer-port.ts';

/** The platform is asked on the way; longer than a ticket may take. */
const ISSUE_VALID_MS = 25_000;

export interface CertificateDesk {
  /** The answer comes when the certificate is made, before its paper. Idempotent by page request. */
  issue(
    pageRequest: string,
    kind: 'insurance',
    person: Person | null,
  ): Promise<Result<CertificateSlip, AskFault>>;
  end(): void;
}

export function openCertificateDesk(options: {
  readonly link: Pick<ServerLink, 'ask' | 'device'>;
  readonly printer: PagePrinterPort | null;
  readonly fetch: (path: string) => ReturnType<typeof fetchPdf>;
  readonly journal: ReportJournal;
  readonly log: HostLog;
  readonly onPaper: (message: PaperMessage) => void;
  readonly onReport: () => void;
}): CertificateDesk {
  const { link, journal, log } = options;
  const answers = new Map<string, Promise<Result<CertificateSlip, AskFault>>>();

  async function print(slip: CertificateSlip): Promise<void> {
    const id = slip.certificate;
    const paper = { of: 'certificate', certificate: id } as const;
    const reportId = requestIdFor(link.device, id, 'report');
    options.onPaper({ type: 'paper', of: 'certificate', id, state: { step: 'printing' } });
    journal.begin(reportId, paper);
    const report = await printed(slip);
    journal.finish(reportId, paper, report);
    options.onReport();
    log.info({ ...report }, 'certificate paper');
    options.onPaper({
      type: 'paper',
      of: 'certificate',
      id,
      state: { step: 'done', report, text: paperWords('certificate', report), mayReprint: false },
    });
  }

  async function printed(slip: CertificateSlip): Promise<PrintReport> {
    if (options.printer === null) return { outcome: 'failed', reason: 'NO_PRINTER' };
    const pdf = await options.fetch(slip.path);
    if (!pdf.ok) {
      log.warn({ problem: pdf.error.message }, 'no certificate to print');
      return { outcome: 'failed', reason: pdf.error.code };
    }
    try {
      return await options.printer.print(pdf.value, slip.certificate);
    } catch (bug) {
      log.error({ bug: String(bug) }, 'the page printer driver threw');
      return { outcome: 'unknown', reason: 'DRIVER_BUG' };
    } finally {
      pdf.value.fill(0);
    }
  }

  return {
    issue(pageRequest, kind, person) {
      if (person === null) return Promise.resolve(err(askFault('CARD_NEEDED', 'no card lies on the reader')));
      const known = answers.get(pageRequest);
      if (known) return known;
      const how = { id: requestIdFor(link.device, pageRequest, 'certificate'), validMs: ISSUE_VALID_MS };
      const running = link.ask('certificate.issue', { kind, person }, how).then((result) => {
        if (result.ok) void print(result.value);
        else {
          answers.delete(pageRequest);
          log.warn({ code: result.error.code }, 'no certificate');
        }
        return result;
      });
      answers.set(pageRequest, running);
      return running;
    },
    end: () => answers.clear(),
  };
}
