import type { CommandAnswer, CommandBody } from '@hall/shared/contracts/commands';
import { OFFLINE_BATCH } from '@hall/shared/contracts/offline';
import { requestIdFor } from '../ids.ts';
import type { Book, BookRecord } from './book.ts';

/** [N4] What is told to the server when it is there again, and what its answer means for the book. Pure. */

/** So many presses that nobody waits for go along with one batch. */
const GIVEN_UP_MOST = 100;

export interface Reconciliation {
  /** The same content has the same id, so that an answer that was lost is given again. */
  readonly id: string;
  readonly body: CommandBody<'ticket.reconcile'>;
}

/** The oldest tickets whose paper is settled; null where there is nothing to tell. */
export function nextReconciliation(book: Book, device: string): Reconciliation | null {
  const ready = [...book.open.values()].filter(({ report }) => report !== null).slice(0, OFFLINE_BATCH);
  const givenUp = [...book.givenUp].slice(0, GIVEN_UP_MOST);
  if (ready.length === 0 && givenUp.length === 0) return null;
  const body: Reconciliation['body'] = {
    since: Math.min(...ready.map(({ since }) => since), ...(ready.length === 0 ? [0] : [])),
    tickets: ready.map(({ ticket, ordinal, report }) => ({ ...ticket, ordinal, report: report! })),
    givenUp,
  };
  const content = [
    ...body.tickets.map(({ requestId, ordinal, report }) => `${requestId} ${ordinal} ${report.outcome}`),
    ...givenUp,
  ];
  return { id: requestIdFor(device, content.join('\n'), 'reconcile'), body };
}

/** Whatever the hall said of a press is the end of it. */
export function resolvedBy(answer: CommandAnswer<'ticket.reconcile'>): BookRecord[] {
  return answer.results.map(({ requestId, outcome, ticket }) => ({
    t: 'resolved',
    requestId,
    outcome,
    ticket,
  }));
}
