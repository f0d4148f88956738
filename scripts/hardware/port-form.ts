import type { TransportSpec } from '@hall/hardware';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

/** Where a technician says that a device is. */
export type PortForm =
  /** `baudRate` null: not said, the usual ones are tried. */
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number | null }
  | Exclude<TransportSpec, { readonly kind: 'serial' }>
  | { readonly kind: 'ipp'; readonly uri: string }
  | { readonly kind: 'nut'; readonly host: string; readonly port: number; readonly name: string }
  | { readonly kind: 'sane'; readonly name: string };

/** IANA: nut. */
const NUT_PORT = 3_493;
const SLOWEST_BAUD = 1_200;
const FASTEST_BAUD = 921_600;
const LAST_PORT = 65_535;

export const PORT_FORMS = [
  '/dev/ttyUSB0[:115200]',
  '/dev/usb/lp0',
  'tcp:HOST:PORT',
  'hid:VID:PID',
  'ipp://HOST[:PORT]/ipp/print',
  'nut:HOST[:PORT]/NAME',
  'sane:NAME',
] as const;

/** Fails with `PORT_FORM`. Opens nothing. */
export function parsePort(text: string): Result<PortForm, Fault<'PORT_FORM'>> {
  const parsed = parse(text);
  return parsed === null
    ? err(fault('PORT_FORM', `"${text}" is no port; the forms are ${PORT_FORMS.join('  ')}`))
    : ok(parsed);
}

function parse(text: string): PortForm | null {
  const tcp = /^tcp:(\[[^\]]+\]|[^:/]+):(\d{1,5})$/.exec(text);
  if (tcp !== null) {
    const port = portNumber(tcp[2]!);
    return port === null ? null : { kind: 'tcp', host: bare(tcp[1]!), port };
  }
  const hid = /^hid:([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(text);
  if (hid !== null) {
    return { kind: 'hid', vendorId: Number.parseInt(hid[1]!, 16), productId: Number.parseInt(hid[2]!, 16) };
  }
  const nut = /^nut:(\[[^\]]+\]|[^:/]+)(?::(\d{1,5}))?\/([\w.-]+)$/.exec(text);
  if (nut !== null) {
    const port = nut[2] === undefined ? NUT_PORT : portNumber(nut[2]);
    return port === null ? null : { kind: 'nut', host: bare(nut[1]!), port, name: nut[3]! };
  }
  if (/^ipps?:\/\//.test(text)) {
    const hasHost = URL.canParse(text) && new URL(text).hostname !== '';
    return hasHost ? { kind: 'ipp', uri: text } : null;
  }
  if (text.startsWith('sane:') && text.length > 'sane:'.length) {
    return { kind: 'sane', name: text.slice('sane:'.length) };
  }
  if (!text.startsWith('/')) return null;
  if (/\/lp\d+$/.test(text)) return { kind: 'usblp', path: text };
  const serial = /^(.+?)(?::(\d{3,6}))?$/.exec(text);
  if (serial === null) return null;
  const baudRate = serial[2] === undefined ? null : Number(serial[2]);
  if (baudRate !== null && (baudRate < SLOWEST_BAUD || baudRate > FASTEST_BAUD)) return null;
  return { kind: 'serial', path: serial[1]!, baudRate };
}

function portNumber(text: string): number | null {
  const port = Number(text);
  return port >= 1 && port <= LAST_PORT ? port : null;
}

/** IPv6 addresses stand in brackets. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

export function portName(form: PortForm): string {
  switch (form.kind) {
    case 'serial':
      return form.baudRate === null ? form.path : `${form.path}:${form.baudRate}`;
    case 'usblp':
      return form.path;
    case 'tcp':
      return `tcp:${form.host}:${form.port}`;
    case 'hid':
      return `hid:${hex4(form.vendorId)}:${hex4(form.productId)}`;
    case 'ipp':
      return form.uri;
    case 'nut':
      return `nut:${form.host}:${form.port}/${form.name}`;
    case 'sane':
      return `sane:${form.name}`;
  }
}

function hex4(id: number): string {
  return id.toString(16).padStart(4, '0');
}
