import { accessSync, constants, readdirSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import type { UsbDevice } from './usb-tree.ts';

/** A file under /dev that a driver of this package can open. */
export interface DeviceFile {
  readonly path: string;
  readonly kind: 'serial' | 'usblp';
  /** `usb`: an adapter or device; `built-in`: ttyS, which exist by number whether or not anything is wired. */
  readonly bus: 'usb' | 'built-in';
  /** Its lasting names in /dev/serial/by-id: they stay when the plugging order changes. */
  readonly lasting: readonly string[];
  readonly access: 'usable' | 'forbidden';
  /** Name of the group that the file belongs to, where the system has one; `null` otherwise. */
  readonly group: string | null;
  /** The USB device that it belongs to. */
  readonly usb: UsbDevice | null;
}

export interface Roots {
  /** Default `/dev`. */
  readonly dev?: string;
  /** Default `/etc/group`. */
  readonly group?: (id: number) => string | null;
}

/** Serial ports and USB printers by name. Ports of consoles and pseudo-terminals are not listed. */
export function readDeviceFiles(usb: readonly UsbDevice[], roots: Roots = {}): DeviceFile[] {
  const dev = roots.dev ?? '/dev';
  const lasting = lastingNames(dev);
  const serial = list(dev).filter((name) => /^tty(USB|ACM|S|AMA)\d+$/.test(name));
  const printers = list(path.join(dev, 'usb')).filter((name) => /^lp\d+$/.test(name));
  return [
    ...serial.sort(byNumber).map((name) => ({ name, kind: 'serial' as const })),
    ...printers.sort(byNumber).map((name) => ({ name: `usb/${name}`, kind: 'usblp' as const })),
  ].flatMap(({ name, kind }) => {
    const file = path.join(dev, name);
    const owner = groupOf(file);
    if (owner === undefined) return [];
    return [
      {
        path: file,
        kind,
        bus: /^tty(S|AMA)/.test(name) ? ('built-in' as const) : ('usb' as const),
        lasting: lasting.get(name) ?? [],
        access: mayUse(file) ? ('usable' as const) : ('forbidden' as const),
        group: roots.group?.(owner) ?? null,
        usb: usb.find((device) => device.interfaces.some(({ files }) => files.includes(name))) ?? null,
      },
    ];
  });
}

function lastingNames(dev: string): Map<string, string[]> {
  const folder = path.join(dev, 'serial', 'by-id');
  const names = new Map<string, string[]>();
  for (const name of list(folder)) {
    try {
      const target = path.basename(readlinkSync(path.join(folder, name)));
      names.set(target, [...(names.get(target) ?? []), path.join(folder, name)]);
    } catch {
      // Not a link, or pulled meanwhile: it names nothing.
    }
  }
  return names;
}

/** Group id of the file, `undefined` when it is gone. */
function groupOf(file: string): number | undefined {
  try {
    return statSync(file).gid;
  } catch {
    return undefined;
  }
}

function mayUse(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `ttyUSB2` before `ttyUSB10`. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
