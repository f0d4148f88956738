import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import type { HidDevice, HidFound, HidModule } from './hid.ts';
import { openHid } from './hid.ts';
import type { HidSpec } from './transport.ts';

const READER: HidSpec = { kind: 'hid', vendorId: 0x2b8b, productId: 0x2721, framing: 'sdt-64' };
const SCANNER: HidSpec = { kind: 'hid', vendorId: 0x1eab, productId: 0x1d10, usagePage: 0x8c };

class FakeDevice extends EventEmitter implements HidDevice {
  readonly written: string[] = [];
  readonly features: string[] = [];
  closed = 0;
  /** Set: writes wait for it. */
  hold: Promise<void> | undefined;

  async write(report: Buffer): Promise<number> {
    await this.hold;
    this.written.push(toHex(report));
    return report.length;
  }
  async sendFeatureReport(report: Buffer): Promise<number> {
    this.features.push(toHex(report));
    return report.length;
  }
  async close(): Promise<void> {
    this.closed += 1;
    this.removeAllListeners();
  }
}

function fakeModule(found: readonly HidFound[]) {
  const device = new FakeDevice();
  const opened: string[] = [];
  const library: HidModule = {
    devicesAsync: async () => [...found],
    HIDAsync: {
      open: async (path) => {
        opened.push(path);
        return device;
      },
    },
  };
  return { device, opened, load: async () => library };
}

async function openedWith(
  spec: HidSpec,
  found: readonly HidFound[] = [{ path: '/dev/hidraw0', usagePage: 0x8c }],
) {
  const fake = fakeModule(found);
  const result = await openHid(spec, fake.load);
  if (!result.ok) throw new Error(result.error.message);
  return { ...fake, port: result.value };
}

describe('finding it (node-hid passed in)', () => {
  const refused = async (spec: HidSpec, found: readonly HidFound[]) => {
    const result = await openHid(spec, fakeModule(found).load);
    return result.ok ? 'opened' : result.error.message;
  };

  test('without the native libraries the packages are named', async () => {
    const missing = new Error('libusb-1.0.so.0: cannot open shared object file: No such file or directory');
    const result = await openHid(READER, () => Promise.reject(missing));
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'TRANSPORT_OPEN',
        details: { package: 'node-hid', systemPackages: ['libusb-1.0-0', 'libudev1'] },
      },
    });
    // node-hid loads its native part with the first call: the same words then.
    const late: HidModule = { ...(await fakeModule([]).load()), devicesAsync: () => Promise.reject(missing) };
    const second = await openHid(READER, async () => late);
    expect(second.ok ? '' : second.error.message).toMatch(/install libusb-1.0-0 libudev1/);
  });

  test('away, in another mode, or a keyboard', async () => {
    expect(await refused(READER, [])).toBe('hid 2B8B:2721: not plugged in');
    expect(await refused(SCANNER, [{ path: 'a', usagePage: 1, usage: 6 }])).toMatch(/another mode/);
    const { usagePage: _, ...anyPage } = SCANNER;
    expect(await refused(anyPage, [{ path: 'a', usagePage: 1, usage: 6 }])).toMatch(/acts as a keyboard/);
    expect(await refused({ ...READER, serialNumber: '2' }, [{ path: 'a', serialNumber: '1' }])).toMatch(
      /serial number/,
    );
  });

  test('of several interfaces the one with the usage page and serial number is taken, never the keyboard', async () => {
    const found = [
      { path: 'keyboard', usagePage: 1, usage: 6, serialNumber: '7' },
      { path: 'other one', usagePage: 0x8c, usage: 2, serialNumber: '6' },
      { path: 'hid pos', usagePage: 0x8c, usage: 2, serialNumber: '7' },
    ];
    expect((await openedWith({ ...SCANNER, serialNumber: '7' }, found)).opened).toEqual(['hid pos']);
    const { usagePage: _, ...anyPage } = SCANNER;
    expect((await openedWith(anyPage, found)).opened).toEqual(['other one']);
  });

  test('an interface that does not open says where it is', async () => {
    const library: HidModule = {
      devicesAsync: async () => [{ path: '/dev/hidraw3' }],
      HIDAsync: { open: () => Promise.reject(new TypeError('cannot open device')) },
    };
    const result = await openHid(READER, async () => library);
    expect(result.ok ? '' : result.error.message).toMatch(/\/dev\/hidraw3 .*udev rule/);
  });
});

