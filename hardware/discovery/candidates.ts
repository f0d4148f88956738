import type { Text } from '@hall/shared/contracts/text';
import type { TicketPrinterProfileName } from '../drivers/ticket-printer/profiles.ts';
import type { TransportSpec } from '../transport/transport.ts';
import type { DeviceFile } from './device-files.ts';
import { type DeviceKind, type KnownUsb, knownUsb } from './known-usb.ts';
import type { PortFinding } from './probe-port.ts';
import type { ProbeName } from './probes.ts';
import { ProposedSettings } from './settings.ts';
import { type UsbDevice, usbId } from './usb-tree.ts';

/** Something that may be one of the hall's devices. A proposal: nothing is chosen by it. */
export interface Candidate {
  readonly kind: DeviceKind;
  /** A port's path, or `usb VID:PID at PLACE`. */
  readonly where: string;
  /** 0–100. {@link SURE_SCORE} and more only where the device itself has answered. */
  readonly score: number;
  readonly reasons: readonly Text[];
  /** For the device host's configuration; null where more must be known first. */
  readonly settings: ProposedSettings | null;
  /** What a person must add or decide, e.g. which window a panel hangs above. */
  readonly missing: readonly Text[];
}

export const SURE_SCORE = 90;
const HIGHEST_SCORE = 100;
const HIGHEST_GUESS = SURE_SCORE - 1;

/** Weights: an answer proves, an id of a product nearly does, a maker hints, a port's name hardly says anything. */
const ANSWERED = 90;
const PRINTER_CLASS = 55;
const USB_SERIAL = 15;
const CDC_SCANNER = 10;
const BUILT_IN = 3;
/** Nothing answered to any question: of what can be behind a serial port, a scanner never answers. */
const SILENT_SCANNER = 20;
const NAMED = 20;

/** USB-IF class code of printers. */
const CLASS_PRINTER = 0x07;

const PROBE_KINDS: Readonly<Record<ProbeName, DeviceKind>> = {
  escpos: 'ticket-printer',
  'custom-kpm': 'ticket-printer',
  sdt: 'card-reader',
  bx: 'window-led',
};

const ANSWER_WORDS: Readonly<Record<ProbeName, Text>> = {
  escpos: {
    zh: '像 ESC/POS 打印机那样回答了状态询问',
    en: 'answered the status question as an ESC/POS printer does',
  },
  'custom-kpm': {
    zh: '像 Custom 自助机打印机那样回答了状态询问',
    en: 'answered the status question as a Custom kiosk printer does',
  },
  sdt: {
    zh: '像身份证阅读器那样回答了状态询问',
    en: 'answered the status question as an ID-card reader does',
  },
  bx: { zh: '像仰邦 BX 条屏控制卡那样回答了联机询问', en: 'answered the ping as an Onbon BX panel does' },
};

/** What is behind a serial port that nobody answered on, in the order of likelihood at a kiosk. */
const SERIAL_KINDS: readonly DeviceKind[] = ['card-reader', 'scanner', 'ticket-printer', 'window-led'];

/** Speeds that these devices are delivered with. */
const USUAL_BAUD: Readonly<Partial<Record<DeviceKind, number>>> = {
  'card-reader': 115_200,
  scanner: 9_600,
  'ticket-printer': 9_600,
  'window-led': 9_600,
};

export interface Seen {
  readonly files: readonly DeviceFile[];
  readonly usb: readonly UsbDevice[];
  /** Of the ports that were probed, by path. */
  readonly findings: ReadonlyMap<string, PortFinding>;
}

/** Pure: everything that may be a device, the likeliest first. */
export function candidatesOf(seen: Seen): Candidate[] {
  const ofFiles = seen.files.flatMap((file) => candidatesOfFile(file, seen.findings.get(file.path)));
  const withFile = new Set(seen.files.flatMap(({ usb }) => (usb === null ? [] : [usb.place])));
  const ofUsb = seen.usb.filter(({ place }) => !withFile.has(place)).flatMap(candidatesOfUsb);
  return [...ofFiles, ...ofUsb].sort(
    (a, b) => b.score - a.score || a.where.localeCompare(b.where) || a.kind.localeCompare(b.kind),
  );
}

