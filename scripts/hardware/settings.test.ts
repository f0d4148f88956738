import { rmSync } from 'node:fs';
import { candidatesOf } from '@hall/hardware/discovery/candidates';
import { readDeviceFiles } from '@hall/hardware/discovery/device-files';
import { readUsbDevices } from '@hall/hardware/discovery/usb-tree';
import { writeUsbTree } from '@hall/hardware/testing/usb-tree-fixture';
import { KioskConfig, WindowConfig } from '@hall/kiosk/device-host/config';
import { expect, it } from 'vitest';

const LINK = {
  device: 'kiosk-1',
  secret: 'x'.repeat(43),
  hall: 'demo',
  mqttUrl: 'mqtt://127.0.0.1:1883',
  dataDir: '/var/lib/yichuang',
};

it('what discovery proposes for serial ports and USB printers is taken by the device host as it is', () => {
  const tree = writeUsbTree();
  const usb = readUsbDevices(tree.usb);
  const candidates = candidatesOf({
    files: readDeviceFiles(usb, { dev: tree.dev }),
    usb,
    findings: new Map(),
  });
  rmSync(tree.folder, { recursive: true });
  const proposals = candidates
    .filter(({ where }) => where.startsWith(tree.dev))
    .map(({ settings }) => settings);
  expect(proposals).toHaveLength(13);
  for (const settings of proposals) {
    const isPanel = settings !== null && 'leds' in settings;
    const config = isPanel
      ? { profile: 'window', ...LINK, leds: settings.leds.map((led) => ({ window: 'w1', ...led })) }
      : { profile: 'kiosk', ...LINK, httpUrl: 'http://127.0.0.1:8600', port: 0, ...settings };
    const parsed = (isPanel ? WindowConfig : KioskConfig).safeParse(config);
    expect({ settings, error: parsed.error?.issues }).toEqual({ settings, error: undefined });
  }
});
