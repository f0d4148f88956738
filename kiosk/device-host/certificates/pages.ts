import { openPagePrinter } from '@hall/hardware/drivers/page-printer/driver';
import type { PrintReport } from '@hall/shared/contracts/commands';
import type { HostClock } from '../clock.ts';
import type { DriverHealth } from '../peripherals.ts';
import type { PagePrinterPort } from './page-printer-port.ts';

/** An office printer is asked how it is this often, so that the page can say "no paper" before a card is laid. */
export const STATUS_MS = 10_000;

/** The A4 printer of a kiosk: the driver, its outcome in the contract's words, and its health looked after. */
export function openPages(options: {
  readonly uri: string;
  readonly clock: HostClock;
  readonly onHealth: (health: DriverHealth) => void;
}): PagePrinterPort & { close(): Promise<void> } {
  const driver = openPagePrinter({ uri: options.uri });
  let closed = false;
  let cancel: () => void = () => undefined;

  async function look(): Promise<void> {
    const status = await driver.status();
    if (closed) return;
    const usable =
      status.state !== 'away' && status.state !== 'stopped' && status.acceptingJobs && status.code === null;
    const reason = status.code ?? (status.acceptingJobs ? status.state : 'NOT_ACCEPTING');
    options.onHealth({ state: usable ? 'up' : 'down', reason, counters: {} });
    cancel = options.clock.after(STATUS_MS, () => void look());
  }
  options.onHealth({ state: 'down', reason: 'opening', counters: {} });
  void look();

  return {
    async print(pdf, name): Promise<PrintReport> {
      const outcome = await driver.print(pdf, { jobName: name });
      // IPP counts the pages that left the printer; there is no stronger word than that.
      if (outcome.outcome === 'printed') return { outcome: 'printed', proof: 'status' };
      return { outcome: outcome.outcome, reason: outcome.code };
    },
    async close() {
      closed = true;
      cancel();
    },
  };
}
