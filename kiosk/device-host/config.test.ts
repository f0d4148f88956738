import { expect, it } from 'vitest';
import { parseConfig } from './config.ts';

const KIOSK = {
  profile: 'kiosk',
  device: 'kiosk-1',
  secret: '0123456789abcdef',
  hall: 'demo',
  mqttUrl: 'mqtt://127.0.0.1:18830',
  httpUrl: 'http://127.0.0.1:18080',
  port: 18090,
  dataDir: 'data/kiosk-1',
  printer: { transport: { kind: 'tcp', host: '127.0.0.1', port: 9100 }, profile: 'generic-epson' },
};

it('takes a kiosk', () => {
  expect(parseConfig(JSON.stringify(KIOSK))).toMatchObject({
    ok: true,
    value: { profile: 'kiosk', logLevel: 'info' },
  });
});

it('takes the size of a measured screen, and no other screen', () => {
  const withScreen = (screen: object) => parseConfig(JSON.stringify({ ...KIOSK, screen }));
  const screen = { inches: 27, bottomMm: 700 };
  expect(withScreen(screen)).toMatchObject({ ok: true, value: { screen } });
  for (const wrong of [{ inches: 2 }, { inches: '27' }, { widthMm: 336 }, { inches: 27, bottomMm: -5 }]) {
    expect(withScreen(wrong).ok).toBe(false);
  }
});

it('takes a window host with its panels', () => {
  const { httpUrl: _h, port: _p, printer: _r, ...rest } = KIOSK;
  const leds = [
    {
      window: 'w3',
      transport: { kind: 'serial', path: '/dev/ttyS1', baudRate: 9600 },
      model: '6k',
      address: 3,
    },
  ];
  expect(parseConfig(JSON.stringify({ ...rest, profile: 'window', leds }))).toMatchObject({ ok: true });
});

it.each([
  [{ mqttUrl: 'http://127.0.0.1' }, 'mqttUrl'],
  [{ printer: { ...KIOSK.printer, profile: 'dot-matrix' } }, 'printer.profile'],
  [{ colour: 'blue' }, 'colour'],
])('names the setting that is wrong in %j, without its value', (change, name) => {
  const parsed = parseConfig(JSON.stringify({ ...KIOSK, ...change, secret: 'top-secret-value' }));
  expect(parsed.ok).toBe(false);
  const message = parsed.ok ? '' : parsed.error.message;
  expect(message).toContain(name);
  expect(message).not.toContain('top-secret-value');
});

const { httpUrl: _http, port: _page, printer: _printer, ...WINDOW } = KIOSK;
const DIGITS = { from: 'bytes', keys: [{ bytes: '35', means: { grade: 5 } }] };
const REPORTS = { from: 'reports', keys: [{ bytes: '01 10', mask: 'FF 1F', means: { grade: 5 } }] };
const SERIAL = { kind: 'serial', path: '/dev/ttyS1', baudRate: 9600 };
const HID = { kind: 'hid', vendorId: 0x1234, productId: 0x5678 };
const keypads = (...given: object[]) =>
  parseConfig(JSON.stringify({ ...WINDOW, profile: 'window', keypads: given }));

it('takes a window host with nothing but keypads', () => {
  const parsed = keypads(
    { window: 'w3', transport: SERIAL, map: DIGITS, samePressMs: 500 },
    { window: 'w4', transport: HID, map: REPORTS },
  );
  expect(parsed).toMatchObject({
    ok: true,
    value: { leds: [], keypads: [{ window: 'w3' }, { window: 'w4' }] },
  });
});

it.each<[string, object[], string]>([
  ['no device at all', [], 'leds: no device is named'],
  [
    'two keypads at one window',
    [1, 2].map(() => ({ window: 'w3', transport: SERIAL, map: DIGITS })),
    'keypads.1.window: has a keypad already',
  ],
  [
    'reports from a serial line',
    [{ window: 'w3', transport: SERIAL, map: REPORTS }],
    'keypads.0.map.from: is "reports"',
  ],
  ['bytes from HID', [{ window: 'w3', transport: HID, map: DIGITS }], 'keypads.0.map.from: is "reports"'],
  [
    'keys that cannot be told apart',
    [{ window: 'w3', transport: SERIAL, map: { from: 'bytes', keys: [...DIGITS.keys, ...DIGITS.keys] } }],
    'keypads.0.map.keys.1: cannot be told from key 0',
  ],
])('refuses %s', (_, given, message) => {
  const parsed = keypads(...given);
  expect(parsed.ok ? '' : parsed.error.message).toContain(message);
});

it('takes a card reader on HID only with the framing that it needs', () => {
  const reader = (transport: object) => parseConfig(JSON.stringify({ ...KIOSK, reader: transport })).ok;
  expect(reader({ ...HID, framing: 'sdt-64' })).toBe(true);
  expect(reader(HID)).toBe(false);
  expect(reader(SERIAL)).toBe(true);
});
