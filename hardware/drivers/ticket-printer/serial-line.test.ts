import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import type { TicketLayout } from '../../codec/escpos-layout.ts';
import {
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
  type TicketPrinterSimulatorOptions,
} from '../../simulators/ticket-printer.ts';
import { type PtyPair, startPtyPair, whySocatIsMissing } from '../../testing/pty-pair.ts';
import { seeded } from '../../testing/seeded.ts';
import { openSerial } from '../../transport/serial.ts';
import { openTicketPrinter, type TicketPrinter } from './driver.ts';
import { TICKET_PRINTER_PROFILES } from './profiles.ts';

const socatMissing = whySocatIsMissing();
const BAUD = 115_200;

/** 115 KB of dots: more than a terminal, the simulator's line and its printer's buffer hold together. */
const LONG: TicketLayout = {
  widthDots: 576,
  lines: [
    {
      kind: 'image',
      raster: { widthDots: 576, heightDots: 1_600, data: seeded(5).bytes(72 * 1_600) },
    },
    { kind: 'text', text: 'A012 到 3 号窗口' },
  ],
};
const SHORT: TicketLayout = { widthDots: 576, lines: [{ kind: 'text', text: 'A013' }] };

describe.skipIf(socatMissing !== undefined)(`a ticket printer on a serial line${socatMissing ?? ''}`, () => {
  let pair: PtyPair;
  let far: SerialPort;
  let simulator: TicketPrinterSimulator;
  let printer: TicketPrinter;

  async function plugIn(): Promise<void> {
    pair = await startPtyPair();
    far = new SerialPort({ path: pair.far, baudRate: BAUD, autoOpen: false });
    await new Promise<void>((resolve, reject) => far.open((error) => (error ? reject(error) : resolve())));
    far.on('error', () => undefined);
    simulator.attach(far);
  }

  async function start(options: TicketPrinterSimulatorOptions): Promise<void> {
    simulator = await startTicketPrinterSimulator(options);
    await plugIn();
    printer = openTicketPrinter({
      // The adapter comes back under another name of the pair; by-id links keep theirs on a real machine.
      open: () => openSerial({ path: pair.near, baudRate: BAUD }),
      profile: TICKET_PRINTER_PROFILES['generic-epson'],
      random: () => 0,
    });
  }

  async function unplug(): Promise<void> {
    await new Promise<void>((resolve) => far.close(() => resolve()));
    await pair.close();
  }

  afterEach(async () => {
    await printer.close();
    await simulator.close();
    await unplug();
  });

  it('prints a long ticket through a reader that is slower than the line, and loses no byte', async () => {
    await start({ bufferBytes: 1_024, rowsPerSecond: 4_000 });
    expect(await printer.print(LONG, { jobId: '1' })).toEqual({ outcome: 'printed', proof: 'confirmed' });
    expect(simulator.tickets).toHaveLength(1);
    expect(simulator.tickets[0]).toMatchObject({ cut: true, garbled: 0, heightDots: 1_634 });
    expect(simulator.counters).toMatchObject({ unknown: 0, garbled: 0 });
  });

  it('unplugged in the middle: unknown; plugged in again it is ready, and the torn half is parted', async () => {
    await start({ bufferBytes: 1_024, rowsPerSecond: 800 });
    const printing = printer.print(LONG, { jobId: '1' });
    await expect.poll(() => simulator.tickets[0]?.heightDots ?? 0).toBeGreaterThan(50);
    await unplug();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'CONNECTION_LOST' });
    expect(printer.status()).toMatchObject({ link: 'down', ready: false });
    // What had arrived is burnt; switching the printer off and on is what a technician does next.
    await simulator.powerCut();
    simulator.setSpeed(undefined);
    await simulator.powerOn();
    await plugIn();
    await expect.poll(() => printer.status().ready, { timeout: 10_000 }).toBe(true);
    expect(await printer.print(SHORT, { jobId: '2' })).toEqual({ outcome: 'printed', proof: 'confirmed' });
    const [half, next] = simulator.tickets;
    expect(half!.heightDots).toBeLessThan(1_600);
    expect(next).toMatchObject({ cut: true, heightDots: 34, garbled: 0 });
    expect(printer.health().counters).toMatchObject({ unknown: 1, printed: 1, closed: 1 });
  });
});
