import { type EscposDialect, presentTicket } from '../../codec/escpos-encode.ts';
import type { StatusQuestion } from '../../codec/escpos-status.ts';

/** What the driver must know of a model. All times are milliseconds. */
export interface TicketPrinterProfile extends EscposDialect {
  readonly name: TicketPrinterProfileName;
  readonly family: 'epson' | 'custom';
  /** Asked one after another before and after each ticket. */
  readonly questions: readonly StatusQuestion[];
  /** Whether a presenter holds the ticket until it is taken; see `afterCut`. */
  readonly presenter: boolean;
  /** Slowest printing speed, for printers that cannot say when they are done. */
  readonly mmPerSecond: number;
}

export type TicketPrinterProfileName = 'generic-epson' | 'xprinter-80' | 'custom-kpm';

/**
 * `GS a` bits: drawer 01, online 02, error 04, paper 08 (Epson ESC/POS reference, "GS a",
 * download4.epson.biz/sec_pubs/pos/reference_en/escpos/). FF gives the same four bytes on a TM-T20II (captured).
 */
const ALL_AUTOMATIC_STATUS = 0x0f;

/**
 * 84 mm on models with steps of 7 mm, the example of escpos.readthedocs.io, "Ejector". Unverified: setting. The
 * KPM210/216 manual, page 76, has steps of 0.625 mm: there 120 are 75 mm.
 */
export const DEFAULT_PRESENT_STEPS = 12;

export const TICKET_PRINTER_PROFILES: Readonly<Record<TicketPrinterProfileName, TicketPrinterProfile>> = {
  /**
   * TM-T20/T82/T88 in their Chinese versions, and printers that follow the Epson reference, `GS ( H` included
   * ("GS ( H", function 48; "GS ( k", "FS &", "GS V" of the same reference).
   */
  'generic-epson': {
    name: 'generic-epson',
    family: 'epson',
    /** Epson's simplified Chinese models name GB 18030; two bytes of it are what all of them hold. */
    charset: 'gbk',
    qr: 'native',
    /** "DLE EOT": the command is executed when the data of another command holds the same bytes. */
    realtimeInData: 'avoid',
    cut: 'partial',
    cutFeedDots: 0,
    afterCut: [],
    automaticStatus: ALL_AUTOMATIC_STATUS,
    completion: true,
    barrier: false,
    questions: [1, 2, 3, 4],
    presenter: false,
    /** Half of what a TM-T20 is sold with. Unverified: setting. */
    mmPerSecond: 100,
  },
  /**
   * 80 mm printers of the XP-80 class. Their programmer manual (XP-80XX, scribd.com/document/857761204) warns
   * that print data with the bytes of a real-time command is executed; DLE EOT 1–4 are those of the whole class
   * (e.g. RS-T80 programming manual, page 116). Unverified, so not relied on: `GS ( H`, `GS a`, native QR codes;
   * and `GS r`, whose answer is only waited for a while.
   */
  'xprinter-80': {
    name: 'xprinter-80',
    family: 'epson',
    /** Unverified: setting. Boards with a GB 2312 font only are sold under the same name. */
    charset: 'gb2312',
    qr: 'raster',
    realtimeInData: 'avoid',
    cut: 'partial',
    cutFeedDots: 0,
    afterCut: [],
    automaticStatus: 0,
    completion: false,
    barrier: true,
    questions: [1, 2, 3, 4],
    presenter: false,
    /** Unverified: setting. The class is sold with 160 to 300 mm/s; slower only costs waiting. */
    mmPerSecond: 80,
  },
  /**
   * Custom KPM and VKP kiosk printers with a presenter: one answer of six bytes (KPM210/216 manual, page 36),
   * total cut `ESC i` and ejector `GS e` (page 76; escpos.readthedocs.io, "Ejector"). DLE EOT 1–4 is known there
   * too, and says less.
   */
  'custom-kpm': {
    name: 'custom-kpm',
    family: 'custom',
    /** A Chinese font is an option of these models: what is not ASCII is drawn. Unverified: setting. */
    charset: 'ascii',
    qr: 'raster',
    realtimeInData: 'avoid',
    cut: 'total',
    cutFeedDots: 0,
    afterCut: presentTicket(DEFAULT_PRESENT_STEPS),
    automaticStatus: 0,
    completion: false,
    /** The full status says whether the motor runs, which is better. */
    barrier: false,
    questions: ['full'],
    presenter: true,
    /** Unverified: setting. */
    mmPerSecond: 80,
  },
};

/** A profile for a presenter with other steps, 0 to 255; one without a presenter is returned as it is. */
export function withPresentSteps(profile: TicketPrinterProfile, steps: number): TicketPrinterProfile {
  return profile.presenter ? { ...profile, afterCut: presentTicket(steps) } : profile;
}
