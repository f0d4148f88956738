import type { BlockingCode, WarningCode } from './reasons.ts';

export type PageFaultCode =
  | BlockingCode
  | WarningCode
  /** No connection, or none any more. */
  | 'OFFLINE'
  /** HTTP 4xx, or an IPP status that waiting does not change: the address, a password, TLS, a policy. */
  | 'REFUSED'
  /** Whatever answers at this address speaks no IPP. */
  | 'NOT_IPP'
  | 'BUSY'
  | 'MEDIA_NOT_SUPPORTED'
  | 'FORMAT_NOT_SUPPORTED'
  | 'ABORTED'
  /** By {@link PagePrinter.cancel}, or by another program. */
  | 'CANCELED'
  /** By somebody at the printer's panel. */
  | 'CANCELED_AT_PRINTER'
  /** It was sent once, and the printer no longer knows it: a person looks and decides. */
  | 'JOB_GONE'
  | 'CONNECTION_LOST'
  | 'DEADLINE'
  /** The record that keeps a page from coming twice cannot be written; nothing was sent. */
  | 'RECORD_UNWRITABLE'
  /** The driver was closed on the way. */
  | 'CLOSED';

/** Where the numbers of a {@link PageRecord} come from: counted by the printer, or the pages of the PDF. */
export type CountSource = 'printer' | 'pdf';

/** What one job took out of the tray. The name is opaque: no personal data. */
export interface PageRecord {
  readonly jobName: string;
  readonly sheets: number;
  /** Printed sides. */
  readonly impressions: number;
  readonly source: CountSource;
}

/** Since the record was begun. */
export interface PageTotals {
  readonly jobs: number;
  readonly sheets: number;
  readonly impressions: number;
  /** Jobs among them that the printer did not count itself. */
  readonly countedFromPdf: number;
}

/** `failed`: certain that no page came out. `unknown`: sent, and neither pages nor their absence are proved. */
export type PageOutcome =
  | { readonly outcome: 'printed'; readonly jobId: number; readonly pages: PageRecord }
  | { readonly outcome: 'failed'; readonly code: PageFaultCode; readonly message: string }
  | { readonly outcome: 'unknown'; readonly code: PageFaultCode; readonly message: string };

export function failed(code: PageFaultCode, message: string): PageOutcome {
  return { outcome: 'failed', code, message };
}

export function unknown(code: PageFaultCode, message: string): PageOutcome {
  return { outcome: 'unknown', code, message };
}
