import type { TicketSlip } from '@hall/shared/contracts/commands';
import { ERRORS } from '@hall/shared/contracts/errors';
import type { Person } from '@hall/shared/contracts/identity';
import { ageOn, birthOf } from '@hall/shared/contracts/identity';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import type { HostClock } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { BookRecord, Issued } from './book.ts';
import type { BookFile } from './book-file.ts';
import type { HallCopy } from './hall-copy.ts';
import { offlineNumber, offlineTime } from './issue.ts';
import { nextReconciliation, resolvedBy } from './reconcile.ts';
import { sealPerson } from './seal-person.ts';
import { offlineSlip } from './slip.ts';
import { OFFLINE_WORDS } from './words.ts';

/** [N4] Gives numbers from this kiosk's own range, remembers what the server must hear, and tells it. */

/** After an answer that may be another one soon. */
export const RETRY_MS = 5_000;
/** Nobody waits for a reconciliation. */
const RECONCILE_VALID_MS = 30_000;
/** Refusals after which the server has certainly taken nothing: its disk undid the whole command. */
const NOTHING_DONE: ReadonlySet<string> = new Set(['STORAGE_FULL', 'STORAGE_FAILED']);
/** The hall's own limit is not known here. */
const MOST_PAPERS = 3;

export interface Wish {
  readonly items: readonly string[];
  readonly queue: string | null;
  readonly person: Person | null;
}

export interface OfflineDesk {
  /** For each queue why it gives nothing, or null where it does; null where this machine keeps no numbers. */
  queues(): Record<string, Text | null> | null;
  /** Whether a number could be given for it, were the server away. */
  could(wish: Wish): boolean;
  /** Before the press goes to the server. */
  asked(requestId: string): void;
  /** The server decided. */
  answered(requestId: string): void;
  /** Nobody waits for this press any more. */
  giveUp(requestId: string): void;
  /** The number of this press, which is on disk when it returns. The same press gets the same number. */
  issue(requestId: string, wish: Wish): Result<TicketSlip, AskFault>;
  /** Null where this press was not issued here. */
  slipOf(requestId: string): TicketSlip | null;
  /** A new paper under the same number; its ordinal is on disk when it returns. */
  printAgain(requestId: string): Result<TicketSlip, AskFault>;
  /** How the newest paper came out. */
  printed(requestId: string, report: PrintReport): void;
  /** When what is under way to the server is answered: still this machine's own, or the hall's under this name. */
  whose(requestId: string): Promise<'own' | { readonly ticket: string | null }>;
  /** Tells the server what it has not heard. */
  nudge(): void;
  close(): void;
}

export interface OfflineDeskOptions {
  readonly file: BookFile;
  readonly copy: HallCopy;
  readonly link: Pick<ServerLink, 'ask' | 'online' | 'device' | 'lostSince'>;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly newToken?: () => string;
}

