import type { EncodeFaultCode } from '../../codec/escpos-encode.ts';
import type { PaperState, PrinterFlags } from '../../codec/escpos-status.ts';

/** Why a ticket did not surely come out. */
export type PrintFaultCode =
  | EncodeFaultCode
  | 'PAPER_OUT'
  | 'COVER_OPEN'
  | 'CUTTER'
  | 'PRINTER_ERROR'
  /** The printer cannot be reached, or says it is offline without a reason. */
  | 'OFFLINE'
  /** Reached, but it answers no question. */
  | 'NO_ANSWER'
  | 'CONNECTION_LOST'
  | 'DEADLINE'
  | 'CLOSED';

/**
 * `failed` only when it is certain that no paper came out, i.e. nothing was sent; `unknown` whenever bytes
 * were sent and no proof came. `confirmed`: the printer echoed the ticket's id after printing it; `status`:
 * all bytes were taken and the status was clean after the paper's time.
 */
export type PrintOutcome =
  | { readonly outcome: 'printed'; readonly proof: 'confirmed' | 'status' }
  | { readonly outcome: 'failed'; readonly code: PrintFaultCode; readonly message: string }
  | { readonly outcome: 'unknown'; readonly code: PrintFaultCode; readonly message: string };

/** What the console shows of a ticket printer. */
export interface TicketPrinterStatus {
  readonly link: 'up' | 'down';
  /** Whether the last question was answered; null before the first one. */
  readonly answering: boolean | null;
  /** Whether a ticket could be printed now, as far as is known. */
  readonly ready: boolean;
  /** Why not ready. */
  readonly code: PrintFaultCode | null;
  readonly paper: PaperState | 'unknown';
  readonly coverOpen: boolean;
  readonly cutterFault: boolean;
  /** A presenter still holds a ticket that nobody took. */
  readonly ticketInOutput: boolean;
}

const FAULT_WORDS: Readonly<Partial<Record<PrintFaultCode, string>>> = {
  PAPER_OUT: 'the printer has no paper',
  COVER_OPEN: "the printer's cover is open",
  CUTTER: 'the cutter is jammed',
  PRINTER_ERROR: 'the printer reports an error',
  OFFLINE: 'the printer is offline',
  NO_ANSWER: 'the printer does not answer',
  CONNECTION_LOST: 'the connection to the printer was lost',
  DEADLINE: 'there was no time left',
  CLOSED: 'the driver was closed',
};

export function faultWords(code: PrintFaultCode): string {
  return FAULT_WORDS[code] ?? code;
}

/** What keeps a printer from printing, the cause before its consequences. */
export function blockingFault(flags: PrinterFlags): PrintFaultCode | null {
  if (flags.coverOpen) return 'COVER_OPEN';
  if (flags.paper === 'out' || flags.paperEndStop) return 'PAPER_OUT';
  if (flags.cutterFault) return 'CUTTER';
  if (flags.unrecoverable || flags.recoverable || flags.errorStop) return 'PRINTER_ERROR';
  if (flags.offline) return 'OFFLINE';
  return null;
}