function candidatesOfFile(file: DeviceFile, finding: PortFinding | undefined): Candidate[] {
  const known = file.usb === null ? undefined : knownUsb(file.usb.vendorId, file.usb.productId);
  const answered = finding?.answered ?? null;
  const kinds =
    answered !== null
      ? [PROBE_KINDS[answered.probe]]
      : file.kind === 'usblp'
        ? (['ticket-printer'] as const)
        : SERIAL_KINDS;
  return kinds.map((kind) => {
    const reasons: [number, Text][] = [];
    if (answered !== null) reasons.push([ANSWERED, answerWords(answered)]);
    reasons.push(...portReasons(file, kind, known), ...silenceReasons(file, kind, finding));
    return {
      kind,
      where: file.path,
      score: Math.min(
        answered === null ? HIGHEST_GUESS : HIGHEST_SCORE,
        reasons.reduce((sum, [points]) => sum + points, 0),
      ),
      reasons: reasons.map(([, words]) => words),
      ...settingsOf(kind, file, finding, known),
    };
  });
}

function answerWords({ probe, baudRate }: NonNullable<PortFinding['answered']>): Text {
  const { zh, en } = ANSWER_WORDS[probe];
  return baudRate === null
    ? { zh, en }
    : { zh: `${zh}（波特率 ${baudRate}）`, en: `${en} (at ${baudRate} baud)` };
}

function portReasons(file: DeviceFile, kind: DeviceKind, known: KnownUsb | undefined): [number, Text][] {
  const reasons: [number, Text][] = [];
  if (known !== undefined) {
    const id = file.usb === null ? '' : usbId(file.usb);
    const points = known.kinds.includes(kind) ? known.score : 0;
    reasons.push([points, { zh: `USB ${id}：${known.says.zh}`, en: `USB ${id}: ${known.says.en}` }]);
  }
  const named = productKind(file);
  if (named !== null && named.kind === kind) {
    reasons.push([NAMED, { zh: `设备自称“${named.name}”`, en: `it calls itself "${named.name}"` }]);
  }
  if (file.kind === 'usblp') {
    reasons.push([
      PRINTER_CLASS,
      { zh: 'USB 打印机（内核 usblp 驱动）', en: "a USB printer (the kernel's usblp driver)" },
    ]);
  } else if (file.bus === 'built-in') {
    reasons.push([
      BUILT_IN,
      {
        zh: '主板自带串口：不论是否接线都存在，请核对接线',
        en: 'a built-in serial port: it exists whether or not anything is wired; check the cable',
      },
    ]);
  } else {
    reasons.push([USB_SERIAL, { zh: 'USB 串口', en: 'a USB serial port' }]);
    if (kind === 'scanner' && /ttyACM\d+$/.test(file.path)) {
      reasons.push([
        CDC_SCANNER,
        {
          zh: '无需转接线的 USB 串口，扫码器常用',
          en: 'a USB serial port without an adapter, as scanners have',
        },
      ]);
    }
  }
  return reasons;
}

function silenceReasons(
  file: DeviceFile,
  kind: DeviceKind,
  finding: PortFinding | undefined,
): [number, Text][] {
  if (finding === undefined || finding.answered !== null || kind !== 'scanner') return [];
  if (finding.spoke) {
    return [[0, { zh: '有数据传来，但不是已知的回答', en: 'bytes came that are no known answer' }]];
  }
  if (file.bus === 'built-in') return [];
  return [
    [
      SILENT_SCANNER,
      { zh: '对所有询问都不作声，扫码器正是如此', en: 'silent to every question, as scanners are' },
    ],
  ];
}

function productKind(file: DeviceFile): { readonly kind: DeviceKind; readonly name: string } | null {
  const name = [file.usb?.manufacturer, file.usb?.product].filter(Boolean).join(' ');
  if (/scan|barcode|imager/i.test(name)) return { kind: 'scanner', name };
  if (/receipt|thermal|pos.?print|printer/i.test(name)) return { kind: 'ticket-printer', name };
  if (/id.?card|idr|iccard/i.test(name)) return { kind: 'card-reader', name };
  return null;
}

