import type { EncodeFaultCode } from '../../codec/escpos-encode.ts';
import type { PaperState, PrinterFlags } from '../../codec/escpos-status.ts';

/** Why a ticket did not surely come out. */
export type PrintFaultCode =
  | EncodeFaultCode
  /** The ticket is laid out for wider paper: it would be cut off at the side. */
  | 'LAYOUT_TOO_WIDE'
  | 'PAPER_OUT'
  | 'COVER_OPEN'
  | 'CUTTER'
  | 'PAPER_JAM'
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
  PAPER_JAM: 'the paper is jammed',
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
  if (flags.paperJam) return 'PAPER_JAM';
  if (flags.unrecoverable || flags.recoverable || flags.errorStop) return 'PRINTER_ERROR';
  if (flags.offline) return 'OFFLINE';
  return null;
}

/** Faults that end only when somebody reaches into the printer, where the ticket is. */
export type HandsOnFault = 'COVER_OPEN' | 'PAPER_OUT' | 'CUTTER' | 'PAPER_JAM';

export function handsOnFault(flags: PrinterFlags): HandsOnFault | null {
  const fault = blockingFault(flags);
  return isHandsOn(fault) ? fault : null;
}

function isHandsOn(code: PrintFaultCode | null): code is HandsOnFault {
  return code === 'COVER_OPEN' || code === 'PAPER_OUT' || code === 'CUTTER' || code === 'PAPER_JAM';
}

/** What became of a ticket in the presenter. `jobId` is null for one from before this program started. */
export interface PresenterEvent {
  /**
   * `presented`: printed, hangs in the mouth. `taken`: it is gone, and nothing was told to move it. `retracted`,
   * `ejected`: it hung there in the answer just before the command, and is gone after it; whoever pulled in that
   * very moment has it.
   */
  readonly kind: 'presented' | 'taken' | 'retracted' | 'ejected';
  readonly jobId: string | null;
}

export type RetractOutcome =
  | { readonly outcome: 'retracted' }
  /** No ticket hangs in the presenter, or the printer has none. */
  | { readonly outcome: 'nothing' }
  /** It hangs there still, as far as is known. */
  | { readonly outcome: 'failed'; readonly code: PrintFaultCode; readonly message: string };
