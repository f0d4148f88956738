import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OpenTransport, TicketPrinterProfile } from '@hall/hardware';
import { openTicketPrinter, openTransport, TICKET_PRINTER_PROFILES } from '@hall/hardware';
import { ticketLayout } from '@hall/kiosk/device-host/tickets/layout';
import { TicketSlip } from '@hall/shared/contracts/commands';
import { percentile } from './http-load.ts';

/**
 * From a ticket's data to the last byte that the system took for the printer, as a kiosk does it: laid out, encoded,
 * the printer asked whether it can, sent. The simulated printer is another process on TCP.
 */

const TICKETS = 400;
const WARM_UP = 40;
const READY_MS = 60_000;
const SIMULATORS = fileURLToPath(new URL('../../hardware/simulators/main.ts', import.meta.url));
const CONTEXT = {
  timeZone: 'Asia/Shanghai',
  demo: true,
  progressUrl: 'https://hall.example.gov.cn/t/',
};

interface Row {
  readonly tickets: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
}

export async function ticketPrint(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ticket-print-'));
  const readyFile = path.join(folder, 'ready.json');
  const ports = ['--port', '--reader-port', '--scanner-port', '--printer-port', '--led-port', '--ipp-port'];
  const simulators = fork(
    SIMULATORS,
    [...ports.flatMap((option) => [option, '0']), '--instant', '--ready-file', readyFile],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    const port = await printerPort(readyFile);
    const text = await measure('text, QR by the printer', port, {}, (i) => slip(i, '社保业务'));
    // A rare character in the hall's, the queue's and the department's name, and a drawn QR code.
    const raster = await measure('raster lines, QR drawn', port, { qr: 'raster' }, (i) =>
      slip(i, '𬭎䶮业务'),
    );
    console.table([text, raster]);
    return { bench: 'ticket-print', p99TextMs: text.p99Ms, p99RasterMs: raster.p99Ms };
  } finally {
    simulators.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function printerPort(readyFile: string): Promise<number> {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(50)) {
    try {
      return (JSON.parse(readFileSync(readyFile, 'utf8')) as { ports: { printer: number } }).ports.printer;
    } catch {
      // Not there yet.
    }
  }
  throw new Error('the simulated printer did not start');
}

async function measure(
  tickets: string,
  port: number,
  differs: Partial<TicketPrinterProfile>,
  slipOf: (i: number) => TicketSlip,
): Promise<Row> {
  const accepted = { at: 0, bytes: 0 };
  const printer = openTicketPrinter({
    open: watched(openTransport({ kind: 'tcp', host: '127.0.0.1', port }), accepted),
    // Proves each paper by its echo: no ticket waits for the time that paper takes.
    profile: { ...TICKET_PRINTER_PROFILES['generic-epson'], ...differs },
  });
  const times: number[] = [];
  try {
    for (const until = Date.now() + READY_MS; !printer.status().ready; await sleep(20)) {
      if (Date.now() > until) throw new Error('the simulated printer is not ready');
    }
    for (let i = 0; i < WARM_UP + TICKETS; i += 1) {
      accepted.bytes = 0;
      const began = performance.now();
      const outcome = await printer.print(ticketLayout(slipOf(i), CONTEXT), { jobId: `bench-${i}` });
      if (outcome.outcome !== 'printed') throw new Error(`ticket ${i}: ${JSON.stringify(outcome)}`);
      if (i >= WARM_UP) times.push(accepted.at - began);
    }
  } finally {
    await printer.close();
  }
  const sorted = Float64Array.from(times).sort();
  const ms = (value: number) => Math.round(value * 100) / 100;
  return {
    tickets,
    p50Ms: ms(percentile(sorted, 0.5)),
    p99Ms: ms(percentile(sorted, 0.99)),
    bytes: accepted.bytes,
  };
}

/** Questions and tickets go the same way; the largest write of a print is the ticket. */
function watched(open: OpenTransport, accepted: { at: number; bytes: number }): OpenTransport {
  return async () => {
    const opened = await open();
    if (!opened.ok) return opened;
    const transport = opened.value;
    return {
      ok: true,
      value: {
        ...transport,
        async write(bytes) {
          const written = await transport.write(bytes);
          if (bytes.length > accepted.bytes) {
            accepted.bytes = bytes.length;
            accepted.at = performance.now();
          }
          return written;
        },
      },
    };
  };
}

/** Read by the contract: a slip that the server could not send would measure nothing. */
function slip(i: number, business: string): TicketSlip {
  return TicketSlip.parse({
    ticket: i.toString(16).padStart(32, '0'),
    number: `A${String(1 + (i % 999)).padStart(3, '0')}`,
    ordinal: 1,
    day: '2026-11-24',
    at: 1_795_487_000_000 + i * 1_000,
    hall: { zh: '清溪县政务服务中心', en: 'Qingxi County Government Service Centre' },
    zone: 'social',
    zoneName: { zh: business, en: 'Social insurance' },
    place: { zh: '一楼东侧', en: 'First floor, east' },
    queue: 'a',
    queueName: { zh: business, en: 'Social insurance' },
    department: { zh: `人力资源和社会保障局${business}科`, en: 'Human Resources and Social Security' },
    items: [{ zh: '社会保障卡补领、换领', en: 'Replace a social security card' }],
    class: 'senior',
    classReason: { zh: '60 岁及以上老年人', en: 'Aged 60 or over' },
    ahead: i % 40,
    estimate: { lowMin: 10, highMin: 25 },
    windows: [8, 9, 10],
    rule: { zh: '过号三次需重新取号', en: 'Take a new ticket after three missed calls' },
    progressToken: i.toString(16).padStart(32, 'f'),
    shortCode: 'C7AF29',
  });
}
