import { requestIdFor } from '../ids.ts';
import type { ReportJournal } from '../reports/report-journal.ts';

/**
 * A paper that is about to be asked for stands in the journal before the hall hears of it. Were the machine to die
 * between the hall's yes and the first byte, nobody would ever say anything of that paper; so it says `unknown` when it
 * is back. The hall has no such paper if its yes never came about, refuses that report, and the report is over.
 */
export interface ForetoldPaper {
  /** It stands in the journal on its own. */
  printing(): void;
  /** The hall said no: there is no such paper. */
  refused(): void;
  /** Nobody knows whether the hall said yes. */
  unanswered(): void;
}

export function foretellPaper(
  options: {
    readonly journal: Pick<ReportJournal, 'begin' | 'finish' | 'remove'>;
    readonly device: string;
    /** An outcome stands in the journal. */
    readonly onReport: () => void;
  },
  ticket: string,
  ordinal: number,
): ForetoldPaper {
  const { journal } = options;
  const paper = { of: 'ticket', ticket, ordinal } as const;
  // Not the id of the paper's own report: one id has one content.
  const id = requestIdFor(options.device, `${ticket}-${ordinal}`, 'foretold');
  journal.begin(id, paper);
  return {
    printing: () => journal.remove(id),
    refused: () => journal.remove(id),
    unanswered() {
      journal.finish(id, paper, { outcome: 'unknown', reason: 'NO_ANSWER' });
      options.onReport();
    },
  };
}
