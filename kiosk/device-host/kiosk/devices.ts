import { openCardReader, openScanner, openTransport } from '@hall/hardware';
import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import { openTicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import { TICKET_PRINTER_PROFILES } from '@hall/hardware/drivers/ticket-printer/profiles';
import type { Text } from '@hall/shared/contracts/text';
import type { ReadCard } from '../cards/card-hold.ts';
import { troubleWords } from '../cards/trouble-words.ts';
import type { PagePrinterPort } from '../certificates/page-printer-port.ts';
import { openPages } from '../certificates/pages.ts';
import type { HostClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import type { DriverHealth } from '../peripherals.ts';

export type KioskDeviceKind = 'card-reader' | 'scanner' | 'ticket-printer' | 'page-printer';

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
  close(): Promise<void>;
}

export type OpenKioskDevices = (
  config: KioskConfig,
  events: KioskDeviceEvents,
  clock: HostClock,
) => KioskDevices;

/** Opens the configured drivers. Each keeps itself alive; none waits for another. */
export const openKioskDevices: OpenKioskDevices = (config, events, clock) => {
  const closers: Array<() => Promise<void>> = [];
  const healthOf = (kind: KioskDeviceKind) => (health: DriverHealth) => events.onHealth(kind, health);

  if (config.reader) {
    const reader = openCardReader({
      open: openTransport(config.reader),
      onEvent(event) {
        switch (event.type) {
          case 'laid':
            events.onCard({
              kind: event.card.kind,
              name: event.card.name,
              number: event.card.number,
              birth: event.card.birth,
            });
            // The picture is read with the text and needed by nobody here.
            event.card.photoWlt.fill(0);
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
    const scanner = openScanner({
      open: openTransport(config.scanner),
      onScan: (scan) => events.onScan(scan.text),
      onHealth: healthOf('scanner'),
    });
    events.onHealth('scanner', scanner.health());
    closers.push(() => scanner.close());
  }

  let printer: TicketPrinter | null = null;
  if (config.printer) {
    printer = openTicketPrinter({
      open: openTransport(config.printer.transport),
      profile: TICKET_PRINTER_PROFILES[config.printer.profile],
      onLateProof: events.onLateProof,
      onHealth: healthOf('ticket-printer'),
    });
    events.onHealth('ticket-printer', printer.health());
    const opened = printer;
    closers.push(() => opened.close());
  }

  const pages = config.pagePrinter
    ? openPages({ uri: config.pagePrinter.uri, clock, onHealth: healthOf('page-printer') })
    : null;
  if (pages) closers.push(() => pages.close());

  return {
    printer,
    pagePrinter: pages,
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
};
