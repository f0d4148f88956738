import type { IppMessage } from '../../codec/ipp.ts';
import { GROUP, ippBoolean, ippGroup, ippNumber, ippTexts, PRINTER_STATE } from '../../codec/ipp.ts';
import type { IppClientFaultCode } from './ipp-client.ts';
import type { PageFaultCode } from './outcome.ts';
import { readReasons } from './reasons.ts';

/** RFC 8011, 5.2.8. Which side of the sheet the second page comes on, and how it is turned. */
export type Sides = 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';

export interface PagePrinterStatus {
  readonly state: 'idle' | 'processing' | 'stopped' | 'away';
  readonly acceptingJobs: boolean;
  /** Without `-error`, `-warning`, `-report`; empty when all is well. */
  readonly reasons: readonly string[];
  /** What keeps it from printing. */
  readonly code: PageFaultCode | null;
  /** What somebody should see to although it prints: toner or paper low. */
  readonly warning: PageFaultCode | null;
}

/** What the printer says it can do; an attribute that it does not send at all says nothing. */
export interface PageAbilities {
  readonly sides: readonly string[];
  readonly formats: readonly string[];
  readonly takesCopies: boolean;
}

export const STATUS_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'sides-supported',
  'copies-supported',
  'document-format-supported',
] as const;

export const PDF = 'application/pdf';

export function readStatus(
  answer: IppMessage,
  ignored: readonly string[] = [],
): PagePrinterStatus & { readonly abilities: PageAbilities } {
  const group = ippGroup(answer, GROUP.printer);
  const state = ippNumber(group, 'printer-state');
  const acceptingJobs = ippBoolean(group, 'printer-is-accepting-jobs') ?? true;
  const isStopped = state === PRINTER_STATE.stopped;
  const { reasons, code, warning } = readReasons(
    ippTexts(group, 'printer-state-reasons'),
    isStopped,
    ignored,
  );
  const formats = ippTexts(group, 'document-format-supported');
  const cannotPdf = formats.length > 0 && !formats.includes(PDF);
  return {
    state: isStopped ? 'stopped' : state === PRINTER_STATE.processing ? 'processing' : 'idle',
    acceptingJobs,
    reasons,
    code:
      code ?? (isStopped || !acceptingJobs ? 'PRINTER_STOPPED' : cannotPdf ? 'FORMAT_NOT_SUPPORTED' : null),
    warning,
    abilities: {
      sides: ippTexts(group, 'sides-supported'),
      formats,
      takesCopies: group?.attributes.some(({ name }) => name === 'copies-supported') ?? false,
    },
  };
}

/** How a printer looks that gave no answer one can use. */
export function awayStatus(code: IppClientFaultCode): PagePrinterStatus {
  const fault = { IPP_REFUSED: 'REFUSED', IPP_ANSWER: 'NOT_IPP' } as const;
  return {
    state: 'away',
    acceptingJobs: false,
    reasons: [],
    code: code === 'IPP_REFUSED' || code === 'IPP_ANSWER' ? fault[code] : 'OFFLINE',
    warning: null,
  };
}
