import type { LedgerCommand, LedgerCommands } from '../domain/decide.ts';
import type { Ledger, Request } from '../ledger/ledger.ts';

/** Tickets that are taken and served in one batch. */
const CHUNK = 250;
/** Command to command. */
const STEP_MS = 1_000;

export interface LivedDay {
  /** When the first ticket is taken, ms. */
  readonly from: number;
  readonly tickets: number;
  /** A queue without real names, and a window that serves it; the lock between calls must be off. */
  readonly queue: string;
  readonly window: string;
  /** An item to be handled, so that there are cases; null: tickets without one. */
  readonly item: string | null;
  /** How many of the tickets are still waiting at the end. */
  readonly left?: number;
  readonly stepMs?: number;
}

/**
 * Lives a day of a hall: tickets are taken, called, served, rated, and accepted by the platform; seven or eight
 * events each. Throws where a command is refused. Nobody can ask for these answers again, unless `repeatable`.
 */
export function liveDay(ledger: Ledger, day: LivedDay, repeatable = false): void {
  const { queue, window, item, left = 0, stepMs = STEP_MS } = day;
  let at = day.from;
  let serial = 0;
  const request = <N extends LedgerCommand>(command: N, body: LedgerCommands[N], actor: string): Request => {
    at += stepMs;
    serial += 1;
    return { command, body, actor, requestId: `day-${day.from}-${serial}`, repeatable, at } as Request;
  };
  const run = (requests: readonly Request[]) => {
    const { answers, events } = ledger.run(requests);
    const refused = answers.find((answer) => !answer.ok);
    if (refused && !refused.ok) throw new Error(`${refused.error.code}: ${refused.error.message}`);
    return events;
  };
  run([request('day.begin', {}, 'hall'), request('window.open', { window }, 'clerk01')]);
  const items = item === null ? [] : [item];
  for (let done = 0; done < day.tickets; done += CHUNK) {
    const count = Math.min(CHUNK, day.tickets - done);
    const served = Math.max(0, Math.min(count, day.tickets - left - done));
    const events = run([
      ...Array.from({ length: count }, () =>
        request('ticket.take', { queue, items, paperless: true, person: null }, 'kiosk-1'),
      ),
      ...Array.from({ length: served }, () => [
        request('window.call', { window }, 'clerk01'),
        request('window.start', { window }, 'clerk01'),
        request('window.finish', { window }, 'clerk01'),
      ]).flat(),
    ]);
    const finished = events.flatMap((event) =>
      event.type === 'ticket.finished' && event.data.rating !== null
        ? {
            caseNumber: event.data.caseNumber,
            rating: event.data.rating,
            ratingUntil: event.data.ratingUntil,
          }
        : [],
    );
    const open = finished.filter(({ ratingUntil }) => ratingUntil > at + finished.length * 3 * stepMs);
    run([
      ...open.map(({ rating }) =>
        request(
          'rating.give',
          { window, ref: rating, grade: 5, reasons: [], commentRef: null },
          `pad-${window}`,
        ),
      ),
      ...open.map(({ rating }) =>
        request('platform.accept', { record: `rating:${rating}`, version: 1 }, 'sync'),
      ),
      ...finished.flatMap(({ caseNumber }) =>
        caseNumber === null
          ? []
          : [request('platform.accept', { record: `case:${caseNumber}`, version: 1 }, 'sync')],
      ),
    ]);
  }
  if (left === 0) run([request('window.close', { window }, 'clerk01')]);
}
