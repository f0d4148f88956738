import { CertificateSlip } from '@hall/shared/contracts/commands';
import { FromHost, FromPage, type LinkRequest, TicketSlip } from '@hall/shared/contracts/kiosk-link';
import { GuidePaper } from '@hall/shared/contracts/kiosk-query';
import { Booking } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';

/** What a page asked and was told, read off its link as it passed; of one visit, however often its page began anew. */

export type HostState = Extract<FromHost, { type: 'state' }>;
export type Outcome = 'printed' | 'failed' | 'unknown';

export function isDown(state: HostState, kind: 'ticket-printer' | 'page-printer' | 'card-reader'): boolean {
  return state.peripherals.find((one) => one.kind === kind)?.state === 'down';
}

/** What the page heard of one paper's end. */
export interface SaidOfPaper {
  readonly of: 'ticket' | 'certificate' | 'booking';
  readonly id: string;
  readonly outcome: Outcome;
}

const MadeBooking = Booking.pick({ booking: true }).loose();

export class Told {
  state: HostState | null = null;
  card: Extract<FromHost, { type: 'card' }>['card'] = null;
  /** What the page sent, by its own id of the request. */
  readonly asked = new Map<string, LinkRequest['name']>();
  /** Numbers, each with its paper's ordinal, as they were said. */
  readonly slips: TicketSlip[] = [];
  readonly certificates: string[] = [];
  readonly bookings: string[] = [];
  /** Of lists of materials: how each print ended, and the words for it. */
  readonly lists: { readonly outcome: Outcome; readonly text: Text }[] = [];
  /** In the order in which the page heard of them. */
  readonly papers: SaidOfPaper[] = [];
  /** Codes of what was refused. */
  readonly failures: string[] = [];
  /** How far the cases of a card are was said. */
  cases = false;

  constructor(before: Told | null = null) {
    this.state = before?.state ?? null;
    this.card = before?.card ?? null;
  }

  get bell(): boolean {
    return this.state !== null && this.state.bell.state !== 'off';
  }

  sent(text: string): void {
    const message = FromPage.parse(JSON.parse(text));
    if (message.type === 'request') this.asked.set(message.id, message.request.name);
  }

  heard(text: string): void {
    const message = FromHost.parse(JSON.parse(text));
    switch (message.type) {
      case 'state':
        this.state = message;
        return;
      case 'card':
        this.card = message.card;
        return;
      case 'failure':
        this.failures.push(message.error.code);
        return;
      case 'paper':
        if (message.state.step === 'done') {
          const { of, id } = message;
          this.papers.push({ of, id, outcome: message.state.report.outcome });
        }
        return;
      case 'answer':
        this.#answered(this.asked.get(message.id), message.body);
    }
  }

  #list({ report, text }: GuidePaper): void {
    this.lists.push({ outcome: report.outcome, text });
  }

  #answered(asked: LinkRequest['name'] | undefined, body: unknown): void {
    switch (asked) {
      case 'take':
      case 'reprint':
      case 'check-in':
      case 'print-mine':
        this.slips.push(TicketSlip.parse(body));
        return;
      case 'certificate':
        this.certificates.push(CertificateSlip.parse(body).certificate);
        return;
      case 'book':
        this.bookings.push(MadeBooking.parse(body).booking);
        return;
      case 'print-guide':
        this.#list(GuidePaper.parse(body));
        return;
      case 'case-progress':
        this.cases = true;
    }
  }
}
