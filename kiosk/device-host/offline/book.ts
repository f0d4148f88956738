import { BusinessDay, Instant, QueueId, RequestId, TicketId } from '@hall/shared/contracts/identifiers';
import { OFFLINE_OUTCOMES, OfflineTicket } from '@hall/shared/contracts/offline';
import { PrintReport } from '@hall/shared/contracts/print-report';
import { z } from 'zod';

/**
 * [N4] What a kiosk remembers of presses that the server may not know: a pure fold of records, each of which is on
 * disk before anything follows from it. No personal data but what is sealed to the hall.
 *
 * A press (`requestId`) is *asked* before it goes to the server. Then it is *answered* (the server decided), or
 * *issued* from the own range, or nobody waits for it any more and it is *given up*. Whatever the server may still
 * make of an issued or given-up press is settled by reconciliation, under that very id: a press is never two numbers.
 */

/** An offline ticket as it was issued; `report` and `ordinal` follow. */
const Issued = OfflineTicket.omit({ report: true, ordinal: true });
export type Issued = z.infer<typeof Issued>;

export const BookRecord = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('asked'), requestId: RequestId }),
  /** The server decided; also where it refused. */
  z.strictObject({ t: z.literal('answered'), requestId: RequestId }),
  z.strictObject({ t: z.literal('given-up'), requestId: RequestId }),
  /** Number, and with it the first paper, which is under way from here on. `since`: the server is away since then. */
  z.strictObject({ t: z.literal('issued'), ticket: Issued, since: Instant }),
  z.strictObject({
    t: z.literal('printing'),
    requestId: RequestId,
    ordinal: z.number().int().min(2).max(10),
  }),
  z.strictObject({ t: z.literal('printed'), requestId: RequestId, report: PrintReport }),
  z.strictObject({
    t: z.literal('resolved'),
    requestId: RequestId,
    outcome: z.enum(OFFLINE_OUTCOMES),
    /** The hall's name for it. */
    ticket: TicketId.nullable(),
  }),
  /** Of a tidied book: numbers of the day that are gone, though their tickets are resolved. */
  z.strictObject({
    t: z.literal('used'),
    day: BusinessDay,
    queue: QueueId,
    n: z.number().int(),
    sure: z.boolean(),
    at: Instant,
  }),
]);
export type BookRecord = z.infer<typeof BookRecord>;

export interface OpenTicket {
  readonly ticket: Issued;
  readonly since: number;
  readonly ordinal: number;
  /** Null while a paper is being printed. */
  readonly report: PrintReport | null;
}

export interface UsedNumber {
  readonly queue: string;
  readonly n: number;
  /** The business day was certain. */
  readonly sure: boolean;
  readonly day: string;
}

export interface Book {
  readonly asked: ReadonlySet<string>;
  readonly givenUp: ReadonlySet<string>;
  /** Issued and not yet reconciled, oldest first. */
  readonly open: ReadonlyMap<string, OpenTicket>;
  /** Reconciled ones, by press: what became of them. */
  readonly resolved: ReadonlyMap<string, { readonly outcome: string; readonly ticket: string | null }>;
  /** The latest business day on which a number was issued; it never goes back. */
  readonly day: string | null;
  /** Hall time of the latest number, so that arrivals never go back either. */
  readonly at: number;
  readonly used: readonly UsedNumber[];
}

export const EMPTY_BOOK: Book = {
  asked: new Set(),
  givenUp: new Set(),
  open: new Map(),
  resolved: new Map(),
  day: null,
  at: 0,
  used: [],
};

export function evolveBook(book: Book, record: BookRecord): Book {
  switch (record.t) {
    case 'asked':
      return { ...book, asked: plus(book.asked, record.requestId) };
    case 'answered':
      return { ...book, asked: minus(book.asked, record.requestId) };
    case 'given-up':
      return {
        ...book,
        asked: minus(book.asked, record.requestId),
        givenUp: plus(book.givenUp, record.requestId),
      };
    case 'issued': {
      const { ticket, since } = record;
      const { requestId, queue, day, takenAt, clockSure } = ticket;
      const used = withUsed(book, { queue, n: ordinalOf(ticket.number), day, sure: clockSure }, takenAt);
      return {
        ...used,
        asked: minus(book.asked, requestId),
        open: new Map(book.open).set(requestId, { ticket, since, ordinal: 1, report: null }),
      };
    }
    case 'printing':
      return withOpen(book, record.requestId, { ordinal: record.ordinal, report: null });
    case 'printed':
      return withOpen(book, record.requestId, { report: record.report });
    case 'resolved': {
      const open = new Map(book.open);
      open.delete(record.requestId);
      const { outcome, ticket } = record;
      return {
        ...book,
        open,
        givenUp: minus(book.givenUp, record.requestId),
        resolved: new Map(book.resolved).set(record.requestId, { outcome, ticket }),
      };
    }
    case 'used':
      return withUsed(book, record, record.at);
  }
}

/**
 * A machine that stopped: of a paper that was under way nobody knows how it came out, and nobody waits for answers
 * any more.
 */
export function afterRestart(book: Book): BookRecord[] {
  return [
    ...[...book.open.values()]
      .filter(({ report }) => report === null)
      .map(
        ({ ticket: { requestId } }): BookRecord => ({
          t: 'printed',
          requestId,
          report: { outcome: 'unknown', reason: 'HOST_RESTARTED' },
        }),
      ),
    ...[...book.asked].map((requestId): BookRecord => ({ t: 'given-up', requestId })),
  ];
}

/** The records that make the same book, without what is over. */
export function tidied(book: Book): BookRecord[] {
  const open = [...book.open.values()];
  return [
    ...book.used.map((used): BookRecord => ({ t: 'used', ...used, at: book.at })),
    ...[...book.asked].map((requestId): BookRecord => ({ t: 'asked', requestId })),
    ...[...book.givenUp].map((requestId): BookRecord => ({ t: 'given-up', requestId })),
    ...open.flatMap(({ ticket, since, ordinal, report }): BookRecord[] => {
      const { requestId } = ticket;
      return [
        { t: 'issued', ticket, since },
        ...(ordinal > 1 ? [{ t: 'printing', requestId, ordinal } as const] : []),
        ...(report === null ? [] : [{ t: 'printed', requestId, report } as const]),
      ];
    }),
  ];
}

export function ordinalOf(number: string): number {
  return Number(number.replace(/^[A-Z]+/, ''));
}

/** A new day forgets the numbers of older ones, but for those whose day was a guess: it may have been this one. */
function withUsed(book: Book, used: UsedNumber, at: number): Book {
  const later = book.day === null || used.day > book.day;
  const kept = later ? book.used.filter(({ sure, day }) => !sure && day === book.day) : book.used;
  const { queue, n, sure, day } = used;
  const known = kept.some((one) => one.queue === queue && one.n === n && one.day === day);
  return {
    ...book,
    day: later ? day : book.day,
    at: Math.max(book.at, at),
    used: known ? kept : [...kept, { queue, n, sure, day }],
  };
}

function withOpen(book: Book, requestId: string, change: Partial<OpenTicket>): Book {
  const known = book.open.get(requestId);
  if (known === undefined) return book;
  return { ...book, open: new Map(book.open).set(requestId, { ...known, ...change }) };
}

function plus(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set(set).add(one);
}

function minus(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  if (!set.has(one)) return set;
  const less = new Set(set);
  less.delete(one);
  return less;
}
