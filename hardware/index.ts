/** Drivers, transports and their types. Simulators are imported by path: `@hall/hardware/simulators/…`. */

export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export type {
  Align,
  Line as TicketLine,
  QrLine,
  Raster,
  Scale,
  TextSize,
  TicketLayout,
} from './codec/escpos-layout.ts';
export type { ScannedText, ScanRejected } from './codec/scan-text.ts';
export type {
  CardKind,
  CardReader,
  CardReaderEvent,
  CardReaderOptions,
  CardTroubleCode,
  IdCard,
} from './drivers/card-reader/driver.ts';
export { openCardReader } from './drivers/card-reader/driver.ts';
export type {
  PageFaultCode,
  PageOutcome,
  PagePrinter,
  PagePrinterOptions,
  PagePrinterStatus,
  PagePrintOptions,
} from './drivers/page-printer/driver.ts';
export { openPagePrinter } from './drivers/page-printer/driver.ts';
export type { Scanner, ScannerOptions } from './drivers/scanner/driver.ts';
export { GM65_TRIGGER, openScanner } from './drivers/scanner/driver.ts';
export type { PrintOptions, TicketPrinter, TicketPrinterOptions } from './drivers/ticket-printer/driver.ts';
export { openTicketPrinter } from './drivers/ticket-printer/driver.ts';
export type { PrintFaultCode, PrintOutcome, TicketPrinterStatus } from './drivers/ticket-printer/outcome.ts';
export type { TicketPrinterProfile, TicketPrinterProfileName } from './drivers/ticket-printer/profiles.ts';
export { TICKET_PRINTER_PROFILES } from './drivers/ticket-printer/profiles.ts';
export type {
  LedContent,
  LedFaultCode,
  LedShown,
  WindowLed,
  WindowLedOptions,
} from './drivers/window-led/driver.ts';
export { openWindowLed } from './drivers/window-led/driver.ts';
export type { PortHealth, PortState } from './supervisor.ts';
export { openTransport } from './transport/open.ts';
export type {
  ByteTransport,
  OpenTransport,
  TransportFaultCode,
  TransportSpec,
} from './transport/transport.ts';
