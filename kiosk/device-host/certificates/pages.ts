import { openPagePrinter } from '@hall/hardware/drivers/page-printer/driver';
import type { PrintReport } from '@hall/shared/contracts/commands';
import type { DriverHealth } from '../peripherals.ts';
import type { PagePrinterPort } from './page-printer-port.ts';

/** The A4 printer of a kiosk: the driver, its outcome in the contract's words, and its health. */
export function openPages(options: {
  readonly uri: string;
  readonly ca?: string | undefined;
  readonly ignoreReasons?: readonly string[] | undefined;
  /** Keeps what was sent, so that a certificate never comes twice after a crash. */
  readonly folder: string;
  readonly onHealth: (health: DriverHealth) => void;
}): PagePrinterPort & { close(): Promise<void> } {
  const driver = openPagePrinter({
    uri: options.uri,
    folder: options.folder,
    // Who stood here when the host ended is told at the guide desk; nobody asks for that page again.
    takesBackFormer: true,
    onHealth: options.onHealth,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.ignoreReasons === undefined ? {} : { ignoreReasons: options.ignoreReasons }),
  });
  options.onHealth(driver.health());
  return {
    async print(pdf, name): Promise<PrintReport> {
      const outcome = await driver.print(pdf, { jobName: name });
      // IPP counts the pages that left the printer; there is no stronger word than that.
      if (outcome.outcome === 'printed') return { outcome: 'printed', proof: 'status' };
      return { outcome: outcome.outcome, reason: outcome.code };
    },
    close: () => driver.close(),
  };
}
