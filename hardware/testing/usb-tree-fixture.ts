import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Folders as Linux lays out USB devices (kernel documentation: ABI/stable/sysfs-bus-usb, ABI/testing/sysfs-bus-usb,
 * usb-serial, usblp and hidraw): an adapter with a reader, a scanner in CDC mode, an Epson printer, a HID scanner, a
 * UPS, a hub, and one device that is being pulled. Written after that documentation, not read from one machine.
 */
const FILES: Readonly<Record<string, string>> = {
  'usb1/idVendor': '1d6b',
  'usb1/idProduct': '0002',
  '1-1/idVendor': '0424',
  '1-1/idProduct': '2514',
  '1-1/bDeviceClass': '09',
  '1-1.1/idVendor': '1a86',
  '1-1.1/idProduct': '7523',
  '1-1.1/product': 'USB2.0-Serial',
  '1-1.1/bDeviceClass': 'ff',
  '1-1.1:1.0/bInterfaceClass': 'ff',
  '1-1.1:1.0/bInterfaceSubClass': '01',
  '1-1.1:1.0/bInterfaceProtocol': '02',
  '1-1.1:1.0/ttyUSB0/tty/ttyUSB0/dev': '188:0',
  '1-1.2/idVendor': '1eab',
  '1-1.2/idProduct': '1a06',
  '1-1.2/manufacturer': 'Newland Auto-ID',
  '1-1.2/product': 'NLS-FM430 Barcode Reader',
  '1-1.2/serial': 'FM430-0012',
  '1-1.2/bDeviceClass': '02',
  '1-1.2:1.0/bInterfaceClass': '02',
  '1-1.2:1.0/tty/ttyACM0/dev': '166:0',
  '1-1.3/idVendor': '04b8',
  '1-1.3/idProduct': '0e15',
  '1-1.3/manufacturer': 'EPSON',
  '1-1.3/product': 'TM-T20II',
  '1-1.3:1.0/bInterfaceClass': '07',
  '1-1.3:1.0/bInterfaceSubClass': '01',
  '1-1.3:1.0/bInterfaceProtocol': '02',
  '1-1.3:1.0/usbmisc/lp0/dev': '180:0',
  '1-1.4/idVendor': '0c2e',
  '1-1.4/idProduct': '0b6a',
  '1-1.4/product': 'HF680',
  '1-1.4:1.0/bInterfaceClass': '03',
  '1-1.4:1.0/0003:0C2E:0B6A.0002/hidraw/hidraw0/dev': '240:0',
  '2-1/idVendor': '051d',
  '2-1/idProduct': '0002',
  '2-1/manufacturer': 'American Power Conversion',
  '2-1/product': 'Back-UPS 650',
  '2-1:1.0/bInterfaceClass': '03',
  '2-2/product': 'being pulled',
};

const DRIVERS: Readonly<Record<string, string>> = {
  '1-1.1:1.0': 'ch341',
  '1-1.2:1.0': 'cdc_acm',
  '1-1.3:1.0': 'usblp',
  '1-1.4:1.0': 'usbhid',
  '2-1:1.0': 'usbhid',
};

const DEVICE_FILES = ['ttyS0', 'ttyUSB0', 'ttyACM0', 'usb/lp0', 'tty1', 'pts/0'];
const LASTING = {
  'usb-1a86_USB2.0-Serial-if00-port0': 'ttyUSB0',
  'usb-Newland_Auto-ID_NLS-FM430_Barcode_Reader_FM430-0012-if00': 'ttyACM0',
};

/** Writes the tree into a new temporary folder; the caller removes `folder`. */
export function writeUsbTree(): { readonly folder: string; readonly usb: string; readonly dev: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'usb-tree-'));
  const usb = path.join(folder, 'sys');
  const dev = path.join(folder, 'dev');
  for (const [name, text] of Object.entries(FILES)) write(path.join(usb, name), `${text}\n`);
  for (const [name, driver] of Object.entries(DRIVERS)) {
    symlinkSync(`../../../../bus/usb/drivers/${driver}`, path.join(usb, name, 'driver'));
  }
  for (const name of DEVICE_FILES) write(path.join(dev, name), '');
  mkdirSync(path.join(dev, 'serial', 'by-id'), { recursive: true });
  for (const [name, target] of Object.entries(LASTING)) {
    symlinkSync(`../../${target}`, path.join(dev, 'serial', 'by-id', name));
  }
  return { folder, usb, dev };
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
