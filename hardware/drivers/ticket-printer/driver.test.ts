import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { err, fault } from '@hall/shared/contracts/result';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { TicketLayout } from '../../codec/escpos-layout.ts';
import {
  drawFault,
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
  type TicketPrinterSimulatorOptions,
} from '../../simulators/ticket-printer.ts';
import { seeded } from '../../testing/seeded.ts';
import { type PrinterBench, printerBench } from '../../testing/simulated-printer.ts';
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

/** Driver and printer in memory, on a clock that the test moves. */
async function stilled(...what: Parameters<typeof printerBench>): Promise<PrinterBench> {
  const made = await printerBench(...what);
  open.push(made);
  return made;
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
      const { simulator, printer, settled } = await stilled(name);
      const line = (text: string): TicketLayout => ({ widthDots: 576, lines: [{ kind: 'text', text }] });
      const outcomes = [
        printer.print(line('张𬭎'), { jobId: '1' }),
        printer.print(line('张'), { jobId: '2' }),
      ];
      for (const outcome of await settled(Promise.all(outcomes)))
        expect(outcome).toMatchObject({ outcome: 'printed' });
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
    const { printer } = await bench('xprinter-80', { model: 'xprinter-80' }, FAST);
    expect(await printer.print(TICKET, { jobId: 't' })).toEqual({ outcome: 'printed', proof: 'status' });
  });

  it('is refused on paper that is too narrow for it', async () => {
    const { simulator, printer } = await stilled('generic-epson', { widthDots: 384 }, {}, { paperDots: 384 });
    expect(await printer.print(TICKET, { jobId: 't' })).toMatchObject({
      outcome: 'failed',
      code: 'LAYOUT_TOO_WIDE',
    });
    expect(simulator.tickets).toHaveLength(0);
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
    const { simulator, printer, settled } = await stilled();
    simulator.takePaper();
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toMatchObject({
      outcome: 'failed',
      code: 'PAPER_OUT',
    });
    simulator.loadPaper();
    simulator.openCover();
    expect(await settled(printer.print(TICKET, { jobId: '2' }))).toMatchObject({
      outcome: 'failed',
      code: 'COVER_OPEN',
    });
    expect(simulator.tickets).toHaveLength(0);
    simulator.closeCover();
    expect(await settled(printer.print(TICKET, { jobId: '3' }))).toMatchObject({ outcome: 'printed' });
  });

  it('paper that ends in the middle: unknown, a torn half; its rest on a new roll proves nothing', async () => {
    const { simulator, printer, settled, late, clock } = await stilled();
    simulator.loadPaper(200);
    expect(await settled(printer.print(TICKET, { jobId: 'half' }))).toMatchObject({
      outcome: 'unknown',
      code: 'PAPER_OUT',
    });
    expect(simulator.tickets.map(({ cut, heightDots }) => ({ cut, heightDots }))).toEqual([
      { cut: false, heightDots: 200 },
    ]);
    expect(printer.status()).toMatchObject({ ready: false, code: 'PAPER_OUT', paper: 'out' });
    simulator.loadPaper();
    await clock.advance(10_000);
    expect(late).toEqual([]);
    expect(simulator.tickets[1]).toMatchObject({ cut: true });
    expect(await settled(printer.print(TICKET, { jobId: 'next' }))).toMatchObject({ outcome: 'printed' });
    expect(simulator.tickets).toHaveLength(3);
  });

  it('a cover that is opened in the middle and shut again: unknown, and no late proof after a hand was in it', async () => {
    const { simulator, printer, settled, late, clock } = await stilled();
    simulator.openCoverAfter(200);
    expect(await settled(printer.print(TICKET, { jobId: 'held' }))).toMatchObject({
      outcome: 'unknown',
      code: 'COVER_OPEN',
    });
    expect(simulator.tickets[0]).toMatchObject({ cut: false, heightDots: 200 });
    simulator.closeCover();
    await clock.advance(10_000);
    expect(simulator.tickets.map(({ cut }) => cut)).toEqual([true]);
    expect(late).toEqual([]);
  });

  it('slower than its time: unknown at the deadline, and the late proof when it is out', async () => {
    const {
      simulator,
      printer,
      settled,
      late,
      until: comesTo,
    } = await stilled('generic-epson', { rowsPerSecond: 100 });
    expect(await settled(printer.print(TICKET, { jobId: 'slow', deadlineMs: 3_000 }))).toMatchObject({
      outcome: 'unknown',
      code: 'DEADLINE',
    });
    await comesTo(() => late.length > 0);
    expect(late).toEqual(['slow']);
    expect(simulator.tickets.map(({ cut }) => cut)).toEqual([true]);
  });

  it('slower than the wait of the next ticket: that one fails unsent', async () => {
    const { simulator, printer, settled } = await stilled('generic-epson', { rowsPerSecond: 100 });
    const first = printer.print(TICKET, { jobId: 'slow', deadlineMs: 3_000 });
    const next = printer.print(TICKET, { jobId: 'next', deadlineMs: 3_400 });
    expect(await settled(first)).toMatchObject({ outcome: 'unknown' });
    expect(await settled(next)).toMatchObject({ outcome: 'failed', code: 'DEADLINE' });
    expect(simulator.tickets.length).toBeLessThanOrEqual(1);
  });

  it('a cutter that jams at the ticket: unknown', async () => {
    const { simulator, printer, settled } = await stilled();
    simulator.jam();
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toMatchObject({
      outcome: 'unknown',
      code: 'CUTTER',
    });
    expect(await settled(printer.print(TICKET, { jobId: '2' }))).toMatchObject({
      outcome: 'failed',
      code: 'CUTTER',
    });
  });

  it('a firmware that hangs: unknown in the middle, failed before', async () => {
    const { simulator, printer, settled } = await stilled();
    simulator.inject({ kind: 'stuck-offline', afterRows: 100 });
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toMatchObject({
      outcome: 'unknown',
      code: 'OFFLINE',
    });
    expect(await settled(printer.print(TICKET, { jobId: '2' }))).toMatchObject({
      outcome: 'failed',
      code: 'OFFLINE',
    });
  });

  it('power cut in the middle: unknown; the torn half is parted from the next ticket, which is whole', async () => {
    for (const cut of [
      { kind: 'power-cut', afterRows: 150 },
      { kind: 'power-cut-bytes', afterBytes: 900 },
    ] as const) {
      const { simulator, printer } = await bench('generic-epson', {}, { qr: 'raster' });
      simulator.inject(cut);
      expect(await printer.print(TICKET, { jobId: '1' })).toMatchObject({
        outcome: 'unknown',
        code: 'CONNECTION_LOST',
      });
      const half = simulator.tickets[0]!.heightDots;
      await simulator.powerOn();
      await until(() => printer.status().ready);
      expect(await printer.print(TICKET, { jobId: '2' })).toEqual({ outcome: 'printed', proof: 'confirmed' });
      expect(simulator.tickets.map((ticket) => ticket.cut)).toEqual([true, true]);
      expect(simulator.tickets[0]!.heightDots).toBeLessThan(half + 100);
      expect(simulator.tickets[1]).toMatchObject({ garbled: 0 });
      expect(simulator.counters.unknown).toBe(0);
    }
  });

  it('a printer that is mute from the start: failed; one that falls silent after the bytes: unknown', async () => {
    const { simulator, printer, settled, until: comesTo } = await stilled();
    simulator.setMute(true);
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toMatchObject({
      outcome: 'failed',
      code: 'NO_ANSWER',
    });
    simulator.setMute(false);
    simulator.setSpeed(400);
    const printing = printer.print(TICKET, { jobId: '2', deadlineMs: 3_000 });
    await comesTo(() => simulator.state.printing);
    simulator.setMute(true);
    expect(await settled(printing)).toMatchObject({ outcome: 'unknown' });
  });

  it('answers that come late or garbled never make a ticket printed that is not', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const random = seeded(seed);
      const { simulator, printer, settled } = await stilled('xprinter-80', { random: random.unit });
      simulator.inject(
        drawFault(random.unit, { heightDots: 900, bytes: 5_000 }, ['late-answers', 'garbled-answers']),
      );
      simulator.takePaper();
      expect(await settled(printer.print(TICKET, { jobId: 't' })), `seed ${seed}`).toMatchObject({
        outcome: 'failed',
      });
      expect(simulator.tickets).toHaveLength(0);
    }
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
    expect(printer.health()).toMatchObject({ state: 'degraded', reason: 'PAPER_NEAR_END' });
  });

  it('a printer that is away: failed', async () => {
    const away = () => Promise.resolve(err(fault('TRANSPORT_OPEN', 'nobody there')));
    const { printer, settled } = await stilled('generic-epson', {}, {}, { open: away });
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toMatchObject({
      outcome: 'failed',
      code: 'OFFLINE',
    });
  });

  it('closing ends a ticket that was not sent as failed', async () => {
    const { simulator, printer } = await bench();
    simulator.setMute(true);
    const printing = printer.print(TICKET, { jobId: '1' });
    await printer.close();
    expect(await printing).toMatchObject({ outcome: 'failed', code: 'CLOSED' });
  });
});

