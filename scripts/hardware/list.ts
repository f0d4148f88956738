import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { candidatesOf } from '@hall/hardware/discovery/candidates';
import { type DeviceFile, readDeviceFiles } from '@hall/hardware/discovery/device-files';
import { holdersOf } from '@hall/hardware/discovery/holders';
import { knownUsb } from '@hall/hardware/discovery/known-usb';
import { readUsbDevices, type UsbDevice, usbId } from '@hall/hardware/discovery/usb-tree';
import { groupNameOf } from './groups.ts';
import { type Finding, found, type Report } from './report.ts';

/** What `list` reads; tests pass folders of their own. */
export interface ListRoots {
  readonly usb?: string;
  readonly dev?: string;
  /** Whether a program or library is installed. */
  readonly installed?: (file: string) => boolean;
}

/** What drivers load or start, where Debian keeps it, and what for. */
const PACKAGES = [
  ['libusb-1.0-0', ['/usr/lib/*/libusb-1.0.so.0'], 'USB HID 设备', 'USB HID devices'],
  ['libudev1', ['/usr/lib/*/libudev.so.1'], 'USB HID 设备', 'USB HID devices'],
  ['sane-utils', ['/usr/bin/scanimage'], '文件扫描仪', 'document scanners'],
] as const;
const MULTIARCH = ['x86_64-linux-gnu', 'aarch64-linux-gnu', 'loongarch64-linux-gnu'];

/** Ports, USB devices, rights and packages. Opens nothing. */
export function list(roots: ListRoots = {}): Report {
  const usb = readUsbDevices(roots.usb);
  const files = readDeviceFiles(usb, {
    group: groupNameOf,
    ...(roots.dev === undefined ? {} : { dev: roots.dev }),
  });
  const candidates = candidatesOf({ files, usb, findings: new Map() });
  const isRoot = userInfo().uid === 0;
  return {
    findings: [
      ...(files.length === 0 ? [noPorts()] : files.map(portFinding)),
      ...usb.map(usbFinding),
      ...rightsFindings(files, isRoot),
      ...packageFindings(roots.installed ?? existsSync),
    ],
    data: {
      ports: files.map(({ usb: device, ...file }) => ({ ...file, usb: device?.place ?? null })),
      usb,
      candidates,
    },
  };
}

function noPorts(): Finding {
  return found(
    'look',
    'NO_PORTS',
    '没有串口，也没有 USB 打印机。',
    'There are no serial ports and no USB printers.',
    {
      zh: '插上设备后再看；网络设备不在此列，用 tcp:地址:端口 测试。',
      en: 'Plug a device in and look again; devices on the network are not listed: test them as tcp:HOST:PORT.',
    },
  );
}

function portFinding(file: DeviceFile): Finding {
  const device = file.usb === null ? '' : ` USB ${usbId(file.usb)}`;
  const known = file.usb === null ? undefined : knownUsb(file.usb.vendorId, file.usb.productId);
  const kind =
    file.kind === 'usblp'
      ? { zh: 'USB 打印机', en: 'USB printer' }
      : file.bus === 'usb'
        ? { zh: 'USB 串口', en: 'USB serial port' }
        : { zh: '主板串口（不代表接了设备）', en: 'built-in serial port (nothing need be wired to it)' };
  const [holder] = holdersOf(file.path);
  const heldBy = holder === undefined ? null : `${holder.name ?? '?'} (pid ${holder.pid})`;
  const name = file.lasting[0];
  return found(
    'ok',
    'PORT',
    `${file.path} ${kind.zh}${device}${known === undefined ? '' : `，${known.says.zh}`}${heldBy === null ? '' : `，正被 ${heldBy} 使用`}。`,
    `${kind.en}${device}${known === undefined ? '' : `, ${known.says.en}`}${heldBy === null ? '' : `, in use by ${heldBy}`}.`,
    name === undefined
      ? undefined
      : { zh: `配置中请用固定名称 ${name}`, en: `In settings use the lasting name ${name}` },
  );
}

function usbFinding(device: UsbDevice): Finding {
  const known = knownUsb(device.vendorId, device.productId);
  const name = [device.manufacturer, device.product].filter(Boolean).join(' ') || '—';
  return found(
    'ok',
    'USB',
    `USB ${usbId(device)} ${name}${known === undefined ? '' : `：${known.says.zh}`}。`,
    `At ${device.place}${known === undefined ? '' : `: ${known.says.en}`}.`,
  );
}

function rightsFindings(files: readonly DeviceFile[], isRoot: boolean): Finding[] {
  if (isRoot) return [];
  const groups = new Set(
    files.filter(({ access }) => access === 'forbidden').map(({ group }) => group ?? 'dialout'),
  );
  return [...groups].map((group) =>
    found(
      'bad',
      'PORT_FORBIDDEN',
      `当前用户不在 ${group} 组，不能使用它的接口。`,
      `This user is not in the group ${group} and cannot use its ports.`,
      {
        zh: `sudo usermod -aG ${group} ${userInfo().username}，然后重新登录。`,
        en: `sudo usermod -aG ${group} ${userInfo().username}, then log in again.`,
      },
    ),
  );
}

function packageFindings(installed: (file: string) => boolean): Finding[] {
  return PACKAGES.flatMap(([name, files, zh, en]) => {
    const places = files.flatMap((file) =>
      file.includes('*') ? MULTIARCH.map((arch) => file.replace('*', arch)) : [file],
    );
    if (places.some(installed)) return [];
    return [
      found(
        'look',
        'PACKAGE_MISSING',
        `未安装 ${name}（${zh}需要）。`,
        `${name} is not installed (needed for ${en}).`,
        {
          zh: `需要时：sudo apt install ${name}`,
          en: `If needed: sudo apt install ${name}`,
        },
      ),
    ];
  });
}
