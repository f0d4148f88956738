import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { TicketLayout } from '../../codec/escpos-layout.ts';
import {
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
  type TicketPrinterSimulatorOptions,
} from '../../simulators/ticket-printer.ts';
import { openTcp } from '../../transport/tcp.ts';
import { openTicketPrinter, type TicketPrinter } from './driver.ts';
import {
  TICKET_PRINTER_PROFILES,
  type TicketPrinterProfile,
  type TicketPrinterProfileName,
} from './profiles.ts';

const LINK = 'https://hall.example/t/8f3kq2';
const TICKET: TicketLayout = {
  widthDots: 576,
  lines: [
    { kind: 'text', text: '一窗政务服务大厅', size: { w: 2, h: 2 }, align: 'center', bold: true },
    { kind: 'text', text: 'A012', size: { w: 6, h: 6 }, align: 'center', bold: true },
    { kind: 'columns', left: '前面等候', right: '3 人' },
    { kind: 'rule' },
    { kind: 'text', text: '申请人 张𬭎' },
    { kind: 'qr', data: LINK, moduleSize: 6, level: 'M' },
    { kind: 'feed', lines: 2 },
  ],
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function bench(
  name: TicketPrinterProfileName = 'generic-epson',
  simulatorOptions: TicketPrinterSimulatorOptions = {},
  change: Partial<TicketPrinterProfile> = {},
): Promise<{ simulator: TicketPrinterSimulator; printer: TicketPrinter; late: string[] }> {
  const simulator = await startTicketPrinterSimulator(simulatorOptions);
  open.push(simulator);
  const late: string[] = [];
  const printer = openTicketPrinter({
    open: () => openTcp({ host: '127.0.0.1', port: simulator.port }),
    profile: { ...TICKET_PRINTER_PROFILES[name], ...change },
    onLateProof: (jobId) => late.push(jobId),
  });
  open.push(printer);
  return { simulator, printer, late };
}

async function pixels(png: Buffer): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.getContext('2d').getImageData(0, 0, image.width, image.height);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const FAST = { mmPerSecond: 10_000 };

describe('a ticket on simulated paper', () => {
  it('is printed, confirmed and cut, and its QR code is read back by zxing and jsqr', async () => {
    const { simulator, printer } = await bench();
    expect(await printer.print(TICKET, { jobId: 't1' })).toEqual({ outcome: 'printed', proof: 'confirmed' });
    const [ticket] = simulator.tickets;
    expect(simulator.tickets).toHaveLength(1);
    expect(ticket).toMatchObject({ cut: true, garbled: 0 });
    expect(simulator.counters).toEqual({ unknown: 0, garbled: 0, realtimeInData: 0 });

    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
    expect((await readBarcodes(new Uint8Array(ticket!.png))).map((found) => found.text)).toEqual([LINK]);
    const image = await pixels(ticket!.png);
    expect(image.width).toBe(576);
    expect(jsQR.default(image.data, image.width, image.height)?.data).toBe(LINK);
  });

  it('shows a rare name differently from a blank one, on every profile, and never as ??', async () => {
    for (const name of ['generic-epson', 'xprinter-80', 'custom-kpm'] as const) {
      const { simulator, printer } = await bench(
        name,
        { family: name === 'custom-kpm' ? 'custom' : 'epson' },
        FAST,
      );
      const line = (text: string): TicketLayout => ({ widthDots: 576, lines: [{ kind: 'text', text }] });
      expect(await printer.print(line('张𬭎'), { jobId: '1' })).toMatchObject({ outcome: 'printed' });
      expect(await printer.print(line('张'), { jobId: '2' })).toMatchObject({ outcome: 'printed' });
      const [rare, blank] = simulator.tickets;
      expect(rare!.bytes.includes('??')).toBe(false);
      expect(rare!.garbled).toBe(0);
      expect(rare!.png.equals(blank!.png)).toBe(false);
    }
  });

  it('shows ? when somebody sends four-byte characters as text: the simulator is no accomplice', async () => {
    const simulator = await startTicketPrinterSimulator();
    open.push(simulator);
    const opened = await openTcp({ host: '127.0.0.1', port: simulator.port });
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.write(
      Uint8Array.of(0x1b, 0x40, 0x1c, 0x26, 0x99, 0x33, 0xa9, 0x32, 0x0a, 0x1d, 0x56, 0x00),
    );
    await until(() => simulator.tickets[0]?.cut === true);
    await opened.value.close();
    expect(simulator.tickets[0]!.garbled).toBe(2);
  });

  it('is proved by status where the printer cannot confirm', async () => {
    const { printer } = await bench('xprinter-80', { completion: false }, FAST);
    expect(await printer.print(TICKET, { jobId: 't' })).toEqual({ outcome: 'printed', proof: 'status' });
  });

  it('is refused for a character that no font has, before a byte is sent', async () => {
    const { simulator, printer } = await bench();
    const layout: TicketLayout = { widthDots: 576, lines: [{ kind: 'text', text: '\u{10FFFD}' }] };
    expect(await printer.print(layout, { jobId: 't' })).toMatchObject({
      outcome: 'failed',
      code: 'PRINT_GLYPH_MISSING',
      message: expect.stringContaining('U+10FFFD'),
    });
    expect(simulator.tickets).toHaveLength(0);
  });
});

describe('faults of a ticket printer', () => {
  it('without paper, with an open cover or a jammed cutter the ticket failed and nothing came out', async () => {
    const { simulator, printer } = await bench();
    simulator.takePaper();
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({
      outcome: 'failed',
      code: 'PAPER_OUT',
    });
    simulator.loadPaper();
    simulator.openCover();
    expect(await printer.print(TICKET, { jobId: '2' })).toMatchObject({
      outcome: 'failed',
      code: 'COVER_OPEN',
    });
    expect(simulator.tickets).toHaveLength(0);
    simulator.closeCover();
    expect(await printer.print(TICKET, { jobId: '3' })).toMatchObject({ outcome: 'printed' });
  });

  it('paper that ends in the middle: unknown, half a ticket; after new paper the late proof comes', async () => {
    const { simulator, printer, late } = await bench();
    simulator.loadPaper(200);
    expect(await printer.print(TICKET, { jobId: 'half' })).toMatchObject({
      outcome: 'unknown',
      code: 'PAPER_OUT',
    });
    expect(simulator.tickets.map(({ cut, heightDots }) => ({ cut, heightDots }))).toEqual([
      { cut: false, heightDots: 200 },
    ]);
    expect(printer.status()).toMatchObject({ ready: false, code: 'PAPER_OUT', paper: 'out' });
    simulator.loadPaper();
    await until(() => late.length > 0);
    expect(late).toEqual(['half']);
    expect(simulator.tickets[1]).toMatchObject({ cut: true });
  });

  it('a cutter that jams at the ticket: unknown', async () => {
    const { simulator, printer } = await bench();
    simulator.jam();
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({ outcome: 'unknown', code: 'CUTTER' });
    expect(await printer.print(TICKET, { jobId: '2' })).toMatchObject({ outcome: 'failed', code: 'CUTTER' });
  });

  it('power cut in the middle: unknown; after power returns the next ticket is whole', async () => {
    const { simulator, printer } = await bench();
    simulator.powerCutAfter(150);
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({
      outcome: 'unknown',
      code: 'CONNECTION_LOST',
    });
    simulator.tear();
    await simulator.powerOn();
    await until(() => printer.status().ready);
    expect(await printer.print(TICKET, { jobId: '2' })).toEqual({ outcome: 'printed', proof: 'confirmed' });
    expect(simulator.tickets.at(-1)).toMatchObject({ cut: true, garbled: 0 });
  });

  it('a printer that is mute from the start: failed; one that falls silent after the bytes: unknown', async () => {
    const { simulator, printer } = await bench();
    simulator.setMute(true);
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({
      outcome: 'failed',
      code: 'NO_ANSWER',
    });
    simulator.setMute(false);
    simulator.setSpeed(400);
    const printing = printer.print(TICKET, { jobId: '2', deadlineMs: 3_000 });
    await until(() => simulator.state.printing);
    simulator.setMute(true);
    expect(await printing).toMatchObject({ outcome: 'unknown' });
  });

  it('tickets asked for at once come out whole and one after another', async () => {
    const { simulator, printer } = await bench();
    const outcomes = await Promise.all(['1', '2', '3'].map((jobId) => printer.print(TICKET, { jobId })));
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['printed', 'printed', 'printed']);
    expect(simulator.tickets.map((ticket) => ticket.heightDots)).toEqual(
      Array.from({ length: 3 }, () => simulator.tickets[0]!.heightDots),
    );
    expect(simulator.tickets[1]!.png.equals(simulator.tickets[0]!.png)).toBe(true);
  });

  it('the same job asked for twice is printed once', async () => {
    const { simulator, printer } = await bench();
    await Promise.all([printer.print(TICKET, { jobId: '1' }), printer.print(TICKET, { jobId: '1' })]);
    expect(simulator.tickets).toHaveLength(1);
  });

  it('an image with DLE EOT inside raises a stray answer only where the profile says literal', async () => {
    const data = new Uint8Array(72 * 8);
    data.set([0x10, 0x04, 0x01, 0x10, 0x14, 0x08], 30);
    const layout: TicketLayout = {
      widthDots: 576,
      lines: [{ kind: 'image', raster: { widthDots: 576, heightDots: 8, data } }],
    };
    const careful = await bench();
    await careful.printer.print(layout, { jobId: '1' });
    expect(careful.simulator.counters.realtimeInData).toBe(0);
    const literal = await bench('generic-epson', {}, { realtimeInData: 'literal' });
    await literal.printer.print(layout, { jobId: '1' });
    expect(literal.simulator.counters.realtimeInData).toBe(2);
  });

  it('near the end of the paper it still prints, and says so', async () => {
    const { simulator, printer } = await bench();
    simulator.setPaperNearEnd(true);
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({ outcome: 'printed' });
    expect(printer.status()).toMatchObject({ ready: true, paper: 'near-end' });
  });

  it('a printer that is away: failed', async () => {
    const { simulator, printer } = await bench();
    await simulator.powerCut();
    expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({ outcome: 'failed', code: 'OFFLINE' });
  });

  it('closing ends a ticket that was not sent as failed', async () => {
    const { simulator, printer } = await bench();
    simulator.setMute(true);
    const printing = printer.print(TICKET, { jobId: '1' });
    await printer.close();
    expect(await printing).toMatchObject({ outcome: 'failed', code: 'CLOSED' });
  });
});
