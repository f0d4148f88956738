import { afterAll, expect, it } from 'vitest';
import type { Line, QrLine, TicketLayout } from '../../codec/escpos-layout.ts';
import { startTicketPrinterSimulator, type TicketPrinterSimulator } from '../../simulators/ticket-printer.ts';
import { blackDots, type PaperDots, readByZxing, readPng } from '../../testing/paper-reading.ts';
import { type Seeded, seeded } from '../../testing/seeded.ts';
import { openTcp } from '../../transport/tcp.ts';
import { openTicketPrinter, type TicketPrinter } from './driver.ts';
import { TICKET_PRINTER_PROFILES } from './profiles.ts';

/** Driver → TCP → simulated printer → PNG → ZXing: 40 tickets, 10 for each way of a QR code on each width. */
const TICKETS = 10;

const NAMES = [
  '张𬭎',
  '王㐂',
  '李𠮷',
  '赵龶',
  '欧阳娜娜',
  '买买提·吐尔逊',
  '陈镕',
  '诸葛䶮',
  'Anna-Maria Müller',
];
const DEPARTMENTS = [
  '市税务局',
  '市自然资源和规划局不动产登记中心（政务服务大厅分中心）',
  '住房公积金管理中心归集与提取业务受理部、贷款业务受理部联合窗口',
  '公安局出入境管理支队 Exit and Entry Administration',
];

interface Made {
  readonly layout: TicketLayout;
  readonly url: string;
}

function ticketOf(random: Seeded, widthDots: 576 | 384): Made {
  // Lengths from a bare host to what no phone likes to type; module sizes that the paper still holds.
  const url = `https://hall.example/t/${Array.from({ length: random.whole(0, 150) }, () =>
    random.pick([...'abcdefghijkmnpqrstuvwxyz23456789-_~%2F?=&']),
  ).join('')}`;
  const moduleSize = widthDots === 576 ? random.pick([4, 5, 6] as const) : random.pick([3, 4] as const);
  const qr: QrLine = { kind: 'qr', data: url, moduleSize, level: random.pick(['L', 'M', 'Q'] as const) };
  const lines: Line[] = [
    { kind: 'text', text: '一窗政务服务大厅', size: { w: 2, h: 2 }, align: 'center', bold: true },
    { kind: 'text', text: `A${random.whole(100, 999)}`, size: { w: 5, h: 5 }, align: 'center' },
    {
      kind: 'text',
      text: random.pick(DEPARTMENTS),
      align: random.pick(['left', 'center', 'right'] as const),
    },
    { kind: 'columns', left: '申请人', right: random.pick(NAMES), bold: random.unit() < 0.5 },
    { kind: 'rule' },
    qr,
    { kind: 'text', text: '扫码看排队进度' },
  ];
  return { layout: { widthDots, lines }, url };
}

/** Heights of the runs of rows that have a dot: no text line may have come out empty. */
function inkedRuns(paper: PaperDots): number[] {
  const runs: number[] = [];
  let run = 0;
  for (let y = 0; y <= paper.height; y += 1) {
    if (y < paper.height && blackDots(paper, { top: y, bottom: y + 1 }) > 0) run += 1;
    else if (run > 0) {
      runs.push(run);
      run = 0;
    }
  }
  return runs;
}

const open: (TicketPrinter | TicketPrinterSimulator)[] = [];
afterAll(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

it.each([
  [576, 'native'],
  [576, 'raster'],
  [384, 'native'],
  [384, 'raster'],
] as const)('%i dots, QR %s: every code is read and every line has ink', async (widthDots, qr) => {
  const simulator = await startTicketPrinterSimulator({ widthDots });
  const printer = openTicketPrinter({
    open: () => openTcp({ host: '127.0.0.1', port: simulator.port }),
    profile: { ...TICKET_PRINTER_PROFILES['generic-epson'], qr },
    paperDots: widthDots,
  });
  open.push(simulator, printer);
  const random = seeded(widthDots + qr.length);
  for (let i = 0; i < TICKETS; i += 1) {
    const { layout, url } = ticketOf(random, widthDots);
    expect(await printer.print(layout, { jobId: String(i) }), url).toEqual({
      outcome: 'printed',
      proof: 'confirmed',
    });
    const ticket = simulator.tickets.at(-1)!;
    expect(ticket).toMatchObject({ cut: true, garbled: 0 });
    expect(await readByZxing(ticket.png), `${i}: ${url}`).toEqual([url]);
    const paper = await readPng(ticket.png);
    expect(paper.width).toBe(widthDots);
    // Title, number, department, name, rule, code, caption; Latin words and marks may part into more.
    const runs = inkedRuns(paper);
    expect(runs.length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...runs)).toBeGreaterThan(75);
    // The first and the last line, where they stand.
    expect(blackDots(paper, { bottom: 48 })).toBeGreaterThan(500);
    expect(blackDots(paper, { top: paper.height - 34 })).toBeGreaterThan(300);
  }
  expect(simulator.tickets).toHaveLength(TICKETS);
  expect(simulator.counters).toEqual({ unknown: 0, garbled: 0, realtimeInData: 0 });
});