function settingsOf(
  kind: DeviceKind,
  file: DeviceFile,
  finding: PortFinding | undefined,
  known: KnownUsb | undefined,
): Pick<Candidate, 'settings' | 'missing'> {
  const path = file.lasting[0] ?? file.path;
  const baudRate = finding?.answered?.baudRate ?? USUAL_BAUD[kind] ?? 9_600;
  const transport: TransportSpec =
    file.kind === 'usblp' ? { kind: 'usblp', path } : { kind: 'serial', path, baudRate };
  const missing: Text[] = [];
  if (finding?.answered === undefined || finding.answered === null) {
    if (file.kind === 'serial') {
      missing.push({
        zh: `核对波特率（${baudRate} 为出厂常用值）`,
        en: `check the baud rate (${baudRate} is the usual one)`,
      });
    }
  }
  const settings = proposed(kind, transport, finding?.answered?.probe, known?.printerProfile);
  if (kind === 'window-led') {
    missing.push({
      zh: '填写它在哪个窗口（window），以及控制卡是 5k 还是 6k',
      en: 'say which window it hangs above (window), and whether the controller is 5k or 6k',
    });
  }
  return { settings: settings === null ? null : ProposedSettings.parse(settings), missing };
}

function proposed(
  kind: DeviceKind,
  transport: TransportSpec,
  probe: ProbeName | undefined,
  ofMaker: TicketPrinterProfileName | undefined,
): ProposedSettings | null {
  switch (kind) {
    case 'card-reader':
      return { reader: transport };
    case 'scanner':
      return { scanner: transport };
    case 'ticket-printer': {
      // Without a known maker the profile that promises least: it never waits for a proof that does not come.
      const profile = probe === 'custom-kpm' ? 'custom-kpm' : (ofMaker ?? 'xprinter-80');
      return { printer: { transport, profile } };
    }
    case 'window-led':
      return { leds: [{ transport, model: '6k' }] };
    default:
      return null;
  }
}

/** USB devices without a port of ours: HID scanners and readers, UPS; and printers that no driver has taken. */
function candidatesOfUsb(device: UsbDevice): Candidate[] {
  const where = `usb ${usbId(device)} at ${device.place}`;
  const known = knownUsb(device.vendorId, device.productId);
  const id = usbId(device);
  const isPrinter = device.interfaces.some((face) => face.class === CLASS_PRINTER);
  if (isPrinter && known?.kinds.includes('ticket-printer') !== false) {
    return [
      {
        kind: 'ticket-printer',
        where,
        score: Math.min(HIGHEST_GUESS, PRINTER_CLASS + (known?.score ?? 0)),
        reasons: [{ zh: `USB ${id}：打印机类设备`, en: `USB ${id}: a device of the printer class` }],
        settings: null,
        missing: [
          {
            zh: '没有 /dev/usb/lp*：加载内核模块 usblp（modprobe usblp），并停止占用它的 CUPS 队列',
            en: 'no /dev/usb/lp*: load the kernel module usblp (modprobe usblp), and stop a CUPS queue that has it',
          },
        ],
      },
    ];
  }
  if (known === undefined) return [];
  return known.kinds.map((kind) => ({
    kind,
    where,
    score: known.score,
    reasons: [{ zh: `USB ${id}：${known.says.zh}`, en: `USB ${id}: ${known.says.en}` }],
    ...hidSettings(kind, device),
  }));
}

function hidSettings(kind: DeviceKind, device: UsbDevice): Pick<Candidate, 'settings' | 'missing'> {
  const isHid = device.interfaces.some(({ driver }) => driver === 'usbhid');
  const { vendorId, productId } = device;
  if (kind === 'card-reader' && isHid) {
    return {
      settings: { reader: { kind: 'hid', vendorId, productId, framing: 'sdt-64' } },
      missing: [
        { zh: 'HID 分帧未经实机验证，请试读一张证件', en: 'the HID framing is unverified: try one card' },
      ],
    };
  }
  if (kind === 'scanner' && isHid) {
    return {
      settings: { scanner: { kind: 'hid', vendorId, productId } },
      missing: [
        { zh: '扫码器须设为 HID POS 模式，而不是键盘模式', en: 'set the scanner to HID POS, not keyboard' },
      ],
    };
  }
  if (kind === 'ups') {
    return {
      settings: null,
      missing: [
        {
          zh: '在主机上安装 nut-server 并配置该电源',
          en: 'install nut-server on its host and set this UPS up there',
        },
      ],
    };
  }
  return {
    settings: null,
    missing: [{ zh: '请改用串口或网络连接', en: 'connect it over serial or TCP instead' }],
  };
}
