import { openCardReader, openScanner, openTransport } from '@hall/hardware';
import type { DocumentScanner } from '@hall/hardware/drivers/document-scanner/driver';
import { openDocumentScanner } from '@hall/hardware/drivers/document-scanner/driver';
import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import { openTicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import { TICKET_PRINTER_PROFILES, withPresentSteps } from '@hall/hardware/drivers/ticket-printer/profiles';
import type { Text } from '@hall/shared/contracts/text';
import type { ReadCard } from '../cards/card-hold.ts';
import { troubleWords } from '../cards/trouble-words.ts';
import type { PagePrinterPort } from '../certificates/page-printer-port.ts';
import { openPages } from '../certificates/pages.ts';
import type { HostClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import type { DriverHealth } from '../peripherals.ts';
import { transportSpec } from '../transport-spec.ts';

export type KioskDeviceKind =
  | 'card-reader'
  | 'scanner'
  | 'ticket-printer'
  | 'page-printer'
  | 'document-scanner';

export interface KioskDeviceEvents {
  readonly onCard: (card: ReadCard) => void;
  readonly onLifted: () => void;
  readonly onTrouble: (text: Text) => void;
  readonly onScan: (text: string) => void;
  readonly onLateProof: (jobId: string) => void;
  readonly onHealth: (kind: KioskDeviceKind, health: DriverHealth) => void;
}

/** What is plugged into a kiosk; null where the configuration names none. */
export interface KioskDevices {
  readonly printer: Pick<TicketPrinter, 'print'> | null;
  readonly pagePrinter: PagePrinterPort | null;
  readonly documentScanner?: Pick<DocumentScanner, 'scan'> | null;
  close(): Promise<void>;
}

export type OpenKioskDevices = (
  config: KioskConfig,
  events: KioskDeviceEvents,
  clock: HostClock,
) => KioskDevices;

/** Opens the configured drivers. Each keeps itself alive; none waits for another. */
export const openKioskDevices: OpenKioskDevices = (config, events) => {
  const closers: Array<() => Promise<void>> = [];
  const healthOf = (kind: KioskDeviceKind) => (health: DriverHealth) => events.onHealth(kind, health);

  if (config.reader) {
    const reader = openCardReader({
      open: openTransport(transportSpec(config.reader)),
      onEvent(event) {
        switch (event.type) {
          case 'laid':
            events.onCard({
              kind: event.card.kind,
              name: event.card.name,
              number: event.card.number,
              birth: event.card.birth,
            });
            // The picture, the address and the rest are read with it and needed by nobody here.
            event.card.clear();
            return;
          case 'lifted':
            return events.onLifted();
          case 'trouble':
            return events.onTrouble(troubleWords(event.ask));
          case 'health':
            return events.onHealth('card-reader', event.health);
        }
      },
    });
    events.onHealth('card-reader', reader.health());
    closers.push(() => reader.close());
  }

  if (config.scanner) {
    const { transport, profile } =
      'profile' in config.scanner
        ? config.scanner
        : { transport: config.scanner, profile: 'serial' as const };
    const scanner = openScanner({
      open: openTransport(transportSpec(transport)),
      profile,
      onScan: (scan) => events.onScan(scan.text),
      onHealth: healthOf('scanner'),
    });
    events.onHealth('scanner', scanner.health());
    closers.push(() => scanner.close());
  }

  let printer: TicketPrinter | null = null;
  if (config.printer) {
    const { transport, profile, presentSteps, retractAfterMs } = config.printer;
    const model = TICKET_PRINTER_PROFILES[profile];
    printer = openTicketPrinter({
      open: openTransport(transport),
      profile: presentSteps === undefined ? model : withPresentSteps(model, presentSteps),
      ...(retractAfterMs === undefined ? {} : { retractAfterMs }),
      onLateProof: events.onLateProof,
      onHealth: healthOf('ticket-printer'),
    });
    events.onHealth('ticket-printer', printer.health());
    const opened = printer;
    closers.push(() => opened.close());
  }

  const pages = config.pagePrinter
    ? openPages({
        ...config.pagePrinter,
        folder: config.dataDir,
        onHealth: healthOf('page-printer'),
      })
    : null;
  if (pages) closers.push(() => pages.close());

  let documentScanner: DocumentScanner | null = null;
  if (config.documentScanner) {
    const { device, options } = config.documentScanner;
    documentScanner = openDocumentScanner({
      ...(device === undefined ? {} : { device }),
      ...(options === undefined ? {} : { extra: options }),
      onHealth: healthOf('document-scanner'),
    });
    events.onHealth('document-scanner', documentScanner.health());
    const opened = documentScanner;
    closers.push(() => opened.close());
  }

  return {
    printer,
    pagePrinter: pages,
    documentScanner,
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
};
