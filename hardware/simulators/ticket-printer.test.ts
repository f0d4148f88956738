import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { blackDots, readByJsqr, readByZxing, readPng } from '../testing/paper-reading.ts';
import { seeded } from '../testing/seeded.ts';
import {
  drawFault,
  startTicketPrinterSimulator,
  TICKET_PRINTER_FAULT_KINDS,
  type TicketPrinterSimulator,
  type TicketPrinterSimulatorOptions,
} from './ticket-printer.ts';

/** Nothing of the driver or its codec is used here: a raw socket and the bytes of the published references. */

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

interface Line {
  send(text: string | Uint8Array): Promise<void>;
  /** Everything that was answered, once it is that many bytes. */
  answers(count: number): Promise<string>;
  heard(): string;
  socket: Socket;
}

async function plug(
  options: TicketPrinterSimulatorOptions = {},
): Promise<{ simulator: TicketPrinterSimulator; line: Line }> {
  const simulator = await startTicketPrinterSimulator(options);
  open.push(simulator);
  return { simulator, line: await dial(simulator) };
}

async function dial(simulator: TicketPrinterSimulator): Promise<Line> {
  const socket = connect({ host: '127.0.0.1', port: simulator.port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const heard: number[] = [];
  socket.on('data', (bytes) => heard.push(...bytes));
  socket.on('error', () => socket.destroy());
  open.push({ close: async () => void socket.destroy() });
  return {
    socket,
    send: (text) =>
      new Promise((resolve) => socket.write(typeof text === 'string' ? hex(text) : text, () => resolve())),
    heard: () => toHex(Uint8Array.from(heard)),
    async answers(count) {
      await expect.poll(() => heard.length, { interval: 2 }).toBe(count);
      return toHex(Uint8Array.from(heard.splice(0)));
    },
  };
}

const cutCount = (simulator: TicketPrinterSimulator, count: number): Promise<void> =>
  expect.poll(() => simulator.tickets.filter(({ cut }) => cut).length, { interval: 2 }).toBe(count);

describe('the simulated printer by the published bytes', () => {
  it('answers as a TM-T20II did: EOT 1 → 16, EOT 4 → 12, GS a FF → 14 00 00 0F, GS r 1 → 00', async () => {
    const { line } = await plug();
    await line.send('10 04 01');
    expect(await line.answers(1)).toBe('16');
    await line.send('10 04 04');
    expect(await line.answers(1)).toBe('12');
    await line.send('1D 61 FF');
    expect(await line.answers(4)).toBe('14 00 00 0F');
    await line.send('1D 72 01');
    expect(await line.answers(1)).toBe('00');
  });

  it('says paper, cover and cutter in DLE EOT 1–4 and by itself', async () => {
    const { simulator, line } = await plug();
    await line.send('1D 61 0F');
    await line.answers(4);
    simulator.setPaperNearEnd(true);
    expect(await line.answers(4)).toBe('14 00 03 0F');
    simulator.takePaper();
    expect(await line.answers(4)).toBe('1C 00 0F 0F');
    await line.send('10 04 01 10 04 02 10 04 03 10 04 04');
    expect(await line.answers(4)).toBe('1E 32 12 7E');
    simulator.loadPaper();
    simulator.openCover();
    expect(await line.answers(8)).toBe('14 00 00 0F 3C 00 00 0F');
    await line.send('10 04 02');
    expect(await line.answers(1)).toBe('16');
    simulator.closeCover();
    simulator.jam();
    await line.send('41 0A 1D 56 00');
    expect(await line.answers(8)).toBe('14 00 00 0F 1C 08 00 0F');
    await line.send('10 04 03');
    expect(await line.answers(1)).toBe('1A');
  });

  it('echoes a completion id after the cut, and not before', async () => {
    const { simulator, line } = await plug();
    simulator.openCover();
    await line.send('1B 40 41 0A 1D 56 42 00 1D 28 48 06 00 30 30 41 42 31 32 10 04 01');
    expect(await line.answers(1)).toBe('1E');
    simulator.closeCover();
    expect(await line.answers(7)).toBe('37 22 41 42 31 32 00');
    expect(simulator.tickets[0]).toMatchObject({ cut: true, heightDots: 34 });
  });

  it('without completion or automatic status it is silent about both', async () => {
    const { simulator, line } = await plug({ model: 'xprinter-80' });
    await line.send('1D 61 FF 41 0A 1D 56 00 1D 28 48 06 00 30 30 41 42 31 32');
    await cutCount(simulator, 1);
    simulator.setPaperNearEnd(true);
    await line.send('10 04 04');
    expect(await line.answers(1)).toBe('1E');
  });

  it('a kiosk model answers 10 0F, presents, retracts, ejects and says what the ejector holds', async () => {
    const { simulator, line } = await plug({ model: 'custom-kpm' });
    await line.send('10 04 14');
    expect(await line.answers(6)).toBe('10 0F 00 00 00 00');
    await line.send('41 0A 1B 69 1D 65 03 0C 1D 65 06');
    expect(await line.answers(1)).toBe('0C');
    await line.send('10 04 14');
    expect(await line.answers(6)).toBe('10 0F 20 00 00 00');
    await line.send('1D 65 02 1D 65 06');
    expect(await line.answers(1)).toBe('00');
    await line.send('42 0A 1B 69 1D 65 03 0C 1D 65 05 43 0A 1B 69 1D 65 03 0C');
    await cutCount(simulator, 3);
    expect(simulator.tickets.map(({ place }) => place)).toEqual(['retracted', 'ejected', 'presenter']);
    simulator.takeTickets();
    await line.send('10 04 14');
    expect(await line.answers(6)).toBe('10 0F 00 00 00 00');
    simulator.openCover();
    simulator.takePaper();
    await line.send('10 04 14');
    expect(await line.answers(6)).toBe('10 0F 01 02 00 00');
    expect(simulator.counters.unknown).toBe(0);
  });

  it('takes back a presented ticket by itself when GS e 32 said so', async () => {
    const clock = manualClock();
    const { simulator, line } = await plug({ model: 'custom-kpm', clock, onNextTicket: 'retract' });
    await line.send('41 0A 1D 65 20 0C 1E');
    await cutCount(simulator, 1);
    await clock.advance(29_000);
    expect(simulator.state.ticketInOutput).toBe(true);
    await clock.advance(1_000);
    expect(simulator.tickets[0]!.place).toBe('retracted');
  });

  it('garbles, delays and swallows its answers, the same way for the same seed', async () => {
    const heard: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { simulator, line } = await plug({ random: seeded(7).unit });
      simulator.setAnswers({ kind: 'garbled', share: 1 });
      await line.send('10 04 01 10 04 04 10 04 02');
      heard.push(await line.answers(3));
    }
    expect(heard[0]).toBe(heard[1]);
    expect(heard[0]).not.toBe('16 12 12');
    const clock = manualClock();
    const { simulator, line } = await plug({ clock });
    simulator.setAnswers({ kind: 'late', ms: 700 });
    await line.send('10 04 01');
    await expect.poll(() => clock.waiting(), { interval: 2 }).toEqual([700]);
    expect(line.heard()).toBe('');
    await clock.advance(700);
    expect(await line.answers(1)).toBe('16');
    simulator.setMute(true);
    await line.send('10 04 01 1D 56 00');
    simulator.setMute(false);
    await clock.advance(5_000);
  });
});

describe('what the simulated printer puts on paper', () => {
  it('a raster image dot for dot, where GS v 0 and ESC a put it', async () => {
    const random = seeded(11);
    for (const [align, widthBytes, left] of [
      [0, 5, 0],
      [1, 5, 268],
      [2, 5, 536],
      [0, 72, 0],
    ] as const) {
      const { simulator, line } = await plug();
      const data = random.bytes(widthBytes * 20).map((byte) => (byte === 0x10 ? 0x11 : byte));
      await line.send(Uint8Array.of(0x1b, 0x61, align, 0x1d, 0x76, 0x30, 0, widthBytes, 0, 20, 0));
      await line.send(data);
      await line.send('1D 56 00');
      await cutCount(simulator, 1);
      const paper = await readPng(simulator.tickets[0]!.png);
      expect([paper.width, paper.height]).toEqual([576, 20]);
      const expected = new Uint8Array(576 * 20);
      for (let bit = 0; bit < data.length * 8; bit += 1) {
        const [x, y] = [bit % (widthBytes * 8), Math.floor(bit / (widthBytes * 8))];
        if ((data[bit >> 3]! >> (7 - (bit & 7))) & 1) expected[y * 576 + left + x] = 1;
      }
      expect(Buffer.from(paper.dots).equals(Buffer.from(expected))).toBe(true);
    }
  });

  it('a stored graphic and a doubled image as the reference says', async () => {
    const { simulator, line } = await plug();
    await line.send('1D 28 4C 0C 00 30 70 30 01 01 31 08 00 02 00 81 FF 1D 28 4C 02 00 30 32');
    await line.send('1D 76 30 03 01 00 01 00 81 1D 56 00');
    await cutCount(simulator, 1);
    const rows = simulator.tickets[0]!.rows.map((row) => toHex(row.subarray(0, 3)));
    expect(rows).toEqual(['81 00 00', 'FF 00 00', 'C0 03 00', 'C0 03 00']);
  });

  it.each([
    [3, 'M', 'https://hall.example/t/8f3kq2'],
    [6, 'H', 'A012'],
    [4, 'L', `https://hall.example/t/${'0123456789abcdef'.repeat(12)}`],
  ] as const)(
    'a native QR code of module %i, level %s that ZXing and jsQR read',
    async (module, level, text) => {
      const { simulator, line } = await plug();
      const data = Buffer.from(text, 'ascii');
      const levelByte = 0x30 + 'LMQH'.indexOf(level);
      const length = data.length + 3;
      // Quiet space above and below is fed: the symbol itself has none.
      await line.send(
        Uint8Array.of(0x1b, 0x61, 1, 0x1b, 0x4a, 40, 0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0),
      );
      await line.send(Uint8Array.of(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, module));
      await line.send(Uint8Array.of(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, levelByte));
      await line.send(Uint8Array.of(0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30));
      await line.send(data);
      await line.send('1D 28 6B 03 00 31 51 30 1B 4A 28 1D 56 00');
      await cutCount(simulator, 1);
      const { png } = simulator.tickets[0]!;
      expect(await readByZxing(png)).toEqual([text]);
      expect(await readByJsqr(png)).toBe(text);
      const paper = await readPng(png);
      const columns = Array.from({ length: 576 }, (_, x) => blackDots(paper, { left: x, right: x + 1 }) > 0);
      const [first, last] = [columns.indexOf(true), columns.lastIndexOf(true)];
      const side = last - first + 1;
      // A finder pattern: seven modules in a row at the symbol's corner, and 17 + 4 v modules a side.
      expect(side % module).toBe(0);
      expect((side / module - 17) % 4).toBe(0);
      expect(paper.height).toBe(side + 80);
      expect(blackDots(paper, { top: 40, bottom: 40 + module, left: first, right: first + 7 * module })).toBe(
        7 * module * module,
      );
      expect(first).toBe((576 - side) >> 1);
    },
  );

  it('text in its cells: sizes, alignment, bold, wrap and the cut', async () => {
    const { simulator, line } = await plug();
    // Two Chinese characters plain, at 2 × 2, right, bold; each line is its own ticket.
    for (const bytes of ['', '1D 21 11', '1B 61 02', '1B 45 01'])
      await line.send(`1B 40 1C 26 ${bytes} D5 FE CE F1 0A 1D 56 00`);
    await cutCount(simulator, 4);
    const papers = await Promise.all(simulator.tickets.map(({ png }) => readPng(png)));
    const [plain, doubled, right, bold] = papers as [
      (typeof papers)[0],
      (typeof papers)[0],
      (typeof papers)[0],
      (typeof papers)[0],
    ];
    expect(papers.map(({ height }) => height)).toEqual([34, 48, 34, 34]);
    expect(blackDots(plain, { right: 48 })).toBe(blackDots(plain));
    expect(blackDots(doubled, { right: 96 })).toBe(blackDots(doubled));
    expect(blackDots(doubled, { left: 48, top: 24 })).toBeGreaterThan(100);
    expect(blackDots(right, { left: 528 })).toBe(blackDots(plain));
    expect(blackDots(bold)).toBeGreaterThan(blackDots(plain) * 1.1);
    for (const cell of [0, 24])
      expect(blackDots(plain, { left: cell, right: cell + 24 })).toBeGreaterThan(60);
  });

  it('puts the 25th Chinese character of a 24-character line on the next one, on both widths', async () => {
    for (const [widthDots, fits] of [
      [576, 24],
      [384, 16],
    ] as const) {
      const { simulator, line } = await plug({ widthDots });
      await line.send(`1B 40 1C 26 ${'D5 FE '.repeat(fits + 1)} 0A 1D 56 00`);
      await cutCount(simulator, 1);
      const paper = await readPng(simulator.tickets[0]!.png);
      expect([paper.width, paper.height]).toEqual([widthDots, 68]);
      const glyph = blackDots(paper, { top: 34, right: 24 });
      expect(glyph).toBeGreaterThan(60);
      expect(blackDots(paper, { top: 34 })).toBe(glyph);
      expect(blackDots(paper, { bottom: 34 })).toBe(glyph * fits);
    }
  });
});

describe('what happens to the paper in the middle of a ticket', () => {
  /** Ten lines of 34 dots, cut. */
  const TEN_LINES = `1B 40 ${'41 42 43 0A '.repeat(10)} 1D 56 42 00`;

  it('the roll ends: a torn half, and the rest on the next roll', async () => {
    const { simulator, line } = await plug();
    simulator.paperOutAfter(100);
    await line.send(TEN_LINES);
    await expect.poll(() => simulator.state.paper).toBe('out');
    expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([[100, false]]);
    const half = await readPng(simulator.tickets[0]!.png);
    expect(blackDots(half, { top: 68, bottom: 100 })).toBeGreaterThan(0);
    simulator.loadPaper();
    expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([
      [100, false],
      [240, true],
    ]);
  });

  it('the power goes after rows or after bytes: what was burnt stays, the buffer is gone, it comes back fresh', async () => {
    for (const fault of [
      { kind: 'power-cut', afterRows: 100 },
      { kind: 'power-cut-bytes', afterBytes: 3 + 3 + 4 * 3 + 2 },
    ] as const) {
      const { simulator, line } = await plug();
      const gone = new Promise((resolve) => line.socket.once('close', resolve));
      simulator.inject(fault);
      await line.send(`1B 45 01 1D 21 11 ${TEN_LINES.slice('1B 40 '.length)}`);
      await gone;
      expect(simulator.state).toMatchObject({ power: false, connected: false });
      const rows = fault.kind === 'power-cut' ? 100 : 48 * 3;
      expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([[rows, false]]);
      await simulator.powerOn();
      const again = await dial(simulator);
      await again.send('41 0A 1D 56 00 10 04 01');
      expect(await again.answers(1)).toBe('16');
      // Plain again, on the same strip, since nobody tore it off.
      expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([[rows + 34, true]]);
    }
  });

  it('the cover is opened: it stops at that row and goes on from there', async () => {
    const { simulator, line } = await plug();
    simulator.openCoverAfter(50);
    await line.send(TEN_LINES);
    await expect.poll(() => simulator.state.coverOpen).toBe(true);
    expect(simulator.tickets[0]).toMatchObject({ heightDots: 50, cut: false });
    simulator.closeCover();
    expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([[340, true]]);
  });

  it('the cutter jams: all is printed, nothing is cut until it is freed', async () => {
    const { simulator, line } = await plug();
    simulator.jam();
    await line.send(TEN_LINES);
    await expect.poll(() => simulator.state.jammed && simulator.tickets[0]?.heightDots).toBe(340);
    expect(simulator.tickets[0]!.cut).toBe(false);
    simulator.clearJam();
    expect(simulator.tickets[0]!.cut).toBe(true);
  });

  it('the firmware hangs: offline without a cause, until it is switched off and on', async () => {
    const { simulator, line } = await plug();
    simulator.inject({ kind: 'stuck-offline', afterRows: 70 });
    await line.send(TEN_LINES);
    await expect.poll(() => simulator.state.stuckOffline).toBe(true);
    await line.send('10 04 01 10 04 02 10 04 03 10 04 04');
    expect(await line.answers(4)).toBe('1E 12 12 12');
    expect(simulator.tickets[0]).toMatchObject({ heightDots: 70, cut: false });
    await simulator.repair();
    expect(simulator.state).toMatchObject({ power: true, stuckOffline: false });
    expect(simulator.tickets).toHaveLength(1);
  });

  it('somebody pulls: the torn half and the rest are two pieces', async () => {
    const clock = manualClock();
    const { simulator, line } = await plug({ rowsPerSecond: 800, clock });
    await line.send(TEN_LINES);
    await expect.poll(() => clock.waiting().length).toBe(1);
    await clock.advance(120);
    expect(simulator.tear().map(({ heightDots, place }) => [heightDots, place])).toEqual([[96, 'taken']]);
    await clock.advance(2_000);
    expect(simulator.tickets.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([
      [96, false],
      [244, true],
    ]);
  });

  it('every kind of fault can be drawn from a seed, and repaired', async () => {
    const random = seeded(3);
    const size = { heightDots: 340, bytes: 50 };
    expect(Array.from({ length: 9 }, () => drawFault(seeded(5).unit, size))).toEqual(
      Array.from({ length: 9 }, () => drawFault(seeded(5).unit, size)),
    );
    const { simulator } = await plug();
    for (const kind of TICKET_PRINTER_FAULT_KINDS) {
      const line = await dial(simulator);
      simulator.inject(drawFault(random.unit, size, [kind]));
      await line.send(TEN_LINES);
      await new Promise((resolve) => setImmediate(resolve));
      line.socket.destroy();
      await simulator.repair();
      simulator.tear();
      expect(simulator.state, kind).toMatchObject({
        ...{ power: true, coverOpen: false, paper: 'ok', jammed: false },
        ...{ answers: 'normal', stuckOffline: false },
      });
    }
  });
});
