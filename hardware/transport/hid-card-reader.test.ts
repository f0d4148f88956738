import { EventEmitter } from 'node:events';
import { duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import type { CardReaderEvent } from '../drivers/card-reader/driver.ts';
import { openCardReader } from '../drivers/card-reader/driver.ts';
import { startCardReaderSimulator } from '../simulators/card-reader.ts';
import { SIMULATED_PEOPLE } from '../simulators/people.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { HidDevice, HidModule } from './hid.ts';
import { openHid } from './hid.ts';

const REPORT_BYTES = 64;

/**
 * The simulated reader as a HID device: its answers are cut into reports of 64 bytes filled with zeros, requests
 * come as one such report behind report number 0. Without USB, and without this package's framing.
 */
class HidReader extends EventEmitter implements HidDevice {
  readonly #line: NodeJS.ReadWriteStream;

  constructor(line: NodeJS.ReadWriteStream) {
    super();
    this.#line = line;
    line.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += REPORT_BYTES) {
        const report = Buffer.alloc(REPORT_BYTES);
        bytes.copy(report, 0, at, at + REPORT_BYTES);
        this.emit('data', report);
      }
    });
  }
  async write(report: Buffer): Promise<number> {
    if (report.length !== 1 + REPORT_BYTES || report[0] !== 0) throw new Error('no report of this device');
    // AA AA AA 96 69, length, and as many bytes as it says.
    this.#line.write(report.subarray(1, 1 + 7 + report.readUInt16BE(6)));
    return report.length;
  }
  async sendFeatureReport(): Promise<number> {
    throw new Error('no feature reports');
  }
  async close(): Promise<void> {
    this.#line.end();
    this.removeAllListeners();
  }
}

test('a card is read through HID reports of 64 bytes; unplugged and back', async () => {
  const clock = manualClock();
  const simulator = await startCardReaderSimulator();
  const devices: HidReader[] = [];
  const library: HidModule = {
    devicesAsync: async () => [{ path: '/dev/hidraw0' }],
    HIDAsync: {
      open: async () => {
        const [near, far] = duplexPair();
        simulator.attach(far);
        devices.push(new HidReader(near));
        return devices.at(-1)!;
      },
    },
  };
  const spec = { kind: 'hid', vendorId: 0x2b8b, productId: 0x2721, framing: 'sdt-64' } as const;
  const events: CardReaderEvent[] = [];
  const reader = openCardReader({
    open: () => openHid(spec, async () => library),
    clock,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
  });
  const { card } = SIMULATED_PEOPLE[0]!;
  simulator.lay(card);
  await clock.advance(5_000);
  expect(events.filter((event) => event.type === 'laid')).toEqual([{ type: 'laid', card }]);
  simulator.lift();
  await clock.advance(5_000);
  expect(events.filter((event) => event.type === 'lifted').length).toBe(1);

  devices[0]!.emit('error', new Error('could not read from HID device'));
  await clock.advance(0);
  expect(reader.health()).toMatchObject({ state: 'down' });
  await clock.advance(5_000);
  simulator.lay(card);
  await clock.advance(5_000);
  expect(devices.length).toBe(2);
  expect(events.filter((event) => event.type === 'laid').length).toBe(2);
  expect(reader.health().counters).not.toHaveProperty(['dropped.noise']);
  await reader.close();
  await simulator.close();
});
