import {
  afterRestart,
  type Book,
  type BookRecord,
  EMPTY_BOOK,
  evolveBook,
} from '@hall/kiosk/device-host/offline/book';
import { type OfflineHall, offlineNumber, offlineTime } from '@hall/kiosk/device-host/offline/issue';
import {
  nextReconciliation,
  type Reconciliation,
  resolvedBy,
} from '@hall/kiosk/device-host/offline/reconcile';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import type { Chance } from './chance.ts';
import type { Answer } from './model-hall.ts';

/** A paper that came out of a printer. */
export interface Paper {
  readonly press: string;
  readonly kiosk: string;
  readonly number: string;
  readonly day: string;
  readonly ordinal: number;
  readonly offline: boolean;
}

export type Outgoing =
  | { readonly kind: 'take'; readonly press: string; readonly queue: string }
  | { readonly kind: 'report'; readonly ticket: string; readonly report: PrintReport }
  | { readonly kind: 'reconcile'; readonly what: Reconciliation };

/** What a kiosk does, step by step, as ticket-desk.ts and offline-desk.ts do it; any step may be its last. */
export class ModelKiosk {
  readonly id: string;
  /** On disk. */
  book: Book = EMPTY_BOOK;
  reports = new Map<string, PrintReport | null>();
  hall: OfflineHall | null = null;
  skewMs: number;
  /** Device clock less world time. */
  drift: number;
  /** In memory. */
  waiting: { readonly press: string; readonly queue: string; readonly until: number } | null = null;
  sent: { readonly what: Reconciliation; readonly until: number } | null = null;
  readonly papers: Paper[] = [];
  readonly #chance: Chance;

  constructor(id: string, chance: Chance, drift: number) {
    this.id = id;
    this.#chance = chance;
    this.drift = drift;
    this.skewMs = drift;
  }

  /** What the machine takes for hall time. */
  hallNow(world: number): number {
    return Math.max(0, world + this.drift - this.skewMs);
  }

  press(press: string, queue: string, world: number, online: boolean): Outgoing | null {
    if (this.waiting !== null) return null;
    if (!online) {
      this.#issue(press, queue, world);
      return null;
    }
    this.write({ t: 'asked', requestId: press });
    this.waiting = { press, queue, until: world + 6_000 };
    return { kind: 'take', press, queue };
  }

  /** Returns what has to be sent on. */
  answered(press: string, answer: Answer, world: number): Outgoing | null {
    if (this.waiting?.press !== press) return null;
    const { queue } = this.waiting;
    this.waiting = null;
    if (!answer.ok) {
      if (answer.code === 'STORAGE_FULL') this.#issue(press, queue, world);
      else this.write({ t: 'answered', requestId: press });
      return null;
    }
    const { ticket, number, day } = answer.value as { ticket: string; number: string; day: string };
    this.reports.set(ticket, null);
    this.write({ t: 'answered', requestId: press });
    const report = this.#print({ press, kiosk: this.id, number, day, ordinal: 1, offline: false });
    this.reports.set(ticket, report);
    return { kind: 'report', ticket, report };
  }

  /** The time for answers is over. */
  tick(world: number): void {
    if (this.sent !== null && world >= this.sent.until) this.sent = null;
    if (this.waiting === null || world < this.waiting.until) return;
    const { press, queue } = this.waiting;
    this.waiting = null;
    if (this.#chance.one(6)) this.write({ t: 'given-up', requestId: press });
    else this.#issue(press, queue, world);
  }

  reconcile(world: number): Outgoing | null {
    if (this.sent !== null) return null;
    const what = nextReconciliation(this.book, this.id);
    if (what === null) return null;
    this.sent = { what, until: world + 30_000 };
    return { kind: 'reconcile', what };
  }

  reconciled(what: Reconciliation, answer: Answer): CommandAnswer<'ticket.reconcile'>['results'] {
    if (this.sent?.what.id !== what.id) return [];
    this.sent = null;
    if (!answer.ok) return [];
    const value = answer.value as CommandAnswer<'ticket.reconcile'>;
    this.write(...resolvedBy(value));
    return value.results;
  }

  /** Power cut; `during`: in the middle of giving a number. */
  restart(world: number, during: { readonly press: string; readonly queue: string } | null): void {
    if (during !== null) this.#issue(during.press, during.queue, world, true);
    this.waiting = null;
    this.sent = null;
    this.write(...afterRestart(this.book));
    for (const [ticket, report] of this.reports) {
      if (report === null) this.reports.set(ticket, { outcome: 'unknown', reason: 'HOST_RESTARTED' });
    }
  }

  write(...records: readonly BookRecord[]): void {
    this.book = records.reduce(evolveBook, this.book);
  }

  #issue(press: string, queue: string, world: number, cut = false): void {
    const { hall } = this;
    if (hall === null) return;
    const time = offlineTime(this.book, hall, this.hallNow(world));
    const choice = offlineNumber(this.book, hall, queue, time);
    if (!choice.ok) {
      // The person goes to the guide desk.
      if (this.book.asked.has(press)) this.write({ t: 'given-up', requestId: press });
      return;
    }
    if (cut && this.#chance.one(3)) return;
    this.write({
      t: 'issued',
      since: time.at,
      ticket: {
        ...{ requestId: press, number: choice.number, queue, items: [], day: time.day, takenAt: time.at },
        ...{ clockSure: time.sure, class: 'ordinary', progressToken: press, shortCode: '000000' },
      },
    });
    const paper = { press, kiosk: this.id, number: choice.number, day: time.day, offline: true };
    if (cut) {
      if (this.#chance.one(2)) this.#print({ ...paper, ordinal: 1 });
      return;
    }
    let report = this.#print({ ...paper, ordinal: 1 });
    if (report.outcome !== 'printed' && this.#chance.one(2)) {
      this.write({ t: 'printed', requestId: press, report }, { t: 'printing', requestId: press, ordinal: 2 });
      report = this.#print({ ...paper, ordinal: 2 });
    }
    this.write({ t: 'printed', requestId: press, report });
  }

  #print(paper: Paper): PrintReport {
    const fate = this.#chance.below(12);
    if (fate === 0) return { outcome: 'failed', reason: 'PAPER_OUT' };
    if (fate === 1) return { outcome: 'unknown', reason: 'MUTE' };
    this.papers.push(paper);
    return fate === 2 ? { outcome: 'unknown', reason: 'MUTE' } : { outcome: 'printed', proof: 'confirmed' };
  }
}