export function openOfflineDesk(options: OfflineDeskOptions): OfflineDesk {
  const { file, copy, link, clock, log } = options;
  const newToken = options.newToken ?? randomId;
  let closed = false;
  let sending: Promise<void> | null = null;
  let cancelRetry: () => void = () => undefined;
  /** Outcomes of papers that the disk would not take; without them a number is never told to the server. */
  const unwritten: BookRecord[] = [];
  /** Told to the server without an answer: it may keep them by now, and give papers of them itself. */
  const maybeTold = new Set<string>();

  const now = () => copy.hallNow(clock.now());
  const write = (...records: readonly BookRecord[]): boolean => {
    try {
      file.write(...records);
      return true;
    } catch (problem) {
      log.error({ problem: String(problem) }, 'the book of offline numbers cannot be written');
      return false;
    }
  };

  function choose(
    wish: Wish,
  ): Result<{ queue: string; number: string; issued: Omit<Issued, 'person'> }, Refusal> {
    const hall = copy.offlineHall();
    if (hall === null) return err(NEEDS_SERVER);
    const queues = new Set(
      wish.items.map((id) => hall.catalogue.items.find((item) => item.id === id)?.queue ?? ''),
    );
    if (queues.size > 1) return err({ code: 'SERVER_AWAY', text: OFFLINE_WORDS.several });
    const queue = wish.queue ?? [...queues][0] ?? '';
    const time = offlineTime(file.book, hall, now());
    const choice = offlineNumber(file.book, hall, queue, time);
    if (!choice.ok) return err(choice);
    if (hall.catalogue.queues.find(({ id }) => id === queue)?.realName && wish.person === null) {
      return err({ code: 'CARD_NEEDED', text: ERRORS.CARD_NEEDED.text });
    }
    return ok({
      queue,
      number: choice.number,
      issued: {
        requestId: '',
        number: choice.number,
        queue,
        items: [...wish.items],
        day: time.day,
        takenAt: time.at,
        clockSure: time.sure,
        class: isSenior(wish.person, time.day, hall.catalogue.seniorAge) ? 'senior' : 'ordinary',
        progressToken: newToken(),
        shortCode: copy.shortCode,
      },
    });
  }

  const slip = (issued: Issued, ordinal: number): TicketSlip | null => {
    const { catalogue } = copy.said;
    return catalogue === null ? null : offlineSlip(issued, ordinal, catalogue);
  };
  const slipOf = (requestId: string): TicketSlip | null => {
    const open = file.book.open.get(requestId);
    return open === undefined ? null : slip(open.ticket, open.ordinal);
  };

  async function send(): Promise<void> {
    while (!closed && link.online()) {
      const next = nextReconciliation(file.book, link.device);
      if (next === null) return;
      for (const { requestId } of next.body.tickets) maybeTold.add(requestId);
      const answer = await link.ask('ticket.reconcile', next.body, {
        id: next.id,
        validMs: RECONCILE_VALID_MS,
      });
      if (closed) return;
      if (!answer.ok || !write(...resolvedBy(answer.value))) {
        if (!answer.ok) {
          log.warn({ code: answer.error.code }, 'offline numbers are not reconciled yet');
          if (NOTHING_DONE.has(answer.error.code)) {
            for (const { requestId } of next.body.tickets) maybeTold.delete(requestId);
          }
        }
        cancelRetry = clock.after(RETRY_MS, nudge);
        return;
      }
      for (const { requestId } of next.body.tickets) maybeTold.delete(requestId);
      for (const { outcome, code } of answer.value.results) {
        if (outcome === 'refused' || outcome === 'over')
          log.error({ outcome, code }, 'an offline number is lost');
      }
      log.info({ tickets: next.body.tickets.length, givenUp: next.body.givenUp.length }, 'reconciled');
    }
  }
  function nudge(): void {
    cancelRetry();
    if (unwritten.length > 0 && !closed) {
      if (write(...unwritten)) unwritten.length = 0;
      else cancelRetry = clock.after(RETRY_MS, nudge);
    }
    if (sending !== null || closed) return;
    sending = send().finally(() => {
      sending = null;
    });
  }

  return {
    queues() {
      const hall = copy.offlineHall();
      if (hall === null) return null;
      const time = offlineTime(file.book, hall, now());
      return Object.fromEntries(
        hall.catalogue.queues.map(({ id }) => {
          const choice = offlineNumber(file.book, hall, id, time);
          return [id, choice.ok ? null : choice.text];
        }),
      );
    },
    could: (wish) => choose(wish).ok,
    asked(requestId) {
      if (copy.offlineHall() !== null) write({ t: 'asked', requestId });
    },
    answered(requestId) {
      if (file.book.asked.has(requestId)) write({ t: 'answered', requestId });
    },
    giveUp(requestId) {
      if (file.book.asked.has(requestId) && write({ t: 'given-up', requestId })) nudge();
    },
    slipOf,
    issue(requestId, wish) {
      const known = slipOf(requestId);
      if (known !== null) return ok(known);
      const chosen = choose(wish);
      const hall = copy.offlineHall();
      if (!chosen.ok || hall === null) return refuse(chosen.ok ? NEEDS_SERVER : chosen.error);
      const { device } = link;
      const { person } = wish;
      const sealed = person === null ? null : sealPerson(hall.offline.sealTo, person, { device, requestId });
      const ticket: Issued = {
        ...chosen.value.issued,
        requestId,
        ...(sealed === null ? {} : { person: sealed }),
      };
      const lost = link.lostSince();
      const since = lost === null ? ticket.takenAt : Math.min(ticket.takenAt, copy.hallNow(lost));
      const made = slip(ticket, 1);
      if (made === null) return refuse(NEEDS_SERVER);
      // On disk before anybody sees it: after a power cut this number is never given again.
      if (!write({ t: 'issued', ticket, since })) {
        return refuse({ code: 'SERVER_AWAY', text: OFFLINE_WORDS.disk });
      }
      log.info({ queue: ticket.queue, sure: ticket.clockSure }, 'a number from the own range');
      return ok(made);
    },
    printAgain(requestId) {
      const open = file.book.open.get(requestId);
      if (open === undefined) return refuse(NEEDS_SERVER);
      // Two papers with one ordinal could not be told apart: only one side may count them up.
      if (maybeTold.has(requestId)) return refuse({ code: 'SERVER_AWAY', text: OFFLINE_WORDS.underWay });
      const ordinal = open.ordinal + 1;
      if (ordinal > MOST_PAPERS) return refuse({ code: 'REPRINT_LIMIT', text: OFFLINE_WORDS.reprintLimit });
      if (!write({ t: 'printing', requestId, ordinal })) {
        return refuse({ code: 'SERVER_AWAY', text: OFFLINE_WORDS.disk });
      }
      const made = slip(open.ticket, ordinal);
      return made === null ? refuse(NEEDS_SERVER) : ok(made);
    },
    printed(requestId, report) {
      unwritten.push({ t: 'printed', requestId, report });
      nudge();
    },
    async whose(requestId) {
      await sending;
      if (file.book.open.has(requestId)) return 'own';
      return { ticket: file.book.resolved.get(requestId)?.ticket ?? null };
    },
    nudge,
    close() {
      closed = true;
      cancelRetry();
      file.close();
    },
  };
}

interface Refusal {
  readonly code: string;
  readonly text: Text;
}

const NEEDS_SERVER: Refusal = { code: 'SERVER_AWAY', text: ERRORS.SERVER_AWAY.text };

function refuse({ code, text }: Refusal): Result<never, AskFault> {
  return err({ code, message: `no offline number: ${code}`, text });
}

function isSenior(person: Person | null, day: string, seniorAge: number): boolean {
  if (person === null) return false;
  const birth = person.birth ?? (person.cardKind === 'foreign-2017' ? null : birthOf(person.idNumber));
  return birth !== null && ageOn(birth, day) >= seniorAge;
}
