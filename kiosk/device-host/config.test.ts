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
