import type { Text } from '@hall/shared/contracts/text';
import type { TicketPrinterProfileName } from '../drivers/ticket-printer/profiles.ts';

export type DeviceKind =
  | 'card-reader'
  | 'scanner'
  | 'ticket-printer'
  | 'window-led'
  | 'keypad'
  | 'document-scanner'
  | 'ups';

/** A USB id that says something about what hangs on it. */
export interface KnownUsb {
  readonly vendorId: number;
  /** Without it, every product of the maker. */
  readonly productId?: number;
  readonly maker: string;
  /** What it is; empty for a serial adapter, behind which anything may be. */
  readonly kinds: readonly DeviceKind[];
  /** 0–100: how much this id alone says. */
  readonly score: number;
  readonly says: Text;
  readonly printerProfile?: TicketPrinterProfileName;
  readonly source: string;
}

/**
 * The public list of USB ids; it names makers and products, what they mean for a hall is said here. Each id below with
 * this source was looked up in it, as systemd 252 ships it (20-usb-vendor-model.hwdb); no device was at hand.
 */
const USB_IDS = 'linux-usb.org/usb.ids';
const PRODUCT = 60;
const MAKER = 35;
const ADAPTER = 0;

const adapter = (vendorId: number, productId: number, maker: string): KnownUsb => ({
  vendorId,
  productId,
  maker,
  kinds: [],
  score: ADAPTER,
  says: {
    zh: `USB 转串口线（${maker}），后面接什么都有可能`,
    en: `a USB serial adapter (${maker}); anything may be behind it`,
  },
  source: USB_IDS,
});

/** Exact products first; the first entry that fits is used. */
export const KNOWN_USB: readonly KnownUsb[] = [
  adapter(0x1a86, 0x7523, 'QinHeng CH340'),
  adapter(0x1a86, 0x5523, 'QinHeng CH341'),
  adapter(0x0403, 0x6001, 'FTDI FT232'),
  adapter(0x0403, 0x6011, 'FTDI FT4232H'),
  adapter(0x0403, 0x6015, 'FTDI FT-X'),
  adapter(0x067b, 0x2303, 'Prolific PL2303'),
  adapter(0x10c4, 0xea60, 'Silicon Labs CP210x'),
  {
    vendorId: 0x0400,
    productId: 0xc35a,
    maker: 'SDT',
    kinds: ['card-reader'],
    score: PRODUCT,
    says: {
      zh: '身份证阅读器的 USB 型（批量传输）；本系统经串口或网络读卡',
      en: 'the USB form of an ID-card reader (bulk transfers); this system reads over serial or TCP',
    },
    source: 'readers of the SDT family as sold; unverified',
  },
  {
    vendorId: 0x2b8b,
    productId: 0x2721,
    maker: 'SDT',
    kinds: ['card-reader'],
    score: PRODUCT,
    says: { zh: '身份证阅读器的 HID 型', en: 'the HID form of an ID-card reader' },
    source: 'one reader of the SDT family; unverified',
  },
  {
    vendorId: 0x1eab,
    productId: 0x1d10,
    maker: 'Newland FM430',
    kinds: ['scanner'],
    score: PRODUCT,
    says: { zh: '新大陆 FM430 扫码器', en: 'a Newland FM430 code scanner' },
    source: USB_IDS,
  },
  {
    vendorId: 0x1eab,
    maker: 'Newland',
    kinds: ['scanner'],
    score: MAKER,
    says: { zh: '新大陆的设备，多为扫码器', en: 'made by Newland, mostly code scanners' },
    source: USB_IDS,
  },
  {
    vendorId: 0x0c2e,
    maker: 'Honeywell (Metrologic)',
    kinds: ['scanner'],
    score: MAKER,
    says: { zh: '霍尼韦尔的设备，多为扫码器', en: 'made by Honeywell, mostly code scanners' },
    source: USB_IDS,
  },
  {
    vendorId: 0x04b8,
    maker: 'Seiko Epson',
    kinds: ['ticket-printer'],
    score: MAKER,
    says: { zh: '爱普生的设备', en: 'made by Epson' },
    printerProfile: 'generic-epson',
    source: USB_IDS,
  },
  {
    vendorId: 0x0dd4,
    maker: 'Custom Engineering',
    kinds: ['ticket-printer'],
    score: MAKER,
    says: { zh: 'Custom 的设备，多为自助机打印机', en: 'made by Custom, mostly kiosk printers' },
    printerProfile: 'custom-kpm',
    source: USB_IDS,
  },
  {
    vendorId: 0x051d,
    maker: 'American Power Conversion',
    kinds: ['ups'],
    score: PRODUCT,
    says: { zh: '施耐德 APC 的不间断电源', en: 'a UPS made by APC' },
    source: USB_IDS,
  },
  {
    vendorId: 0x0463,
    maker: 'MGE UPS Systems (Eaton)',
    kinds: ['ups'],
    score: PRODUCT,
    says: { zh: '伊顿的不间断电源', en: 'a UPS made by Eaton' },
    source: USB_IDS,
  },
];

export function knownUsb(vendorId: number, productId: number): KnownUsb | undefined {
  const ofMaker = KNOWN_USB.filter((known) => known.vendorId === vendorId);
  return (
    ofMaker.find((known) => known.productId === productId) ??
    ofMaker.find((known) => known.productId === undefined)
  );
}