describe('reports', () => {
  test('without framing: a chunk is a report, a write is a report', async () => {
    const { device, port } = await openedWith(SCANNER);
    const got: string[] = [];
    port.onData((bytes) => got.push(toHex(bytes)));
    device.emit('data', hex('02 03 31'));
    device.emit('data', hex('02 04 32'));
    expect(got).toEqual(['02 03 31', '02 04 32']);
    expect(await port.write(hex('04 01'))).toEqual({ ok: true, value: undefined });
    expect(await port.sendFeature?.(hex('FE 01'))).toEqual({ ok: true, value: undefined });
    expect([device.written, device.features]).toEqual([['04 01'], ['FE 01']]);
  });

  test('with framing: padding never reaches the driver, requests are 64 bytes behind report number 0', async () => {
    const { device, port } = await openedWith(READER);
    const got: string[] = [];
    port.onData((bytes) => got.push(toHex(bytes)));
    const report = new Uint8Array(64);
    report.set(hex('AA AA AA 96 69 00 04 00 00 90 94'));
    device.emit('data', report);
    expect(got).toEqual(['AA AA AA 96 69 00 04 00 00 90 94']);
    await port.write(hex('AA AA AA 96 69 00 03 11 FF ED'));
    expect(device.written).toEqual([`00 AA AA AA 96 69 00 03 11 FF ED${' 00'.repeat(54)}`]);
  });

  test('two long frames do not mix', async () => {
    const { device, port } = await openedWith(READER);
    await Promise.all([port.write(new Uint8Array(130).fill(1)), port.write(new Uint8Array(130).fill(2))]);
    expect(device.written.map((one) => one.slice(3, 5))).toEqual(['01', '01', '01', '02', '02', '02']);
  });
});

describe('the end', () => {
  test('unplugged: told once with a reason, what waits is settled, the device is let go', async () => {
    const { device, port } = await openedWith(SCANNER);
    const reasons: string[] = [];
    port.onClose((reason) => reasons.push(reason));
    device.hold = new Promise(() => {});
    const stuck = port.write(hex('04 01'));
    device.emit('error', new Error('could not read from HID device'));
    expect(await stuck).toMatchObject({ ok: false, error: { code: 'TRANSPORT_CLOSED' } });
    await port.close();
    expect(reasons).toEqual(['the device went away: could not read from HID device']);
    expect(device.closed).toBe(1);
    expect(await port.write(hex('04 01'))).toMatchObject({ error: { code: 'TRANSPORT_CLOSED' } });
  });

  test('a close that the device refuses is a close; a listener that comes late learns of it', async () => {
    const { device, port } = await openedWith(SCANNER);
    device.close = () => Promise.reject(new Error('gone'));
    await port.close();
    await port.close();
    expect(await new Promise((resolve) => port.onClose(resolve))).toBe('closed');
  });

  test('a report that the device does not take is a fault', async () => {
    const { device, port } = await openedWith(SCANNER);
    device.write = () => Promise.reject(new TypeError('Cannot write to HID device'));
    expect(await port.write(hex('04 01'))).toMatchObject({ error: { code: 'TRANSPORT_WRITE' } });
    await port.close();
  });
});

test('the real node-hid loads here, or says what is missing', async () => {
  const result = await openHid({ kind: 'hid', vendorId: 0xfffe, productId: 0xfffe });
  expect(result.ok ? '' : result.error.message).toMatch(/not plugged in|install libusb/);
});
