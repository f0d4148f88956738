import type { EscposDialect } from '../../codec/escpos-encode.ts';
import type { StatusQuestion } from '../../codec/escpos-status.ts';

/** What the driver must know of a model. All times are milliseconds. */
export interface TicketPrinterProfile extends EscposDialect {
  readonly name: TicketPrinterProfileName;
  readonly family: 'epson' | 'custom';
  /** Asked one after another before and after each ticket. */
  readonly questions: readonly StatusQuestion[];
  /** Slowest printing speed, for printers that cannot say when they are done. */
  readonly mmPerSecond: number;
}

export type TicketPrinterProfileName = 'generic-epson' | 'xprinter-80' | 'custom-kpm';

/** `GS a` bits: drawer, online, error, paper (01 + 02 + 04 + 08). */
const ALL_AUTOMATIC_STATUS = 0x0f;

/** `GS e 5`: hands the ticket out of the presenter. */
const EJECT = [0x1d, 0x65, 0x05];

export const TICKET_PRINTER_PROFILES: Readonly<Record<TicketPrinterProfileName, TicketPrinterProfile>> = {
  /** TM-T20/T82/T88 and printers that follow the Epson reference, `GS ( H` included. */
  'generic-epson': {
    name: 'generic-epson',
    family: 'epson',
    charset: 'gbk',
    qr: 'native',
    realtimeInData: 'avoid',
    cutFeedDots: 0,
    afterCut: [],
    automaticStatus: ALL_AUTOMATIC_STATUS,
    completion: true,
    questions: [1, 2, 3, 4],
    mmPerSecond: 100,
  },
  /** 80 mm printers of the XP-80 class: no completion, image and QR quality differ, so QR codes are drawn. */
  'xprinter-80': {
    name: 'xprinter-80',
    family: 'epson',
    charset: 'gb2312',
    qr: 'raster',
    realtimeInData: 'avoid',
    cutFeedDots: 0,
    afterCut: [],
    automaticStatus: 0,
    completion: false,
    questions: [1, 2, 3, 4],
    mmPerSecond: 80,
  },
  /** Custom KPM and VKP kiosk printers with a presenter; their status is one answer of six bytes. */
  'custom-kpm': {
    name: 'custom-kpm',
    family: 'custom',
    charset: 'gb2312',
    qr: 'raster',
    realtimeInData: 'avoid',
    cutFeedDots: 0,
    afterCut: EJECT,
    automaticStatus: 0,
    completion: false,
    questions: ['full'],
    mmPerSecond: 80,
  },
};
