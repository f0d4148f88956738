export type DocumentScannerFaultCode =
  /** The program is not installed: Debian's package sane-utils. */
  | 'SCANIMAGE_MISSING'
  /** No device of this name, or none at all. */
  | 'NOT_FOUND'
  | 'UNSUPPORTED'
  | 'CANCELED'
  | 'BUSY'
  | 'SETTING_REFUSED'
  | 'JAMMED'
  | 'NO_DOCUMENTS'
  | 'COVER_OPEN'
  | 'IO_ERROR'
  | 'NO_MEMORY'
  | 'ACCESS_DENIED'
  | 'WARMING_UP'
  /** Transport lock set, or the like: see the device's manual. */
  | 'LOCKED'
  /** It took too long and was ended. */
  | 'DEADLINE'
  /** It took too long and cannot be ended (a driver that hangs in the kernel): pull the plug. */
  | 'STUCK'
  /** More than a page or a document may have. */
  | 'TOO_LARGE'
  /** What came is no whole picture. */
  | 'BAD_PICTURE'
  | 'CLOSED';

/** SANE_Status (sane.h of SANE 1.1; 12 and 13 are later additions): number, and what `sane_strstatus` says. */
const STATUS: readonly (readonly [number, string, DocumentScannerFaultCode])[] = [
  [1, 'Operation not supported', 'UNSUPPORTED'],
  [2, 'Operation was canceled', 'CANCELED'],
  [3, 'Device busy', 'BUSY'],
  [4, 'Invalid argument', 'SETTING_REFUSED'],
  [5, 'End of file reached', 'IO_ERROR'],
  [6, 'Document feeder jammed', 'JAMMED'],
  [7, 'Document feeder out of documents', 'NO_DOCUMENTS'],
  [8, 'Scanner cover is open', 'COVER_OPEN'],
  [9, 'Error during device I/O', 'IO_ERROR'],
  [10, 'Out of memory', 'NO_MEMORY'],
  [11, 'Access to resource has been denied', 'ACCESS_DENIED'],
  [12, 'Lamp not ready, please retry', 'WARMING_UP'],
  [13, 'Scanner mechanism locked for transport', 'LOCKED'],
];

/**
 * What an exit of scanimage means; null: all went well. Its code is the SANE status of the scan; before the scan
 * begins it is 1 whatever happened, and only the words tell (sane-backends 1.1.1, tried with the test backend).
 */
export function faultOfExit(code: number | null, stderr: string): DocumentScannerFaultCode | null {
  if (code === 0) return null;
  const words = STATUS.find(([, text]) => stderr.includes(text))?.[2];
  if (/open of device .* failed: Invalid argument|no SANE devices found/.test(stderr)) return 'NOT_FOUND';
  if (code === 1 && /setting of option|unrecognized option|rounded value|option/.test(stderr))
    return words ?? 'SETTING_REFUSED';
  if (code === 1 && words !== undefined) return words;
  return STATUS.find(([number]) => number === code)?.[2] ?? words ?? 'IO_ERROR';
}
