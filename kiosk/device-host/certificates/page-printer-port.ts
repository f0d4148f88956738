import type { PrintReport } from '@hall/shared/contracts/commands';

/** What the certificate desk needs of a page printer. Never rejects. */
export interface PagePrinterPort {
  /**
   * Prints a PDF once for its name; resolves when the printer said how the job ended, or cannot say.
   *
   * @param name opaque, no personal data: printers show it
   */
  print(pdf: Uint8Array, name: string): Promise<PrintReport>;
}
