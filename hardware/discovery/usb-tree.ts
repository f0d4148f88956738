import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** Where Linux lists its USB devices (kernel documentation, ABI/stable/sysfs-bus-usb). */
export const USB_DEVICES_FOLDER = '/sys/bus/usb/devices';

export interface UsbInterface {
  /** 03 HID, 07 printer, 08 mass storage, 0A CDC data, 0E video, FF of the maker (USB-IF, class codes). */
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  /** The kernel's driver that has it, e.g. `ch341`, `usblp`, `usbhid`; null for none. */
  readonly driver: string | null;
  /** Names under /dev that belong to it: `ttyUSB0`, `ttyACM0`, `usb/lp0`, `hidraw0`. */
  readonly files: readonly string[];
}

export interface UsbDevice {
  /** The kernel's name of the place, e.g. `1-1.2`: the same socket keeps it across restarts. */
  readonly place: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serialNumber: string | null;
  readonly interfaces: readonly UsbInterface[];
}

/** USB hubs, the root ones too. */
const HUB_CLASS = 0x09;

/** All devices but hubs, by place. A machine without USB, or another system, has none. */
export function readUsbDevices(folder = USB_DEVICES_FOLDER): UsbDevice[] {
  const names = list(folder);
  return names
    .filter((name) => /^\d+-[\d.]+$/.test(name))
    .sort()
    .flatMap((place) => {
      const at = path.join(folder, place);
      const vendorId = hexIn(at, 'idVendor');
      const productId = hexIn(at, 'idProduct');
      // It was pulled while it was looked at.
      if (vendorId === null || productId === null) return [];
      if (hexIn(at, 'bDeviceClass') === HUB_CLASS) return [];
      return [
        {
          place,
          vendorId,
          productId,
          manufacturer: textIn(at, 'manufacturer'),
          product: textIn(at, 'product'),
          serialNumber: textIn(at, 'serial'),
          interfaces: names
            .filter((name) => name.startsWith(`${place}:`))
            .sort()
            .map((name) => readInterface(path.join(folder, name))),
        },
      ];
    });
}

function readInterface(at: string): UsbInterface {
  return {
    class: hexIn(at, 'bInterfaceClass') ?? 0,
    subclass: hexIn(at, 'bInterfaceSubClass') ?? 0,
    protocol: hexIn(at, 'bInterfaceProtocol') ?? 0,
    driver: driverOf(at),
    files: [
      // usb-serial keeps a folder of the port's name; cdc_acm one named tty.
      ...list(at).filter((name) => /^ttyUSB\d+$/.test(name)),
      ...list(path.join(at, 'tty')),
      ...list(path.join(at, 'usbmisc'))
        .filter((name) => /^lp\d+$/.test(name))
        .map((name) => `usb/${name}`),
      ...list(at)
        .filter((name) => /^[0-9A-F]{4}:[0-9A-F]{4}:[0-9A-F]{4}\./i.test(name))
        .flatMap((name) => list(path.join(at, name, 'hidraw'))),
    ],
  };
}

function driverOf(at: string): string | null {
  try {
    return path.basename(readlinkSync(path.join(at, 'driver')));
  } catch {
    return null;
  }
}

function textIn(folder: string, name: string): string | null {
  try {
    const text = readFileSync(path.join(folder, name), 'utf8').trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

function hexIn(folder: string, name: string): number | null {
  const text = textIn(folder, name);
  return text !== null && /^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : null;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** `1A86:7523`, as `lsusb` and the makers write it. */
export function usbId({ vendorId, productId }: Pick<UsbDevice, 'vendorId' | 'productId'>): string {
  const digits = (id: number): string => id.toString(16).toUpperCase().padStart(4, '0');
  return `${digits(vendorId)}:${digits(productId)}`;
}
