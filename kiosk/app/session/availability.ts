import type { Catalogue } from '@hall/shared/contracts/commands';
import type { FromHost } from '@hall/shared/contracts/kiosk-link';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import { W } from '../words/words.ts';

export type HostState = Extract<FromHost, { type: 'state' }>;

/** Codes of the ticket printer driver that a person can be told plainly. */
const PRINTER_REASONS: Readonly<Record<string, Text>> = {
  PAPER_OUT: W.printerPaperOut,
  COVER_OPEN: W.printerCoverOpen,
};

function find(state: HostState, kind: PeripheralHealth['kind']): PeripheralHealth | undefined {
  return state.peripherals.find((peripheral) => peripheral.kind === kind);
}

/** Why this machine can give no number now, whatever the queue; null when it can. */
export function whyNoTickets(state: HostState): Text | null {
  if (!state.online && state.offline === null) return W.serverAway;
  const printer = find(state, 'ticket-printer');
  if (!printer) return W.noTicketPrinter;
  return printer.state === 'down' ? (PRINTER_REASONS[printer.reason ?? ''] ?? W.printerDown) : null;
}

/** Why this machine can print no certificate now; null when it can. */
export function whyNoCertificates(state: HostState): Text | null {
  if (!state.online) return W.certificateAway;
  const printer = find(state, 'page-printer');
  if (!printer) return W.noPagePrinter;
  if (printer.state === 'down') return W.pagePrinterDown;
  return whyNoCard(state);
}

/** Why no card can be read; null when one can. */
export function whyNoCard(state: HostState): Text | null {
  const reader = find(state, 'card-reader');
  return reader === undefined || reader.state === 'down' ? W.readerDown : null;
}

/** Why this queue takes nobody now; null when it does. */
export function whyQueueClosed(state: HostState, queue: string): Text | null {
  // Without a server this machine's own numbers count, and what the hall said of the line is old.
  if (!state.online) return state.offline?.[queue] ?? null;
  const message = state.queues.find((one) => one.queue === queue);
  if (!message) return null;
  return message.open ? null : (message.why ?? W.queueClosed);
}

/** Why no queue of the hall takes anybody now, in the hall's words where they are the same for all; null when one does. */
export function whyAllClosed(state: HostState, catalogue: Pick<Catalogue, 'queues'>): Text | null {
  const [first, ...others] = catalogue.queues.map(({ id }) => whyQueueClosed(state, id));
  if (!first || others.includes(null)) return null;
  return others.every((why) => why?.zh === first.zh) ? first : W.allClosed;
}

/** The server is away, and this machine goes on with numbers of its own [N4]. */
export function givesOwnNumbers(state: HostState): boolean {
  return !state.online && state.offline !== null;
}