describe('a kiosk printer with a presenter', () => {
  it('holds the ticket out; who takes it is told, and so is one that is drawn back', async () => {
    const {
      simulator,
      printer,
      settled,
      presenter,
      until: comesTo,
    } = await stilled('custom-kpm', {}, {}, { retractAfterMs: 30_000 });
    expect(await settled(printer.print(TICKET, { jobId: '1' }))).toEqual({
      outcome: 'printed',
      proof: 'status',
    });
    expect(printer.status()).toMatchObject({ ready: true, ticketInOutput: true });
    simulator.takeTickets();
    await comesTo(() => presenter.length === 2);
    await settled(printer.print(TICKET, { jobId: '2' }));
    await comesTo(() => presenter.length === 4);
    expect(presenter.map(({ kind, jobId }) => `${kind} ${jobId}`)).toEqual([
      'presented 1',
      'taken 1',
      'presented 2',
      'retracted 2',
    ]);
    expect(simulator.tickets.map(({ place }) => place)).toEqual(['taken', 'retracted']);
  });

  it('draws back on demand, and has nothing to draw back afterwards', async () => {
    const { simulator, printer, settled } = await stilled('custom-kpm');
    await settled(printer.print(TICKET, { jobId: '1' }));
    expect(await settled(Promise.all([printer.retract(), printer.retract()]))).toEqual([
      { outcome: 'retracted' },
      { outcome: 'retracted' },
    ]);
    expect(simulator.tickets[0]!.place).toBe('retracted');
    expect(await settled(printer.retract())).toEqual({ outcome: 'nothing' });
  });

  it('lets go of a ticket that nobody took when the next one comes', async () => {
    const { simulator, printer, settled, presenter } = await stilled('custom-kpm');
    for (const jobId of ['1', '2']) await settled(printer.print(TICKET, { jobId }));
    expect(presenter.map(({ kind, jobId }) => `${kind} ${jobId}`)).toEqual([
      'presented 1',
      'ejected 1',
      'presented 2',
    ]);
    expect(simulator.tickets.map(({ place }) => place)).toEqual(['ejected', 'presenter']);
  });
});
