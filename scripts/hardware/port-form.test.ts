import { describe, expect, it } from 'vitest';
import { parsePort, portName } from './port-form.ts';

const parsed = (text: string) => {
  const port = parsePort(text);
  return port.ok ? port.value : port.error.code;
};

describe('where a technician says that a device is', () => {
  it.each([
    ['/dev/ttyUSB0', { kind: 'serial', path: '/dev/ttyUSB0', baudRate: null }],
    ['/dev/ttyS1:57600', { kind: 'serial', path: '/dev/ttyS1', baudRate: 57_600 }],
    [
      '/dev/serial/by-id/usb-1a86_USB-if00:9600',
      { kind: 'serial', path: '/dev/serial/by-id/usb-1a86_USB-if00', baudRate: 9_600 },
    ],
    ['/dev/usb/lp0', { kind: 'usblp', path: '/dev/usb/lp0' }],
    ['tcp:192.168.1.9:9100', { kind: 'tcp', host: '192.168.1.9', port: 9_100 }],
    ['tcp:[fe80::1]:5005', { kind: 'tcp', host: 'fe80::1', port: 5_005 }],
    ['hid:2B8B:2721', { kind: 'hid', vendorId: 0x2b8b, productId: 0x2721 }],
    ['ipp://printer.local:631/ipp/print', { kind: 'ipp', uri: 'ipp://printer.local:631/ipp/print' }],
    ['nut:localhost/ups', { kind: 'nut', host: 'localhost', port: 3_493, name: 'ups' }],
    ['nut:10.0.0.2:3494/hall-1', { kind: 'nut', host: '10.0.0.2', port: 3_494, name: 'hall-1' }],
    ['sane:test:0', { kind: 'sane', name: 'test:0' }],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.each([
    '',
    'COM3',
    'ttyUSB0',
    'tcp:host',
    'tcp:host:0',
    'tcp:host:70000',
    'hid:12:34',
    'ipp://',
    'nut:host',
    'sane:',
    '/dev/ttyUSB0:300',
  ])('refuses %s', (text) => {
    expect(parsed(text)).toBe('PORT_FORM');
  });

  it('is written back as it was meant', () => {
    for (const text of [
      '/dev/ttyS1:57600',
      'tcp:h:1',
      'hid:2b8b:2721',
      'nut:h:3493/ups',
      'sane:x',
      '/dev/usb/lp1',
    ]) {
      const port = parsePort(text);
      expect(port.ok && portName(port.value)).toBe(text);
    }
  });
});
