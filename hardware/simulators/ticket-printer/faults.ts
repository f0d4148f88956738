import type { TicketPrinterSimulator } from './controls.ts';
import type { RowTriggers } from './row-triggers.ts';

/** What can happen to a printer while it prints; carried out by `inject` of the simulator. */
export type TicketPrinterFault =
  /** The roll ends after so many more dot rows; 0: there is none. */
  | { readonly kind: 'paper-out'; readonly afterRows: number }
  | { readonly kind: 'power-cut'; readonly afterRows: number }
  /** Counts every byte that arrives from now on, questions included. */
  | { readonly kind: 'power-cut-bytes'; readonly afterBytes: number }
  | { readonly kind: 'cover-open'; readonly afterRows: number }
  /** The next cut jams. */
  | { readonly kind: 'cutter-jam' }
  /** The firmware hangs: offline, no cause, nothing moves. */
  | { readonly kind: 'stuck-offline'; readonly afterRows: number }
  | { readonly kind: 'mute'; readonly afterRows: number }
  | { readonly kind: 'late-answers'; readonly ms: number }
  | { readonly kind: 'garbled-answers'; readonly share: number };

export type TicketPrinterFaultKind = TicketPrinterFault['kind'];

export const TICKET_PRINTER_FAULT_KINDS: readonly TicketPrinterFaultKind[] = [
  'paper-out',
  'power-cut',
  'power-cut-bytes',
  'cover-open',
  'cutter-jam',
  'stuck-offline',
  'mute',
  'late-answers',
  'garbled-answers',
];

/** Late enough to miss a question's time, and soon enough to come while the next one is open. */
const LATE_MS = { least: 200, most: 2_500 };
const MOST_GARBLED = 0.5;

/**
 * A fault that falls somewhere into a ticket of this size.
 *
 * @param random 0 ≤ x < 1; the same numbers give the same fault.
 */
export function drawFault(
  random: () => number,
  ticket: { readonly heightDots: number; readonly bytes: number },
  kinds: readonly TicketPrinterFaultKind[] = TICKET_PRINTER_FAULT_KINDS,
): TicketPrinterFault {
  const kind = kinds[Math.floor(random() * kinds.length)];
  if (kind === undefined) throw new Error('no kind of fault to draw from');
  const afterRows = Math.floor(random() * ticket.heightDots);
  switch (kind) {
    case 'power-cut-bytes':
      return { kind, afterBytes: Math.floor(random() * ticket.bytes) };
    case 'cutter-jam':
      return { kind };
    case 'late-answers':
      return { kind, ms: Math.round(LATE_MS.least + random() * (LATE_MS.most - LATE_MS.least)) };
    case 'garbled-answers':
      return { kind, share: random() * MOST_GARBLED };
    default:
      return { kind, afterRows };
  }
}

/** Does to a printer what the fault says, by its own controls. */
export function carryOut(
  fault: TicketPrinterFault,
  printer: TicketPrinterSimulator,
  triggers: RowTriggers,
): void {
  switch (fault.kind) {
    case 'paper-out':
      printer.paperOutAfter(fault.afterRows);
      return;
    case 'power-cut':
      printer.powerCutAfter(fault.afterRows);
      return;
    case 'power-cut-bytes':
      printer.powerCutAfterBytes(fault.afterBytes);
      return;
    case 'cover-open':
      printer.openCoverAfter(fault.afterRows);
      return;
    case 'cutter-jam':
      printer.jam();
      return;
    case 'stuck-offline':
      triggers.after(fault.kind, fault.afterRows, () => printer.setStuckOffline(true));
      return;
    case 'mute':
      triggers.after(fault.kind, fault.afterRows, () => printer.setMute(true));
      return;
    case 'late-answers':
      printer.setAnswers({ kind: 'late', ms: fault.ms });
      return;
    case 'garbled-answers':
      printer.setAnswers({ kind: 'garbled', share: fault.share });
      return;
  }
}
