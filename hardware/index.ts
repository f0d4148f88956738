/** Drivers, transports and their types. Simulators are imported by path: `@hall/hardware/simulators/…`. */

export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export { BX_BRIGHTEST as LED_BRIGHTEST } from './codec/bx-command.ts';
export { BX_ANY as LED_ANY_ADDRESS } from './codec/bx-frame.ts';
export type { BxColour, BxColourCodes } from './codec/bx-text.ts';
export { BX_COLOURS } from './codec/bx-text.ts';
export type { CharacterTemplate, CharacterTemplateSettings } from './codec/character-panel.ts';
export { compileCharacterTemplate } from './codec/character-panel.ts';
export type {
  Align,
  Line as TicketLine,
  QrLine,
  Raster,
  Scale,
  TextSize,
  TicketLayout,
} from './codec/escpos-layout.ts';
export { SCANNER_USAGE_PAGE } from './codec/hid-pos.ts';
export type { ScannedText, ScanRejected } from './codec/scan-text.ts';
export type {
  CardKind,
  CardReader,
  CardReaderEvent,
  CardReaderOptions,
  CardTroubleAsk,
  CardTroubleCode,
  IdCard,
  ReadIdCard,
} from './drivers/card-reader/driver.ts';
export { openCardReader } from './drivers/card-reader/driver.ts';
export type {
  CharacterBus,
  CharacterBusOptions,
  CharacterPanelDriverOptions,
  CharacterPanelOptions,
} from './drivers/character-panel/driver.ts';
export { openCharacterBus, openCharacterPanel } from './drivers/character-panel/driver.ts';
export type {
  DocumentScanner,
  DocumentScannerOptions,
  ScannedDocument,
} from './drivers/document-scanner/driver.ts';
export { listDocumentScanners, openDocumentScanner } from './drivers/document-scanner/driver.ts';
export type {
  ScanArea,
  ScanFormat,
  ScanMode,
  ScanOrder,
  ScanSource,
} from './drivers/document-scanner/order.ts';
export type { DocumentScannerFaultCode } from './drivers/document-scanner/status.ts';
export type { KeyPress, Keypad, KeypadMapSettings, KeypadOptions } from './drivers/keypad/driver.ts';
export { KeypadMap, openKeypad } from './drivers/keypad/driver.ts';
export type {
  CountSource,
  PageFaultCode,
  PageOutcome,
  PagePrinter,
  PagePrinterOptions,
  PagePrinterStatus,
  PagePrintOptions,
  PageRecord,
  PageTotals,
  Sides,
} from './drivers/page-printer/driver.ts';
export { openPagePrinter } from './drivers/page-printer/driver.ts';
export type { Scanner, ScannerOptions } from './drivers/scanner/driver.ts';
export { openScanner } from './drivers/scanner/driver.ts';
export type { ScannerProfile, ScannerProfileName, ScanTrigger } from './drivers/scanner/profiles.ts';
export { GM65_TRIGGER, NEWLAND_TRIGGER, SCANNER_PROFILES } from './drivers/scanner/profiles.ts';
export type { PrintOptions, TicketPrinter, TicketPrinterOptions } from './drivers/ticket-printer/driver.ts';
export { openTicketPrinter } from './drivers/ticket-printer/driver.ts';
export type {
  PresenterEvent,
  PrintFaultCode,
  PrintOutcome,
  RetractOutcome,
  TicketPrinterStatus,
} from './drivers/ticket-printer/outcome.ts';
export type { TicketPrinterProfile, TicketPrinterProfileName } from './drivers/ticket-printer/profiles.ts';
export { TICKET_PRINTER_PROFILES, withPresentSteps } from './drivers/ticket-printer/profiles.ts';
export type {
  Ups,
  UpsNow,
  UpsOptions,
  UpsPower,
  UpsReading,
  UpsState,
  UpsUser,
} from './drivers/ups/driver.ts';
export { openUps } from './drivers/ups/driver.ts';
export type { BrightnessSchedule, BrightnessStep } from './drivers/window-led/brightness.ts';
export { levelAt, localMinuteOfDay, scheduleProblem } from './drivers/window-led/brightness.ts';
export type { LedBus, LedBusOptions, LedPanelOptions } from './drivers/window-led/bus.ts';
export { isPanelAddress, LED_DEFAULT_SIZE, openLedBus } from './drivers/window-led/bus.ts';
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
  HidFramingName,
  HidSpec,
  OpenTransport,
  TransportFaultCode,
  TransportSpec,
} from './transport/transport.ts';
