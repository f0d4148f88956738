import type { CommandAnswer, Desk } from '@hall/shared/contracts/commands';
import { RequestId, TicketNumber, WindowId } from '@hall/shared/contracts/identifiers';
import { PaperEntry } from '@hall/shared/contracts/queueing';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { Text } from '@hall/shared/contracts/text';
import { z } from 'zod';

/**
 * Pre-printed numbers that one window served while the server was away [P2]. It lies in the browser, holds numbers
 * and times but nothing about a person, and is entered into the hall's log on return.
 */

/** As many as one `paper.reconcile` may carry. */
const BATCH_MAX = 200;
/** Digits that a number has at least: one way to write it, however it was typed. */
const LEAST_DIGITS = 3;

const Range = z.strictObject({
  queue: z.string(),
  name: Text,
  prefix: z.string(),
  first: z.number(),
  last: z.number(),
});
const Entry = PaperEntry.omit({ window: true }).extend({ queue: z.string() });
const Refusal = z.strictObject({ number: TicketNumber, text: Text });

export const PaperBook = z.strictObject({
  v: z.literal(1),
  window: WindowId,
  windowNumber: z.number().int(),
  /** Of the last desk that was seen. */
  ranges: z.array(Range),
  /** Not sent yet, in the order of their calls. */
  entries: z.array(Entry),
  /** On its way: the same id goes out until there is an answer. */
  sending: z.strictObject({ requestId: RequestId, queue: z.string(), entries: z.array(Entry) }).nullable(),
  /** What came of it, until the clerk has read it. */
  outcome: z.strictObject({ taken: z.number().int(), refused: z.array(Refusal) }).nullable(),
});
export type PaperBook = z.infer<typeof PaperBook>;
export type BookEntry = z.infer<typeof Entry>;

export function emptyBook(window: string, windowNumber: number): PaperBook {
  return { v: 1, window, windowNumber, ranges: [], entries: [], sending: null, outcome: null };
}

export function withRanges(book: PaperBook, desk: Pick<Desk, 'number' | 'paper'>): PaperBook {
  const ranges = desk.paper.map(({ on: _, ...range }) => range);
  return { ...book, windowNumber: desk.number, ranges };
}

/** The number at the window now. */
export function present(book: PaperBook): BookEntry | null {
  const last = book.entries.at(-1);
  return last?.outcome === 'open' ? last : null;
}

export type TypedProblem = 'empty' | 'range' | 'twice';

/** `ａ905`, `a905` and, where one queue only has that counter, `905` are A905. */
export function typedNumber(
  ranges: PaperBook['ranges'],
  typed: string,
): Result<{ number: string; queue: string }, 'empty' | 'range'> {
  const text = typed.normalize('NFKC').toUpperCase().replace(/\s/g, '');
  if (text === '') return err('empty');
  const [, prefix = '', digits = ''] = /^([A-Z]*)(\d+)$/.exec(text) ?? [];
  const counter = Number(digits);
  const fit = ranges.filter(
    (range) =>
      digits !== '' &&
      (prefix === '' || range.prefix === prefix) &&
      counter >= range.first &&
      counter <= range.last,
  );
  const [range] = fit;
  if (!range || fit.length > 1) return err('range');
  const width = Math.max(LEAST_DIGITS, String(range.last).length);
  const number = `${range.prefix}${String(counter).padStart(width, '0')}`;
  return TicketNumber.safeParse(number).success ? ok({ number, queue: range.queue }) : err('range');
}

export function callPaper(book: PaperBook, typed: string, at: number): Result<PaperBook, TypedProblem> {
  const found = typedNumber(book.ranges, typed);
  if (!found.ok) return found;
  const { number, queue } = found.value;
  // The hall takes a number once: whoever comes after all takes the place of the one who did not.
  const others = book.entries.filter((entry) => entry.number !== number || entry.outcome !== 'no-show');
  const known = [...others, ...(book.sending?.entries ?? [])];
  if (known.some((entry) => entry.number === number)) return err('twice');
  const entry: BookEntry = { number, queue, calledAt: at, startedAt: null, endedAt: null, outcome: 'open' };
  return ok({ ...book, entries: [...others, entry] });
}

function amend(book: PaperBook, change: Partial<BookEntry>): PaperBook {
  const now = present(book);
  return now ? { ...book, entries: [...book.entries.slice(0, -1), { ...now, ...change }] } : book;
}

export const startPaper = (book: PaperBook, at: number): PaperBook => amend(book, { startedAt: at });
export const endPaper = (book: PaperBook, outcome: 'finished' | 'no-show', at: number): PaperBook =>
  amend(book, { outcome, endedAt: at });

/** What waits to be told to the hall. */
export function pending(book: PaperBook): readonly BookEntry[] {
  return [...(book.sending?.entries ?? []), ...book.entries];
}

/** Puts the closed entries of one queue on their way; the book as it is where nothing is left or some are already. */
export function nextBatch(book: PaperBook, requestId: string): PaperBook {
  const closed = book.entries.filter(({ outcome }) => outcome !== 'open');
  const queue = closed[0]?.queue;
  if (book.sending || queue === undefined) return book;
  const entries = closed.filter((entry) => entry.queue === queue).slice(0, BATCH_MAX);
  return {
    ...book,
    sending: { requestId, queue, entries },
    entries: book.entries.filter((entry) => !entries.includes(entry)),
  };
}

export function settled(book: PaperBook, answer: CommandAnswer<'paper.reconcile'>): PaperBook {
  const { taken, refused } = book.outcome ?? { taken: 0, refused: [] };
  return {
    ...book,
    sending: null,
    outcome: {
      taken: taken + answer.taken,
      refused: [...refused, ...answer.refused.map(({ number, text }) => ({ number, text }))],
    },
  };
}

/** The hall refused the whole batch: the entries wait again, for another try under another id. */
export function putBack(book: PaperBook): PaperBook {
  return book.sending
    ? { ...book, sending: null, entries: [...book.sending.entries, ...book.entries] }
    : book;
}

export function parseBook(text: string | null): PaperBook | null {
  if (text === null) return null;
  try {
    const parsed = PaperBook.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
